"""The verdict on a folder: where there is none, it is said why."""

from __future__ import annotations

from datetime import date

import pytest

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.fit import Fit
from truenorth.plan.example import folder
from truenorth.services.check import judge
from truenorth.services.fit import why
from truenorth.services.plan import Refused


def failing(case: AsOf) -> Fit | None:
    raise ZeroDivisionError(f"no days on {case.today}")


@pytest.mark.rules_may_fail
def test_a_fault_of_the_engine_is_said_to_be_one_and_not_to_be_a_setting() -> None:
    found = judge(folder("acme"), date(2027, 1, 11), failing)

    with pytest.raises(Refused, match="a fault of Truenorth, not of the plan: ZeroDivisionError: no days on 2027"):
        why(found, "open-house")
