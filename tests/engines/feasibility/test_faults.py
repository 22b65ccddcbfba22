"""What is wrong with a problem is told before anything is solved: where, and how to mend it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.faults import faults
from truenorth.engines.feasibility.problem import After, Bundle, Claim, Pot, Problem, Staff, Supply, Use, Work
from truenorth.engines.feasibility.waiting import circle

CLAIMS = {"do": Claim("do", "do", "It is done"), "a": Claim("a", "people", "So many hours")}
PLAN = Problem(10, (0, 5), CLAIMS, (Bundle("one", "One", "do"),))
TEAM = Staff("x", "X", frozenset("s"), (1, 1), "a")
COPY = Work("copy", "Copy", "one", 1, 3, 0, 10)


def with_work(*works: Work, **more: object) -> Problem:
    return replace(PLAN, works=works, **more)  # type: ignore[arg-type]


def of(key: str) -> Work:
    return replace(COPY, key=key, title=key.title())


def test_a_plan_with_nothing_in_it_has_no_fault() -> None:
    assert faults(Problem(0, (), {})) == ()
    assert faults(PLAN) == ()


def test_problems_of_every_kind_have_none() -> None:
    assert [seed for seed in range(300) if faults(small(seed))] == []


def test_work_that_waits_for_itself_is_told_by_its_titles() -> None:
    afters = (After("copy", "web"), After("web", "mail", 3), After("mail", "copy", -9), After("mail", "end"))
    (found,) = faults(with_work(of("copy"), of("web"), of("mail"), of("end"), afters=afters))
    assert (found.code, found.at) == ("cycle", "copy > web > mail")
    assert found.says == (
        "Work waits for itself: Web waits for Copy; Mail waits for Web; Copy waits for Mail. Take one of these away."
    )


def test_a_circle_is_found_behind_and_before_what_is_none() -> None:
    assert circle([("a", "b"), ("b", "c"), ("a", "c")]) == []
    assert circle([("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")]) == ["b", "c"]
    assert circle([("a", "a")]) == ["a"]
    assert circle([(str(n), str(n + 1)) for n in range(5000)] + [("5000", "0")])[:2] == ["0", "1"]


FAULTY: dict[str, tuple[Problem, str, str]] = {
    "no days": (replace(with_work(COPY), days=0, weeks=()), "days", "The plan has 0 working days."),
    "days that are no number": (replace(PLAN, days=float("nan")), "days", "The plan has nan working days."),  # type: ignore[arg-type]
    "weeks out of order": (replace(PLAN, weeks=(5, 0)), "weeks", "The weeks 5, 0 are not first days"),
    "weeks that begin late": (
        replace(PLAN, weeks=(5,), staff=(replace(TEAM, per_week=(1,)),)),
        "weeks",
        "the weeks do not begin with day 0",
    ),
    "a key twice": (with_work(COPY, COPY), "work copy", "2 times there is a work 'copy'."),
    "no such bundle": (with_work(replace(COPY, bundle="no")), "work copy", "names bundle 'no', which there is not"),
    "no such claim": (with_work(replace(COPY, due=("no",))), "work copy", "names claim 'no', which there is not"),
    "no such claim of a use": (
        with_work(replace(COPY, uses=(Use("x", 1, claims=("no",)),))),
        "work copy",
        "names claim 'no'",
    ),
    "no such work": (with_work(COPY, afters=(After("no", "copy"),)), "'copy after no'", "names work 'no'"),
    "longer at least than at most": (
        with_work(replace(COPY, shortest=4)),
        "work copy",
        "Copy takes 4 days at least and 3 at most. Swap them.",
    ),
    "less than nothing": (
        with_work(replace(COPY, uses=(Use("x", -5),))),
        "work copy",
        "what it draws from x is -5, and has to be 0 or more",
    ),
    "not a number": (
        with_work(replace(COPY, uses=(Use("x", float("nan")),))),  # type: ignore[arg-type]
        "work copy",
        "what it draws from x is nan, and has to be a whole number",
    ),
    "far too much": (
        with_work(replace(COPY, uses=(Use("x", 10**15),))),
        "work copy",
        "is 1,000,000,000,000,000; more than 1,000,000,000,000 is no plan. Is it in another unit?",
    ),
    "a pot of less than nothing": (
        replace(PLAN, pots=(Pot("x", "X", 0, 5, -1, ("a",)),)),
        "pot x, day 0",
        "the amount is -1, and has to be 0 or more",
    ),
    "days that are not told of": (
        replace(PLAN, supplies=(Supply("x", "X", "", (1, 1), ("a",)),)),
        "supply x",
        "there are 2 numbers for 10 days. Give one for each.",
    ),
    "hours in no time": (
        with_work(
            replace(COPY, shortest=0, uses=(Use("s", 60),)), staff=(Staff("x", "X", frozenset("s"), (1, 1), "a"),)
        ),
        "work copy",
        "Copy may take no time at all, and uses s while it runs. Give it a day or more.",
    ),
    "a place on another day": (
        with_work(replace(COPY, uses=(Use("x", 1, on=3),)), supplies=(Supply("x", "X", "", (1,) * 10, ("a",)),)),
        "work copy",
        "Copy uses x on day 3 alone.",
    ),
}


@pytest.mark.parametrize("name", FAULTY)
def test_it_is_told_where_and_what(name: str) -> None:
    problem, at, says = FAULTY[name]
    (found,) = faults(problem)
    assert found.at == at
    assert says in found.says


STATED = {
    "a window that is over before it begins": with_work(replace(COPY, earliest=8, latest=2)),
    "a date before the plan": with_work(replace(COPY, earliest=-20, latest=-5)),
    "a hundred thousand hours": with_work(replace(COPY, uses=(Use("s", 6_000_000),))),
    "a skill that nobody has": with_work(replace(COPY, uses=(Use("s", 60),))),
    "a team without hours": replace(PLAN, staff=(replace(TEAM, per_week=(0, 0)),)),
    "a lag of years": with_work(of("copy"), of("web"), afters=(After("copy", "web", 900),)),
}


@pytest.mark.parametrize("name", STATED)
def test_what_only_cannot_all_be_true_is_no_fault(name: str) -> None:
    assert faults(STATED[name]) == ()
