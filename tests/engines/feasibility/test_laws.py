"""What must hold of every verdict, whatever the problem."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.feasibility.renaming import renamed, reordered
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.answer import Verdict
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.problem import Lever, Problem

pytest.importorskip("ortools")
pytest.importorskip("scipy")

SEEDS = st.integers(0, 10**6)


def verdict(problem: Problem) -> Verdict:
    """What the engine says."""
    from truenorth.engines.feasibility.solve import solve

    return solve(problem, conflicts=1).verdict


@given(SEEDS, st.integers(1, 3))
def test_more_hours_places_money_and_takers_never_make_it_impossible(seed: int, more: int) -> None:
    problem = small(seed)
    if verdict(problem) == "fits":
        assert verdict(_with_more(problem, more)) == "fits"


@given(SEEDS)
def test_later_dates_and_earlier_beginnings_never_make_it_impossible(seed: int) -> None:
    problem = small(seed)
    if verdict(problem) == "fits":
        works = (replace(one, earliest=max(0, one.earliest - 1), latest=one.latest + 1) for one in problem.works)
        assert verdict(replace(problem, works=tuple(works))) == "fits"


@given(SEEDS)
def test_without_work_that_nothing_waits_for_it_still_fits(seed: int) -> None:
    problem = small(seed)
    waited_for = {after.first for after in problem.afters}
    last = [one for one in problem.works if one.key not in waited_for]
    if verdict(problem) == "fits" and last:
        gone = Random(seed).choice(last).key
        works = tuple(one for one in problem.works if one.key != gone)
        afters = tuple(one for one in problem.afters if one.then != gone)
        assert verdict(replace(problem, works=works, afters=afters)) == "fits"


@given(SEEDS)
def test_without_a_bundle_it_still_fits(seed: int) -> None:
    problem = small(seed)
    do = Random(seed).choice(problem.bundles).do
    if verdict(problem) == "fits":
        given_up = replace(problem, levers=(Lever("drop", "drop", do, "drop"),))
        assert verdict(loosened(given_up, [("drop", 1)])) == "fits"


@given(SEEDS)
def test_another_order_and_other_names_change_neither_verdict_nor_what_a_way_out_costs(seed: int) -> None:
    from truenorth.engines.feasibility.solve import solve

    problem = small(seed, levers=True)
    answer = solve(problem, repairs=1)
    for other in (reordered(problem, seed), renamed(problem)):
        again = solve(other, repairs=1)
        assert again.verdict == answer.verdict
        proved = [one for one in (*answer.repairs, *again.repairs) if one.cheapest]
        if len(proved) == 2:
            assert proved[0].price == proved[1].price


@given(SEEDS)
def test_a_way_out_that_is_offered_fits_when_it_is_taken(seed: int) -> None:
    from truenorth.engines.feasibility.solve import solve

    problem = small(seed, levers=True)
    for way in solve(problem, repairs=3).repairs:
        after = loosened(problem, way.taken)
        assert broken(after, way.schedule) == ()
        assert verdict(after) == "fits"


@given(SEEDS)
def test_the_same_question_has_the_same_answer(seed: int) -> None:
    from truenorth.engines.feasibility.solve import solve

    problem = small(seed, levers=True)
    assert solve(problem, repairs=2) == solve(problem, repairs=2)


def _with_more(problem: Problem, more: int) -> Problem:
    return replace(
        problem,
        staff=tuple(replace(one, per_week=tuple(much + more for much in one.per_week)) for one in problem.staff),
        supplies=tuple(replace(one, per_day=tuple(much + more for much in one.per_day)) for one in problem.supplies),
        pots=tuple(replace(one, amount=one.amount + more) for one in problem.pots),
    )
