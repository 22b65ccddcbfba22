"""More or less money and hours, as edits."""

from __future__ import annotations

from datetime import date

import pytest

from truenorth.plan import apply, plan_of
from truenorth.plan.entity import data
from truenorth.plan.example import folder
from truenorth.plan.reading import entity
from truenorth.plan.text import read
from truenorth.reports.compare import Side
from truenorth.rules import Case
from truenorth.services.replan import scaled

TODAY = date(2027, 1, 11)
ACME = read(folder("acme-bent"))


def test_ten_per_cent_less_money_is_ten_per_cent_less_of_every_budget_and_of_each_part_of_it():
    edits = scaled(Case(ACME, TODAY), money=-10)

    after = apply(ACME, edits)
    budget = data(after.entities["budget:demand-2027"])
    assert (budget["amount"], [line["amount"] for line in budget["lines"]]) == ("43200", ["10800", "27000", "5400"])
    assert [one["amount"] for one in budget["payments"]] == ["21600", "21600"]
    assert data(after.entities["program:care"])["budget"] == "6300"
    assert {edit.ref.partition(":")[0] for edit in edits} == {"budget", "program"}
    totals = [Side("", Case(plan, TODAY)).totals.budgets for plan in (ACME, after)]
    assert totals == [63000, 56700]


def test_more_hours_are_more_hours_a_week_of_every_seat_and_nothing_else():
    edits = scaled(Case(ACME, TODAY), hours=20)

    assert {edit.ref.partition(":")[0] for edit in edits} == {"role"}
    assert {edit.fields for edit in edits} == {frozenset({"hours_per_week"})}
    was, now = (data(plan.entities["role:designer"])["hours_per_week"] for plan in (ACME, apply(ACME, edits)))
    assert float(now) == pytest.approx(float(was) * 1.2)


def test_what_is_not_told_stays_so_and_little_money_keeps_its_cents():
    items = {
        "budget:a": {"amount": "undisclosed"},
        "budget:b": {"amount": "12.50 EUR"},
        "role:r": {"hours_per_week": "20..30"},
    }
    plan = plan_of(entity(ref, fields) for ref, fields in items.items())

    after = apply(plan, scaled(Case(plan, TODAY), money=-50, hours=-50))

    assert [data(after.entities[ref]) for ref in items] == [
        {"amount": "undisclosed"},
        {"amount": "6.25 EUR"},
        {"hours_per_week": "10..15"},
    ]


def test_a_budget_that_another_replaces_is_not_scaled():
    items = {
        "budget:old": {"amount": "100", "start": "2027-01-01", "end": "2027-12-31"},
        "budget:new": {"amount": "200", "start": "2027-01-01", "end": "2027-12-31", "replaces": "old"},
    }
    plan = plan_of(entity(ref, fields) for ref, fields in items.items())

    assert [edit.ref for edit in scaled(Case(plan, TODAY), money=10)] == ["budget:new"]


@pytest.mark.parametrize("share", [-91, 301])
def test_a_share_beyond_all_sense_is_refused(share: int):
    with pytest.raises(ValueError, match="choose between -90 and 300 %"):
        scaled(Case(ACME, TODAY), money=share)
