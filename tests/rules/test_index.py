"""The alignment index: what is at stake over the plan's value, each unit once; and no number where there is no data."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from tests.strategies import plans

from truenorth.engines.cost import Spend
from truenorth.plan import Plan, entity, plan_of
from truenorth.rules import RULES, Case, Checked, Finding, check, found
from truenorth.rules.acme import TODAY, acme
from truenorth.rules.finding import Stake
from truenorth.rules.index import AGREEMENT, COOPERATION, index

PLAN = Case(
    plan_of(
        [
            entity("activity:a", {"cost": "600", "start": "2027-03-01"}),
            entity("activity:b", {"cost": "300", "effort": "copy=10", "start": "2027-03-01"}),
            entity("content:c", {"cost": "100"}),
            entity("activity:old", {"cost": "9000", "status": "done"}),
            entity("activity:maybe", {"cost": "9000", "status": "idea"}),
        ]
    ),
    TODAY,
)


def finding(rule: str, *items: str, kind: str = "contradiction") -> Finding:
    return replace(found(items or "activity:a", "x"), rule=rule, kind=kind, at_stake=Stake(items=items))  # type: ignore[arg-type]


def test_it_is_what_share_of_the_plan_is_behind_no_contradiction() -> None:
    found = index(PLAN, [finding("GOAL04", "activity:b")])

    assert [found.value, found.plan_value, found.at_stake, found.unit] == [70.0, 1000.0, 300.0, "money"]


def test_each_unit_is_counted_once_however_many_findings_it_is_behind() -> None:
    twice = [
        finding("GOAL04", "activity:a", "activity:b"),
        finding("GOAL05", "activity:a"),
        finding("TOOL02", "activity:a"),
    ]

    assert [index(PLAN, twice).value, index(PLAN, twice).at_stake] == [10.0, 900.0]


def test_its_halves_tell_whether_we_mean_the_same_and_whether_we_can_do_it_together() -> None:
    found = index(PLAN, [finding("GOAL04", "activity:a"), finding("TOOL02", "activity:b")])

    assert [found.agreement, found.cooperation, found.value] == [40.0, 70.0, 10.0]


def test_gaps_notices_and_work_that_is_over_do_not_lower_it() -> None:
    harmless = [
        finding("GOAL01", "activity:a", kind="gap"),
        finding("FACT06", "activity:a", kind="notice"),
        finding("GOAL04", "activity:old"),
        finding("GOAL04"),
    ]

    assert index(PLAN, harmless).value == 100.0


def test_without_money_it_is_in_hours_and_without_either_there_is_no_data() -> None:
    hours = Case(
        plan_of([entity("activity:a", {"effort": "copy=30"}), entity("activity:b", {"effort": "copy=10"})]), TODAY
    )
    nothing = Case(plan_of([entity("activity:a", {"name": "A"})]), TODAY)

    found = index(hours, [finding("TEAM01", "activity:b")])
    assert [found.value, found.unit, found.hours] == [75.0, "hours", 40.0]
    assert [index(nothing, [finding("TEAM01", "activity:a")]).value, index(Case(Plan({}), TODAY), []).value] == [
        None,
        None,
    ]


def test_undisclosed_money_is_no_money() -> None:
    hidden = Case(plan_of([entity("activity:a", {"cost": "undisclosed"})]), TODAY)

    assert index(hidden, []).value is None


def test_hours_are_priced_at_the_rate_of_who_does_the_work_and_other_currencies_at_the_plans_own_rates() -> None:
    case = Case(
        plan_of(
            [
                entity("company:acme", {"currency": "EUR", "rates": "USD=0.5", "hourly_rate": "60"}),
                entity("role:writer", {"team": "demand", "skills": "copy", "rate": "100"}),
                entity("activity:a", {"team": "demand", "effort": "copy=1; design=1", "cost": "40 USD"}),
                entity("activity:b", {"team": "care", "effort": "copy=1", "cost": "40 GBP"}),
            ]
        ),
        TODAY,
    )

    assert index(case, []).plan_value == (100 + 100 + 20) + 60


def test_a_program_counts_for_what_its_budget_leaves_over() -> None:
    case = Case(
        plan_of([entity("program:p", {"budget": "1000"}), entity("activity:a", {"program": "p", "cost": "400"})]), TODAY
    )

    assert index(case, []).plan_value == 1000.0


TWICE = [
    entity("company:acme", {"currency": "EUR", "hourly_rate": "10"}),
    entity("activity:a", {"cost": "5000", "effort": "copy=20; design=5", "same_as": "b"}),
    entity("activity:b", {"cost": "9000", "effort": "copy=10"}),
    entity("activity:c", {"cost": "9000", "same_as": "b", "status": "stopped"}),
    entity("program:p", {"budget": "300", "same_as": "q"}),
    entity("program:q", {"budget": "400"}),
    entity("activity:d", {"cost": "100", "program": "p", "same_as": "e"}),
    entity("activity:e", {"cost": "100", "program": "q"}),
]


def test_what_two_documents_state_is_one_thing_and_the_highest_they_say_of_it_counts() -> None:
    case = Case(plan_of(TWICE), TODAY)

    assert [case.spend(case.whole.entities[f"activity:{key}"]) for key in "ab"] == [Spend(250, 25), Spend(9000)]
    assert index(case, []).plan_value == 9000 + 250 + 400
    assert index(case, []).hours == 25


def test_what_is_at_stake_behind_one_of_two_that_mean_the_same_is_the_whole_thing_once() -> None:
    case = Case(plan_of(TWICE), TODAY)
    for ref in ("activity:a", "activity:b"):
        checked = Checked(case, (RULES["GOAL01"],), {"GOAL01": {ref: (finding("GOAL01", ref),)}})

        assert checked.findings[0].at_stake == Stake(9250.0, 25.0, ("activity:a", "activity:b"))
        assert checked.index.at_stake == 9250.0


@pytest.mark.parametrize("ref", ["activity:a", "activity:b", "activity:e", "program:q"])
def test_an_edit_of_one_changes_what_those_cost_that_mean_the_same(ref: str) -> None:
    case = Case(plan_of(TWICE), TODAY)
    assert index(case, []).plan_value == 9650
    for after in (None, entity(ref, {"budget" if ref.startswith("program:") else "cost": "7"})):
        changed = case.whole.changed({ref: after})

        again, fresh = case.after(changed, [ref]), Case(Plan(dict(changed.entities)), TODAY)
        for other in changed.entities.values():
            assert again.spend(other) == fresh.spend(other), other.ref
        assert index(again, []) == index(fresh, [])


def test_every_rule_belongs_to_one_of_the_halves() -> None:
    families = {rule.family for rule in RULES.values()}

    assert families - (AGREEMENT | COOPERATION) == set()
    assert set() == AGREEMENT & COOPERATION


@pytest.mark.parametrize("code", sorted(code for code, rule in RULES.items() if rule.kind == "contradiction"))
def test_no_contradiction_of_a_page_raises_it(code: str) -> None:
    value = check(acme(RULES[code].sections["Example"])).index.value

    assert value is not None
    assert 0 <= value <= 100


@given(plans(10))
def test_of_any_plan_it_is_no_data_or_a_number_from_0_to_100(plan: Plan) -> None:
    found = check(Case(plan, TODAY)).index

    if found.value is None:
        assert [found.agreement, found.cooperation, found.plan_value] == [None, None, None]
    else:
        assert 0 <= found.value <= min(found.agreement or 0, found.cooperation or 0) <= 100
