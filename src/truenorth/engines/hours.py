"""The hours that work asks of a team, and those of its seats, by skill and week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import NamedTuple

from truenorth.engines.asof import AsOf
from truenorth.engines.between import names_a_day
from truenorth.engines.cost import once
from truenorth.engines.seats import filled, roles_of, says_seats, vacant
from truenorth.engines.weeks import Stretch, Weeks
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Role, Team
from truenorth.plan.strategy import fraction
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity

UTILISATION = 0.8  # the share of a seat's hours that planned work may fill before it is warned of, where nobody says


class Work(NamedTuple):
    """Hours of one skill in one activity: the least, those in the middle of their range, and when."""

    ref: Ref
    skill: str
    least: float
    hours: float
    stretch: Stretch


@dataclass(frozen=True)
class Seats:
    """Roles with the same skills: the hours of their seats by week.

    `planned` are those for planned work, `hours` those of the filled seats (the share that a role states for planned
    work, all where it states none), `every` those of all seats that may be there.
    """

    skills: frozenset[str]  # none: they may do anything
    roles: tuple[Ref, ...]
    planned: Sequence[float]
    hours: Sequence[float]
    every: Sequence[float]

    def can(self, skill: str) -> bool:
        """Whether they do a kind of work."""
        return not self.skills or skill in self.skills


def work_of(case: AsOf, team: Team) -> Iterator[Work]:
    """The hours that the team's live activities ask for from today on; what is stated twice counts once.

    Of work that is under way, what is left counts, by its working days.
    """
    live = [a for a in case.plan.pointing_at(team.ref, Activity) if _asks(case, team, a)]
    for activity in once(case.plan, live, lambda activity: float(sum(q.mid or 0 for q in activity.effort.values()))):
        span = when_worked(case, activity)
        if span is None or span.end < case.today or names_a_day(case, span):
            continue
        left = case.to_come(span)
        if stretch := case.weeks.stretch(Span(max(span.start, case.today), span.end)):
            for skill, hours in activity.effort.items():
                if numbers := in_hours(hours):
                    yield Work(activity.ref, plain(skill), numbers[0] * left, numbers[1] * left, stretch)


def _asks(case: AsOf, team: Team, activity: Activity) -> bool:
    return bool(activity.effort and activity.team == team.key and not activity.milestone and case.live(activity))


def when_worked(case: AsOf, activity: Activity) -> Span | None:
    """From the day work starts to the day it has to be over; the period of its plan where it says neither."""
    start = case.calendar.start(activity.start)
    end = case.calendar.end(activity.end or activity.due or activity.in_market)
    if start and end:
        return Span(start, end)
    return None if activity.start or activity.end or activity.due else case.calendar.span(activity.period)


@lru_cache(maxsize=4096)
def in_hours(hours: Quantity) -> tuple[float, float] | None:
    """The least, and the middle of the range; None where these are no hours."""
    if not hours.is_number or hours.how != "value" or hours.unit.lower() not in ("", "h", "hour", "hours"):
        return None
    return float(hours.low or 0), float(hours.mid or 0)


@lru_cache(maxsize=4096)
def plain(skill: str) -> str:
    """A skill as it is compared: lower case, single spaces."""
    return " ".join(skill.lower().split())


def seats_of(case: AsOf, team: Team, utilisation: float = UTILISATION) -> list[Seats]:
    """The team's seats and those of its parts, by what they can do; none where the parts have parts of their own.

    `utilisation` is the share of their hours that is for planned work where a role does not state it.
    """
    parts = [part for part in case.plan.pointing_at(team.ref, Team) if part.part_of == team.key]
    if any(deeper.part_of == part.key for part in parts for deeper in case.plan.pointing_at(part.ref, Team)):
        return []
    by_skills: dict[frozenset[str], list[Role]] = {}
    for role in (role for one in (team, *parts) for role in roles_of(case.plan, one)):
        by_skills.setdefault(frozenset(map(plain, role.skills)), []).append(role)
    return [_seats(case, skills, roles, utilisation) for skills, roles in by_skills.items()]


def _seats(case: AsOf, skills: frozenset[str], roles: Sequence[Role], utilisation: float) -> Seats:
    there = [_from_today(case, hours_of(case.weeks, role, filled(role))) for role in roles]
    parts = [1.0 if role.utilisation else utilisation for role in roles]
    planned = [[part * hours for hours in by_week] for part, by_week in zip(parts, there, strict=True)]
    most = [filled(role) + vacant(role) if says_seats(role) else None for role in roles]
    every = [_from_today(case, hours_of(case.weeks, role, seats)) for role, seats in zip(roles, most, strict=True)]
    return Seats(skills, tuple(role.ref for role in roles), added(planned), added(there), added(every))


def _from_today(case: AsOf, by_week: list[float]) -> list[float]:
    """Hours by week; of the week under way, the share of the days to come."""
    now = case.weeks.now
    if week := case.calendar.span(case.weeks.names[now]):
        by_week[now] *= case.to_come(week)
    return by_week


def added(many: Iterable[Sequence[float]]) -> list[float]:
    """Several rows of weeks together."""
    return [sum(week) for week in zip(*many, strict=True)]


def hours_of(weeks: Weeks, role: Role, seats: int | None) -> list[float]:
    """The hours of a role's seats by week, less holidays and leave; without end where hours or seats are unknown.

    Of a role that states which share of them is for planned work, it is that share.
    """
    hours, calendar = role.hours_per_week, weeks.calendar
    numbers = in_hours(hours) if hours else None
    if seats == 0:
        return [0.0] * len(weeks.names)
    if seats is None or numbers is None:
        return [inf] * len(weeks.names)
    a_day = float(fraction(role.utilisation)) * numbers[1] / (7 - len(calendar.weekend) or 1)
    most = [seats * a_day * days for days in _days_there(weeks, role)]
    for when in role.leave:  # of one seat, where there are several
        if (span := calendar.span(when)) and (stretch := weeks.stretch(span)):
            away = a_day * calendar.working_days(span)
            for n in range(stretch.first, stretch.last + 1):
                most[n] = max(0.0, most[n] - away * weeks.share(stretch, n))
    return most


def _days_there(weeks: Weeks, role: Role) -> Sequence[int]:
    """The working days of each week on which the seats of a role are there."""
    start, end = weeks.calendar.start(role.start), weeks.calendar.end(role.end)
    if start is None and end is None:
        return weeks.days
    last = len(weeks.before) - 1
    begin = min(max((start - weeks.first).days, 0), last) if start else 0
    until = min(max((end - weeks.first).days + 1, begin), last) if end else last
    edges = [weeks.before[min(max(7 * n, begin), until)] for n in range(len(weeks.names) + 1)]
    return [after - before for before, after in pairwise(edges)]


def unnamed(work: Iterable[Work], seats: Sequence[Seats]) -> set[str]:
    """The skills that no seat names, where every seat names what it does."""
    if any(not one.skills for one in seats):
        return set()
    return {one.skill for one in work} - {skill for one in seats for skill in one.skills}
