"""Schedules found by moving work about."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("numpy")

from tests.engines.feasibility.build import hours, problem, staff, work

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.problem import After, Problem, Supply, Use
from truenorth.engines.feasibility.settling import settled
from truenorth.engines.feasibility.view import View


def _settled(asked: Problem) -> dict[str, Placed] | None:
    view = View(Kernel(asked))
    placing = settled(view, view.windows(), lambda: False)
    return None if placing is None else {view.key(p): place for p, place in enumerate(placing)}


def _weeks(*sizes: int) -> Problem:
    """Four weeks with 100 hours, and pieces of work of three to eight days that may lie anywhere."""
    works = [work(f"w{n}", (3, 8), (0, 20), uses=hours("copy", much)) for n, much in enumerate(sizes)]
    return problem(4, *works, staff=(staff("x", "copy", (26, 24, 26, 24), 4),))


def test_work_that_leaves_little_room_settles() -> None:
    tight = _weeks(14, 19, 17, 24, 22)
    found = _settled(tight)

    assert found is not None
    assert broken(tight, found) == ()


def test_what_nothing_allows_never_settles() -> None:
    assert _settled(_weeks(27, 26, 26, 22)) is None


def test_what_a_search_soon_tells_is_left_to_it() -> None:
    assert _settled(_weeks(20)) is None


def test_whoever_stops_it_gets_nothing() -> None:
    view = View(Kernel(_weeks(27, 26, 26, 22)))

    assert settled(view, view.windows(), lambda: True) is None


def test_work_that_draws_nothing_lies_between_what_it_waits_for_and_what_waits_for_it() -> None:
    desk = Supply("desk", "Desk", "at once", (1,) * 40, ("places:desk",))
    ends = [work(key, (3, 9), (0, 40), uses=(Use("desk", 1),)) for key in "ac"]
    afters = (After("a", "b", 1), After("b", "c", 1))
    asked = problem(8, *ends, work("b", 2, (0, 40)), afters=afters, supplies=(desk,))
    found = _settled(asked)

    assert found is not None
    assert broken(asked, found) == ()
    assert found["b"] == Placed(found["a"].end + 1, found["a"].end + 3)


def test_what_settles_holds_and_most_of_what_leaves_a_tenth_of_the_hours_does() -> None:
    random = Random(1)
    made = [_weeks(*(random.randint(12, 18) for _ in range(6))) for _ in range(30)]
    roomy = [asked for asked in made if sum(use.amount for one in asked.works for use in one.uses) <= 90]
    found = {n: placing for n, asked in enumerate(roomy) if (placing := _settled(asked))}

    assert [broken(roomy[n], placing) for n, placing in found.items()] == [()] * len(found)
    assert len(found) >= 0.8 * len(roomy) > 8
