"""Schedules made from others: what stays, what moves, what finds no place."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")

from hypothesis import given
from hypothesis import strategies as st
from tests.engines.feasibility.brute import TooMany, arranged
from tests.engines.feasibility.build import problem, staff, work
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.idle import not_idle
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.mending import in_the_way, mended, packed
from truenorth.engines.feasibility.problem import Lever, Supply, Use
from truenorth.engines.feasibility.view import View

DESK = Supply("desk", "Desk", "", (1,) * 10, ("places:desk",))
TWO = problem(2, *(work(key, 4, (0, 10), uses=(Use("desk", 1),)) for key in "ab"), supplies=(DESK,))
THREE = problem(2, *(work(key, 4, (0, 10), uses=(Use("desk", 1),)) for key in "abc"), supplies=(DESK,))


def view(plan: object = TWO) -> View:
    """All of a plan."""
    return View(Kernel(plan))  # type: ignore[arg-type]


def test_work_that_lies_well_stays() -> None:
    found = mended(view(), *view().windows(), {"a": Placed(6, 10), "b": Placed(1, 5)})

    assert found == [Placed(6, 10), Placed(1, 5)]


def test_what_is_in_the_way_of_what_comes_first_moves() -> None:
    found = mended(view(), *view().windows(), {"a": Placed(0, 4), "b": Placed(2, 6)})

    assert found == [Placed(0, 4), Placed(4, 8)]


def test_work_that_is_not_named_finds_a_place_beside_the_rest() -> None:
    found = mended(view(), *view().windows(), {"b": Placed(0, 4)})

    assert found == [Placed(4, 8), Placed(0, 4)]


def test_work_that_finds_no_place_has_what_lies_in_its_way_moved() -> None:
    found = mended(view(), *view().windows(), {"a": Placed(3, 7)})

    assert found is not None
    assert sorted(found, key=lambda place: place.start)[0].end <= sorted(found, key=lambda place: place.start)[1].start


def test_where_there_is_not_room_for_all_as_much_as_has_room_is_placed() -> None:
    assert packed(view(THREE), *view(THREE).windows()) == {"a": Placed(0, 4), "b": Placed(4, 8)}


def test_what_keeps_work_from_a_place_is_its_dates_and_what_is_full() -> None:
    found = set(in_the_way(view(THREE), *view(THREE).windows(), {"a": Placed(0, 4), "b": Placed(4, 8)}))

    assert found == {"do:c", "ready:c", "due:c", "places:desk"}


@given(st.integers(0, 10**6))
def test_a_schedule_that_holds_stays_as_it_is(seed: int) -> None:
    plan = small(seed)
    try:
        schedule = arranged(plan)
    except TooMany:
        return
    if schedule:
        whole = View(Kernel(plan))
        assert mended(whole, *whole.windows(), schedule) == [schedule[whole.key(p)] for p in range(whole.size)]


def test_levers_on_what_a_schedule_keeps_are_idle() -> None:
    plan = problem(
        2,
        work("a", 4, (0, 3), uses=(Use("copy", 90), Use("desk", 1))),
        supplies=(DESK,),
        staff=(staff("team", "copy", 40, 2),),
    )
    levers = [
        Lever("move", "move", "due:a", ""),
        Lever("early", "start earlier", "ready:a", ""),
        Lever("week 1", "staff", "people:team", "", first=0, last=5),
        Lever("week 2", "staff", "people:team", "", first=5, last=10),
        Lever("place", "place", "places:desk", ""),
        Lever("shrink", "shrink", "do:a", ""),
        Lever("drop", "drop", "do:a", ""),
    ]

    needed = not_idle(Kernel(plan), levers, {"a": Placed(0, 4)})

    assert [lever.key for lever in needed] == ["move", "week 1", "shrink"]


def test_work_that_is_not_in_a_schedule_was_given_up() -> None:
    drop = Lever("drop", "drop", "do:a", "")

    assert not_idle(Kernel(TWO), [drop], {"b": Placed(0, 4)}) == [drop]
