"""TEAM01: the hours that the work of a team asks for, by skill and week, against those of its seats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import NamedTuple

from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Role, Team
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug
from truenorth.rules.people.hall import short
from truenorth.rules.rule import rule
from truenorth.rules.seats import filled, roles_of, vacant
from truenorth.rules.weeks import Stretch, Sum, highest
from truenorth.rules.words import row

_NOISE = 0.5  # hours a week that are rounding, not a shortfall


@rule("TEAM01", asks="mops", each=Team, reads=["activity", "role"], looks=2, severity="error")
def more_work_than_hours(case: Case, team: Team, *, utilisation: float = 0.8) -> Iterator[Finding]:
    """
    The work of a team asks for more hours than its seats have.

    ## Why it matters

    A strategy is promised by people who know what they want, and carried by people who have so many hours a week.
    Work that nobody has the hours for is done late, badly or at night, and the blame for it comes after.

    The hours of each activity fall evenly on the working days from its start to its end; holidays and leave are taken
    off the hours of the seats. A seat that can do several things is counted for each of them, so the finding names
    the skills that together have too few hours, whoever does what. Of a seat's time, `utilisation` is for planned
    work: more than that is a warning, and more than all of it, with open seats filled, an error. A seat that names
    no skills may do anything, and one without hours is never short. Work that starts and ends on one day names a
    date rather than a stretch of work, and is not counted; nor is effort without a team. A team's seats are its own
    and those of the teams that are part of it. With records of who did what, the hours that are left can be told.

    ## Example

        activity: {spring-letter: {end: 2027-03-05, effort: {copy: 70, design: null}}}

    ## Finds

        team:demand 2027-W09 needs 70 hours of copy and its seats give 46: 24 short, most for Spring letter

    ## Put right

        activity: {spring-letter: {end: 2027-03-31}}
    """
    work = list(_work(case, team))
    seats = _seats(case, team) if work else []
    if not seats:
        return
    if unnamed := _unnamed(work, seats):
        yield _nobody_names(team, work, unnamed, seats)
    for cut in _cuts(case, [one for one in work if one.skill not in unnamed], seats, utilisation):
        yield _finding(case, team, cut, utilisation)


class _Work(NamedTuple):
    """Hours of one skill in one activity: the least, those in the middle of their range, and when."""

    ref: Ref
    skill: str
    least: float
    hours: float
    stretch: Stretch


@dataclass(frozen=True)
class _Seats:
    """Roles with the same skills: the hours of their filled seats by week, and those of all their seats."""

    skills: frozenset[str]  # none: they may do anything
    roles: tuple[Ref, ...]
    hours: Sequence[float]
    every: Sequence[float]

    def can(self, skill: str) -> bool:
        """Whether they do a kind of work."""
        return not self.skills or skill in self.skills


@dataclass(frozen=True)
class _Cut:
    """Skills whose work does not fit into the hours of all the seats that do it, and in which weeks."""

    skills: frozenset[str]
    seats: tuple[_Seats, ...]
    work: tuple[_Work, ...]
    need: Sequence[float]
    least: Sequence[float]
    have: Sequence[float]
    every: Sequence[float]
    weeks: Sequence[int]


def _work(case: Case, team: Team) -> Iterator[_Work]:
    """The hours that the team's live activities ask for, from this week on."""
    for activity in case.plan.pointing_at(team.ref, Activity):
        if activity.effort and activity.team == team.key and not activity.milestone and case.live(activity):
            span = _when(case, activity)
            stretch = case.weeks.stretch(span) if span and span.start < span.end else None
            if stretch:
                for skill, hours in activity.effort.items():
                    if numbers := _in_hours(hours):
                        yield _Work(activity.ref, _plain(skill), *numbers, stretch)


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


def _seats(case: Case, team: Team) -> list[_Seats]:
    """The team's seats and those of its parts, by what they can do; none where the parts have parts of their own."""
    parts = [part for part in case.plan.pointing_at(team.ref, Team) if part.part_of == team.key]
    if any(deeper.part_of == part.key for part in parts for deeper in case.plan.pointing_at(part.ref, Team)):
        return []
    by_skills: dict[frozenset[str], list[Role]] = {}
    for role in (role for one in (team, *parts) for role in roles_of(case.plan, one)):
        by_skills.setdefault(frozenset(map(_plain, role.skills)), []).append(role)
    return [
        _Seats(
            skills,
            tuple(role.ref for role in roles),
            _added([_hours(case, role, filled(role)) for role in roles]),
            _added([_hours(case, role, filled(role) + vacant(role)) for role in roles]),
        )
        for skills, roles in by_skills.items()
    ]


def _added(many: Iterable[Sequence[float]]) -> list[float]:
    return [sum(week) for week in zip(*many, strict=True)]


def _hours(case: Case, role: Role, seats: int) -> list[float]:
    """The hours of a role's seats by week, less holidays and leave; without end where it names no hours."""
    weeks = case.weeks
    hours = role.hours_per_week
    if not seats:
        return [0.0] * len(weeks.names)
    numbers = _in_hours(hours) if hours else None
    if numbers is None:
        return [inf] * len(weeks.names)
    a_day = numbers[1] / (7 - len(case.calendar.weekend) or 1)
    most = [seats * a_day * days for days in weeks.days]
    for when in role.leave:  # of one seat, where there are several
        if (span := case.calendar.span(when)) and (stretch := weeks.stretch(span)):
            away = a_day * case.calendar.working_days(span)
            for n in range(stretch.first, stretch.last + 1):
                most[n] = max(0.0, most[n] - away * weeks.share(stretch, n))
    return most


def _unnamed(work: Iterable[_Work], seats: Sequence[_Seats]) -> set[str]:
    """The skills that no seat names, where every seat names what it does."""
    if any(not one.skills for one in seats):
        return set()
    return {one.skill for one in work} - {skill for one in seats for skill in one.skills}


def _cuts(case: Case, work: Sequence[_Work], seats: Sequence[_Seats], utilisation: float) -> list[_Cut]:
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
    cuts: list[_Cut] = []
    while left:
        tried = [
            _cut(case, skills, work, seats, need, utilisation) for skills in sorted({s for _, s in left}, key=sorted)
        ]
        best = max(tried, key=lambda cut: (len(cut.weeks), sum(cut.need[n] - cut.have[n] for n in cut.weeks)))
        if best.weeks:
            cuts.append(best)
        left = [(n, skills) for n, skills in left if best.weeks and not (n in best.weeks and skills & best.skills)]
    return cuts


def _later(case: Case) -> range:
    return range(case.weeks.now, len(case.weeks.names))


def _to_look_at(case: Case, need: dict[str, list[float]], seats: Sequence[_Seats], utilisation: float) -> list[int]:
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


def _short_in(need: dict[str, float], seats: Sequence[_Seats], number: int, utilisation: float) -> list[frozenset[str]]:
    """The skills that are short where so many hours are needed and these seats are there."""
    wanted = {skill: hours for skill, hours in need.items() if hours > _NOISE / 10}
    if not wanted:
        return []
    able = {skill: [n for n, one in enumerate(seats) if one.can(skill)] for skill in wanted}
    return short(wanted, [one.hours[number] * utilisation for one in seats], able)


def _cut(
    case: Case,
    skills: frozenset[str],
    work: Iterable[_Work],
    seats: Iterable[_Seats],
    need: dict[str, list[float]],
    utilisation: float,
) -> _Cut:
    theirs = tuple(one for one in seats if any(one.can(skill) for skill in skills))
    asked = tuple(one for one in work if one.skill in skills)
    least = Sum(case.weeks)
    for one in asked:
        least.add(one.stretch, one.least)
    nothing = [[0.0] * len(case.weeks.names)]
    have = [utilisation * hours for hours in _added([*nothing, *(one.hours for one in theirs)])]
    every = _added([*nothing, *(one.every for one in theirs)])
    wanted = _added(need[skill] for skill in skills)
    weeks = [n for n in _later(case) if wanted[n] > have[n] + _NOISE]
    return _Cut(skills, theirs, asked, wanted, least.by_week(), have, every, weeks)


def _finding(case: Case, team: Team, cut: _Cut, utilisation: float) -> Finding:
    worst = highest(cut.weeks, [need - have for need, have in zip(cut.need, cut.have, strict=True)])
    by = {one.ref: 0.0 for one in cut.work if case.weeks.share(one.stretch, worst)}
    for one in cut.work:
        if one.ref in by:
            by[one.ref] += one.hours * case.weeks.share(one.stretch, worst)
    first = max(by, key=lambda ref: (by[ref], ref))
    names = case.weeks.names
    return found(
        (team.ref, *sorted(by, key=lambda ref: -by[ref])[:3]),
        f"{_says(case, cut, worst)}, most for {case.plan.title(first)}",
        part=slug("-".join(sorted(cut.skills))),
        severity="error" if any(cut.least[n] > cut.every[n] + _NOISE for n in cut.weeks) else "warning",
        stake=sorted(_concerned(cut)),
        seen={
            "skills": sorted(cut.skills),
            "roles": sorted(role for one in cut.seats for role in one.roles),
            "utilisation": utilisation,
            "weeks": {names[n]: {"need": round(cut.need[n], 1), "have": round(cut.have[n], 1)} for n in cut.weeks},
            "work": {names[worst]: {ref: round(hours, 1) for ref, hours in sorted(by.items())}},
        },
        fixes=_fixes(case, cut, first),
    )


def _says(case: Case, cut: _Cut, worst: int) -> str:
    need, have, week = round(cut.need[worst]), round(cut.have[worst]), case.weeks.names[worst]
    gives = f"its seats give {have:,}" if have else "none of its seats for this is filled"
    says = f"{week} needs {need:,} hours of {row(sorted(cut.skills))} and {gives}: {need - have:,} short"
    if len(cut.weeks) > 1:
        in_all = sum(round(cut.need[n]) - round(cut.have[n]) for n in cut.weeks)
        says += f" ({in_all:,} in {case.weeks.said(cut.weeks)})"
    return says


def _concerned(cut: _Cut) -> set[Ref]:
    return {one.ref for one in cut.work if any(one.stretch.first <= n <= one.stretch.last for n in cut.weeks)}


def _fixes(case: Case, cut: _Cut, first: Ref) -> Iterator[Fix]:
    title = case.plan.title(first)
    yield Fix(f"Stretch or move {title}", {first: {"end": Blank("Until when can it be spread?")}})
    for role in sorted(role for one in cut.seats for role in one.roles)[:1]:
        asks = Blank("How many seats can do this, counting those you add?")
        yield Fix(f"Add hours: one more {case.plan.title(role)}", {role: {"filled": asks}})
    yield Fix(f"Leave out a part of {title}", {first: {"effort": Blank("How many hours of each skill stay in?")}})


def _nobody_names(team: Team, work: Sequence[_Work], skills: set[str], seats: Sequence[_Seats]) -> Finding:
    hours = {skill: sum(one.hours for one in work if one.skill == skill) for skill in sorted(skills)}
    planned = row([f"{amount:,.0f} hours of {skill}" for skill, amount in hours.items()])
    refs = sorted({one.ref for one in work if one.skill in skills})
    role = min(ref for one in seats for ref in one.roles)
    return found(
        (team.ref, *refs),
        f"{planned} are planned, and no seat of the team names this as a skill",
        kind="gap",
        cause="plan hours of a skill that none of their seats names",
        part="skills",
        seen={"hours": hours},
        fixes=[
            Fix("Say which seat does it", {role: {"skills": Blank(f"Which seat does {row(hours)}?")}}),
            Fix("Say which team does it", {refs[0]: {"team": Blank(f"Which team does {row(hours)}?")}}),
        ],
    )
