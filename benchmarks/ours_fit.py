"""What the feasibility engine is measured at, in one fresh process: verdict, first conflict, ways out, memory."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

from benchmarks.fit_cases import Case
from benchmarks.ours import peak_memory, timed
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.ladder import Clock, Limits, decide
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.solve import solve

WAYS = 3
LIMITS = Limits(seconds=20)  # what a check of a plan may take


def measure(name: Path) -> dict[str, float]:
    """Seconds and what was said: of the verdict, of verdict and first conflict, of all of it with ways out."""
    case = Case.named(name.name)
    problem = case.problem
    _warmed_up()
    figures = _verdict(problem)
    if case.kinds != "feasible":
        figures |= _conflict(problem)
        figures |= _ways(problem) if problem.levers else {}
    return {**figures, "memory": peak_memory()}


def _warmed_up() -> None:
    """Read the packages that a search needs: they are read once, however much is asked."""
    for package in ("ortools.sat.python.cp_model", "scipy.optimize", "scipy.sparse"):
        import_module(package)
    solve(Case(50, "tight", "window", 1).problem, repairs=1)
    gc.collect()


def _verdict(problem: Problem) -> dict[str, float]:
    seconds, outcome = timed(lambda: decide(Kernel(problem), None, LIMITS.search, Clock(LIMITS.seconds), thorough=True))
    fits = outcome.says == "fits"
    wrong = fits and bool(broken(problem, outcome.schedule))
    return {
        "verdict": seconds,
        "fits": fits and not wrong,
        "not": outcome.says == "not",
        "arithmetic": outcome.certificate is not None,
    }


def _conflict(problem: Problem) -> dict[str, float]:
    seconds, answer = timed(lambda: solve(problem, LIMITS, conflicts=1))
    first = answer.conflicts[0] if answer.conflicts else None
    return {
        "conflict": seconds,
        "proved": first is not None and first.proved,
        "minimal": first is not None and first.minimal,
        "statements": len(first.claims) if first else 0,
    }


def _ways(problem: Problem) -> dict[str, float]:
    seconds, answer = timed(lambda: solve(problem, LIMITS, repairs=WAYS))
    holds = [not broken(loosened(problem, way.taken), way.schedule) for way in answer.repairs]
    return {
        "ways": seconds,
        "found": len(holds),
        "holding": sum(holds),
        "cheapest": sum(way.cheapest for way in answer.repairs),
    }
