"""The few statements that cannot all be true."""

from __future__ import annotations

import pytest

pytest.importorskip("ortools")

from tests.engines.feasibility.build import hours, problem, staff, work

from truenorth.engines.feasibility.conflict import conflict, quickxplain
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.ladder import Clock, Limits, Outcome
from truenorth.engines.feasibility.problem import After, Clash, Problem, Supply, Use, Window
from truenorth.engines.feasibility.solve import solve
from truenorth.engines.feasibility.view import View


def _conflict(asked: Problem) -> tuple[set[str], str, str]:
    found = solve(asked, conflicts=1).conflicts[0]
    assert found.minimal
    return set(found.claims), found.because.kind, found.proof


def test_a_chain_that_is_longer_than_its_window_names_both_dates_and_the_lead_times() -> None:
    asked = problem(
        2,
        work("legal", 4, (2, 10), lead=("lead:legal",), due=()),
        work("letter", 3, (0, 8), ready=()),
        afters=(After("legal", "letter", 0, ("after:letter",)),),
    )

    assert _conflict(asked) == (
        {"do:legal", "do:letter", "ready:legal", "due:letter", "lead:legal", "after:letter"},
        "window",
        "arithmetic",
    )


def test_a_crowded_week_names_the_hours_and_only_as_much_work_as_it_takes() -> None:
    works = [work(key, (1, 5), (0, 5), ready=(), uses=hours("copy", 20)) for key in "abcd"]
    claims, kind, proof = _conflict(problem(1, *works, staff=(staff("x", "copy", 50, 1),)))

    assert (kind, proof) == ("staff", "arithmetic")
    assert "people:x" in claims
    assert len([claim for claim in claims if claim.startswith("do:")]) == 3


def test_what_only_a_search_can_tell_is_proved_by_two_engines() -> None:
    works = [work(key, 3, (0, 5), uses=(Use("room", 1),)) for key in "ab"]
    works.append(work("c", 1, (1, 4), uses=(Use("room", 1),)))
    room = Supply("room", "Studio", "at once", (2, 2, 1, 2, 2), ("places:room",))

    claims, kind, proof = _conflict(problem(1, *works, supplies=(room,)))

    assert proof in ("arithmetic", "two engines")
    assert "places:room" in claims
    assert kind in ("row", "search")


def test_a_capability_that_no_tool_has_is_a_conflict_of_what_needs_it() -> None:
    asked = problem(1, work("a", 1, (0, 5)), clashes=(Clash(("do:a", "tool:sms"), "no tool sends text messages"),))

    assert _conflict(asked) == ({"do:a", "tool:sms"}, "clash", "arithmetic")


def test_a_contract_that_ends_too_early_stands_beside_the_date() -> None:
    asked = problem(2, work("a", 4, (4, 10), due=(), windows=(Window(0, 6, ("tool:licence",)),)))

    assert _conflict(asked)[0] == {"do:a", "ready:a", "tool:licence"}


def test_three_skills_that_share_people_are_short_together() -> None:
    works = [work(skill, (1, 5), (0, 5), ready=(), due=(), uses=hours(skill, 30)) for skill in ("copy", "web", "video")]
    people = (
        staff("p", "copy web", 28, 1),
        staff("q", "web video", 28, 1),
        staff("r", "copy video", 28, 1),
    )

    claims, kind, _ = _conflict(problem(1, *works, staff=people))

    assert kind == "staff"
    assert claims == {"do:copy", "do:web", "do:video", "people:p", "people:q", "people:r"}


def test_conflicts_that_have_nothing_to_do_with_each_other_are_listed_apart() -> None:
    asked = problem(2, work("a", 3, (0, 2)), work("b", 3, (5, 7)), work("c", 1, (0, 5)))
    found = solve(asked).conflicts

    assert [set(one.claims) for one in found] == [{"do:a", "due:a"}, {"do:b", "due:b", "ready:b"}]


def test_without_time_nothing_is_called_minimal() -> None:
    works = [work(key, (1, 5), (0, 5), uses=hours("copy", 20)) for key in "abcd"]
    found = solve(problem(1, *works, staff=(staff("x", "copy", 50, 1),)), Limits(seconds=0))

    assert all(not one.minimal for one in found.conflicts)


def test_a_conflict_that_no_search_tells_again_in_time_has_no_proof() -> None:
    roomy = problem(2, work("a", 2, (0, 10), uses=hours("copy", 20)), staff=(staff("x", "copy", 30, 2),))
    seeming = Outcome("not", View(Kernel(roomy)))  # as if a long search had found no schedule

    found = conflict(seeming, frozenset(roomy.claims), Limits(), Clock(0))

    assert (found.proof, found.minimal) == ("", False)


def test_quickxplain_keeps_what_is_needed_and_no_more() -> None:
    parts = [frozenset((key,)) for key in "abcdefgh"]
    found = quickxplain(parts, frozenset(), lambda claims: {"c", "g"} <= claims)

    assert sorted("".join(part) for part in found) == ["c", "g"]
