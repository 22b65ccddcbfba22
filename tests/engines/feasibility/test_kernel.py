"""A problem compiled: tracks of periods, skill sets, and what is drawn when."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.engines.feasibility.build import hours, problem, staff, work

from truenorth.engines.feasibility.kernel import Kernel, drawn
from truenorth.engines.feasibility.problem import Pot


@given(
    amount=st.integers(0, 10**9),
    days=st.integers(1, 300),
    cut=st.integers(-50, 350),
)
def test_what_is_drawn_before_and_after_any_day_adds_up_to_all_of_it(amount: int, days: int, cut: int) -> None:
    assert drawn(amount, days, -1000, cut) + drawn(amount, days, cut, 1000) == amount


def test_hours_are_drawn_evenly_in_whole_numbers() -> None:
    assert [drawn(7, 3, day, day + 1) for day in range(3)] == [2, 2, 3]


def test_what_takes_no_time_is_drawn_on_its_day() -> None:
    assert drawn(7, 0, 0, 5) == 7
    assert drawn(7, 0, 1, 5) == 0


def test_pots_of_one_resource_that_overlap_stand_in_tracks_of_their_own() -> None:
    pots = [Pot("media", "Media", first, last, 10, ()) for first, last in ((0, 5), (5, 10), (0, 10))]
    kernel = Kernel(problem(2, pots=tuple(pots)))

    assert [(track.firsts, track.lasts) for track in kernel.tracks] == [((0, 5), (5, 10)), ((0,), (10,))]


def test_two_skills_that_somebody_has_both_of_are_looked_at_together() -> None:
    kernel = Kernel(
        problem(
            1,
            work("a", 1, (0, 5), uses=hours("copy", 8)),
            work("b", 1, (0, 5), uses=hours("design", 8)),
            staff=(staff("both", "copy design", 30, 1), staff("writer", "copy", 10, 1)),
        )
    )

    assert {track.resource: track.amounts for track in kernel.tracks} == {
        "copy": (40,),
        "design": (30,),
        "copy|design": (40,),
    }
    assert [kernel.tracks[draw.at].resource for draw in kernel.draws[0]] == ["copy", "copy|design"]


def test_skills_that_no_work_draws_on_are_left_out() -> None:
    kernel = Kernel(problem(1, work("a", 1, (0, 5), uses=hours("copy", 8)), staff=(staff("x", "copy web", 30, 1),)))

    assert [track.resource for track in kernel.tracks] == ["copy"]
