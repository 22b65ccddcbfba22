"""What work that is asked for would displace: the free hours of the team until then, and the work that gives way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from truenorth.plan.calendar import week
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Team
from truenorth.reports.load import hours_of_work, load_of
from truenorth.reports.words import in_full, number
from truenorth.rules.case import Case

USUAL = timedelta(weeks=4)  # that are looked at where nobody says by when


@dataclass(frozen=True)
class Displaced:
    """What a request would do to a team: in a sentence, the hours that are free, and the work that would give way.

    `free` is None where nobody says how many hours the team has.
    """

    says: str
    free: float | None = None
    items: tuple[Ref, ...] = ()


def displaced(case: Case, team: str, needs: float | None, wanted: date | None) -> Displaced:
    """What so many hours of a team, by a day, would displace; without a day, within four weeks.

    Of the work in those weeks, that with most time left gives way first. What cannot be told is said to be so.
    """
    found = case.plan.get(Team, team)
    if found is None:
        return Displaced("Nobody has said which team is asked, so what would give way cannot be told.")
    until = min(max(wanted or case.today + USUAL, case.today), case.horizon.end)
    weeks = _weeks(case, until)
    free = _free(case, found, weeks)
    if free is None:
        return Displaced(f"Nobody has said how many hours {found.title} has, so what would give way cannot be told.")
    has = f"{found.title} has {in_words(free)} free until {in_full(until)}"
    if needs is None:
        return Displaced(f"{has}. Nobody has said how many hours this takes.", free)
    if needs <= free:
        return Displaced(f"{has}, and this takes {in_words(needs)}: nothing has to give way.", free)
    return _giving_way(case, found, weeks, needs, free, has)


def in_words(hours: float) -> str:
    """Hours, whole: `1 hour`, `24 hours`."""
    whole = round(hours)
    return "1 hour" if whole == 1 else f"{number(whole)} hours"


def _giving_way(case: Case, team: Team, weeks: Sequence[int], needs: float, free: float, has: str) -> Displaced:
    given: dict[Ref, float] = {}
    for ref, hours in _by_time_left(case, team, weeks):
        if free + sum(given.values()) >= needs:
            break
        given[ref] = hours
    missing = needs - free - sum(given.values())
    rest = f", and {in_words(missing)} would still be missing" if missing > 0.5 else ""
    gives = f"{'this' if len(given) == 1 else 'these'} would have to give way"
    says = f"{has}, and this takes {in_words(needs)}: {gives if given else 'no other work could give way'}{rest}."
    return Displaced(says, free, tuple(given))


def _weeks(case: Case, until: date) -> Sequence[int]:
    """The numbers of the weeks from this one to that of a day, as far as they are looked at."""
    names = case.weeks.names
    last = names.index(week(until)) if week(until) in names else len(names) - 1
    return range(case.weeks.now, max(last, case.weeks.now) + 1)


def _free(case: Case, team: Team, weeks: Sequence[int]) -> float | None:
    load = load_of(case, team)
    there = [load.there[n] for n in weeks]
    if any(hours is None for hours in there):
        return None
    return sum(max((hours or 0) - load.asked[n], 0) for n, hours in zip(weeks, there, strict=True))


def _by_time_left(case: Case, team: Team, weeks: Sequence[int]) -> list[tuple[Ref, float]]:
    """The team's work in some weeks with its hours there, that which may end latest first."""
    found = {
        ref: sum(one.hours * case.weeks.share(one.stretch, n) for one in many for n in weeks)
        for ref, many in hours_of_work(case, team).items()
    }
    ends = {ref: span.end for ref in found if (item := case.plan.find(ref)) and (span := case.span(item))}
    ranked = sorted(found, key=lambda ref: (ends.get(ref, date.max), ref), reverse=True)
    return [(ref, found[ref]) for ref in ranked if found[ref] > 0]
