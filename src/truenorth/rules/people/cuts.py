"""The hours that work asks of a team, those of its seats, and the sets of skills of which there are too few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from truenorth.engines.hall import short
from truenorth.engines.hours import Seats, Work, added
from truenorth.engines.weeks import Sum
from truenorth.engines.within import too_much_within
from truenorth.rules.case import Case

NOISE = 0.5  # hours a week that are rounding, not a shortfall


@dataclass(frozen=True)
class Cut:
    """Skills whose work does not fit into the hours of all the seats that do it, and in which weeks.

    `need` is by the middle of the ranges, `have` the hours for planned work, `full` all of the filled seats, `every`
    all that may be there. `sure`: even the least does not fit into these, whenever between its dates it is done.
    """

    skills: frozenset[str]
    seats: tuple[Seats, ...]
    work: tuple[Work, ...]
    need: Sequence[float]
    have: Sequence[float]
    full: Sequence[float]
    weeks: Sequence[int]
    sure: bool


def cuts(case: Case, work: Sequence[Work], seats: Sequence[Seats]) -> list[Cut]:
    """The fewest sets of skills that are short, those short in most weeks first, each with its weeks."""
    sums: dict[str, Sum] = {}
    for one in work:
        if one.skill not in sums:
            sums[one.skill] = Sum(case.weeks)
        sums[one.skill].add(one.stretch, one.hours)
    need = {skill: by.by_week() for skill, by in sums.items()}
    left = [
        (n, skills)
        for n in _to_look_at(case, need, seats)
        for skills in _short_in({skill: hours[n] for skill, hours in need.items()}, seats, n)
    ]
    cuts: list[Cut] = []
    while left:
        tried = [_cut(case, skills, work, seats, need) for skills in sorted({s for _, s in left}, key=sorted)]
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


def _to_look_at(case: Case, need: dict[str, list[float]], seats: Sequence[Seats]) -> list[int]:
    """The weeks with the same hours in which the highest need of each skill in any of them would not fit."""
    alike: dict[tuple[float, ...], list[int]] = {}
    for n in _later(case):
        alike.setdefault(tuple(one.hours[n] for one in seats), []).append(n)
    found: list[int] = []
    for weeks in alike.values():
        highest_of = {skill: max(hours[n] for n in weeks) for skill, hours in need.items()}
        if _short_in(highest_of, seats, weeks[0]):
            found += weeks
    return sorted(found)


def _short_in(need: dict[str, float], seats: Sequence[Seats], number: int) -> list[frozenset[str]]:
    """The skills that are short where so many hours are needed and these seats are there."""
    wanted = {skill: hours for skill, hours in need.items() if hours > NOISE / 10}
    if not wanted:
        return []
    able = {skill: [n for n, one in enumerate(seats) if one.can(skill)] for skill in wanted}
    return short(wanted, [one.planned[number] for one in seats], able)


def _cut(
    case: Case,
    skills: frozenset[str],
    work: Iterable[Work],
    seats: Iterable[Seats],
    need: dict[str, list[float]],
) -> Cut:
    theirs = tuple(one for one in seats if any(one.can(skill) for skill in skills))
    asked = tuple(one for one in work if one.skill in skills)
    nothing = [[0.0] * len(case.weeks.names)]
    have, full, every = (
        added([*nothing, *(getattr(one, name) for one in theirs)]) for name in ("planned", "hours", "every")
    )
    wanted = added(need[skill] for skill in skills)
    weeks = [n for n in _later(case) if wanted[n] > have[n] + NOISE]
    return Cut(skills, theirs, asked, wanted, have, full, weeks, _never_fits(case, asked, every))


def _never_fits(case: Case, work: Iterable[Work], every: Sequence[float]) -> bool:
    """Whether what has to be done within some weeks is more than there is in them, however it is laid."""
    return too_much_within((part for one in work for part in _parts(case, one, every)), every, NOISE)


def _parts(case: Case, one: Work, every: Sequence[float]) -> Iterator[tuple[int, int, float]]:
    """(first week, last week, hours) that have to be done within weeks, of the least that is left of some work.

    Work goes on evenly on the days that it takes. Where all of it is more than two weeks hold, it takes so many days
    that it sees a whole week, and no day of it more than a day of a whole week holds: so the weeks at its ends see no
    more than that, and the rest has to be done between them.
    """
    first, last, end = one.stretch.first, one.stretch.last, len(case.weeks.names) - 1
    if last == end and first < end:
        return  # what lasts beyond the weeks that are looked at can be done then
    a_day = max((every[n] / days for n in range(first + 1, last) if (days := case.weeks.days[n])), default=0.0)
    if not a_day or one.least <= 2 * max(every[first : last + 1]):
        yield first, last, one.least
        return
    head, tail = (a_day * part / one.stretch.middle for part in (one.stretch.head, one.stretch.tail))
    yield first + 1, last - 1, one.least - head - tail
    yield first + 1, last, tail
    yield first, last - 1, head
