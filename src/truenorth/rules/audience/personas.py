"""AUD: two pictures of one customer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from truenorth.engines.words import agreement, percent, same_text, shared
from truenorth.plan.plan import Plan
from truenorth.plan.story import Persona
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

WANTS = ("needs", "pains", "goals")
_SENIORITY = re.compile(r"\b(senior|sr|junior|jr)\b\.?", re.IGNORECASE)


@rule("AUD01", asks="cmo", reads=["persona", "program", "activity", "team"])
def split_persona(case: Case, *, same: float = 0.5, agree: float = 0.4) -> Iterator[Finding]:
    """
    Teams picture one customer in two ways.

    ## Why it matters

    Where two teams describe the same people differently, the customer hears two companies. Each team is right by its
    own picture, so nobody notices until the messages disagree.

    Two personas count as the same people where they share a title, and `same` of their titles, departments and
    segments; or where the plan says that they are the same. They are a split where no more than `agree` of their
    needs, pains and goals is said in the same words, and each has a team that does not use the other one. A team uses
    a persona where the persona says so, or where its programs or activities address it. What the wording means, and
    whom the messages really reach, takes the content itself.

    ## Example

        persona:
          facility-buyer:
            name: Facility buyer
            titles: [Office manager, Head of facilities]
            segments: [mid-sized offices]
            needs: [The lowest price for each desk]
            pains: [Offers that cannot be compared]
            goals: [Spend less than last year]
            used_by: [sales]

    ## Finds

        persona:facility-buyer Facility buyer and Office manager are the same people (75 % of titles, departments and segments in common) with different needs, pains and goals (0 % in common)

    ## Put right

        persona:
          facility-buyer:
            needs: [An office that is ready on Monday]
            pains: [Fitters who come back three times]
    """  # noqa: E501
    for one, other in _same_people(case.plan, same):
        agreed = _agreed(one, other)
        if agreed is None or agreed > agree:
            continue
        teams = {persona.ref: _teams(case, persona) for persona in (one, other)}
        if teams[one.ref] - teams[other.ref] and teams[other.ref] - teams[one.ref]:
            yield _split(case, one, other, agreed, teams)


def _same_people(plan: Plan, same: float) -> Iterator[tuple[Persona, Persona]]:
    """Pairs of personas that share a title and much of the rest, or that the plan says are the same."""
    by_title: dict[str, list[str]] = {}
    pairs: dict[tuple[str, str], bool] = {}
    for persona in plan.all(Persona):
        for title in _titles(persona):
            by_title.setdefault(title, []).append(persona.key)
        pairs |= {_pair(persona.ref, twin): True for twin in persona.twins}
    for keys in by_title.values():
        for one, other in combinations(keys, 2):
            pairs.setdefault(_pair(f"persona:{one}", f"persona:{other}"), False)
    for (ref, twin), declared in sorted(pairs.items()):
        a, b = plan.find(ref), plan.find(twin)
        if isinstance(a, Persona) and isinstance(b, Persona) and (declared or shared(_marks(a), _marks(b)) >= same):
            yield a, b


def _pair(ref: str, other: str) -> tuple[str, str]:
    return (min(ref, other), max(ref, other))


def _titles(persona: Persona) -> set[str]:
    """Titles without seniority; where there are none, the name stands for one."""
    return {plain for title in persona.titles or [persona.name] if (plain := same_text(_SENIORITY.sub("", title)))}


def _marks(persona: Persona) -> frozenset[str]:
    """By what a persona can be told: titles, departments and segments."""
    marks = [f"title {title}" for title in _titles(persona)]
    marks += [f"department {same_text(name)}" for name in persona.departments]
    return frozenset(marks + [f"segment {same_text(name)}" for name in persona.segments])


def _agreed(one: Persona, other: Persona) -> float | None:
    """How far needs, pains and goals agree, over those that both state; None where there are none."""
    both = [(a, b) for name in WANTS if (a := getattr(one, name)) and (b := getattr(other, name))]
    return sum(agreement(a, b) for a, b in both) / len(both) if both else None


def _teams(case: Case, persona: Persona) -> set[str]:
    """The teams that use a persona."""
    teams = {*persona.used_by}
    for program in case.plan.pointing_at(persona.ref, Program):
        if persona.key in program.personas and case.live(program):
            teams |= {team for team in (program.team, *program.teams) if team}
    live = (a for a in case.plan.pointing_at(persona.ref, Activity) if case.live(a))
    return teams | {a.team for a in live if a.team and persona.key in a.personas}


def _split(case: Case, one: Persona, other: Persona, agreed: float, teams: dict[str, set[str]]) -> Finding:
    common = shared(_marks(one), _marks(other))
    sides = {p.ref: {name: getattr(p, name) for name in ("titles", *WANTS)} for p in (one, other)}
    by_team = {ref: sorted(case.plan.title(f"team:{team}") for team in keys) for ref, keys in teams.items()}
    ask = {name: Blank(f"Which {name} do both teams agree on?") for name in WANTS}
    return found(
        (one.ref, other.ref),
        f"{one.title} and {other.title} are the same people ({common:.0%} of titles, departments and segments in"
        f" common) with different needs, pains and goals ({agreed:.0%} in common)".replace("%", " %"),
        part=other.key,
        seen={
            "titles, departments and segments in common": percent(common),
            "needs, pains and goals in common": percent(agreed),
            "used by": by_team,
            "as each pictures them": sides,
        },
        fixes=[
            Fix("Agree on one picture, and write it into both", {one.ref: ask, other.ref: ask}),
            Fix("Say what tells them apart", {other.ref: {"titles": Blank("Which titles are only theirs?")}}),
        ],
    )
