"""GOAL15: the same number, or the same objective, in the plans of several teams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.engines.words import row, same_text
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Objective
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, found, whole
from truenorth.rules.goals.standing import Standing
from truenorth.rules.rule import rule


@dataclass(frozen=True)
class Group:
    """Key results of several teams in one period that are the same, and what tells so."""

    by: str
    what: str
    period: str
    refs: tuple[Ref, ...]


SORTS = {"undisclosed value": "undisclosed values", "text": "texts", "said to be the same": "said to be the same"}


@rule("GOAL15", asks="cmo", reads=["objective", "team"], kind="notice")
def same_number_in_several_plans(case: Case) -> Iterator[Finding]:
    """
    The same key result stands in the plans of several teams.

    ## Why it matters

    A number that two teams share is a good sign where both know it, and a trap where they do not: each counts it as
    its own, the two are added up in a report, and when it is missed each thought that the other would bring it.

    Key results (objectives that no other objective serves) of several teams, or of a team and the company, in one
    period are the same where they have the same undisclosed value (the same key), the same text, or `same_as` says
    so. All groups are one notice; a group that two of these tell is counted with each, and listed with each.

    ## Example

        objective:
          calls: {name: Two hundred calls, team: demand, period: 2027-Q1, target: 200}
          calls-too: {name: Two hundred calls., team: sales, period: 2027-Q1, target: 200}

    ## Finds

        company:acme the same key result stands in the plans of several teams in one period once: 1 text

    ## Put right

        objective: {calls-too: {name: Every call followed up}}
    """
    groups = _groups(Standing(case.plan), case.all_live(Objective))
    if not groups:
        return
    refs = sorted({ref for group in groups for ref in group.refs})
    sorts = [group.by for group in groups]
    counts = [f"{n} {by if n == 1 else SORTS[by]}" for by in SORTS for n in (sorts.count(by),) if n]
    yield found(
        (whole(case.plan), *refs),
        "the same key result stands in the plans of several teams in one period"
        f" {'once' if len(groups) == 1 else f'{len(groups):,} times'}: {row(counts)}",
        stake=[],
        seen={"groups": [{"same": g.by, "what": g.what, "period": g.period, "items": list(g.refs)} for g in groups]},
    )


def _groups(standing: Standing, live: list[Objective]) -> list[Group]:
    """The groups of several teams, by the period and what is the same in it."""
    same: dict[tuple[str, str, str], set[Ref]] = {}
    leaves = [objective for objective in live if standing.is_leaf(objective)]
    for objective in leaves:
        period = standing.period(objective)
        for by, key in _marks(objective):
            same.setdefault((by, period, key), set()).add(objective.ref)
    told = {frozenset(refs) for refs in same.values()}
    for objective in leaves:
        together = _same_period(standing, objective)
        if len(together) > 1 and not any(together <= refs for refs in told):
            told.add(frozenset(together))
            same["said to be the same", standing.period(objective), objective.ref] = together
    return [
        Group(by, what, period, tuple(sorted(refs)))
        for (by, period, what), refs in sorted(same.items())
        if len({standing.team(standing.objectives[ref]) for ref in refs}) > 1
    ]


def _marks(objective: Objective) -> Iterator[tuple[str, str]]:
    """What makes a key result the same as another: the keys of its undisclosed values, and its text."""
    values = (objective.target, objective.value, *objective.targets.values())
    yield from (("undisclosed value", value.hidden) for value in values if value is not None and value.hidden)
    if text := same_text(objective.name):
        yield "text", text


def _same_period(standing: Standing, objective: Objective) -> set[Ref]:
    """A key result and those of its period of which it says that they are the same."""
    period = standing.period(objective)
    twins = (standing.objectives.get(ref) for ref in objective.twins)
    return {objective.ref, *(one.ref for one in twins if one and standing.period(one) == period)}
