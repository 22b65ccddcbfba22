"""GOAL08: work that nobody planned, beside what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from math import isfinite

from truenorth.engines.hours import hours_of
from truenorth.engines.seats import filled, roles_of
from truenorth.engines.words import percent, row
from truenorth.plan.calendar import week
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Team
from truenorth.plan.sight import below, path
from truenorth.plan.work import Activity, Program
from truenorth.records.week import Unplanned, latest
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

LOOKED_BACK = timedelta(days=28)


def _concerned(plan: Plan, ref: Ref) -> Iterator[Ref]:
    """Every team, for what it was kept from may be anything; and what an edited item is behind."""
    yield from (team.ref for team in plan.all(Team))
    yield from (item.ref for item in below(plan, ref))


@rule(
    "GOAL08",
    asks="cmo",
    each=(Activity, Program, Team),
    reads=["role", "objective", "goal", "vision", "company", "records"],
    looks=_concerned,
)
def nobody_planned_it(case: Case, item: Entity, *, share: float = 0.15) -> Iterator[Finding]:
    """
    Work came in that nobody planned: after the agreement, or beside it.

    ## Why it matters

    Work that comes in from the side is done first, because somebody waits for it, and takes the hours of what was
    agreed. Each piece is small; together they are why a plan that was possible in January is late in June.

    Looks at the unplanned work that is written down, of the last four weeks: a team on which in one week more than
    `share` of its hours fall is named, with what was displaced and the goals behind that. Where both sides have
    agreed on a version, it looks as well at live work that came after it, unless it serves something that was agreed,
    or was suggested and accepted. Without records, nothing is said.

    ## Example

        records:
          unplanned:
          - {what: Slides for the fair, team: care, hours: 20, whom: management, on: 2027-01-06, displaces: [activity:check-up]}

    ## Finds

        team:care spent 20 hours on work that nobody planned in 2027-W01, 18 % of its 114: Slides for the fair. It displaces Desk check-up, which is for Teams that stay healthy

    ## Put right

        records:
          unplanned:
          - {what: Slides for the fair, team: care, hours: 12, whom: management, on: 2027-01-06, displaces: [activity:check-up]}
    """  # noqa: E501
    if isinstance(item, Team):
        yield from _weeks(case, item, share)
    elif case.agreed and case.live(item) and item.ref not in case.agreed.entities and not _keeps_going(item):
        yield from _afterwards(case, case.agreed, item)


def _keeps_going(item: Entity) -> bool:
    """Whether work serves no goal and has to be done."""
    return isinstance(item, Activity) and bool(item.keep_the_lights_on)


def _weeks(case: Case, team: Team, share: float) -> Iterator[Finding]:
    """The week with the most unplanned work of a team, where it is more than a share of its hours."""
    by_week: dict[str, list[Unplanned]] = {}
    for one in case.records.unplanned:
        if one.team == team.key and one.on and case.today - LOOKED_BACK <= one.on <= case.today:
            by_week.setdefault(week(one.on), []).append(one)
    hours = _hours(case, team) if by_week else {}
    parts = {name: sum(one.hours for one in many) / have for name, many in by_week.items() if (have := hours.get(name))}
    worst = max(sorted(parts), key=lambda name: parts[name], default="")
    if worst and parts[worst] > share:
        yield _too_much(case, team, worst, by_week[worst], hours[worst])


def _hours(case: Case, team: Team) -> dict[str, float]:
    """The hours of a team's filled seats by week, where there are any that somebody tells."""
    rows = [hours_of(case.weeks, role, filled(role)) for role in roles_of(case.plan, team)]
    every = [sum(many) for many in zip(*rows, strict=True)]
    return {name: much for name, much in zip(case.weeks.names, every, strict=False) if isfinite(much) and much > 0}


def _too_much(case: Case, team: Team, name: str, many: list[Unplanned], have: float) -> Finding:
    hours = sum(one.hours for one in many)
    displaced = list(dict.fromkeys(ref for one in many for ref in one.displaces if ref in case.plan.entities))
    what = row(one.what for one in many)
    return found(
        (team.ref, *displaced),
        f"spent {hours:,.0f} hours on work that nobody planned in {name}, {percent(hours / have)} of its {have:,.0f}:"
        f" {what}{_displaces(case, displaced)}",
        stake=displaced,
        seen={"work": {one.what: one.hours for one in many}, "hours": round(have, 1), "displaces": displaced},
        fixes=[Fix("Take it into the plan", {f"activity:{team.key}-{name.lower()}": _request(team, many[0])})],
    )


def _request(team: Team, one: Unplanned) -> dict[str, object]:
    return {"name": one.what[:120], "team": team.key, "program": Blank("Which program is it for?")}


def _displaces(case: Case, refs: list[Ref]) -> str:
    """What is displaced, and the goals behind it, in a sentence."""
    if not refs:
        return ""
    goals = list(dict.fromkeys(case.plan.title(way[-1]) for ref in refs if (way := path(case.plan, ref, to=("goal",)))))
    names = row(case.plan.title(ref) for ref in refs)
    return f". It displaces {names}" + (f", which is for {row(goals)}" if goals else "")


def _afterwards(case: Case, agreed: Plan, item: Entity) -> Iterator[Finding]:
    if any(ref in agreed.entities for ref in (case.path(item.ref) or [])[1:]) or item.ref in case.once(_accepted):
        return
    yield found(
        item.ref,
        "came after the agreement and serves nothing that was agreed",
        cause="came after the agreement and serve nothing that was agreed",
        fixes=[
            Fix("Say what it serves", {item.ref: {"serves": Blank("Which objective or goal?")}}),
            Fix("Stop it", {item.ref: {"status": "stopped"}}, by_choice=True),
        ],
    )


def _accepted(case: Case) -> frozenset[Ref]:
    """What was suggested and accepted."""
    taken = (one for one in latest(case.records.suggestions) if one.state == "accepted")
    return frozenset(edit["ref"] for one in taken for edit in one.edits if "ref" in edit)
