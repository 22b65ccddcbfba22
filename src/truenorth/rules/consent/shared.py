"""SIGN07: work that counts on another team, and whether that team's plan knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from truenorth.plan.entity import Ref
from truenorth.plan.resources import Team
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.consent.partner import Partners, Silence, counting_on
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule


@rule(
    "SIGN07",
    asks="lead",
    each=(Objective, Activity),
    reads=["commitment", "program", "team", "company"],
    looks=counting_on,
    kind="gap",
)
def not_in_their_plan(case: Case, item: Objective | Activity) -> Iterator[Finding]:
    """
    Work counts on another team, and that team's plan of the period does not mention it.

    ## Why it matters

    What one team counts on and the other has not planned does not happen, though both are right by their own plan.
    "Together with you" in the one is no hours in the other.

    Looks at what is shared with another team (`shared_with`), where that team has objectives of the same period: none
    of its objectives, programs, activities and commitments points at it, is in a program that serves it, has its
    metric or number, or shares its words. Where the other team plans nothing in that period, nothing is said.

    ## Example

        objective:
          pipeline: {period: 2027-Q1, due: null}
          loyal: {period: 2027-Q1, due: null, shared_with: [demand], name: Two stories of satisfied customers}

    ## Finds

        objective:loyal counts on Demand generation, whose 1 objective of 2027-Q1 does not mention it

    ## Put right

        commitment:
          stories: {team: demand, party: lead, about: [objective:loyal], what: Write two stories, by: 2027-03-31}
    """
    if item.shared_with and case.live(item) and (silences := list(case.once(Partners).silences(item))):
        yield _silent(item, silences)


def _silent(item: Objective | Activity, silences: list[Silence]) -> Finding:
    names = " and ".join(silence.team.title for silence in silences)
    count = sum(len(silence.objectives) for silence in silences)
    objectives = "objective" if count == 1 else "objectives"
    verb = "does" if count == 1 else "do"
    return found(
        (item.ref, *(silence.team.ref for silence in silences)),
        f"counts on {names}, whose {count:,} {objectives} of {silences[0].period} {verb} not mention it",
        cause="count on a team whose plan of the period does not mention them",
        part="shared",
        stake=[item.ref],
        seen={
            "teams": {s.team.ref: {"period": s.period, "objectives": [o.title for o in s.objectives]} for s in silences}
        },
        fixes=[Fix(f"Have {names} plan the part", dict(_part(item, silence.team) for silence in silences))],
    )


def _part(item: Objective | Activity, team: Team) -> tuple[Ref, dict[str, Any]]:
    """A promise of a team on an item, with a blank for what it takes on."""
    fields = {
        "name": f"{team.title}: {item.title}",
        "team": team.key,
        "about": [item.ref],
        "what": Blank(f"What does {team.title} take on, and by when?"),
    }
    return f"commitment:{item.key[:80]}-{team.key[:39]}", fields
