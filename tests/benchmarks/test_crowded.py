"""The plans that feasibility is measured on are what they are said to be."""

from __future__ import annotations

import pytest
from benchmarks.crowded import crowded
from benchmarks.fit_cases import Case, cases, plain
from benchmarks.planting import KINDS, planted
from benchmarks.theirs_fit import gaps

from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.faults import faults
from truenorth.engines.feasibility.problem import Supply


@pytest.mark.parametrize("wide", [False, True])
def test_the_schedule_they_were_drawn_around_holds(wide: bool) -> None:
    plan = crowded(300, 1, wide=wide)
    assert faults(plan.problem) == ()
    assert broken(plan.problem, plan.witness) == ()
    assert broken(plain(plan), plan.witness) == ()
    assert len(plan.problem.works) == 300


def test_they_are_the_same_for_the_same_seed_and_no_other() -> None:
    assert crowded(50, 1) == crowded(50, 1)
    assert crowded(50, 1) != crowded(50, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_conflict_breaks_the_schedule_and_leaves_no_fault(kind: str) -> None:
    plan = crowded(300, 1)
    problem = planted(plan, kind, 1)
    assert faults(problem) == ()
    assert broken(problem, plan.witness) != ()


def test_planted_conflicts_are_found() -> None:
    solving = pytest.importorskip("truenorth.engines.feasibility.solve")
    pytest.importorskip("ortools")
    said = {case.name: solving.solve(case.problem, conflicts=1).verdict for case in cases(50, (1,))}
    assert said == {name: "fits" if Case.named(name).kinds == "feasible" else "does not fit" for name in said}
    assert len(said) > 8


def test_what_there_is_less_of_for_a_while_is_told_as_gaps() -> None:
    assert list(gaps(Supply("x", "X", "", (3, 1, 1, 3, 2), ()))) == [(1, 3, 2), (4, 5, 1)]
