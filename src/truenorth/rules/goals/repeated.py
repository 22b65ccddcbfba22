"""GOAL15: the same number, or the same objective, in the plans of several teams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Objective
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, found
from truenorth.rules.goals.standing import Standing
from truenorth.rules.rule import rule
from truenorth.rules.words import same_text


@dataclass(frozen=True)
class Group:
    """Objectives of several teams in one period that are the same, and how that is known."""

    refs: frozenset[Ref]
    period: str
    how: str


@rule("GOAL15", asks="cmo", reads=["objective", "team"], kind="notice")
def same_number_in_several_plans(case: Case) -> Iterator[Finding]:
    """
    The same number stands in the plans of several teams.

    ## Why it matters

    A number that two teams share is a good sign where both know it, and a trap where they do not: each counts it as
    its own, the two are added up in a report, and when it is missed each thought that the other would bring it.

    Objectives and key results of several teams (or of a team and the company) in one period are the same where they
    have the same undisclosed value (the same key), the same text, or `same_as` says so. All groups are one notice.

    ## Example

        objective:
          calls: {name: Two hundred calls, team: demand, period: 2027-Q1, target: 200}
          calls-too: {name: Two hundred calls., team: sales, period: 2027-Q1, target: 200}

    ## Finds

        company:acme 1 number or objective stands in the plans of several teams in one period

    ## Put right

        objective: {calls-too: {name: Every call followed up}}
    """
    standing = Standing(case.plan)
    groups = list(_groups(case, standing))
    if not groups:
        return
    refs = dict.fromkeys(ref for group in groups for ref in sorted(group.refs))
    count = len(groups)
    what = "number or objective stands" if count == 1 else "numbers and objectives stand"
    company = case.plan.company
    yield found(
        (company.ref, *refs) if company else tuple(sorted(refs)),
        f"{count:,} {what} in the plans of several teams in one period",
        stake=[],
        seen={"groups": [{"same": g.how, "period": g.period, "items": sorted(g.refs)} for g in groups]},
    )


def _groups(case: Case, standing: Standing) -> Iterator[Group]:
    """Each set of objectives once, however it is known that they are the same."""
    seen: set[frozenset[Ref]] = set()
    for period, how, objectives in _same(case, standing):
        refs = frozenset(objective.ref for objective in objectives)
        if refs not in seen and len({standing.team(objective) for objective in objectives}) > 1:
            seen.add(refs)
            yield Group(refs, period, how)


def _same(case: Case, standing: Standing) -> Iterator[tuple[str, str, list[Objective]]]:
    numbers: dict[tuple[str, str], list[Objective]] = {}
    texts: dict[tuple[str, str], list[Objective]] = {}
    live = case.all_live(Objective)
    for objective in live:
        period = standing.period(objective)
        for key in sorted(set(_hidden_keys(objective))):
            numbers.setdefault((period, key), []).append(objective)
        if text := same_text(objective.name):
            texts.setdefault((period, text), []).append(objective)
    yield from ((period, "undisclosed value", many) for (period, _), many in numbers.items())
    yield from ((period, "text", many) for (period, _), many in texts.items())
    yield from _stated(standing, live)


def _hidden_keys(objective: Objective) -> Iterable[str]:
    values = (objective.target, *objective.targets.values())
    return (value.hidden for value in values if value is not None and value.hidden)


def _stated(standing: Standing, live: list[Objective]) -> Iterator[tuple[str, str, list[Objective]]]:
    """Those that say of each other that they are the same, in one period."""
    known = {objective.ref: objective for objective in live}
    for objective in live:
        same = [known[ref] for ref in objective.twins if ref in known]
        period = standing.period(objective)
        if together := [one for one in same if standing.period(one) == period]:
            yield period, "same as", [objective, *together]
