"""Schedules made a piece of work at a time: each as early as what is left allows, those with the least room first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from random import Random

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.kernel import Draw, drawn
from truenorth.engines.feasibility.view import View

UNLIMITED = 1 << 60
_LOOKED_AT = 40  # places of a work that fits nowhere
Placing = list[Placed]  # by number of the work in its view


@dataclass(frozen=True)
class Failed:
    """The work that found no place."""

    at: int


class Left:
    """What is left of each period and each day while work is placed."""

    def __init__(self, view: View) -> None:
        """Everything is left."""
        self.view = view
        tracks = view.kernel.tracks
        self.firsts = [track.firsts for track in tracks]
        self.lasts = [track.lasts for track in tracks]
        self.periods = [
            [amount if view.pot(n, k) else UNLIMITED for k, amount in enumerate(track.amounts)]
            for n, track in enumerate(tracks)
        ]
        self.daily = [list(row.per_day) for row in view.kernel.rows]
        self.twice = [len({draw.at for draw in runs}) < len(runs) for runs in view.runs]

    def asks(self, p: int, start: int, days: int) -> dict[tuple[int, int], int]:
        """(track, period) -> how much a work draws there if it runs from a day for some days."""
        asked: dict[tuple[int, int], int] = {}
        for draw in self.view.draws[p]:
            for period, much in self._parts(draw, start, days):
                key = (draw.at, period)
                asked[key] = asked.get(key, 0) + much
        return asked

    def _parts(self, draw: Draw, start: int, days: int) -> list[tuple[int, int]]:
        firsts, lasts = self.firsts[draw.at], self.lasts[draw.at]
        begin = (start if draw.on is None else draw.on) + draw.lag * (draw.on is None)
        length = days if draw.on is None else 0
        n = max(0, bisect_right(firsts, begin) - 1)
        parts = []
        while n < len(firsts) and firsts[n] < begin + max(length, 1):
            if lasts[n] > begin:
                much = drawn(draw.amount, length, firsts[n] - begin, lasts[n] - begin)
                if much:
                    parts.append((n, much))
            n += 1
        return parts

    def lack(self, p: int, start: int, days: int) -> int:
        """The first day on from `start` that may do better, or `start` itself where the work fits there."""
        for draw in self.view.runs[p]:
            row = self.daily[draw.at]
            begin = start + draw.lag
            for day in range(min(begin + days, len(row)) - 1, max(begin, 0) - 1, -1):
                if row[day] < draw.amount:
                    return day + 1 - draw.lag
        if self.twice[p] and self._together(p, start, days):
            return start + 1
        for (track, period), much in self.asks(p, start, days).items():
            if self.periods[track][period] < much:
                return start + 1
        return start

    def _together(self, p: int, start: int, days: int) -> bool:
        """Whether what a work draws from one row by several uses is too much on some day."""
        used: dict[tuple[int, int], int] = {}
        for draw in self.view.runs[p]:
            for day in self._days(draw, Placed(start, start + days)):
                used[draw.at, day] = used.get((draw.at, day), 0) + draw.amount
        return any(self.daily[at][day] < much for (at, day), much in used.items())

    def _days(self, draw: Draw, place: Placed) -> range:
        return range(max(place.start + draw.lag, 0), min(place.end + draw.lag, len(self.daily[draw.at])))

    def beyond(self, p: int, start: int, days: int) -> float:
        """How much of what a work asks for is not left, in shares of what it asks for."""
        asked = self.asks(p, start, days)
        periods = (min(1.0, max(0, much - max(0, self.periods[t][k])) / much) for (t, k), much in asked.items() if much)
        rows = (
            (draw.amount > row[day]) / max(days, 1)
            for draw in self.view.runs[p]
            for row in (self.daily[draw.at],)
            for day in range(start + draw.lag, min(start + draw.lag + days, len(row)))
        )
        return sum(periods) + sum(rows)

    def take(self, p: int, place: Placed, sign: int = 1) -> None:
        """Draw what a work needs at its place, or give it back (`sign` -1)."""
        for (track, period), much in self.asks(p, place.start, place.end - place.start).items():
            self.periods[track][period] -= sign * much
        for draw in self.view.runs[p]:
            row = self.daily[draw.at]
            for day in self._days(draw, place):
                row[day] -= sign * draw.amount


def listed(
    view: View,
    early: Sequence[int],
    late: Sequence[int],
    *,
    tries: int = 8,
    seed: int = 0,
    stop: Callable[[], bool] = lambda: False,
) -> Placing | None:
    """A schedule that holds, or None where none was found; work that found no place goes first the next time.

    Serial schedule generation (Kolisch 1996) by the latest start, with what failed moved forward.
    """
    random, boost = Random(seed), [0.0] * view.size
    for attempt in range(tries):
        if stop():
            return None
        noise = [random.random() * (attempt > 2) for _ in range(view.size)]
        order = [late[p] - view.least[p] * (attempt % 2) + boost[p] + noise[p] for p in range(view.size)]
        placed = _once(view, early, late, order, attempt)
        if isinstance(placed, list):
            return placed
        _forward(view, boost, placed.at, 3.0 + attempt)
    return None


def _forward(view: View, boost: list[float], failed: int, by: float) -> None:
    """Move a work, and all that it waits for, forward."""
    boost[failed] -= by
    stack = [failed]
    while stack:
        p = stack.pop()
        for q, _, _ in view.first[p]:
            if boost[q] > boost[failed]:
                boost[q] = boost[failed]
                stack.append(q)


def _once(
    view: View,
    early: Sequence[int],
    late: Sequence[int],
    order: Sequence[float],
    attempt: int,
    *,
    anyhow: bool = False,
) -> Placing | Failed:
    left = Left(view)
    placed: list[Placed | None] = [None] * view.size
    waits = [len(first) for first in view.first]
    begin = list(early)
    heap = [(order[p], p) for p in range(view.size) if not waits[p]]
    heapify(heap)
    while heap:
        _, p = heappop(heap)
        place = _place(left, p, begin[p], late[p], attempt)
        if place is None and not anyhow:
            return Failed(p)
        place = place or least(left, p, begin[p], late[p])
        placed[p] = place
        left.take(p, place)
        for q, lag, _ in view.then[p]:
            begin[q] = max(begin[q], place.end + lag)
            waits[q] -= 1
            if not waits[q]:
                heappush(heap, (order[q], q))
    return [place for place in placed if place is not None]


def _place(left: Left, p: int, begin: int, late: int, attempt: int) -> Placed | None:
    """The first place of the lengths that are tried, one length after the other."""
    return _first(left, p, begin, late, lengths(*left.view.lengths(p, begin, late), attempt))


def any_place(left: Left, p: int, begin: int, late: int) -> Placed | None:
    """A place of any length that fits."""
    shortest, longest = left.view.lengths(p, begin, late)
    return _first(left, p, begin, late, range(longest, shortest - 1, -1))


def _first(left: Left, p: int, begin: int, late: int, lengths: Iterable[int]) -> Placed | None:
    for days in lengths:
        start = begin
        while start + days <= late:
            better = left.lack(p, start, days)
            if better == start:
                return Placed(start, start + days)
            start = better
    return None


def lengths(least: int, most: int, attempt: int) -> list[int]:
    """The lengths to try: as planned (the longest), the shortest, between; in another order each time."""
    between = (least + most) // 2
    orders = ((most, between, least), (least, between, most), (between, least, most))
    return list(dict.fromkeys(orders[attempt % 3]))


def least_lacking(view: View, early: Sequence[int], late: Sequence[int]) -> Placing:
    """A schedule in which each work lies where it lacks least, for a plan of which nobody can say whether it fits."""
    order = [late[p] - view.least[p] for p in range(view.size)]
    placed = _once(view, early, late, order, 0, anyhow=True)
    return placed if isinstance(placed, list) else []


def least(left: Left, p: int, begin: int, late: int) -> Placed:
    """The place within its window, or else after it, where a work asks for least beyond what is left."""
    places = [
        Placed(start, start + days)
        for days in lengths(*left.view.lengths(p, begin, max(late, begin)), 0)
        for start in range(begin, max(late - days, begin) + 1, 1 + max(late - days - begin, 0) // _LOOKED_AT)
    ]
    return min(places, key=lambda place: (left.beyond(p, place.start, place.end - place.start), place.start))
