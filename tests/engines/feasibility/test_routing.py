"""Minutes shared out among those who have the skills, to the last one."""

from __future__ import annotations

from itertools import combinations
from random import Random

from truenorth.engines.feasibility.routing import unrouted


def test_one_who_can_do_both_gives_what_is_left() -> None:
    able = {"copy": [0], "design": [0, 1]}
    assert unrouted({"copy": 5, "design": 5}, [6, 4], able) == frozenset()
    assert unrouted({"copy": 6, "design": 5}, [6, 4], able) == {"copy", "design"}
    assert unrouted({"copy": 7, "design": 1}, [6, 4], able) == {"copy"}


def test_those_whose_hours_nobody_limits_take_all() -> None:
    able = {"copy": [0], "design": [0, 1]}
    assert unrouted({"copy": 5, "design": 10**9}, [6, None], able) == frozenset()
    assert unrouted({"copy": 7, "design": 10**9}, [6, None], able) == {"copy"}


def test_it_can_be_shared_out_exactly_where_no_set_of_skills_is_short() -> None:
    for seed in range(500):
        r = Random(seed)
        skills = "abcd"
        have = [r.randint(0, 9) for _ in range(4)]
        able = {skill: sorted(r.sample(range(4), r.randint(1, 3))) for skill in skills}
        need = {skill: r.randint(0, 9) for skill in skills}
        short = [
            set(many)
            for size in (1, 2, 3, 4)
            for many in combinations(skills, size)
            if _is_short(many, need, have, able)
        ]
        found = unrouted(need, have, able)
        assert bool(found) == bool(short)
        assert not found or set(found) in short


def _is_short(skills: tuple[str, ...], need: dict[str, int], have: list[int], able: dict[str, list[int]]) -> bool:
    return sum(need[one] for one in skills) > sum(have[n] for n in {n for one in skills for n in able[one]})
