"""Windows without the days on which work, or what waits for it, finds no place even alone."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")

from hypothesis import given
from hypothesis import strategies as st
from tests.engines.feasibility.brute import TooMany, arranged
from tests.engines.feasibility.build import hours, problem, staff, work
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.alone import alone
from truenorth.engines.feasibility.arithmetic import too_short
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.problem import After, Pot, Problem, Use
from truenorth.engines.feasibility.view import View


def found(plan: Problem) -> object:
    """The windows of all work alone, or the number of the work that has none."""
    view = View(Kernel(plan))
    return alone(view, *view.windows())


def test_work_waits_for_the_week_in_which_somebody_has_its_hours() -> None:
    plan = problem(3, work("a", 2, (0, 15), uses=hours("copy", 30)), staff=(staff("team", "copy", 20, 3),))

    assert found(plan) == ([4], [11])  # over two weeks it is twenty hours and ten


def test_what_waits_for_it_begins_no_sooner_and_what_it_waits_for_is_over_no_later() -> None:
    money = (Pot("money", "Q1", 0, 5, 0, ("budget:q1",)), Pot("money", "Q2", 5, 10, 9, ("budget:q2",)))
    paid = work("paid", 2, (0, 10), uses=(Use("money", 9),))
    plan = problem(
        2,
        work("first", 1, (0, 10)),
        paid,
        work("then", 1, (0, 10)),
        afters=(After("first", "paid"), After("paid", "then")),
        pots=money,
    )

    assert found(plan) == ([0, 5, 7], [7, 9, 10])


def test_work_that_finds_no_place_behind_what_it_waits_for_is_told() -> None:
    money = (Pot("money", "Q1", 0, 5, 9, ("budget:q1",)), Pot("money", "Q2", 5, 10, 0, ("budget:q2",)))
    paid = work("paid", 2, (0, 10), uses=(Use("money", 9),))
    plan = problem(2, work("first", 4, (0, 10)), paid, afters=(After("first", "paid"),), pots=money)

    assert found(plan) == 1


@given(st.integers(0, 10**6))
def test_all_work_of_a_schedule_that_holds_lies_within(seed: int) -> None:
    plan = small(seed)
    view = View(Kernel(plan))
    try:
        schedule = arranged(plan)
    except TooMany:
        return
    if schedule is None:
        return
    windows = alone(view, *view.windows())
    assert not isinstance(windows, int)
    assert too_short(view, *windows) is None
    for p, (early, late) in enumerate(zip(*windows, strict=True)):
        place = schedule[view.key(p)]
        assert early <= place.start
        assert place.end <= late
