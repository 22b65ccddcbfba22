"""A way out that was taken clears what it was for, and opens nothing: the rules say so, too."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.of import of
from truenorth.engines.feasibility.of.order import kept_in_order
from truenorth.engines.feasibility.proved import proved
from truenorth.plan import text
from truenorth.plan.edit import Edit, apply, data
from truenorth.plan.example import folder
from truenorth.plan.plan import Plan
from truenorth.rules import RULES, Case, check
from truenorth.rules.acme import acme
from truenorth.rules.fit import changes

RECKONED = ["TEAM01", "TOOL01", "TOOL02", "TOOL03", "COST01", "LOAD01", "TIME01", "TIME04", "TIME05", "TIME07"]


def errors(case: Case) -> set[str]:
    """What the rules call an error that reckon with what the engine reckons with."""
    findings = check(case, [RULES[code] for code in RECKONED]).findings
    return {finding.id for finding in findings if finding.severity == "error"}


@pytest.mark.parametrize(("name", "day"), [("acme-bent", date(2027, 1, 11)), ("kestrel", date(2027, 1, 15))])
def test_every_way_out_leaves_no_error_of_a_rule(name: str, day: date) -> None:
    case = Case(text.read(folder(name)), day, prove=partial(proved, repairs=3))

    assert errors(case)
    assert case.verdict is not None
    assert case.verdict.repairs
    for repair in case.verdict.repairs:
        after = Case(apply(case.whole, changes(case.whole, case.verdict, repair)), day)
        assert errors(after) == set(), case.verdict.steps(repair)


def moved(plan: Plan, ref: str, **fields: str) -> Edit:
    """An item with other dates."""
    item = plan.entities[ref]
    return Edit(ref, data(item), {**data(item), **fields})


def test_what_waits_for_work_that_is_moved_is_moved_along() -> None:
    """The open house ends later than demo days begin, which wait for it; in the schedule they begin later."""
    plan = acme().whole
    asked = of(plan, acme().today)
    after = apply(plan, [moved(plan, "activity:open-house", end="2027-05-21")])
    there = {
        "activity:open-house": Placed(58, asked.days.index(date(2027, 5, 14)) + 1),
        "activity:demo-days": Placed(asked.days.index(date(2027, 5, 18)), 110),
        "activity:demo-days/market": Placed(asked.days.index(date(2027, 5, 18)), 110),
    }

    kept = kept_in_order(plan, after, ["activity:open-house"], asked, there)

    assert kept.entities["activity:demo-days"].start == "2027-05-14"  # type: ignore[attr-defined]
    assert kept.entities["activity:open-house"].end == "2027-05-14"  # type: ignore[attr-defined]
