"""A schedule made from another: what finds no place takes that of other work, which then looks for another place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from truenorth.engines.feasibility.answer import Placed, Schedule
from truenorth.engines.feasibility.left import Left
from truenorth.engines.feasibility.listing import first_place, least, lengths_of
from truenorth.engines.feasibility.view import View

_LOOKED_AT = 12  # first days of a work that are looked at for each of its lengths, where something is in the way


class Ejection:
    """Work stays where it lies in another schedule as far as that holds; the rest is put in, one by one.

    Guided ejection search (Nagata and Bräysy 2009): work that finds no place is put where what it takes the place of
    is least troublesome, and that goes back among the rest. Work is the more troublesome, the more often it found no
    place itself.
    """

    def __init__(self, view: View, windows: tuple[Sequence[int], Sequence[int]], near: Schedule) -> None:
        """Leave all work where it lies as far as that holds."""
        self.view = view
        self.early, self.late = windows
        self.left = Left(view, shared=True)
        self.placed: dict[int, Placed] = {}
        self.trouble: Counter[str] = Counter()  # how often a bundle was put in by force
        self.users: dict[tuple[int, int], dict[int, int]] | None = None  # what each draws, by track and period
        self.runners: dict[int, set[int]] = {}  # the work placed that holds of a row
        self.do = [view.kernel.do[n] for n in view.chosen]
        self.rest: list[int] = []
        self._stay(near)

    def fill(self, forced: int, stop: Callable[[], bool]) -> bool:
        """Place the rest, with so many bundles put in by force at most; whether all of it found a place."""
        self._fill()
        for _ in range(forced):
            if not self.rest or stop():
                break
            self._force(self.do[self.rest.pop()])
            self._fill()
        return not self.rest

    def _fill(self) -> None:
        """Place what finds a place without anything giving way."""
        self.rest = [p for p in reversed(self.rest) if not self._put_somewhere(p)][::-1]

    @property
    def schedule(self) -> Schedule:
        """What is placed."""
        return {self.view.key(p): place for p, place in self.placed.items()}

    def without(self) -> Schedule:
        """What is placed, without the bundles of which some work found no place."""
        out = {self.do[p] for p in self.rest}
        return {self.view.key(p): place for p, place in self.placed.items() if self.do[p] not in out}

    def in_the_way(self, around: int) -> Iterator[str]:
        """The claims that keep so much work from a place as found none most often: on it, and on what it lacks."""
        for p in sorted(self.rest, key=lambda p: (-self.trouble[self.do[p]], p))[:around]:
            work = self.view.kernel.works[self.view.chosen[p]]
            yield self.do[p]
            yield from (*work.due, *work.ready, *work.lead)
            yield from (claim for window in work.windows for claim in window.claims)
            yield from self._lacking(p)

    def _stay(self, near: Schedule) -> None:
        lies = {p: place for p in range(self.view.size) if (place := near.get(self.view.key(p)))}
        for p in sorted(lies, key=lambda p: (lies[p].start, self.late[p], p)):
            if self._holds(p, lies[p]):
                self._put(p, lies[p])
        self.rest = self._in_order(p for p in range(self.view.size) if p not in self.placed)

    def _in_order(self, works: Iterable[int]) -> list[int]:
        """What has to be over first comes last: it is the next."""
        return sorted(works, key=lambda p: (-self.late[p], -self.early[p], p))

    def _holds(self, p: int, place: Placed) -> bool:
        begin, end = self._room(p)
        days = place.end - place.start
        if not (begin <= place.start and place.end <= end and self.view.least[p] <= days <= self.view.most[p]):
            return False
        return self.left.lack(p, place.start, days) == place.start

    def _room(self, p: int) -> tuple[int, int]:
        """The days that dates and the work around it leave to a work."""
        before = (self.placed[q].end + lag for q, lag, _ in self.view.first[p] if q in self.placed)
        after = (self.placed[q].start - lag for q, lag, _ in self.view.then[p] if q in self.placed)
        return max([self.early[p], *before]), min([self.late[p], *after])

    def _put(self, p: int, place: Placed) -> None:
        self.placed[p] = place
        self.left.take(p, place)
        if self.users is not None:
            self._count(self.users, p, place)
        for draw in self.view.runs[p]:
            self.runners.setdefault(draw.at, set()).add(p)

    def _count(self, users: dict[tuple[int, int], dict[int, int]], p: int, place: Placed) -> None:
        for key, much in self.left.asks(p, place.start, place.end - place.start).items():
            users.setdefault(key, {})[p] = much

    def _drawing(self) -> dict[tuple[int, int], dict[int, int]]:
        """What each work draws, by track and period; counted once something has to give way."""
        if self.users is None:
            self.users = {}
            for p, place in self.placed.items():
                self._count(self.users, p, place)
        return self.users

    def _eject(self, p: int) -> None:
        users = self._drawing()
        place = self.placed.pop(p)
        self.left.take(p, place, -1)
        for key in self.left.asks(p, place.start, place.end - place.start):
            users[key].pop(p)
        for draw in self.view.runs[p]:
            self.runners[draw.at].discard(p)

    def _put_somewhere(self, p: int) -> bool:
        """Place a work as early as what is left allows, or tell that it finds no place."""
        begin, end = self._room(p)
        shortest, longest = self.view.least[p], max(self.view.least[p], min(self.view.most[p], end - begin))
        place = first_place(self.left, p, begin, end, lengths_of(shortest, longest, 2))
        if place is not None:
            self._put(p, place)
        return place is not None

    def _force(self, do: str) -> None:
        """Put a bundle in, its work in the order in which it waits, where what gives way is least troublesome."""
        self.trouble[do] += 1
        mine = [p for p in self.view.order if self.do[p] == do]
        for p in mine:
            if p in self.placed:
                self._eject(p)
        out: set[int] = set()
        for p in mine:
            out |= self._put_in(p)
        self.rest = [p for p in self.rest if self.do[p] != do and p not in out]
        self.rest = self._in_order({*self.rest, *out, *(p for p in mine if p not in self.placed)})

    def _put_in(self, p: int) -> set[int]:
        """Put a work where what gives way is least troublesome; what gave way. It stays out where there is no such."""
        found = ((self._weight(out), n, place, out) for n, (place, out) in enumerate(self._ways(p)))
        _, _, place, out = min(found, key=lambda one: one[:2], default=(0, 0, None, set[int]()))
        if place is None:
            return set()
        for q in sorted(out):
            self._eject(q)
        if self.left.lack(p, place.start, place.end - place.start) == place.start:
            self._put(p, place)  # else others share its hours in a way that this does not see
        return out

    def _weight(self, out: Iterable[int]) -> int:
        return sum(1 + self.trouble[self.do[q]] for q in out)

    def _ways(self, p: int) -> Iterator[tuple[Placed, set[int]]]:
        """Places of a work with the work that would have to give way."""
        early = max(
            [self.early[p], *(self.placed[q].end + lag for q, lag, _ in self.view.first[p] if self._is_near(p, q))]
        )
        late = self.late[p]
        for days in lengths_of(*self.view.lengths(p, early, late), 2):
            stride = 1 + max(late - days - early, 0) // _LOOKED_AT
            for start in range(early, late - days + 1, stride):
                place = Placed(start, start + days)
                out = self._in_its_place(p, place)
                if out is not None:
                    yield place, out

    def _is_near(self, p: int, q: int) -> bool:
        return q in self.placed and self.do[p] == self.do[q]

    def _in_its_place(self, p: int, place: Placed) -> set[int] | None:
        """The work that would have to give way, as little of it as it seems; None where that is not enough."""
        out = {q for q, lag, _ in self.view.first[p] if q in self.placed and self.placed[q].end + lag > place.start}
        out |= {q for q, lag, _ in self.view.then[p] if q in self.placed and self.placed[q].start - lag < place.end}
        for (at, n), much in self.left.asks(p, place.start, place.end - place.start).items():
            lack = much - self.left.periods[at][n]
            if lack > 0 and not self._gives(self._drawing().get((at, n), {}), lack, out):
                return None
        for draw in self.view.runs[p]:
            for day in self.left.days(draw, place):
                lack = draw.amount - self.left.daily[draw.at][day]
                if lack > 0 and not self._gives(self._held(draw.at, day), lack, out):
                    return None
        return out

    def _held(self, row: int, day: int) -> dict[int, int]:
        """How much of a row each work holds on a day."""
        held: dict[int, int] = {}
        for q in self.runners.get(row, ()):
            for draw in self.view.runs[q]:
                if draw.at == row and day in self.left.days(draw, self.placed[q]):
                    held[q] = held.get(q, 0) + draw.amount
        return held

    def _gives(self, drawn: Mapping[int, int], lack: int, out: set[int]) -> bool:
        """Add work that gives way until what is lacking is there; False where all of it is not enough."""
        lack -= sum(drawn.get(q, 0) for q in out)
        for q in sorted(drawn, key=lambda q: (self.trouble[self.do[q]], -min(drawn[q], lack), q)):
            if lack <= 0:
                break
            if q not in out:
                out.add(q)
                lack -= drawn[q]
        return lack <= 0

    def _lacking(self, p: int) -> Iterator[str]:
        """The claims behind what a work lacks where it lacks least."""
        view, left = self.view, self.left
        begin, end = self._room(p)
        place = least(left, p, begin, max(end, begin + view.least[p]))
        for (at, n), much in left.asks(p, place.start, place.end - place.start).items():
            if view.pot(at, n) and much > left.periods[at][n]:
                yield from view.kernel.tracks[at].claims[n]
        for draw in view.runs[p]:
            if any(left.daily[draw.at][day] < draw.amount for day in left.days(draw, place)):
                yield from view.kernel.rows[draw.at].claims
