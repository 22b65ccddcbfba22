"""What a step of each lever means."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.feasibility.brute import TooMany, arranged
from tests.engines.feasibility.build import problem, staff, work
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.problem import After, Clash, Lever, LeverKind, Pot, Problem, Supply, Use, Window

POTS = (
    Pot("money", "Money, Q1", 0, 5, 100, ("budget:q1",)),
    Pot("money", "Money, Q2", 5, 10, 80, ("budget:q2",)),
    Pot("leads", "Leads", 0, 5, 9, ("takes:leads",)),
)
PLAN = problem(
    2,
    work("brief", 3, (2, 5), windows=(Window(1, 6, ("tool:cms",)),), uses=(Use("copy", 31), Use("money", 7))),
    work("check", (4, 4), (0, 8), lead=("lead:check",)),
    work("market", 2, (5, 10), ready=("due:brief",)),
    afters=(After("brief", "market", 2, ("after:market",)),),
    supplies=(Supply("desk", "Desks", "", (1,) * 10, ("places:desk",)),),
    pots=POTS,
    staff=(staff("copy", "copy", 40, 2),),
    clashes=(Clash(("tool:cms", "do:brief"), "No tool does that."),),
)


def taken(kind: LeverKind, claim: str, steps: int, **more: Any) -> Problem:
    """The plan with so many steps of a lever."""
    lever = Lever("it", kind, claim, "", **({"most": 9} | more))
    return loosened(replace(PLAN, levers=(lever,)), [("it", steps)])


def test_a_date_moved_moves_what_cannot_begin_before_it_too() -> None:
    later = taken("move", "due:brief", 2, by=2).work

    assert (later["brief"].latest, later["market"].earliest, later["check"].latest) == (9, 9, 8)


def test_a_run_stretched_leaves_the_date_that_others_wait_for() -> None:
    later = taken("stretch", "due:brief", 3).work

    assert (later["brief"].latest, later["market"].earliest) == (8, 5)


def test_what_starts_earlier_may_begin_so_many_days_before() -> None:
    assert taken("start earlier", "ready:brief", 1, by=2).work["brief"].earliest == 0


def test_what_waits_less_begins_sooner_after_the_other() -> None:
    assert taken("start earlier", "after:market", 3).afters[0].lag == -1


@pytest.mark.parametrize(("steps", "shortest"), [(1, 2), (2, 1), (3, 1)])
def test_a_faster_step_takes_less_but_never_less_than_a_day(steps: int, shortest: int) -> None:
    check = taken("speed up", "lead:check", steps, by=2).work["check"]

    assert (check.shortest, check.longest) == (shortest, 4)


def test_a_tool_that_can_do_it_sets_no_dates_and_ends_the_contradiction() -> None:
    without = taken("tool", "tool:cms", 1)

    assert (without.work["brief"].windows, without.clashes) == ((), ())


@pytest.mark.parametrize(("kind", "window"), [("stretch", (1, 9)), ("start earlier", (-2, 6))])
def test_a_contract_of_a_tool_is_extended_at_either_end(kind: LeverKind, window: tuple[int, int]) -> None:
    (found,) = taken(kind, "tool:cms", 3).work["brief"].windows

    assert (found.first, found.last) == window


@pytest.mark.parametrize(
    ("more", "per_week"),
    [
        ({"by": 8}, (56, 56)),
        ({"by": 8, "first": 5}, (40, 56)),
        ({"by": 8, "last": 5}, (56, 40)),
        ({"by": 8, "each": (6, 3)}, (52, 46)),
    ],
)
def test_hours_are_added_in_the_weeks_that_a_lever_is_about(more: Any, per_week: tuple[int, ...]) -> None:
    assert taken("staff", "people:copy", 2, **more).staff[0].per_week == per_week


def test_places_are_added_on_the_days_that_a_lever_is_about() -> None:
    (desks,) = taken("place", "places:desk", 2, first=3, last=5).supplies

    assert desks.per_day == (1, 1, 1, 3, 3, 1, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("kind", "claim", "amounts"), [("raise", "budget:q2", [100, 95, 9]), ("take", "takes:leads", [100, 80, 24])]
)
def test_a_pot_is_raised(kind: LeverKind, claim: str, amounts: list[int]) -> None:
    assert [pot.amount for pot in taken(kind, claim, 3, by=5).pots] == amounts


def test_only_the_pots_that_a_lever_is_about_are_raised() -> None:
    assert [pot.amount for pot in taken("raise", "budget:q1", 1, by=5, first=5).pots] == [100, 80, 9]


@pytest.mark.parametrize(("steps", "amounts"), [(2, [60, 120, 9]), (9, [0, 180, 9])])
def test_money_that_is_shifted_is_taken_from_the_other_pot_as_far_as_that_has_it(
    steps: int, amounts: list[int]
) -> None:
    shifted = taken("shift", "budget:q2", steps, by=20, from_=("money", 0))

    assert [pot.amount for pot in shifted.pots] == amounts


def test_work_that_is_dropped_is_waited_for_by_nothing() -> None:
    without = taken("drop", "do:brief", 1)

    assert (list(without.work), without.afters, without.clashes) == (["check", "market"], (), ())


def test_work_that_is_shrunk_draws_less_rounded_up() -> None:
    assert [use.amount for use in taken("shrink", "do:brief", 2, by=20).work["brief"].uses] == [19, 5]


def test_no_more_steps_are_taken_than_there_are() -> None:
    assert taken("move", "due:brief", 9, most=2).work["brief"].latest == 7


def test_no_step_changes_nothing() -> None:
    assert taken("move", "due:brief", 0).works == PLAN.works


def test_a_lever_that_there_is_not_is_told() -> None:
    with pytest.raises(KeyError):
        loosened(PLAN, [("buy time", 1)])


@given(st.integers(0, 10**6), st.integers(1, 3))
def test_levers_leave_whole_a_schedule_that_holds(seed: int, steps: int) -> None:
    """But for what takes money away, and for dates that other work may not begin before."""
    plan = small(seed, levers=True)
    waited_for = {claim for one in plan.works for claim in one.ready if plan.claims[claim].kind == "due"}
    levers = [one for one in plan.levers if one.kind not in ("drop", "shrink") and one.claim not in waited_for]
    try:
        schedule = arranged(plan)
    except TooMany:
        return
    if schedule is not None:
        assert broken(loosened(plan, [(one.key, steps) for one in levers]), schedule) == ()


@given(st.integers(0, 10**6))
def test_without_a_bundle_the_rest_of_a_schedule_holds(seed: int) -> None:
    plan = small(seed, levers=True)
    drops = [(one.key, 1) for one in plan.levers if one.kind == "drop"]
    try:
        schedule = arranged(plan)
    except TooMany:
        return
    if schedule is not None:
        less = loosened(plan, drops)
        assert broken(less, {key: place for key, place in schedule.items() if key in less.work}) == ()
