"""A kernel as far as some claims are believed."""

from __future__ import annotations

import pytest
from tests.engines.feasibility.build import hours, problem, staff, work

from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.problem import After, Problem, Window
from truenorth.engines.feasibility.view import Cycle, View

CHAIN = problem(
    2,
    work("brief", 2, (0, 10)),
    work("letter", (2, 4), (0, 8), windows=(Window(1, 10, ("tool:mailer",)),), lead=("lead:letter",)),
    afters=(After("brief", "letter", 1, ("after:letter",)),),
)


def _without(asked: Problem, *claims: str) -> View:
    return View(Kernel(asked), frozenset(asked.claims) - set(claims))


def test_work_waits_for_what_comes_first_and_ends_in_time_for_what_follows() -> None:
    early, late = View(Kernel(CHAIN)).windows()

    assert early == [0, 3]
    assert late == [5, 8]


def test_a_window_holds_as_long_as_its_claims_are_believed() -> None:
    assert _without(CHAIN, "due:letter").windows()[1] == [7, 10]
    assert _without(CHAIN, "after:letter").windows()[0] == [0, 1]
    assert _without(CHAIN, "after:letter", "tool:mailer").windows()[0] == [0, 0]


def test_work_whose_claim_is_not_believed_is_not_done() -> None:
    view = _without(CHAIN, "do:brief")

    assert [view.key(p) for p in range(view.size)] == ["letter"]


def test_a_step_whose_lead_time_is_not_believed_takes_no_time_and_draws_nothing() -> None:
    asked = problem(1, work("a", 2, (0, 5), lead=("lead:a",), uses=hours("copy", 8)), staff=(staff("x", "copy", 9, 1),))
    view = _without(asked, "lead:a")

    assert (view.least, view.most, view.draws) == ([0], [0], [()])


def test_hours_that_are_only_assumed_count_as_long_as_the_assumption_holds() -> None:
    from truenorth.engines.feasibility.problem import Use

    use = Use("copy", 8, claims=("lead:assumed",))
    asked = problem(1, work("a", 2, (0, 5), uses=(use,)), staff=(staff("x", "copy", 9, 1),))

    assert [draw.amount for draw in View(Kernel(asked)).draws[0]] == [8]
    assert _without(asked, "lead:assumed").draws == [()]


def test_work_that_waits_for_itself_is_refused() -> None:
    asked = problem(1, work("a", 1, (0, 5)), work("b", 1, (0, 5)), afters=(After("a", "b"), After("b", "a")))

    with pytest.raises(Cycle, match="A, B"):
        View(Kernel(asked))
