"""The plan as a value: what it holds, what points where, and what it is on another day."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import plans

from truenorth.plan import Plan, data, entity, plan_of
from truenorth.plan.calendar import Span
from truenorth.plan.plan import own_period
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity, Program

LAUNCH = plan_of(
    [
        entity("program:launch", {"serves": "pipeline"}),
        entity("activity:letter", {"program": "launch", "next_step": "fair"}),
        entity("activity:fair", {"program": "launch", "valid_from": "2027-03", "valid_to": "2027-04-30"}),
    ]
)


def test_items_are_found_by_kind_key_ref_and_what_they_point_at() -> None:
    assert [a.key for a in LAUNCH.all(Activity)] == ["fair", "letter"]
    assert LAUNCH.get(Activity, "letter") is LAUNCH.find("activity:letter")
    assert [LAUNCH.get(Activity, key) for key in ("launch", "", None)] == [None, None, None]
    assert [a.key for a in LAUNCH.pointing_at("program:launch", Activity)] == ["fair", "letter"]
    assert LAUNCH.pointing_at("program:launch", Program) == []
    assert [LAUNCH.title("activity:fair"), LAUNCH.title("team:nobody")] == ["fair", "nobody"]


def test_a_link_that_leads_to_nothing_is_told() -> None:
    assert list(LAUNCH.dangling()) == [("program:launch", "objective:pipeline")]


def test_what_is_not_yet_or_no_longer_so_is_not_in_the_plan_of_a_day() -> None:
    there = [date(2027, month, day) for month, day in ((2, 28), (3, 1), (4, 30), (5, 1))]

    assert ["activity:fair" in LAUNCH.as_of(day).entities for day in there] == [False, True, True, False]
    assert LAUNCH.as_of(date(2027, 3, 1)) is LAUNCH


def test_validity_may_be_given_in_the_companys_own_periods() -> None:
    plan = plan_of(
        [entity("company:acme", {"fiscal_start": "02-01"}), entity("team:demand", {"valid_from": "FY28", "note": "x"})]
    )

    assert ["team:demand" in plan.as_of(date(2027, month, day)).entities for month, day in ((1, 31), (2, 1))] == [
        False,
        True,
    ]


def test_two_plans_that_say_the_same_are_equal_and_have_one_fingerprint() -> None:
    one = plan_of([entity("activity:a", {"cost": "1,200", "start": "2027-3-1"}), entity("team:b", {})])
    other = plan_of([entity("team:b", {"note": "?"}), entity("activity:a", {"start": "2027-03-01", "cost": "1200"})])

    assert one == other
    assert one.fingerprint == other.fingerprint


@given(plans(), plans())
def test_plans_are_equal_exactly_when_their_fingerprints_are(one: Plan, other: Plan) -> None:
    assert (one == other) == (one.fingerprint == other.fingerprint)


@given(plans(), plans())
def test_what_is_carried_along_in_a_change_is_what_would_be_worked_out_anew(before: Plan, after: Plan) -> None:
    assert before.incoming is not None
    assert before.alike is not None
    assert before.all(Activity) is not None
    changes = {ref: after.find(ref) for ref in before.entities.keys() | after.entities.keys()}

    changed, fresh = before.changed(changes), Plan(dict(after.entities))

    assert changed == fresh
    assert changed.incoming == fresh.incoming
    assert changed.alike == fresh.alike
    for kind in (Activity, Objective, Program):
        assert changed.all(kind) == fresh.all(kind)
    assert changed.calendar == fresh.calendar


@given(plans(), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_a_plan_as_of_a_day_holds_a_part_of_the_plan_and_is_so_again_on_that_day(plan: Plan, day: date) -> None:
    then = plan.as_of(day)

    assert then.entities.items() <= plan.entities.items()
    if plan.company is None or plan.company == then.company:
        assert then.as_of(day) == then


def test_fields_at_their_defaults_are_not_stored() -> None:
    assert data(entity("activity:a", {"tools": "", "milestone": "?", "name": "A"})) == {"name": "A"}


def test_the_plans_own_period_runs_from_the_first_to_the_last_day_it_names() -> None:
    plan = plan_of([entity("activity:a", {"start": "2027-03-05"}), entity("objective:o", {"due": "2027-Q4"})])

    assert own_period(plan) == Span(date(2027, 3, 5), date(2027, 12, 31))
    assert own_period(plan_of([])) is None


def test_what_means_the_same_by_way_of_a_third_is_one_group_of_its_kind() -> None:
    plan = plan_of(
        [
            entity("activity:a", {"same_as": "b"}),
            entity("activity:b", {"same_as": ["objective:o", "gone"]}),
            entity("activity:c", {"same_as": "b; c"}),
            entity("activity:d", {}),
            entity("objective:o", {}),
        ]
    )

    assert plan.alike == dict.fromkeys(
        ("activity:a", "activity:b", "activity:c"), ("activity:a", "activity:b", "activity:c")
    )
