"""Ways out of small problems, beside all steps of all levers tried in the order of their price."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product

import pytest
from tests.engines.feasibility.brute import TooMany, arranged
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.problem import Problem

MANY = 4_000 if os.environ.get("LAWS") == "thorough" else 200
PARTS = 10

pytest.importorskip("ortools")
pytest.importorskip("scipy")


@pytest.mark.parametrize("part", range(PARTS))
def test_a_way_out_fits_when_it_is_taken_and_what_is_said_to_be_cheapest_is(part: int) -> None:
    assert [wrong for seed in range(part, MANY, PARTS) for wrong in wrongs(seed)] == []


def wrongs(seed: int) -> Iterator[str]:
    """What is wrong with the ways out of the problem of a seed."""
    problem = small(seed, levers=True)
    try:
        yield from (f"{seed}: {wrong}" for wrong in _wrongs(problem))
    except TooMany:
        return


def _wrongs(problem: Problem) -> Iterator[str]:
    from truenorth.engines.feasibility.solve import solve

    if arranged(problem) is not None:
        return
    ways = solve(problem, repairs=3).repairs
    for way in ways:
        yield from (f"{way.taken}: {wrong}" for wrong in broken(loosened(problem, way.taken), way.schedule))
        if way.price != price(problem, way.taken):
            yield f"{way.taken}: {way.price} is said, and it is {price(problem, way.taken)}"
    least = cheapest(problem)
    if ways and (least is None or any(least > (way.price or 0) for way in ways)):
        yield f"{ways[0].taken} costs {ways[0].price}, and the cheapest of all {least}"
    if ways and ways[0].cheapest and least != ways[0].price:
        yield f"{ways[0].taken} is said to be the cheapest at {ways[0].price}, and {least} is"
    if least is not None and not ways:
        yield f"no way out is found, and there is one for {least}"


def cheapest(problem: Problem) -> int | None:
    """The least that makes a problem fit, of all steps of all levers; None where nothing does."""
    keys = [lever.key for lever in problem.levers]
    steps = product(*(range(lever.most + 1) for lever in problem.levers))
    taken = sorted((price(problem, tuple(zip(keys, many, strict=True))), many) for many in steps)
    for cost, many in taken:
        if arranged(loosened(problem, tuple(zip(keys, many, strict=True)))) is not None:
            return cost
    return None


def price(problem: Problem, taken: tuple[tuple[str, int], ...]) -> int:
    """What levers cost."""
    levers = {lever.key: lever for lever in problem.levers}
    return sum((levers[key].fixed or 0) + (levers[key].price or 0) * steps for key, steps in taken if steps)
