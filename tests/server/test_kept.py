from __future__ import annotations

from truenorth.plan import entity, plan_of
from truenorth.server.kept import Beside, Kept


def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    kept: Kept[str, int] = Kept(3)
    for number, key in enumerate("abc"):
        kept.put(key, number)
    assert kept.get("a") == 0

    kept.put("d", 3)

    assert (list(kept), kept.get("b")) == (["c", "a", "d"], None)


def test_what_is_large_takes_the_room_of_several_and_is_kept_even_where_it_fills_all() -> None:
    kept: Kept[str, int] = Kept(3)
    for key in "abc":
        kept.put(key, 0)

    kept.put("large", 1, 2)
    assert list(kept) == ["c", "large"]

    kept.put("huge", 2, 9)
    assert list(kept) == ["huge"]
    kept.put("huge", 3, 1)
    assert (kept.get("huge"), len(kept)) == (3, 1)


def test_everything_can_be_forgotten() -> None:
    kept: Kept[str, int] = Kept(3)
    kept.put("a", 1)
    kept.clear()
    assert (list(kept), kept.get("a")) == ([], None)


def test_what_is_worked_out_of_a_plan_is_kept_beside_it_and_not_beside_its_like() -> None:
    beside: Beside[int] = Beside(2)
    made = iter(range(9))
    plan, like = (plan_of([entity("team:a", {})]) for _ in range(2))

    assert [beside.of(one, "", made.__next__) for one in (plan, plan, like, plan)] == [0, 0, 1, 0]
    assert beside.of(plan, "other", made.__next__) == 2
    assert beside.of(like, "", made.__next__) == 3  # there was no room for it any more
