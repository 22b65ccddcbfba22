"""Input at the edge: each has a clear answer, and none takes long."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.answer import Answer
from truenorth.engines.feasibility.ladder import Limits
from truenorth.engines.feasibility.problem import After, Bundle, Claim, ClaimKind, Problem, Staff, Use, Work

pytest.importorskip("ortools")
pytest.importorskip("scipy")

KINDS: tuple[ClaimKind, ...] = ("do", "ready", "due", "after", "people")
CLAIMS = {kind: Claim(kind, kind, kind) for kind in KINDS}
COPY = Work("copy", "Copy", "one", 1, 3, 0, 10, ready=("ready",), due=("due",))
TEAM = Staff("team", "Team", frozenset(("copy",)), (2400, 2400), "people")


def plan(*works: Work, **more: object) -> Problem:
    return replace(Problem(10, (0, 5), CLAIMS, (Bundle("one", "One", "do"),), works), **more)  # type: ignore[arg-type]


def solved(problem: Problem, limits: Limits | None = None, **more: object) -> Answer:
    from truenorth.engines.feasibility.solve import solve

    return solve(problem, limits or Limits(), **more)  # type: ignore[arg-type]


def test_a_plan_with_nothing_in_it_fits() -> None:
    assert solved(Problem(0, (), {})).verdict == "fits"
    assert solved(plan()).verdict == "fits"


def test_a_plan_with_no_resources_is_about_dates_alone() -> None:
    free = replace(COPY, uses=(Use("copy", 10**6),))
    assert solved(plan(free)).verdict == "fits"
    (one,) = solved(plan(replace(free, earliest=9, shortest=2))).conflicts
    assert set(one.claims) == {"do", "ready"}  # the plan has ten days, whatever the due date


@pytest.mark.parametrize(("earliest", "latest"), [(8, 2), (-20, -5), (0, 0), (10, 10), (50, 60)])
def test_a_window_that_nothing_fits_into_is_a_conflict_of_dates(earliest: int, latest: int) -> None:
    answer = solved(plan(replace(COPY, earliest=earliest, latest=latest)))
    assert answer.verdict == "does not fit"
    assert answer.proof == "arithmetic"
    assert set(answer.conflicts[0].claims) <= {"do", "ready", "due"}


def test_a_team_without_hours_conflicts_with_what_needs_them() -> None:
    needs = replace(COPY, uses=(Use("copy", 60),))
    (one,) = solved(plan(needs, staff=(replace(TEAM, per_week=(0, 0)),))).conflicts
    assert one.claims == ("people", "do")
    assert (one.because.need, one.because.have) == (60, 0)


def test_a_hundred_thousand_hours_are_told_as_what_they_are() -> None:
    needs = replace(COPY, longest=10, uses=(Use("copy", 60 * 10**5),))
    (one,) = solved(plan(needs, staff=(TEAM,))).conflicts
    assert one.claims == ("people", "do")
    assert (one.because.need, one.because.have) == (6_000_000, 4800)


def test_work_that_waits_for_itself_is_invalid_and_names_the_circle() -> None:
    answer = solved(
        plan(COPY, replace(COPY, key="web", title="Web"), afters=(After("copy", "web"), After("web", "copy")))
    )
    assert answer.verdict == "invalid"
    assert answer.faults[0].says.startswith("Work waits for itself: Web waits for Copy; Copy waits for Web.")


def test_a_lag_of_years_conflicts_with_the_end_of_the_plan() -> None:
    late = plan(COPY, replace(COPY, key="web", title="Web"), afters=(After("copy", "web", 900, ("after",)),))
    answer = solved(late)
    assert answer.verdict == "does not fit"
    assert "after" in answer.conflicts[0].claims


@pytest.mark.parametrize("seed", range(30))
def test_whoever_stops_it_at_once_is_told_nothing_that_is_not_so(seed: int) -> None:
    problem = small(seed, levers=True)
    known = solved(problem).verdict
    for stopped in (solved(problem, stop=lambda: True, repairs=3), solved(problem, Limits(seconds=0), repairs=3)):
        assert stopped.verdict in ("undecided", known)
        assert not any(one.minimal for one in stopped.conflicts) or stopped.verdict == "does not fit"
