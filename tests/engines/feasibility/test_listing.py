"""Schedules made a piece of work at a time."""

from __future__ import annotations

from tests.engines.feasibility.build import hours, problem, staff, work

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.left import Left
from truenorth.engines.feasibility.listing import least_lacking, listed
from truenorth.engines.feasibility.problem import After, Problem, Supply, Use
from truenorth.engines.feasibility.view import View


def _listed(asked: Problem) -> list[Placed] | None:
    view = View(Kernel(asked))
    return listed(view, *view.windows())


def test_work_runs_one_after_the_other_where_one_place_is_there() -> None:
    works = [work(key, 2, (0, 5), uses=(Use("legal", 1),)) for key in "ab"]
    legal = Supply("legal", "Legal review", "at once", (1,) * 5, ("places:legal",))

    placed = _listed(problem(1, *works, supplies=(legal,)))

    assert placed is not None
    assert sorted((one.start, one.end) for one in placed) == [(0, 2), (2, 4)]


def test_work_is_spread_as_far_as_its_window_lets_it() -> None:
    asked = problem(2, work("a", (1, 10), (0, 10), uses=hours("copy", 40)), staff=(staff("x", "copy", 20, 2),))

    assert _listed(asked) == [Placed(0, 10)]


def test_work_is_drawn_together_where_only_a_part_of_the_weeks_has_hours() -> None:
    asked = problem(2, work("a", (1, 10), (0, 10), uses=hours("copy", 40)), staff=(staff("x", "copy", (0, 40), 2),))

    assert _listed(asked) == [Placed(5, 10)]


def test_what_found_no_place_goes_first_the_next_time() -> None:
    asked = problem(
        2,
        work("early", 2, (0, 5), uses=hours("copy", 20)),
        work("first", 1, (0, 10), uses=hours("copy", 20)),
        work("last", 6, (0, 9)),
        staff=(staff("x", "copy", 20, 2),),
        afters=(After("first", "last"),),
    )

    assert _listed(asked) is None  # both need the first week
    assert _listed(problem(2, *asked.works, staff=(staff("x", "copy", (40, 0), 2),), afters=asked.afters)) is not None


def test_the_same_is_found_every_time() -> None:
    works = [work(f"w{n}", (1, 3), (n % 4, 10 + n % 5), uses=hours("copy", 7 + n)) for n in range(12)]
    asked = problem(3, *works, staff=(staff("x", "copy", 50, 3),))

    assert _listed(asked) == _listed(asked)


def test_where_nothing_fits_work_lies_where_it_lacks_least() -> None:
    works = [work(key, 5, (0, 10), uses=hours("copy", 30)) for key in "abc"]
    view = View(Kernel(problem(2, *works, staff=(staff("x", "copy", 40, 2),))))

    placed = least_lacking(view, *view.windows())
    left = Left(view)
    for p, place in enumerate(placed):
        left.take(p, place)

    assert -20 <= sum(min(0, much) for much in left.periods[0]) <= -10  # 90 are asked for, 80 there
