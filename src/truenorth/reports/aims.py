"""The goals with a verdict each: what stands in the way of it, as far as the plan tells; none is green by default."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.sight import above, parents
from truenorth.plan.strategy import Goal
from truenorth.reports.measured import Measured, measured, stated
from truenorth.reports.words import amount, plain
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding

Tone = Literal["bad", "warn", "good", "none"]


@dataclass(frozen=True)
class Aim:
    """A goal: what is to be reached by when, how it stands, in words, and the contradictions on the way to it.

    `at_stake` is the money of the work behind those that leads to it; empty where the plan does not say. `measured` is
    what its metric was last measured at; None where it names no metric, or nothing was loaded.
    """

    ref: Ref
    title: str
    target: str
    by: str
    verdict: str
    tone: Tone
    findings: tuple[str, ...] = ()
    at_stake: str = ""
    measured: Measured | None = None


@dataclass
class _Way:
    """What was found on the way to a goal so far."""

    ids: list[str] = field(default_factory=list)
    work: set[Ref] = field(default_factory=set)
    worst: str = ""


def aims(case: Case, open_: Iterable[Finding], currency: str) -> tuple[Aim, ...]:
    """The live goals of a plan, those with most in the way first."""
    goals = case.all_live(Goal)
    ways = {goal.ref: _Way() for goal in goals}
    known: dict[Ref, frozenset[Ref]] = {}
    for finding in (one for one in open_ if one.kind == "contradiction"):
        for ref in dict.fromkeys((*finding.at, *finding.at_stake.items)):
            for goal in _goals_above(case.plan, ref, known) & ways.keys():
                _add(ways[goal], finding, ref)
    ranked = sorted(goals, key=lambda goal: (-len(ways[goal.ref].ids), plain(goal.title)))
    return tuple(_aim(case, goal, ways[goal.ref], currency) for goal in ranked)


def _add(way: _Way, finding: Finding, ref: Ref) -> None:
    if finding.id not in way.ids:
        way.ids.append(finding.id)
    if ref in finding.at_stake.items:
        way.work.add(ref)
    way.worst = "error" if "error" in (way.worst, finding.severity) else "warning"


def _goals_above(plan: Plan, ref: Ref, known: dict[Ref, frozenset[Ref]]) -> frozenset[Ref]:
    """The goals that an item leads to, itself where it is one."""
    if ref not in known:
        known[ref] = frozenset(one for one in (ref, *above(plan, [ref])) if one.startswith("goal:"))
    return known[ref]


def _aim(case: Case, goal: Goal, way: _Way, currency: str) -> Aim:
    money = sum(case.spend(item).money or 0 for ref in way.work if (item := case.plan.find(ref)))
    found = measured(case, goal)
    verdict, tone = _verdict(case.plan, goal, way, found)
    return Aim(
        ref=goal.ref,
        title=plain(goal.title),
        target=stated(case.plan, goal),
        by=f"{due:%B %Y}" if (due := case.due(goal)) else "",
        verdict=verdict,
        tone=tone,
        findings=tuple(way.ids),
        at_stake=amount(money, currency) if money else "",
        measured=found if found and (found.value or case.facts or case.facts.lacks) else None,
    )


def _verdict(plan: Plan, goal: Goal, way: _Way, found: Measured | None) -> tuple[str, Tone]:
    count = len(way.ids)
    if count:
        return f"{count} contradiction{'' if count == 1 else 's'} in the way", "bad" if way.worst == "error" else "warn"
    served = any(goal.ref in parents(item) for ref in plan.incoming.get(goal.ref, ()) if (item := plan.find(ref)))
    if not served:
        return "Nothing is planned for it yet", "warn"
    if found is None or not found.value:
        return "No data yet", "none"
    return f"{found.status[:1].upper()}{found.status[1:]}", found.tone
