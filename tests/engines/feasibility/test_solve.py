"""The whole answer: verdict, schedule, load, how near to the edge."""

from __future__ import annotations

import pytest

pytest.importorskip("ortools")

from tests.engines.feasibility.build import hours, problem, staff, work
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.ladder import Limits
from truenorth.engines.feasibility.problem import After, Problem, Supply, Use
from truenorth.engines.feasibility.solve import solve

ROOMY = problem(
    2,
    work("a", (2, 5), (0, 5), uses=hours("copy", 36)),
    work("b", (2, 5), (5, 10), uses=hours("copy", 20)),
    staff=(staff("x", "copy", 40, 2),),
)


def test_a_plan_that_fits_comes_with_a_schedule_that_was_checked() -> None:
    found = solve(ROOMY)

    assert (found.verdict, found.proof) == ("fits", "schedule checked")
    assert broken(ROOMY, found.schedule) == ()


def test_the_tightest_week_is_told_with_its_load() -> None:
    tightest = solve(ROOMY).tightest

    assert tightest is not None
    assert (tightest.first, tightest.need, tightest.have, tightest.share) == (0, 36, 40, 0.9)


def test_how_near_to_the_edge_it_is_shows_with_less_of_everything() -> None:
    margins = {one.part: one.verdict for one in solve(ROOMY, margins=True).margins}

    assert margins == {0.95: "fits", 0.9: "fits", 0.85: "does not fit"}


def test_a_plan_with_nothing_in_it_fits() -> None:
    assert solve(Problem(5, (0,), {})).verdict == "fits"


def test_a_plan_whose_work_waits_for_itself_is_told_as_a_fault() -> None:
    asked = problem(1, work("a", 1, (0, 5)), work("b", 1, (0, 5)), afters=(After("a", "b"), After("b", "a")))
    found = solve(asked)

    assert found.verdict == "invalid"
    assert "A" in found.faults[0].says
    assert "B" in found.faults[0].says


def test_the_same_problem_has_the_same_answer() -> None:
    for seed in range(20):
        assert solve(small(seed), conflicts=2) == solve(small(seed), conflicts=2)


def test_places_are_told_by_their_tightest_day_of_each_week() -> None:
    works = [work("a", 2, (0, 2), uses=(Use("legal", 1),)), work("b", 1, (1, 2), uses=(Use("legal", 1),))]
    legal = Supply("legal", "Legal review", "at once", (2,) * 10, ("places:legal",))

    loads = [(one.first, one.need, one.have) for one in solve(problem(2, *works, supplies=(legal,))).loads]

    assert loads == [(0, 2, 2), (5, 0, 2)]


def test_what_is_stopped_at_once_says_that_it_is_undecided() -> None:
    works = [work(f"w{n}", (2, 6), (n % 9, 30 + n % 7), uses=hours("copy", 37 + 11 * (n % 5))) for n in range(60)]
    asked = problem(8, *works, staff=(staff("x", "copy", 452, 8),))
    found = solve(asked, Limits(), stop=lambda: True)

    assert found.verdict == "undecided"
    assert found.lacks
    assert found.schedule.keys() == {one.key for one in works}
