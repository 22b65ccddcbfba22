"""The whole answer: verdict, schedule, load, how near to the edge."""

from __future__ import annotations

import pytest

pytest.importorskip("ortools")

from tests.engines.feasibility.build import hours, problem, staff, work
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.ladder import Limits
from truenorth.engines.feasibility.problem import After, Pot, Problem, Supply, Use
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


def test_what_rounding_is_off_is_let_pass_and_not_told() -> None:
    def asked(money: int) -> Problem:
        paid = work("a", 2, (0, 10), uses=(Use("media", money),))
        return problem(2, paid, pots=(Pot("media", "Media", 0, 10, 7_000, ("budget:media",), spare=1),))

    (load,) = solve(asked(7_001)).loads
    (found,) = solve(asked(7_002)).conflicts

    assert (load.need, load.have) == (7_001, 7_000)
    assert broken(asked(7_001), solve(asked(7_001)).schedule) == ()
    assert (found.because.need, found.because.have) == (7_002, 7_000)
    (says,) = broken(asked(7_002), {"a": Placed(0, 2)})
    assert says == "Media, from day 0 to before day 10: 7,002 needed, 7,000 there."


def test_more_conflicts_than_are_told_are_counted_until_the_rest_fits() -> None:
    late = [work(f"late{n}", 3, (5 * n, 5 * n + 2)) for n in range(8)]
    found = solve(problem(9, *late, work("a", 1, (0, 5))), count=True)
    alone = solve(problem(9, *late), conflicts=2)

    assert len(found.conflicts) == 5
    assert sorted(claim for many in found.further for claim in many if "do" in claim) == [
        "do:late5",
        "do:late6",
        "do:late7",
    ]
    assert found.schedule.keys() == {"a", *(one.key for one in late)}
    assert (len(alone.conflicts), alone.further, alone.schedule) == (2, (), {})


def test_of_very_many_conflicts_twenty_are_counted() -> None:
    found = solve(problem(30, *(work(f"late{n}", 3, (5 * n, 5 * n + 2)) for n in range(30))), count=True)

    assert (len(found.conflicts), len(found.further), found.schedule) == (5, 15, {})


def test_an_answer_that_the_time_cuts_short_says_so() -> None:
    late = problem(2, work("a", 3, (0, 2)))

    assert [solve(late, Limits(seconds=seconds)).late for seconds in (0, 40)] == [True, False]


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
