"""The rules and the check of the whole plan never contradict each other: one knows what the other knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.feasibility.answer import Conflict
from truenorth.engines.feasibility.of import of
from truenorth.engines.feasibility.problem import OF_WORK, Problem
from truenorth.engines.feasibility.solve import solve
from truenorth.plan.entity import Entity
from truenorth.plan.plan import Plan, plan_of
from truenorth.plan.reading import entity
from truenorth.rules import RULES, Case, Finding, check
from truenorth.rules.people.cuts import NOISE

TODAY = date(2027, 1, 13)
TELLS = {"people": "TEAM01", "tool": "TOOL01", "limit": "TOOL02", "budget": "COST01", "takes": "LOAD01"}
DAYS = st.integers(-10, 45).map(lambda n: (TODAY + timedelta(days=n)).isoformat())
AMOUNTS = st.tuples(st.integers(1, 60), st.integers(0, 20)).map(lambda pair: f"{pair[0]}..{sum(pair)}")
FIXED: dict[str, dict[str, Any]] = {
    "company:acme": {"name": "Acme", "currency": "EUR", "holidays": ["2027-02-01", "2027-02-02"]},
    "team:demand": {"name": "Demand"},
    "team:sales": {"name": "Sales"},
    "program:launch": {"name": "Launch", "team": "demand"},
}


@st.composite
def activities(draw: st.DrawFn) -> dict[str, Any]:
    """A piece of work of some days, with some of all that work can draw on."""
    start, end = sorted(draw(st.lists(DAYS, min_size=2, max_size=2, unique=True)))
    fields: dict[str, Any] = {"team": "demand", "program": "launch", "start": start, "end": end}
    if draw(st.booleans()):
        fields["effort"] = draw(st.dictionaries(st.sampled_from(["copy", "design"]), AMOUNTS, min_size=1))
    if draw(st.booleans()):
        fields |= {"tools": ["mailer"], "needs": {"emails": draw(AMOUNTS)}}
    if draw(st.booleans()):
        fields["needs"] = {**fields.get("needs", {}), "forms": "1"}
    if draw(st.booleans()):
        fields["cost"] = draw(st.integers(1, 60))
    if draw(st.booleans()):
        fields["expects"] = {"leads": draw(AMOUNTS)}
    if draw(st.booleans()):
        fields["in_market"] = draw(st.sampled_from([start, end]))
    return fields


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of one to four pieces of work, and what they draw on."""
    more: dict[str, dict[str, Any]] = {
        "role:writer": {"team": "demand", "skills": ["copy"], "hours_per_week": draw(st.integers(4, 40)), "filled": 1},
        "role:maker": {
            "team": "demand",
            "skills": ["copy", "design"],
            "hours_per_week": draw(st.integers(4, 40)),
            "filled": 1,
            "leave": draw(st.lists(DAYS, max_size=2)),
        },
        "tool:mailer": {
            "capabilities": ["emails"],
            "limits": {"emails": f"{draw(st.integers(5, 90))} per {draw(st.sampled_from(['day', 'week', 'month']))}"},
        },
        "tool:site": {"capabilities": ["forms"], "available_from": draw(DAYS)},
        "capacity:calls": {"team": "sales", "unit": "leads", "per_week": draw(st.integers(5, 60))},
    }
    if draw(st.booleans()):
        more["role:maker"]["utilisation"] = "80 %"
    if draw(st.booleans()):
        more["capacity:calls"]["backlog"] = draw(st.integers(0, 30))
    if draw(st.booleans()):
        more["capacity:calls"]["lag"] = draw(st.sampled_from(["1 week", "3 working days"]))
    if draw(st.booleans()):
        more["program:launch"] = {**FIXED["program:launch"], "budget": draw(st.integers(20, 150))}
    if draw(st.booleans()):
        first, last = sorted((draw(st.integers(1, 3)), draw(st.integers(1, 3))))
        span = {"start": f"2027-{first:02}-01", "end": f"2027-{last:02}-28"}
        more["budget:demand"] = {"team": "demand", **span, "amount": draw(st.integers(20, 150))}
    works = draw(st.lists(activities(), min_size=1, max_size=4))
    more |= {f"activity:a{n}": fields for n, fields in enumerate(works)}
    return plan_of([*made({**FIXED, **more})])


def made(items: dict[str, dict[str, Any]]) -> Iterator[Entity]:
    for ref, fields in items.items():
        yield entity(ref, fields)


def told(plan: Plan) -> list[Finding]:
    """What the rules that the engine reckons with too find."""
    findings = check(Case(plan, TODAY), [RULES[code] for code in TELLS.values()]).findings
    return [finding for finding in findings if finding.kind == "contradiction"]


def kinds(problem: Problem, conflict: Conflict) -> set[str]:
    """The kinds of statement of a conflict besides those about the work itself."""
    return {problem.claims[key].kind for key in conflict.claims} - OF_WORK


def is_rounding(problem: Problem, conflict: Conflict) -> bool:
    """Whether hours are short by no more than TEAM01 lets pass as rounding, in each of the weeks."""
    because = conflict.because
    weeks = sum(
        because.first < end and first < because.last
        for first, end in zip(problem.weeks, problem.week_ends, strict=True)
    )
    return because.kind == "staff" and because.need - because.have <= NOISE * 60 * weeks


@settings(max_examples=25)
@given(plans())
def test_what_a_rule_calls_an_error_does_not_fit_and_a_conflict_of_one_kind_is_told_by_its_rule(plan: Plan) -> None:
    problem = of(plan, TODAY).problem
    answer, findings = solve(problem), told(plan)

    if errors := [finding.id for finding in findings if finding.severity == "error"]:
        assert answer.verdict in ("does not fit", "undecided"), errors
    at = {(finding.rule, ref) for finding in findings for ref in finding.at}
    for conflict in answer.conflicts:
        if len(only := kinds(problem, conflict)) == 1 and not is_rounding(problem, conflict):
            drawn = {claim.item for key in conflict.claims if (claim := problem.claims[key]).kind in only}
            assert at & {(TELLS[kind], ref) for kind in only for ref in drawn}, conflict
