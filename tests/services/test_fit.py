"""The verdict on a folder: where there is none, it is said why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.fit import Fit
from truenorth.plan.edit import apply
from truenorth.plan.example import folder
from truenorth.services.check import Judged, judge, judged
from truenorth.services.fit import asking, take, why
from truenorth.services.plan import Refused


def failing(case: AsOf) -> Fit | None:
    raise ZeroDivisionError(f"no days on {case.today}")


@pytest.mark.rules_may_fail
def test_a_fault_of_the_engine_is_said_to_be_one_and_not_to_be_a_setting() -> None:
    found = judge(folder("acme"), date(2027, 1, 11), failing)

    with pytest.raises(Refused, match="a fault of Truenorth, not of the plan: ZeroDivisionError: no days on 2027"):
        why(found, "open-house")


@pytest.mark.parametrize("name", ["acme-bent", "kestrel"])
def test_each_way_out_makes_the_plan_fit_and_opens_no_contradiction_of_dates(name: str) -> None:
    pytest.importorskip("ortools")
    found = judge(folder(name), date(2026, 11, 25), asking(3))
    known = of_dates(found)
    assert found.case.verdict is not None
    ways = len(found.case.verdict.answer.repairs)

    assert ways >= 2  # a third is looked for as long as there is time: a busy machine finds it or not
    for number in range(1, ways + 1):
        plan = apply(found.folder.plan, take(found, number).edits)
        then = judged(replace(found.folder, plan=plan), date(2026, 11, 25), asking(0))
        fit = then.case.verdict

        assert fit is not None
        assert fit.answer.verdict == "fits"
        assert of_dates(then) <= known


def of_dates(found: Judged) -> set[str]:
    """The findings about dates, by what they are called."""
    return {one.id for one in found.findings if one.id.startswith("TIME")}
