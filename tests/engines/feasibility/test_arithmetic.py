"""Proofs that need no search."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")

from hypothesis import given
from hypothesis import strategies as st
from tests.engines.feasibility.build import hours, problem, staff, work

from truenorth.engines.feasibility.arithmetic import TooMuch, clashing, no_place, too_much, too_short
from truenorth.engines.feasibility.kernel import Kernel, drawn
from truenorth.engines.feasibility.problem import Clash, Pot, Problem, Supply, Use
from truenorth.engines.feasibility.view import View


def _much(asked: Problem) -> TooMuch | None:
    view = View(Kernel(asked))
    return too_much(view, *view.windows(), thorough=True)


def test_a_window_shorter_than_its_work_is_too_short() -> None:
    view = View(Kernel(problem(1, work("a", 3, (1, 3)))))
    found = too_short(view, *view.windows())

    assert found is not None
    assert (found.early, found.late) == (1, 3)


def test_what_must_fall_into_a_week_is_more_than_its_hours() -> None:
    works = [work(key, (2, 4), (0, 5), uses=hours("copy", 20)) for key in "abc"]
    found = _much(problem(2, *works, staff=(staff("x", "copy", 50, 2),)))

    assert found is not None
    assert (found.first, found.last, found.need, found.have, len(found.enough)) == (0, 5, 60, 50, 3)


def test_work_that_can_go_elsewhere_counts_only_with_what_must_stay() -> None:
    works = [work(key, 4, (0, 7), uses=hours("copy", 20)) for key in "ab"]
    found = _much(problem(2, *works, staff=(staff("x", "copy", (19, 90), 2),)))  # 2 of 4 days are in the first week

    assert found is not None
    assert (found.first, found.last, found.need, found.have) == (0, 5, 20, 19)
    assert _much(problem(2, *works, staff=(staff("x", "copy", (20, 90), 2),))) is None


def test_the_proof_that_leaves_most_room_without_any_of_its_work_is_told() -> None:
    works = [work(key, 5, (0, 5), uses=hours("copy", 5)) for key in "abcdefgh"]
    large = work("large", 5, (5, 10), uses=hours("copy", 31))
    found = _much(problem(2, *works, large, staff=(staff("x", "copy", 30, 2),)))

    assert found is not None
    assert (found.first, len(found.enough)) == (5, 1)


def test_the_lightest_work_is_left_out_as_long_as_the_rest_is_too_much() -> None:
    works = [work(f"w{much}", 5, (0, 5), uses=hours("copy", much)) for much in (2, 9, 16, 20)]
    found = _much(problem(1, *works, staff=(staff("x", "copy", 30, 1),)))

    assert found is not None
    assert [work.key for work in works if works.index(work) in found.enough] == ["w16", "w20"]
    assert found.room == (30 - 20) / 30


def test_places_in_use_at_once_are_counted_by_the_day() -> None:
    works = [work(key, 3, (0, 4), uses=(Use("legal", 1),)) for key in "ab"]
    found = _much(
        problem(1, *works, supplies=(Supply("legal", "Legal review", "at once", (1,) * 5, ("places:legal",)),))
    )

    assert found is not None
    assert (found.kind, found.first, found.last, found.need, found.have) == ("row", 0, 3, 4, 3)


def test_money_that_falls_on_a_day_counts_whenever_the_work_runs() -> None:
    works = [work(key, 1, (5, 10), uses=(Use("media", 60, on=2),)) for key in "ab"]
    found = _much(problem(2, *works, pots=(Pot("media", "Media", 0, 5, 100, ("budget:media",)),)))

    assert found is not None
    assert (found.need, found.have) == (120, 100)


def test_a_work_that_fits_nowhere_alone_is_found_with_its_best_place() -> None:
    view = View(
        Kernel(problem(2, work("a", 4, (0, 8), uses=hours("copy", 40)), staff=(staff("x", "copy", (29, 9), 2),)))
    )
    found = no_place(view, *view.windows())

    assert found is not None
    assert found.best.start == 2


def test_statements_that_plainly_clash_do_so_while_all_are_believed() -> None:
    asked = problem(1, work("a", 1, (0, 5)), clashes=(Clash(("do:a", "tool:none"), "no tool does it"),))

    assert clashing(View(Kernel(asked))) is not None
    assert clashing(View(Kernel(asked), frozenset(asked.claims) - {"tool:none"})) is None


@given(
    amount=st.integers(1, 200),
    least=st.integers(1, 6),
    more=st.integers(0, 6),
    room=st.integers(0, 6),
    early=st.integers(0, 8),
)
def test_no_place_of_a_work_draws_less_than_the_least_that_is_counted(
    amount: int, least: int, more: int, room: int, early: int
) -> None:
    late = min(20, early + least + room)
    asked = problem(
        4,
        work("a", (least, least + more), (early, late), uses=hours("copy", amount)),
        pots=(Pot("copy", "Copy", 5, 10, 0, ("people:copy",)),),
    )
    found = _much(asked)
    drawn_there = [
        drawn(amount, days, 5 - start, 10 - start)
        for days in range(least, least + more + 1)
        for start in range(early, late - days + 1)
    ]

    assert drawn_there == [] or (found.need if found else 0) <= min(drawn_there)
