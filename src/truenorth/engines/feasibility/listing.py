"""Schedules made a piece of work at a time, from the first day on or from the last day back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from random import Random

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.left import Left
from truenorth.engines.feasibility.view import View

_LOOKED_AT = 40  # places of a work that fits nowhere
_BACK = 4  # every so many schedules are made from the last day back
Placing = list[Placed]  # by number of the work in its view
Windows = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True)
class Failed:
    """The work that found no place."""

    at: int


class _Forward:
    """Each work as early as what is left allows; what waits for it comes after it."""

    def __init__(self, view: View, early: Sequence[int], late: Sequence[int]) -> None:
        self.view, self.first, self.then = view, view.first, view.then
        self.early, self.late = list(early), list(late)

    def rank(self, attempt: int) -> list[float]:
        """The order to begin with: by the latest end, or the latest start."""
        least = self.view.least
        return [late - least[p] * (attempt % 2) for p, late in enumerate(self.late)]

    def placed(self, left: Left, p: int, lengths: Iterable[int]) -> Placed | None:
        """The first place that fits."""
        return first_place(left, p, self.early[p], self.late[p], lengths)

    def bound(self, p: int, place: Placed) -> None:
        """What waits for a work begins after it."""
        for q, lag, _ in self.then[p]:
            self.early[q] = max(self.early[q], place.end + lag)


class _Backward(_Forward):
    """Each work as late as what is left allows; what it waits for comes before it."""

    def __init__(self, view: View, early: Sequence[int], late: Sequence[int]) -> None:
        super().__init__(view, early, late)
        self.first, self.then = view.then, view.first

    def rank(self, attempt: int) -> list[float]:
        """The order to begin with: by the earliest start, the last one first."""
        return [-float(early) for early in self.early]

    def placed(self, left: Left, p: int, lengths: Iterable[int]) -> Placed | None:
        """The last place that fits."""
        for days in lengths:
            for start in range(self.late[p] - days, self.early[p] - 1, -1):
                if left.lack(p, start, days) == start:
                    return Placed(start, start + days)
        return None

    def bound(self, p: int, place: Placed) -> None:
        """What a work waits for is over before it."""
        for q, lag, _ in self.then[p]:
            self.late[q] = min(self.late[q], place.start - lag)


def listed(
    view: View,
    early: Sequence[int],
    late: Sequence[int],
    *,
    tries: int = 8,
    seed: int = 0,
    shared: bool = True,
    stop: Callable[[], bool] = lambda: False,
) -> Placing | None:
    """A schedule that holds, or None where none was found; work that found no place goes first the next time.

    Serial schedule generation (Kolisch 1996), forward by the latest start and backward by the earliest, with what
    failed, and all that it waits for, moved to the front. `shared`: so that the hours can be shared out among those who
    have the skills; without it, only the skill sets that are looked at are counted.
    """
    random = Random(seed)
    boosts = [0.0] * view.size, [0.0] * view.size
    for attempt in range(tries):
        if stop():
            return None
        back = attempt % _BACK == _BACK - 1
        way = (_Backward if back else _Forward)(view, early, late)
        noise = [random.random() * (attempt > 2) for _ in range(view.size)]
        order = [sum(parts) for parts in zip(way.rank(attempt), boosts[back], noise, strict=True)]
        placed = _once(way, order, attempt, shared=shared)
        if isinstance(placed, list):
            return placed
        _to_the_front(way, boosts[back], placed.at, 3.0 + attempt)
    return None


def _to_the_front(way: _Forward, boost: list[float], failed: int, by: float) -> None:
    """Move a work, and all that it waits for, to the front."""
    boost[failed] -= by
    stack = [failed]
    while stack:
        p = stack.pop()
        for q, _, _ in way.first[p]:
            if boost[q] > boost[failed]:
                boost[q] = boost[failed]
                stack.append(q)


def _once(
    way: _Forward, order: Sequence[float], attempt: int, *, shared: bool = True, anyhow: bool = False
) -> Placing | Failed:
    left = Left(way.view, shared=shared)
    placed: list[Placed | None] = [None] * way.view.size
    waits = [len(first) for first in way.first]
    heap = [(order[p], p) for p, count in enumerate(waits) if not count]
    heapify(heap)
    while heap:
        _, p = heappop(heap)
        lengths = lengths_of(*way.view.lengths(p, way.early[p], way.late[p]), attempt)
        place = way.placed(left, p, lengths)
        if place is None:
            if not anyhow:
                return Failed(p)
            place = least(left, p, way.early[p], way.late[p])
        placed[p] = place
        left.take(p, place)
        way.bound(p, place)
        for q, _, _ in way.then[p]:
            waits[q] -= 1
            if not waits[q]:
                heappush(heap, (order[q], q))
    return [place for place in placed if place is not None]


def first_place(left: Left, p: int, begin: int, late: int, lengths: Iterable[int]) -> Placed | None:
    """The first place that fits within a window, one length after the other."""
    for days in lengths:
        start = begin
        while start + days <= late:
            better = left.lack(p, start, days)
            if better == start:
                return Placed(start, start + days)
            start = better
    return None


def any_place(left: Left, p: int, begin: int, late: int) -> Placed | None:
    """A place of any length that fits."""
    shortest, longest = left.view.lengths(p, begin, late)
    return first_place(left, p, begin, late, range(longest, shortest - 1, -1))


def lengths_of(least: int, most: int, attempt: int) -> list[int]:
    """The lengths to try: as planned (the longest), the shortest, between; in another order each time."""
    between = (least + most) // 2
    orders = ((most, between, least), (least, between, most), (between, least, most))
    return list(dict.fromkeys(orders[attempt % 3]))


def least_lacking(view: View, early: Sequence[int], late: Sequence[int]) -> Placing:
    """A schedule in which each work lies where it lacks least, for a plan of which nobody can say whether it fits."""
    way = _Forward(view, early, late)
    placed = _once(way, way.rank(1), 0, anyhow=True)
    return placed if isinstance(placed, list) else []


def least(left: Left, p: int, begin: int, late: int) -> Placed:
    """The place within its window, or else after it, where a work asks for least beyond what is left."""
    places = [
        Placed(start, start + days)
        for days in lengths_of(*left.view.lengths(p, begin, max(late, begin)), 0)
        for start in range(begin, max(late - days, begin) + 1, 1 + max(late - days - begin, 0) // _LOOKED_AT)
    ]
    return min(places, key=lambda place: (left.beyond(p, place.start, place.end - place.start), place.start))
