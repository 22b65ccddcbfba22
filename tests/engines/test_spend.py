"""Money that was spent flows to the goals by the plan's shares; what leads nowhere, and what names nothing, is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.spend import Sight, Spent, of, spend, unmatched
from truenorth.facts.facts import Facts
from truenorth.plan.plan import Plan, plan_of
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program

PLAN = plan_of(
    [
        Goal(key="grow"),
        Objective(key="pipeline", serves={"goal:grow": None}),
        Objective(key="adrift"),
        Program(key="launch", serves={"pipeline": "60 %", "adrift": "40 %"}),  # type: ignore[dict-item]
        Activity(key="letter", program="launch"),
        Activity(key="lonely"),
    ]
)


def test_money_is_seen_as_far_as_its_shares_lead_to_a_goal() -> None:
    found = spend(PLAN, [Spent("activity:letter", "2027-01", 100.0), Spent("activity:lonely", "2027-01", 50.0)])

    assert found.whole == Sight(60.0, 90.0, 0.0)
    assert found.whole.share == pytest.approx(0.4)
    assert found.own == {"activity:letter": 100.0, "activity:lonely": 50.0}
    assert found.through["objective:pipeline"] == pytest.approx(60)
    assert found.through["program:launch"] == 100


def test_money_that_names_no_work_counts_as_without_a_line_of_sight() -> None:
    whole = spend(PLAN, [Spent("activity:letter", "", 100.0), Spent(None, "", 20.0)]).whole

    assert (whole.unmatched, whole.total, whole.share) == (20.0, 120.0, 0.5)


def test_months_are_in_order_and_add_up_to_the_whole() -> None:
    found = spend(PLAN, [Spent("activity:letter", "2027-02", 1.0), Spent(None, "2027-01", 2.0), Spent(None, "", 4.0)])

    assert list(found.months) == ["", "2027-01", "2027-02"]
    assert sum(found.months.values(), Sight()) == found.whole


def test_a_credit_is_taken_off_where_the_money_was() -> None:
    found = spend(PLAN, [Spent("activity:letter", "2027-01", 100.0), Spent("activity:letter", "2027-02", -100.0)])

    assert found.months["2027-02"] == Sight(-60.0, -40.0, 0.0)
    assert found.whole.total == 0
    assert found.whole.share is None


def test_items_with_spend_from_several_sources_in_a_month_are_told() -> None:
    amounts = [
        Spent("activity:letter", "2027-01", 1.0, "ads"),
        Spent("activity:letter", "2027-01", 1.0, "ledger"),
        Spent("activity:letter", "2027-02", 1.0, "ads"),
    ]

    assert spend(PLAN, amounts).told_twice == (("activity:letter", "2027-01", ("ads", "ledger")),)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "activity:letter", "activity:lonely", "program:launch"]), st.integers(-50, 1000)
        )
    )
)
def test_no_money_is_lost_on_the_way(amounts: list[tuple[str | None, int]]) -> None:
    whole = spend(PLAN, [Spent(ref, "2027-01", float(amount)) for ref, amount in amounts]).whole

    assert whole.total == pytest.approx(sum(amount for _, amount in amounts))


def test_what_nobody_loaded_is_no_data_and_not_zero() -> None:
    assert of(PLAN, Facts(plan=PLAN)) is None


def test_facts_are_traced_and_the_names_that_mean_nothing_stand_with_their_money() -> None:
    rows = [
        {"campaign": "letter", "amount": 100.0, "source": "ads"},
        {"campaign": "916", "amount": 30.0, "source": "ads"},
        {"campaign": "917", "amount": 40.0, "source": "ads"},
        {"amount": 5.0, "source": "ads"},
    ]
    facts = Facts(rows={"spend": rows}, plan=PLAN)

    found = of(PLAN, facts)
    assert found is not None
    assert found.whole == Sight(60.0, 40.0, 75.0)
    assert unmatched(facts, 2) == [("917", 1, 40.0), ("916", 1, 30.0)]
    assert unmatched(facts)[-1] == ("(no name)", 1, 5.0)


def test_spend_on_a_plan_without_goals_is_all_without_a_line_of_sight() -> None:
    alone = Plan({"activity:a": Activity(key="a")})

    assert spend(alone, [Spent("activity:a", "", 5.0)]).whole == Sight(0.0, 5.0, 0.0)
