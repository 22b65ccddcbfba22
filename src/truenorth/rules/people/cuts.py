"""The hours that work asks of a team, those of its seats, and the sets of skills of which there are too few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from truenorth.engines.hall import short
from truenorth.engines.hours import Seats, Work, added
from truenorth.engines.weeks import Sum
from truenorth.rules.case import Case

NOISE = 0.5  # hours a week that are rounding, not a shortfall


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
    have = [utilisation * hours for hours in added([*nothing, *(one.hours for one in theirs)])]
    every = added([*nothing, *(one.every for one in theirs)])
    wanted = added(need[skill] for skill in skills)
    weeks = [n for n in _later(case) if wanted[n] > have[n] + NOISE]
    return Cut(skills, theirs, asked, wanted, least.by_week(), have, every, weeks)
