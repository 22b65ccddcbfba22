"""Both engines answer alike, and can be stopped."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("ortools")

from tests.engines.feasibility.build import hours, problem, staff, work
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.arithmetic import too_short
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.search import model, run, searched
from truenorth.engines.feasibility.second import placed
from truenorth.engines.feasibility.view import View

TIGHT = problem(
    2,
    *(work(key, 4, (0, 8), uses=hours("copy", 20)) for key in "ab"),
    staff=(staff("x", "copy", (20, 20), 2),),
)


def test_both_engines_find_an_arrangement_that_only_some_places_allow() -> None:
    view = View(Kernel(TIGHT))

    for found in (searched(view, *view.windows(), 1, lambda: False), placed(view, *view.windows(), 5)):
        assert isinstance(found, list)
        assert sorted(one.start for one in found)[0] < 4


@pytest.mark.parametrize("seed", range(60))
def test_both_engines_say_the_same_of_small_problems(seed: int) -> None:
    view = View(Kernel(small(seed)))
    windows = view.windows()
    if not view.size or too_short(view, *windows):
        return

    one, other = searched(view, *windows, 2, lambda: False), placed(view, *windows, 10)

    assert isinstance(one, list) == isinstance(other, list)
    assert "undecided" not in (one, other)


def _hard() -> Problem:
    works = [work(f"w{n}", (2, 6), (n % 9, 30 + n % 7), uses=hours("copy", 37 + 11 * (n % 5))) for n in range(60)]
    return problem(8, *works, staff=(staff("x", "copy", 452, 8),))


def test_a_search_without_time_is_undecided() -> None:
    view = View(Kernel(_hard()))

    assert searched(view, *view.windows(), 1e-6, lambda: False) == "undecided"


class _Killed:
    """A solver that runs out of memory."""

    def solve(self, model: object) -> int:
        raise MemoryError


def test_a_solver_that_breaks_off_has_found_nothing_out() -> None:
    built = model(*_windowed(TIGHT))

    assert built is not None
    assert run(_Killed(), built.model, lambda: False) == 0  # type: ignore[arg-type]


def test_a_search_stops_soon_after_it_is_told_to() -> None:
    begun = time.monotonic()

    assert searched(*_windowed(_hard()), 60, lambda: time.monotonic() > begun + 0.3) == "undecided"
    assert time.monotonic() < begun + 10


def test_a_search_that_would_be_too_large_is_not_begun() -> None:
    view, early, late = _windowed(_hard())

    assert model(view, early, late, 10_000) is None
    assert placed(view, early, late, 60, most=10_000) == "undecided"


def _windowed(asked: Problem) -> tuple[View, list[int], list[int]]:
    view = View(Kernel(asked))
    return view, *view.windows()
