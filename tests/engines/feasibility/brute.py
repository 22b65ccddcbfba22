"""Every arrangement of a small problem, one after the other: the answer that no cleverness can get wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations, product

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.problem import Problem, Use, Work

Limit = tuple[str, object]  # what it is of, and its day, number or week
NODES = 400_000


class TooMany(Exception):
    """More arrangements than anybody would wait for."""


def arranged(problem: Problem, without: Collection[str] = frozenset()) -> dict[str, Placed] | None:
    """An arrangement that holds, if there is one; what is in `without` is not believed."""
    off = set(without)
    if any(off.isdisjoint(clash.claims) for clash in problem.clashes):
        return None
    return _Trying(problem, off).tried()


def holds(problem: Problem, schedule: dict[str, Placed], without: Collection[str] = frozenset()) -> bool:
    """Whether an arrangement is one that holds."""
    off = set(without)
    trying = _Trying(problem, off)
    if any(off.isdisjoint(clash.claims) for clash in problem.clashes):
        return False
    left = dict(trying.there)
    for work, places in zip(trying.works, trying.places, strict=True):
        draws = next((draws for place, draws in places if place == schedule[work.key]), None)
        if draws is None or not trying.in_order(schedule, work.key):
            return False
        for limit, much in draws.items():
            left[limit] -= much
    return all(much >= 0 for much in left.values())


class _Trying:
    def __init__(self, problem: Problem, off: set[str]) -> None:
        self.problem, self.off, self.nodes = problem, off, 0
        do = {bundle.key: bundle.do for bundle in problem.bundles}
        self.works = [work for work in problem.works if do[work.bundle] not in off]
        self.there = dict(self.limits())
        self.places = [list(self.all_places(work)) for work in self.works]
        order = sorted(range(len(self.works)), key=lambda n: len(self.places[n]))
        self.works, self.places = [self.works[n] for n in order], [self.places[n] for n in order]

    def limits(self) -> Iterator[tuple[Limit, int]]:
        """All that may run out: each place on each day, each pot, the hours of each set of skills in each week."""
        for supply in self.problem.supplies:
            if self.off.isdisjoint(supply.claims):
                yield from ((("row", (supply.key, day)), there) for day, there in enumerate(supply.per_day))
        for n, pot in enumerate(self.problem.pots):
            if self.off.isdisjoint(pot.claims):
                yield ("pot", n), pot.amount
        for skills in self.skill_sets():
            able = [one for one in self.problem.staff if one.skills & skills]
            if not any(one.claim in self.off for one in able):
                for week in range(len(self.problem.weeks)):
                    yield ("hours", (skills, week)), sum(one.per_week[week] for one in able)

    def skill_sets(self) -> list[frozenset[str]]:
        skills = sorted({skill for one in self.problem.staff for skill in one.skills})
        return [frozenset(many) for size in range(1, len(skills) + 1) for many in combinations(skills, size)]

    def all_places(self, work: Work) -> Iterator[tuple[Placed, dict[Limit, int]]]:
        led = self.off.isdisjoint(work.lead)
        lengths = range(work.shortest, work.longest + 1) if led else (0,)
        for days, start in product(lengths, range(self.problem.days + 1)):
            place = Placed(start, start + days)
            if self.allowed(work, place):
                yield place, self.draws(work, place) if led else {}

    def allowed(self, work: Work, place: Placed) -> bool:
        bounds = [(0, self.problem.days)]
        bounds += [(work.earliest, place.end)] if self.off.isdisjoint(work.ready) else []
        bounds += [(place.start, work.latest)] if self.off.isdisjoint(work.due) else []
        bounds += [(one.first, one.last) for one in work.windows if self.off.isdisjoint(one.claims)]
        return all(first <= place.start and place.end <= last for first, last in bounds)

    def draws(self, work: Work, place: Placed) -> dict[Limit, int]:
        """What a place draws from each limit, counted day by day."""
        found: dict[Limit, int] = {}
        for use in work.uses:
            if not self.off.isdisjoint(use.claims):
                continue
            for day in range(place.start + use.lag, place.end + use.lag):
                self.add(found, ("row", (use.resource, day)), use.amount)
            for day, much in _by_day(use, place):
                for n, pot in enumerate(self.problem.pots):
                    if pot.resource == use.resource and pot.first <= day < pot.last:
                        self.add(found, ("pot", n), much)
                for skills in self.skill_sets():
                    if use.resource in skills and 0 <= day < self.problem.days:
                        self.add(
                            found, ("hours", (skills, sum(day >= first for first in self.problem.weeks) - 1)), much
                        )
        return found

    def add(self, found: dict[Limit, int], limit: Limit, much: int) -> None:
        if limit in self.there:
            found[limit] = found.get(limit, 0) + much

    def tried(self) -> dict[str, Placed] | None:
        return self.put(0, {}, self.there)

    def put(self, n: int, placed: dict[str, Placed], left: dict[Limit, int]) -> dict[str, Placed] | None:
        if n == len(self.works):
            return placed
        self.nodes += 1
        if self.nodes > NODES:
            raise TooMany
        for place, draws in self.places[n]:
            if any(left[limit] < much for limit, much in draws.items()):
                continue
            now = {**placed, self.works[n].key: place}
            if self.in_order(now, self.works[n].key):
                rest = {**left, **{limit: left[limit] - much for limit, much in draws.items()}}
                if found := self.put(n + 1, now, rest):
                    return found
        return None

    def in_order(self, placed: dict[str, Placed], key: str) -> bool:
        return all(
            placed[one.then].start >= placed[one.first].end + one.lag
            for one in self.problem.afters
            if key in (one.first, one.then)
            and one.first in placed
            and one.then in placed
            and self.off.isdisjoint(one.claims)
        )


def _by_day(use: Use, place: Placed) -> Iterator[tuple[int, int]]:
    if use.on is not None:
        yield use.on, use.amount
    elif place.start == place.end:
        yield place.start + use.lag, use.amount
    else:
        days, drawn = place.end - place.start, 0
        for day in range(1, days + 1):
            upto = use.amount * day // days
            yield place.start + use.lag + day - 1, upto - drawn
            drawn = upto
