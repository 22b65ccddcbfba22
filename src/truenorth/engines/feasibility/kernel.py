"""A problem compiled for the solvers: work by number, and what it draws on as tracks of periods and daily rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Literal

from truenorth.engines.feasibility.problem import Pot, Problem, Staff, Use, Work


@dataclass(frozen=True)
class Track:
    """Periods of one resource that do not overlap, in order: how much may be drawn in each, and the claims behind it.

    `spares` are what of these amounts is not told. A track of kind "staff" is of a set of skills, joined by "|": the
    hours a week of all who have one of them.
    """

    resource: str
    title: str
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    amounts: tuple[int, ...]
    claims: tuple[tuple[str, ...], ...]
    kind: Literal["pot", "staff"] = "pot"
    spares: tuple[int, ...] = ()

    def told(self, n: int) -> int:
        """How much there is in a period, as it is told."""
        return self.amounts[n] - (self.spares[n] if self.spares else 0)


@dataclass(frozen=True)
class Row:
    """How much of a resource can be in use on each day."""

    resource: str
    title: str
    per_day: tuple[int, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """What a piece of work draws: from track or row `at`, `amount` (in all, or on each day), `lag` days later."""

    at: int
    amount: int
    lag: int = 0
    on: int | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """A use of several tracks with the same periods: the hours of a skill count on every set of skills it is in."""

    tracks: tuple[int, ...]
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    amount: int
    lag: int
    on: int | None
    claims: tuple[str, ...]
    skill: str = ""


class Kernel:
    """A problem with its tracks and rows; `sets` are skill sets beyond one and two skills that have to be looked at."""

    def __init__(self, problem: Problem, sets: Collection[frozenset[str]] = ()) -> None:
        """Compile."""
        self.problem = problem
        self.works = problem.works
        self.number = {work.key: n for n, work in enumerate(problem.works)}
        self.do = [problem.bundle[work.bundle].do for work in problem.works]
        self.sets = frozenset(sets)
        self.tracks = [*_tracks(problem.pots), *_staffed(problem, self.sets)]
        self.rows = [Row(one.key, one.title, one.per_day, one.claims) for one in problem.supplies]
        self.arcs = [(self.number[a.first], self.number[a.then], a.lag, a.claims) for a in problem.afters]
        on_track = _by_resource(problem, self.tracks)
        on_row: dict[str, list[int]] = {}
        for n, row in enumerate(self.rows):
            on_row.setdefault(row.resource, []).append(n)
        self.draws = [_draws(work.uses, on_track) for work in problem.works]
        self.spreads = [_spreads(work.uses, on_track, self.tracks) for work in problem.works]
        known = {skill for staff in problem.staff for skill in staff.skills}
        self.hours = [_hours(work.uses, problem, known) for work in problem.works]
        self.runs = [_draws(work.uses, on_row) for work in problem.works]

    def with_sets(self, sets: Iterable[frozenset[str]]) -> Kernel:
        """The same with more skill sets looked at."""
        return Kernel(self.problem, self.sets | set(sets))


def _draws(uses: tuple[Use, ...], places: dict[str, list[int]]) -> tuple[Draw, ...]:
    return tuple(
        Draw(at, use.amount, use.lag, use.on, use.claims)
        for use in uses
        if use.amount
        for at in places.get(use.resource, ())
    )


def _spreads(uses: tuple[Use, ...], places: dict[str, list[int]], tracks: list[Track]) -> tuple[Spread, ...]:
    found = []
    for use in uses:
        alike: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}
        for at in places.get(use.resource, ()) if use.amount else ():
            alike.setdefault((tracks[at].firsts, tracks[at].lasts), []).append(at)
        for (firsts, lasts), many in alike.items():
            found.append(Spread(tuple(many), firsts, lasts, use.amount, use.lag, use.on, use.claims))
    return tuple(found)


def _hours(uses: tuple[Use, ...], problem: Problem, known: set[str]) -> tuple[Spread, ...]:
    """What a work asks of each skill in each week."""
    return tuple(
        Spread((), problem.weeks, problem.week_ends, use.amount, use.lag, use.on, use.claims, use.resource)
        for use in uses
        if use.amount and use.resource in known
    )


def _by_resource(problem: Problem, tracks: list[Track]) -> dict[str, list[int]]:
    """The tracks that a use of a resource counts on: its own, and those of the skill sets it is in."""
    places: dict[str, list[int]] = {}
    for n, track in enumerate(tracks):
        skills = track.resource.split("|") if track.kind == "staff" else [track.resource]
        for name in skills:
            places.setdefault(name, []).append(n)
    return places


def _tracks(pots: Iterable[Pot]) -> list[Track]:
    """Pots of one resource, each in the first track where it overlaps no other."""
    tracks: dict[tuple[str, int], list[Pot]] = {}
    for pot in sorted(pots, key=lambda pot: (pot.resource, pot.first, pot.last)):
        n = 0
        while (pot.resource, n) in tracks and tracks[pot.resource, n][-1].last > pot.first:
            n += 1
        tracks.setdefault((pot.resource, n), []).append(pot)
    return [
        Track(
            resource,
            many[0].title,
            tuple(pot.first for pot in many),
            tuple(pot.last for pot in many),
            tuple(pot.amount + pot.spare for pot in many),
            tuple(pot.claims for pot in many),
            spares=tuple(pot.spare for pot in many),
        )
        for (resource, _), many in tracks.items()
    ]


def _staffed(problem: Problem, more: frozenset[frozenset[str]]) -> tuple[Track, ...]:
    """A track of weeks for each skill that is drawn on, each two that somebody has both of, and each set asked for."""
    drawn = {use.resource for work in problem.works for use in work.uses}
    known = {skill for staff in problem.staff for skill in staff.skills}
    taken = {pot.resource for pot in problem.pots} | {supply.key for supply in problem.supplies}
    return _of_skills(problem.staff, frozenset((drawn & known) - taken), more, problem.weeks, problem.week_ends)


@lru_cache(maxsize=64)  # most ways out leave the staff as it is
def _of_skills(
    staff: tuple[Staff, ...],
    skills: frozenset[str],
    more: frozenset[frozenset[str]],
    weeks: tuple[int, ...],
    ends: tuple[int, ...],
) -> tuple[Track, ...]:
    pairs = {frozenset(pair) for one in staff for pair in combinations(sorted(one.skills & skills), 2)}
    sets = {frozenset((skill,)) for skill in skills} | pairs | more
    in_order = sorted(sets, key=lambda s: (len(s), sorted(s)))
    return tuple(_of_staff([one for one in staff if one.skills & wanted], wanted, weeks, ends) for wanted in in_order)


def _of_staff(those: Sequence[Staff], skills: frozenset[str], weeks: tuple[int, ...], ends: tuple[int, ...]) -> Track:
    return Track(
        "|".join(sorted(skills)),
        " + ".join(staff.title for staff in those),
        weeks,
        ends,
        tuple(sum(staff.per_week[n] for staff in those) for n in range(len(weeks))),
        (tuple(staff.claim for staff in those),) * len(weeks),
        kind="staff",
    )


def drawn(amount: int, days: int, first: int, last: int) -> int:
    """What is drawn between two days of a run of some days: `amount` spread evenly, in whole numbers."""
    if days <= 0:
        return amount if first <= 0 < last else 0
    return amount * min(max(last, 0), days) // days - amount * min(max(first, 0), days) // days


def parts(spread: Spread, start: int, days: int) -> Iterator[tuple[int, int]]:
    """(period, how much of it is drawn there) of a run from a day for some days."""
    firsts, lasts, amount = spread.firsts, spread.lasts, spread.amount
    begin = start + spread.lag if spread.on is None else spread.on
    length = days if spread.on is None else 0
    end = begin + (length or 1)
    n, count = max(0, bisect_right(firsts, begin) - 1), len(firsts)
    while n < count and firsts[n] < end:
        first, last = firsts[n] - begin, lasts[n] - begin
        if last > 0:
            if not length:
                if first <= 0:
                    yield n, amount
            else:
                upto = amount if last >= length else amount * last // length
                much = upto - (amount * first // length if first > 0 else 0)
                if much:
                    yield n, much
        n += 1


def length(work: Work, believed: Collection[str] | None) -> tuple[int, int]:
    """The shortest and longest days of a piece of work; a step whose lead time is not believed takes none."""
    if believed is not None and not all(claim in believed for claim in work.lead):
        return 0, 0
    return work.shortest, work.longest
