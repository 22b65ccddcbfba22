"""What conflicts say of levers, and the cheapest levers that do what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

pytest.importorskip("numpy")
pytest.importorskip("ortools")

from hypothesis import given
from hypothesis import strategies as st
from tests.engines.feasibility.brute import TooMany, arranged
from tests.engines.feasibility.build import hours, problem, staff, work
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.cuts import Cut, Cutting
from truenorth.engines.feasibility.hitting import Barred, Hit, Hitting
from truenorth.engines.feasibility.ladder import Clock
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.problem import Lever, Pot, Problem, Use
from truenorth.engines.feasibility.trial import Impossible, Trial
from truenorth.engines.feasibility.worth import Worth, family

MOVE = Lever("move", "move", "due:a", "", most=5, price=100)
EARLY = Lever("early", "start earlier", "ready:a", "", most=1, price=30)
STAFF = Lever("staff", "staff", "people:team", "", by=4, most=9, price=1_000)


def cut(plan: Problem, taken: dict[str, int]) -> Cut | None:
    """What follows from what is found impossible of a plan with some levers taken; nothing where nothing is."""
    trial = Trial(Clock(9), 1.0)
    tried = trial.tried(loosened(plan, tuple(taken.items())), {})
    if tried.impossible is None:
        return None
    worth = Worth(plan)
    cutting = Cutting(plan, lambda key, steps: worth.costs[key].of(steps), 1.0, Clock(9))
    return cutting.cut(tried.impossible, taken, trial.sets)


FREE = Barred()


def hit(plan: Problem, *cuts: Cut, barred: Barred = FREE) -> Hit | None:
    """The cheapest levers that satisfy cuts."""
    worth = Worth(plan)
    return Hitting(worth, lambda key: family(plan, worth.levers[key]), barred).cheapest(cuts)


def test_one_of_the_levers_has_to_be_taken_further() -> None:
    plan = replace(problem(2, work("a", 5, (2, 5))), levers=(MOVE, EARLY))

    assert cut(plan, {}) == Cut((("move", 1),), enough=(("move", 2),))  # beginning a day earlier is not enough
    assert cut(plan, {"move": 1}) == Cut((("early", 1), ("move", 2)), enough=(("early", 1), ("move", 2)))


def test_levers_on_what_is_not_in_conflict_are_not_named() -> None:
    busy = problem(1, work("a", 5, (0, 5), uses=hours("copy", 50)), staff=(staff("team", "copy", 40, 1),))

    assert cut(replace(busy, levers=(STAFF, EARLY)), {}) == Cut((("staff", 3),), enough=(("staff", 3),))


def test_what_is_shifted_from_where_it_is_needed_is_too_much() -> None:
    pots = (Pot("money", "Q1", 0, 5, 0, ("budget:q1",)), Pot("money", "Q2", 5, 10, 60, ("budget:q2",)))
    plan = problem(2, work("a", 2, (5, 10), uses=(Use("money", 50),)), pots=pots)
    shift = Lever("shift", "shift", "budget:q1", "", by=10, most=6, from_=("money", 5))

    assert cut(replace(plan, levers=(shift,)), {"shift": 4}) == Cut((), (("shift", 1),))


def test_the_cheapest_levers_that_satisfy_all() -> None:
    plan = replace(problem(2, work("a", 5, (2, 5)), staff=(staff("team", "copy", 40, 2),)), levers=(MOVE, EARLY, STAFF))
    either, both = Cut((("move", 2), ("early", 1))), Cut((("staff", 1), ("move", 3)))

    assert hit(plan) == Hit({}, 0)
    assert [one and one.steps for one in (hit(plan, either), hit(plan, either, both))] == [{"early": 1}, {"move": 3}]
    assert hit(plan, Cut(())) is None


def test_levers_of_families_that_may_not_be_taken_together_are_not() -> None:
    plan = replace(problem(2, work("a", 5, (2, 5)), staff=(staff("team", "copy", 40, 2),)), levers=(MOVE, EARLY, STAFF))
    either = Cut((("staff", 2), ("early", 1)))
    found = hit(plan, either, barred=Barred((frozenset({"dates"}),)))

    assert found is not None
    assert found.steps == {"staff": 2}


@given(st.integers(0, 10**6), st.integers(0, 2))
def test_no_levers_that_make_a_problem_fit_are_cut_off(seed: int, steps: int) -> None:
    plan = small(seed, levers=True)
    made = cut(plan, {one.key: min(one.most, steps) for one in plan.levers[:1] if steps})
    try:
        fitting = [taken for taken in every(plan) if made and arranged(loosened(plan, tuple(taken.items())))]
    except TooMany:
        return
    assert [taken for taken in fitting if made and not made.is_met(taken)] == []


def every(plan: Problem) -> Iterator[dict[str, int]]:
    """All steps of all levers."""
    for many in product(*(range(lever.most + 1) for lever in plan.levers)):
        yield dict(zip((lever.key for lever in plan.levers), many, strict=True))


def test_nothing_follows_from_what_is_possible() -> None:
    plan = replace(problem(1, work("a", 2, (0, 5))), levers=(MOVE,))

    assert (
        Cutting(plan, lambda key, steps: 0, 1.0, Clock(9)).cut(Impossible(frozenset({"do:a"})), {}, frozenset()) is None
    )
