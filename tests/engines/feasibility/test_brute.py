"""What the engine says of small problems, beside every arrangement tried one after the other."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from tests.engines.feasibility.brute import TooMany, arranged
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.answer import Answer
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.problem import Problem

MANY = 20_000 if os.environ.get("LAWS") == "thorough" else 1_000
PARTS = 10

pytest.importorskip("ortools")
pytest.importorskip("scipy")


@pytest.mark.parametrize("part", range(PARTS))
def test_the_verdict_is_that_of_all_arrangements_and_a_conflict_needs_each_of_its_statements(part: int) -> None:
    assert [wrong for seed in range(part, MANY, PARTS) for wrong in wrongs(seed)] == []


def wrongs(seed: int, *, larger: bool = False) -> Iterator[str]:
    """What the engine gets wrong in the problem of a seed."""
    from truenorth.engines.feasibility.solve import solve

    problem = small(seed, larger=larger)
    try:
        fits = arranged(problem) is not None
        answer = solve(problem)
        yield from (
            f"{seed}: {wrong}" for wrong in (*_of_verdict(problem, fits, answer), *_of_conflicts(problem, answer))
        )
    except TooMany:
        return


def _of_verdict(problem: Problem, fits: bool, answer: Answer) -> Iterator[str]:
    if answer.verdict != ("fits" if fits else "does not fit"):
        yield f"it is said that it {answer.verdict}, and {'it fits' if fits else 'nothing fits'}"
    if answer.verdict == "fits":
        yield from broken(problem, answer.schedule)
    if (answer.verdict == "does not fit") != any(one.proved for one in answer.conflicts):
        yield f"{answer.verdict}, and of {len(answer.conflicts)} conflicts none or some are proved"


def _of_conflicts(problem: Problem, answer: Answer) -> Iterator[str]:
    for one in answer.conflicts:
        others = problem.claims.keys() - set(one.claims)
        if arranged(problem, others) is not None:
            yield f"{one.claims} can all be true"
        if not one.minimal:
            yield f"{one.claims}: not known to be minimal"
        for claim in one.claims:
            if arranged(problem, others | {claim}) is None:
                yield f"{one.claims}: also impossible without {claim}"


@pytest.mark.parametrize("seed", [576, 1987])
def test_a_conflict_that_could_not_be_checked_in_full_is_not_said_to_be_minimal(seed: int) -> None:
    from truenorth.engines.feasibility.ladder import Limits
    from truenorth.engines.feasibility.solve import solve

    problem = small(seed)
    (one,) = solve(problem, Limits(oracle=1e-9), conflicts=1).conflicts
    others = problem.claims.keys() - set(one.claims)
    assert any(arranged(problem, others | {claim}) is None for claim in one.claims)
    assert not one.minimal
