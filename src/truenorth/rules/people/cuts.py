"""The hours that work asks of a team, those of its seats, and the sets of skills of which there are too few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import NamedTuple

from truenorth.engines.hall import short
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Role, Team
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.cost import once
from truenorth.rules.seats import filled, roles_of, says_seats, vacant
from truenorth.rules.weeks import Stretch, Sum

NOISE = 0.5  # hours a week that are rounding, not a shortfall


class Work(NamedTuple):
    """Hours of one skill in one activity: the least, those in the middle of their range, and when."""

    ref: Ref
    skill: str
    least: float
    hours: float
    stretch: Stretch


@dataclass(frozen=True)
class Seats:
    """Roles with the same skills: the hours of their filled seats by week, and those of all that may be there."""

    skills: frozenset[str]  # none: they may do anything
    roles: tuple[Ref, ...]
    hours: Sequence[float]
    every: Sequence[float]

    def can(self, skill: str) -> bool:
        """Whether they do a kind of work."""
        return not self.skills or skill in self.skills


@dataclass(frozen=True)
class Cut:
    """Skills whose work does not fit into the hours of all the seats that do it, and in which weeks."""

    skills: frozenset[str]
    seats: tuple[Seats, ...]
    work: tuple[Work, ...]
    need: Sequence[float]
    least: Sequence[float]
    have: Sequence[float]
    every: Sequence[float]
    weeks: Sequence[int]


def work_of(case: Case, team: Team) -> Iterator[Work]:
    """The hours that the team's live activities ask for, from this week on; what is stated twice counts once."""
    live = [a for a in case.plan.pointing_at(team.ref, Activity) if _asks(case, team, a)]
    for activity in once(case.plan, live, lambda activity: float(sum(q.mid or 0 for q in activity.effort.values()))):
        span = _when(case, activity)
        stretch = case.weeks.stretch(span) if span and span.start < span.end else None
        if stretch:
            for skill, hours in activity.effort.items():
                if numbers := _in_hours(hours):
                    yield Work(activity.ref, _plain(skill), *numbers, stretch)


def _asks(case: Case, team: Team, activity: Activity) -> bool:
    return bool(activity.effort and activity.team == team.key and not activity.milestone and case.live(activity))


def _when(case: Case, activity: Activity) -> Span | None:
    """From the day work starts to the day it has to be over; the period of its plan where it says neither."""
    start = case.calendar.start(activity.start)
    end = case.calendar.end(activity.end or activity.due or activity.in_market)
    if start and end:
        return Span(start, end)
    return None if activity.start or activity.end or activity.due else case.calendar.span(activity.period)


@lru_cache(maxsize=4096)
def _in_hours(hours: Quantity) -> tuple[float, float] | None:
    """The least, and the middle of the range; None where these are no hours."""
    if not hours.is_number or hours.how != "value" or hours.unit.lower() not in ("", "h", "hour", "hours"):
        return None
    return float(hours.low or 0), float(hours.mid or 0)


@lru_cache(maxsize=4096)
def _plain(skill: str) -> str:
    return " ".join(skill.lower().split())


def seats_of(case: Case, team: Team) -> list[Seats]:
    """The team's seats and those of its parts, by what they can do; none where the parts have parts of their own."""
    parts = [part for part in case.plan.pointing_at(team.ref, Team) if part.part_of == team.key]
    if any(deeper.part_of == part.key for part in parts for deeper in case.plan.pointing_at(part.ref, Team)):
        return []
    by_skills: dict[frozenset[str], list[Role]] = {}
    for role in (role for one in (team, *parts) for role in roles_of(case.plan, one)):
        by_skills.setdefault(frozenset(map(_plain, role.skills)), []).append(role)
    return [
        Seats(
            skills,
            tuple(role.ref for role in roles),
            _added([_hours(case, role, filled(role)) for role in roles]),
            _added([_hours(case, role, filled(role) + vacant(role) if says_seats(role) else None) for role in roles]),
        )
        for skills, roles in by_skills.items()
    ]


def _added(many: Iterable[Sequence[float]]) -> list[float]:
    return [sum(week) for week in zip(*many, strict=True)]


def _hours(case: Case, role: Role, seats: int | None) -> list[float]:
    """The hours of a role's seats by week, less holidays and leave; without end where hours or seats are unknown."""
    weeks = case.weeks
    hours = role.hours_per_week
    numbers = _in_hours(hours) if hours else None
    if seats == 0:
        return [0.0] * len(weeks.names)
    if seats is None or numbers is None:
        return [inf] * len(weeks.names)
    a_day = numbers[1] / (7 - len(case.calendar.weekend) or 1)
    most = [seats * a_day * days for days in weeks.days]
    for when in role.leave:  # of one seat, where there are several
        if (span := case.calendar.span(when)) and (stretch := weeks.stretch(span)):
            away = a_day * case.calendar.working_days(span)
            for n in range(stretch.first, stretch.last + 1):
                most[n] = max(0.0, most[n] - away * weeks.share(stretch, n))
    return most


def unnamed(work: Iterable[Work], seats: Sequence[Seats]) -> set[str]:
    """The skills that no seat names, where every seat names what it does."""
    if any(not one.skills for one in seats):
        return set()
    return {one.skill for one in work} - {skill for one in seats for skill in one.skills}


def cuts(case: Case, work: Sequence[Work], seats: Sequence[Seats], utilisation: float) -> list[Cut]:
    """The fewest sets of skills that are short, those short in most weeks first, each with its weeks."""
    sums: dict[str, Sum] = {}
    for one in work:
        if one.skill not in sums:
            sums[one.skill] = Sum(case.weeks)
        sums[one.skill].add(one.stretch, one.hours)
    need = {skill: by.by_week() for skill, by in sums.items()}
    left = [
        (n, skills)
        for n in _to_look_at(case, need, seats, utilisation)
        for skills in _short_in({skill: hours[n] for skill, hours in need.items()}, seats, n, utilisation)
    ]
    cuts: list[Cut] = []
    while left:
        tried = [
            _cut(case, skills, work, seats, need, utilisation) for skills in sorted({s for _, s in left}, key=sorted)
        ]
        best = max(tried, key=lambda cut: (len(cut.weeks), sum(cut.need[n] - cut.have[n] for n in cut.weeks)))
        if best.weeks:
            cuts.append(best)
        left = [
            (n, skills)
            for n, skills in left  # a week in which the same skills are short by next to nothing is no cut of its own
            if best.weeks and skills != best.skills and not (n in best.weeks and skills & best.skills)
        ]
    return cuts


def _later(case: Case) -> range:
    return range(case.weeks.now, len(case.weeks.names))


def _to_look_at(case: Case, need: dict[str, list[float]], seats: Sequence[Seats], utilisation: float) -> list[int]:
    """The weeks with the same hours in which the highest need of each skill in any of them would not fit."""
    alike: dict[tuple[float, ...], list[int]] = {}
    for n in _later(case):
        alike.setdefault(tuple(one.hours[n] for one in seats), []).append(n)
    found: list[int] = []
    for weeks in alike.values():
        highest_of = {skill: max(hours[n] for n in weeks) for skill, hours in need.items()}
        if _short_in(highest_of, seats, weeks[0], utilisation):
            found += weeks
    return sorted(found)


def _short_in(need: dict[str, float], seats: Sequence[Seats], number: int, utilisation: float) -> list[frozenset[str]]:
    """The skills that are short where so many hours are needed and these seats are there."""
    wanted = {skill: hours for skill, hours in need.items() if hours > NOISE / 10}
    if not wanted:
        return []
    able = {skill: [n for n, one in enumerate(seats) if one.can(skill)] for skill in wanted}
    return short(wanted, [one.hours[number] * utilisation for one in seats], able)


def _cut(
    case: Case,
    skills: frozenset[str],
    work: Iterable[Work],
    seats: Iterable[Seats],
    need: dict[str, list[float]],
    utilisation: float,
) -> Cut:
    theirs = tuple(one for one in seats if any(one.can(skill) for skill in skills))
    asked = tuple(one for one in work if one.skill in skills)
    least = Sum(case.weeks)
    for one in asked:
        least.add(one.stretch, one.least)
    nothing = [[0.0] * len(case.weeks.names)]
    have = [utilisation * hours for hours in _added([*nothing, *(one.hours for one in theirs)])]
    every = _added([*nothing, *(one.every for one in theirs)])
    wanted = _added(need[skill] for skill in skills)
    weeks = [n for n in _later(case) if wanted[n] > have[n] + NOISE]
    return Cut(skills, theirs, asked, wanted, least.by_week(), have, every, weeks)
