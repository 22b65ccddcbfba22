"""Ways out without anything that is not needed."""

from __future__ import annotations

from dataclasses import replace

from tests.engines.feasibility.build import problem, work

from truenorth.engines.feasibility.answer import Schedule
from truenorth.engines.feasibility.problem import Lever
from truenorth.engines.feasibility.reduction import Reduction, Taken, Way, is_part
from truenorth.engines.feasibility.worth import Worth

PLAN = replace(
    problem(2, *(work(key, 2, (0, 10)) for key in "abcd")),
    levers=tuple(
        Lever(key, "stretch", f"due:{key}", "", most=40, price=price)
        for key, price in zip("abcd", (9, 7, 5, 3), strict=True)
    ),
)


def reduced(needs: dict[str, int], taken: Taken, lies: dict[str, int] | None = None) -> dict[str, int]:
    """What is left of a way where it takes so many steps of some levers at least, and where its schedule `lies` so."""

    def fits(some: Taken, near: Schedule) -> Schedule | None:
        return {} if all(dict(some).get(key, 0) >= steps for key, steps in needs.items()) else None

    def keeps(some: Taken, schedule: Schedule) -> bool:
        return all(dict(some).get(key, 0) >= steps for key, steps in (lies or dict(taken)).items())

    return dict(Reduction(Worth(PLAN), fits, keeps).reduced(Way(taken, 0, 0)).taken)


def test_levers_that_are_not_needed_are_left_out() -> None:
    assert reduced({"b": 3}, (("a", 3), ("b", 3), ("c", 1), ("d", 9))) == {"b": 3}


def test_no_more_steps_are_taken_than_are_needed() -> None:
    assert reduced({"a": 13, "d": 1}, (("a", 40), ("d", 40))) == {"a": 13, "d": 1}


def test_what_its_own_schedule_does_without_is_left_out_and_not_tried() -> None:
    assert reduced({"none": 1}, (("a", 40), ("d", 40)), lies={"a": 7}) == {"a": 7}


def test_a_way_of_which_all_is_needed_stays() -> None:
    assert reduced({"a": 2, "b": 1}, (("a", 2), ("b", 1))) == {"a": 2, "b": 1}


def test_a_way_is_part_of_one_that_takes_as_many_steps_of_its_levers_and_more_of_any() -> None:
    assert is_part((("a", 2),), (("b", 1), ("a", 2)))
    assert is_part((("a", 2),), (("a", 3),))
    assert not is_part((("a", 2),), (("a", 2),))
    assert not is_part((("a", 2),), (("a", 1), ("b", 1)))
