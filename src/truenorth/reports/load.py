"""The hours that planned work asks of a team by week, and those it has: one definition for every page."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from truenorth.engines.hours import Work, seats_of, work_of
from truenorth.engines.weeks import Sum
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Team
from truenorth.rules.case import Case


@dataclass(frozen=True)
class Load:
    """Hours by week of the horizon: those asked, and those that seats have for planned work; None where unknown."""

    asked: tuple[float, ...]
    there: tuple[float | None, ...]

    def share(self, number: int) -> float | None:
        """How full a week is: 1 is full; None where nobody says how many hours there are."""
        there = self.there[number]
        return self.asked[number] / there if there else None


def load_of(case: Case, team: Team) -> Load:
    """The load of a team from this week on; it is kept while the work of other teams changes."""
    known: dict[Ref, Load] = case.gathered("load by week")
    if team.ref not in known:
        known[team.ref] = _load(case, team)
    return known[team.ref]


def hours_of_work(case: Case, team: Team) -> dict[Ref, list[Work]]:
    """The hours that each piece of work asks of a team; kept as its load is."""
    known: dict[Ref, dict[Ref, list[Work]]] = case.gathered("hours by work")
    if team.ref not in known:
        found: dict[Ref, list[Work]] = {}
        known[team.ref] = found
        for one in work_of(case, team):
            found.setdefault(one.ref, []).append(one)
    return known[team.ref]


def _load(case: Case, team: Team) -> Load:
    total = Sum(case.weeks)
    for many in hours_of_work(case, team).values():
        for one in many:
            total.add(one.stretch, one.hours)
    seats = seats_of(case, team)
    there = [sum(one.planned[n] for one in seats) for n in range(len(case.weeks.names))] if seats else []
    known = tuple(hours if hours != inf else None for hours in there) or (None,) * len(case.weeks.names)
    return Load(tuple(total.by_week()), known)
