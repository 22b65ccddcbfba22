"""The feasibility engine asked about a plan as of a day, where its solvers are installed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.answer import Answer, Fault
from truenorth.engines.feasibility.asked import Asked
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.feasibility.problem import Problem

if TYPE_CHECKING:
    from truenorth.engines.feasibility.ladder import Limits

Tell = Callable[[str], None]  # what is done now
SOLVERS = ("numpy", "ortools", "scipy")
MISSING = 'To learn whether it all fits: pip install "truenorth[fit]"'
EACH = 8  # statements of a conflict that are left out one by one in the whole plan
SECONDS = 20.0  # that a question may take in all
WAYS = 3  # out that are looked for wherever any are, so that the first one is the same however few are told


def proved(
    case: AsOf,
    *,
    repairs: int = 0,
    tell: Tell | None = None,
    stop: Callable[[], bool] | None = None,
) -> Fit | None:
    """What the engine says of a plan, with so many ways out; None where the extra `fit` is not installed."""
    if not is_installed():
        return None
    from truenorth.engines.feasibility.ladder import Limits
    from truenorth.engines.feasibility.of import of
    from truenorth.engines.feasibility.questions import questions
    from truenorth.engines.feasibility.solve import solve

    try:
        asked = of(case.whole, case.today, case.agreed)
    except ValueError as error:
        return Fit(Asked(Problem(0, (), {}), (), {}), Answer("invalid", faults=(Fault("days", "", str(error)),)))
    limits = Limits(seconds=SECONDS)
    ways = max(repairs, WAYS) if repairs else 0
    found = solve(asked.problem, limits, repairs=ways, count=True, margins=True, tell=tell, stop=stop)
    if len(found.repairs) >= repairs:
        found = replace(found, repairs=found.repairs[:repairs], fewer="")
    asked = replace(asked, questions=questions(case, asked, found))
    return Fit(asked, found, any_one=any_one_will_do(asked.problem, found, limits, stop))


def any_one_will_do(problem: Problem, found: Answer, limits: Limits, stop: Callable[[], bool] | None = None) -> bool:
    """Whether the whole plan fits without any one statement of its only conflict; False where that is not known."""
    if (
        found.late
        or len(found.conflicts) != 1
        or not found.conflicts[0].minimal
        or len(found.conflicts[0].claims) > EACH
    ):
        return False
    from truenorth.engines.feasibility.kernel import Kernel
    from truenorth.engines.feasibility.ladder import Clock, decide

    clock, every = Clock(limits.seconds, stop), frozenset(problem.claims)
    without = (every - {claim} for claim in found.conflicts[0].claims)
    return all(decide(Kernel(problem), rest, limits.oracle, clock).says == "fits" for rest in without)


@cache
def is_installed() -> bool:
    """Whether the solvers are there."""
    return all(find_spec(name) for name in SOLVERS)
