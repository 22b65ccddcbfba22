"""A schedule made from another: work stays where it lies as far as that still holds, the rest finds other places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.left import Left
from truenorth.engines.feasibility.listing import Placing, first_place, least, lengths_of
from truenorth.engines.feasibility.view import View

_TRIES = 5
Guide = Mapping[str, Placed]  # by key of the work


def mended(view: View, early: Sequence[int], late: Sequence[int], guide: Guide) -> Placing | None:
    """A schedule near another that need not name all work and need not hold, or None where none was found.

    Bundles with work that finds no place come first the next time; the last time, all work of bundles that had to move
    is placed anew.
    """
    urgent: frozenset[str] = frozenset()
    moving: frozenset[str] = frozenset()
    for attempt in range(_TRIES):
        mending = _Mending(view, early, late)
        rest = mending.stay(guide, urgent, moving)
        failed = mending.completed(rest)
        if failed is None:
            return [mending.placed[p] for p in range(view.size)]
        urgent |= {mending.bundle(failed)}
        if attempt == _TRIES - 2:
            moving = frozenset(map(mending.bundle, rest))
    return None


def packed(view: View, early: Sequence[int], late: Sequence[int]) -> Guide:
    """A schedule of as much as finds a place: bundles with work that finds none are left out."""
    mending, out = _Mending(view, early, late), set[str]()
    for p in mending.in_order(range(view.size)):
        bundle = mending.bundle(p)
        if bundle in out or mending.put_somewhere(p):
            continue
        out.add(bundle)
        for q in [q for q in mending.placed if mending.bundle(q) == bundle]:
            mending.left.take(q, mending.placed.pop(q), -1)
    return {view.key(p): place for p, place in mending.placed.items()}


def in_the_way(view: View, early: Sequence[int], late: Sequence[int], guide: Guide) -> Iterator[str]:
    """The claims that keep the first work that finds no place beside a schedule from one: its bundle's, and limits'."""
    mending = _Mending(view, early, late)
    p = mending.completed(mending.stay(guide, frozenset(), frozenset()))
    if p is None:
        return
    yield mending.bundle(p)
    for n, do in zip(view.chosen, map(view.kernel.do.__getitem__, view.chosen), strict=True):
        if do == mending.bundle(p):
            work = view.kernel.works[n]
            yield from (*work.due, *work.ready, *work.lead)
            yield from (claim for window in work.windows for claim in window.claims)
    yield from mending.lacking(p)


class _Mending:
    """A schedule in the making."""

    def __init__(self, view: View, early: Sequence[int], late: Sequence[int]) -> None:
        self.view, self.early, self.late = view, early, late
        self.left = Left(view, shared=True)
        self.placed: dict[int, Placed] = {}

    def bundle(self, p: int) -> str:
        """The claim that the bundle of a work is done."""
        return self.view.kernel.do[self.view.chosen[p]]

    def stay(self, guide: Guide, urgent: frozenset[str], moving: frozenset[str]) -> list[int]:
        """Leave work where it lies, some bundles first, wherever they find a place; the work that cannot stay."""
        view = self.view
        lies = {p: place for p in range(view.size) if (place := guide.get(view.key(p)))}
        for p in self.in_order(p for p in range(view.size) if self.bundle(p) in urgent):
            if not (p in lies and self._stays(p, lies[p])):
                self.put_somewhere(p)
        for p in sorted(lies, key=lambda p: (lies[p].start, self.late[p], p)):
            if p not in self.placed and self.bundle(p) not in moving:
                self._stays(p, lies[p])
        return [p for p in range(view.size) if p not in self.placed]

    def _stays(self, p: int, place: Placed) -> bool:
        if not self._holds(p, place):
            return False
        self._put(p, place)
        return True

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

    def lacking(self, p: int) -> Iterator[str]:
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

    def in_order(self, works: Iterable[int]) -> list[int]:
        """What has to be over first before what may end later."""
        return sorted(works, key=lambda p: (self.late[p], self.early[p], p))

    def completed(self, rest: Iterable[int]) -> int | None:
        """Place the rest; the first work that finds no place."""
        return next((p for p in self.in_order(rest) if not self.put_somewhere(p)), None)

    def put_somewhere(self, p: int) -> bool:
        """Place a work as early as what is left allows, or tell that it finds no place."""
        begin, end = self._room(p)
        shortest, longest = self.view.least[p], max(self.view.least[p], min(self.view.most[p], end - begin))
        place = first_place(self.left, p, begin, end, lengths_of(shortest, longest, 2))
        if place is not None:
            self._put(p, place)
        return place is not None
