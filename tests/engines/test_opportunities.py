"""Opportunities are counted as the source names them, beside the money, and no ratio is made of the two."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from truenorth.engines import opportunities, spend
from truenorth.engines.opportunities import Beside, Count, Line, beside, of, out_of_order
from truenorth.facts.facts import Facts
from truenorth.plan.plan import plan_of
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program

PLAN = plan_of(
    [
        Goal(key="grow"),
        Objective(key="pipeline", serves={"goal:grow": None}),
        Objective(key="reach", serves={"goal:grow": None}),
        Program(key="launch", serves={"pipeline": "60 %", "reach": "40 %"}),  # type: ignore[dict-item]
        Program(key="care", serves={"pipeline": None}),
        Activity(key="letter", program="launch"),
        Activity(key="lonely"),
    ]
)


def change(record: str, stage: str, at: str | None = None, **more: Any) -> dict[str, Any]:
    from datetime import datetime

    when = datetime.fromisoformat(at) if at else None
    return {"kind": "deal", "source": "crm", "record": record, "stage": stage, "at": when, **more}


CHANGES = [
    change("1", "opened", "2027-01-01", campaign="letter"),
    change("1", "Won", "2027-02-01", campaign="letter", amount=500.0),
    change("2", "opened", "2027-01-05", campaign="launch"),
    change("2", "Lost", "2027-01-02", campaign="launch"),
    change("3", "lead", "2027-01-05", kind="lead", campaign="letter"),
    change("4", "Open", campaign="unheard-of"),
    change("5", "opened", "2027-01-05", campaign="lonely"),
]


def facts(**tables: list[dict[str, Any]]) -> Facts:
    return Facts(rows=tables, plan=PLAN)


def test_leads_opportunities_and_deals_won_are_counted_by_what_the_source_names() -> None:
    assert of(facts(stage_changes=CHANGES)) == {
        "activity:letter": Count(leads=1, opportunities=1, won=1, worth=500.0),
        "program:launch": Count(opportunities=1, lost=1),
        "activity:lonely": Count(opportunities=1),
        None: Count(opportunities=1),
    }


def test_nothing_loaded_is_no_data() -> None:
    assert of(facts()) is None

    found = beside(PLAN, None, None)
    assert (found.whole, found.outside) == (Line(None, None, None), Line(None, None, None))
    assert all(one.spent is None and one.count is None for one in (*found.programs, *found.objectives))


def side_by_side() -> Beside:
    money = [
        {"campaign": "letter", "amount": 100.0, "source": "ads"},
        {"campaign": "x", "amount": 7.0, "source": "ads"},
    ]
    there = facts(stage_changes=CHANGES, spend=money)
    return beside(PLAN, spend.of(PLAN, there), of(there))


def test_a_program_has_the_money_and_the_opportunities_of_its_work() -> None:
    care, launch = side_by_side().programs

    assert care == Line("program:care", 0.0, Count())
    assert launch == Line("program:launch", 100.0, Count(leads=1, opportunities=2, won=1, worth=500.0, lost=1))


def test_an_objective_has_the_money_by_shares_and_each_opportunity_whole() -> None:
    pipeline, reach = side_by_side().objectives

    assert (pipeline.spent, reach.spent) == (60.0, 40.0)
    assert pipeline.count == reach.count == Count(leads=1, opportunities=2, won=1, worth=500.0, lost=1)


def test_what_names_no_program_stands_apart_and_the_whole_is_the_whole() -> None:
    found = side_by_side()

    assert found.outside == Line(None, 7.0, Count(opportunities=2))
    assert found.whole == Line(None, 107.0, Count(leads=1, opportunities=4, won=1, worth=500.0, lost=1))


def test_no_ratio_is_made_and_a_sentence_says_why() -> None:
    assert {one.name for one in fields(Line)} == {"ref", "spent", "count"}
    assert "an honest ratio needs that lag" in opportunities.WHY_NO_RATIO


def test_deals_that_end_before_they_begin_are_told() -> None:
    assert out_of_order(facts(stage_changes=CHANGES)) == [("crm", "2")]
