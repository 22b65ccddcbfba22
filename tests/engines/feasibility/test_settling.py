"""Schedules found by moving work about."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")

from tests.engines.feasibility.brute import TooMany, arranged
from tests.engines.feasibility.build import hours, problem, staff, work
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.arithmetic import clashing, too_short
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.problem import After, Problem, Supply, Use
from truenorth.engines.feasibility.settling import settled
from truenorth.engines.feasibility.staffing import short_sets
from truenorth.engines.feasibility.view import View


def _settled(asked: Problem) -> dict[str, Placed] | None:
    view = View(Kernel(asked))
    placing = settled(view, view.windows(), lambda: False)
    return None if placing is None else {view.key(p): place for p, place in enumerate(placing)}


def _tight() -> Problem:
    """Four weeks in which 98 of 100 hours have to be worked, and one order of work alone leads there."""
    sizes = {"a": 24, "b": 26, "c": 22, "d": 26}
    works = [work(key, 5, (0, 20), uses=hours("copy", much)) for key, much in sizes.items()]
    return problem(4, *works, staff=(staff("x", "copy", (26, 24, 26, 24), 4),))


def test_work_that_leaves_little_room_settles() -> None:
    found = _settled(_tight())

    assert found is not None
    assert broken(_tight(), found) == ()


def test_what_no_places_allow_never_settles() -> None:
    works = [work(key, 5, (0, 20), uses=hours("copy", 26)) for key in "abcd"]

    assert _settled(problem(4, *works, staff=(staff("x", "copy", (26, 24, 26, 24), 4),))) is None


def test_work_that_draws_nothing_lies_between_what_it_waits_for_and_what_waits_for_it() -> None:
    desk = Supply("desk", "Desk", "at once", (1,) * 10, ("places:desk",))
    ends = [work(key, 3, (0, 10), uses=(Use("desk", 1),)) for key in "ac"]
    afters = (After("a", "b", 1), After("b", "c", 1))
    asked = problem(2, *ends, work("b", 2, (0, 10)), afters=afters, supplies=(desk,))

    assert _settled(asked) == {"a": Placed(0, 3), "b": Placed(4, 6), "c": Placed(7, 10)}


def test_whoever_stops_it_gets_nothing() -> None:
    works = [work(key, 5, (0, 20), uses=hours("copy", 26)) for key in "abcd"]
    view = View(Kernel(problem(4, *works, staff=(staff("x", "copy", (26, 24, 26, 24), 4),))))

    assert settled(view, view.windows(), lambda: True) is None


@pytest.mark.parametrize("part", range(5))
def test_what_settles_holds_and_most_of_what_fits_settles(part: int) -> None:
    fits = there = 0
    for seed in range(part, 200, 5):
        asked = small(seed)
        view = View(Kernel(asked))
        windows = view.windows()
        if clashing(view) or too_short(view, *windows):
            continue
        placing = settled(view, windows, lambda: False)
        try:
            fits += (so := arranged(asked) is not None)
        except TooMany:
            continue
        if placing is not None and not short_sets(view, placing):
            there += 1
            assert so
            assert broken(asked, {view.key(p): place for p, place in enumerate(placing)}) == ()
    assert there >= 0.9 * fits
