"""Schedules made from others: what stays, what gives way, what finds no place."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")

from hypothesis import given
from hypothesis import strategies as st
from tests.engines.feasibility.brute import TooMany, arranged
from tests.engines.feasibility.build import problem, work
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.answer import Placed, Schedule
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.ejection import Ejection
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.problem import Problem, Supply, Use
from truenorth.engines.feasibility.view import View

DESK = Supply("desk", "Desk", "", (1,) * 10, ("places:desk",))
TWO = problem(2, *(work(key, 4, (0, 10), uses=(Use("desk", 1),)) for key in "ab"), supplies=(DESK,))
THREE = problem(2, *(work(key, 4, (0, 10), uses=(Use("desk", 1),)) for key in "abc"), supplies=(DESK,))


def ejection(plan: Problem, near: Schedule) -> Ejection:
    """All of a plan, near a schedule."""
    view = View(Kernel(plan))
    return Ejection(view, view.windows(), near)


def filled(plan: Problem, near: Schedule, forced: int = 5) -> Schedule | None:
    """A schedule of all of a plan, if one is found."""
    made = ejection(plan, near)
    if not made.fill(forced, lambda: False):
        return None
    return {made.view.key(p): place for p, place in made.placed.items()}


def test_work_that_lies_well_stays() -> None:
    lies = {"a": Placed(6, 10), "b": Placed(1, 5)}

    assert filled(TWO, lies) == lies


def test_what_lies_in_the_way_of_what_comes_first_finds_another_place() -> None:
    assert filled(TWO, {"a": Placed(0, 4), "b": Placed(2, 6)}) == {"a": Placed(0, 4), "b": Placed(4, 8)}


def test_work_that_finds_no_place_makes_other_work_give_way() -> None:
    near = {"a": Placed(3, 7)}
    found = filled(TWO, near)

    assert filled(TWO, near, forced=0) is None
    assert found is not None
    assert broken(TWO, found) == ()


def test_where_there_is_not_room_for_all_as_much_as_has_room_is_placed() -> None:
    made = ejection(THREE, {})

    assert not made.fill(5, lambda: False)
    assert len(made.without()) == 2


def test_what_keeps_work_from_a_place_is_its_dates_and_what_is_full() -> None:
    made = ejection(THREE, {"a": Placed(0, 4), "b": Placed(4, 8)})
    made.fill(0, lambda: False)

    assert set(made.in_the_way(3)) == {"do:c", "ready:c", "due:c", "places:desk"}


@given(st.integers(0, 10**6))
def test_a_schedule_that_holds_stays_as_it_is(seed: int) -> None:
    plan = small(seed)
    try:
        schedule = arranged(plan)
    except TooMany:
        return
    if schedule:
        assert filled(plan, schedule) == schedule


@given(st.integers(0, 10**6))
def test_whatever_gives_way_what_is_placed_holds(seed: int) -> None:
    plan = small(seed)
    made = ejection(plan, {})
    made.fill(6, lambda: False)
    placed = {made.view.key(p): place for p, place in made.placed.items()}
    told = [one for one in broken(plan, placed) if not one.endswith("is not in the schedule.")]

    assert told in ([], ["No tool does that."])
