"""The days between which work finds a place if it were all alone, with what it waits for and what waits for it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.feasibility.kernel import Draw
from truenorth.engines.feasibility.left import Left
from truenorth.engines.feasibility.table import Places, drawn_at
from truenorth.engines.feasibility.view import View

Days = NDArray[np.int64]
Possible = tuple[Days, Days]
Windows = tuple[list[int], list[int]]


def alone(view: View, early: Sequence[int], late: Sequence[int]) -> Windows | int:
    """The windows, without the days on which the work before or behind finds no place even alone.

    A work that is left without a place proves that the view does not fit: here it has every limit to itself.
    """
    looking = _Looking(view, early, late)
    starts, ends = list(early), list(late)
    for p in view.order:
        found = looking.soonest(p, starts[p], ends[p])
        if found is None:
            return p
        starts[p], over = found
        for q, lag, _ in view.then[p]:
            starts[q] = max(starts[q], over + lag)
    for p in reversed(view.order):
        found = looking.latest(p, starts[p], ends[p])
        if found is None:
            return p
        begun, ends[p] = found
        for q, lag, _ in view.first[p]:
            ends[q] = min(ends[q], begun - lag)
    return starts, ends


def around(view: View, p: int) -> set[int]:
    """The work that the place of a work rests on: what it waits for, what waits for it, and what that waits for."""
    return _reached(view.first, _reached(view.then, {p}))


def _reached(arcs: Sequence[Sequence[tuple[int, int, int]]], found: set[int]) -> set[int]:
    stack = list(found)
    while stack:
        for q, _, _ in arcs[stack.pop()]:
            if q not in found:
                found.add(q)
                stack.append(q)
    return found


class _Looking:
    """Looks for places: the shortest and the longest run at the end of a window first, and then at all of them."""

    def __init__(self, view: View, early: Sequence[int], late: Sequence[int]) -> None:
        self.view, self.early, self.late = view, early, late
        self.left = Left(view)
        self.least = [min(track.amounts, default=0) for track in view.kernel.tracks]
        self._places: dict[int, Possible | None] = {}

    def soonest(self, p: int, early: int, late: int) -> tuple[int, int] | None:
        """The first day on which a work can begin, and the first day before which it can be over."""
        least, most = self.view.lengths(p, early, late)
        if early + least > late:
            return None
        if self._is_free(p) or any(self.left.lack(p, early, days) == early for days in (least, most)):
            return early, early + least
        return self._of_all(p, early, late, last=False)

    def latest(self, p: int, early: int, late: int) -> tuple[int, int] | None:
        """The last day on which a work can begin, and the last day before which it can be over."""
        least, most = self.view.lengths(p, early, late)
        if early + least > late:
            return None
        if self._is_free(p) or any(self.left.lack(p, late - days, days) == late - days for days in (least, most)):
            return late - least, late
        return self._of_all(p, early, late, last=True)

    def _is_free(self, p: int) -> bool:
        """Whether a work draws on nothing but what all of it would leave enough of in any period."""
        draws = self.view.draws[p]
        return not self.view.runs[p] and sum(draw.amount for draw in draws) <= min(
            (self.least[draw.at] for draw in draws), default=0
        )

    def _of_all(self, p: int, early: int, late: int, *, last: bool) -> tuple[int, int] | None:
        if p not in self._places:
            self._places[p] = _possible(self.view, p, self.early[p], self.late[p])
        places = self._places[p]
        if places is None:
            return (late - self.view.least[p], late) if last else (early, early + self.view.least[p])
        starts, ends = places
        good = (starts >= early) & (ends <= late)
        if not good.any():
            return None
        starts, ends = starts[good], ends[good]
        return (int(starts.max()), int(ends.max())) if last else (int(starts.min()), int(ends.min()))


def _possible(view: View, p: int, early: int, late: int) -> Possible | None:
    """The first days, and the days after the last, of all places at which a work alone finds what it asks for.

    None where that is so wherever it lies.
    """
    most = Counter[int]()
    for draw in view.draws[p]:
        most[draw.at] += draw.amount
    scarce = [draw for draw in view.draws[p] if _is_scarce(view, draw, most[draw.at], early, late)]
    rows = [draw for draw in view.runs[p] if min(view.kernel.rows[draw.at].per_day, default=0) < draw.amount]
    if not scarce and not rows:
        return None
    asks = tuple((draw.at, draw.amount, draw.lag, draw.on) for draw in scarce)
    tracks = {draw.at: view.kernel.tracks[draw.at] for draw in scarce}
    there = tuple((at, one.firsts, one.lasts, one.amounts, tuple(view.limits(at))) for at, one in tracks.items())
    held = tuple((draw.amount, draw.lag, view.kernel.rows[draw.at].per_day) for draw in rows)
    return _places_with(*view.lengths(p, early, late), early, late, asks, there, held)


Asks = tuple[tuple[int, int, int, int | None], ...]  # (track, how much, how much later, on which day)
There = tuple[tuple[int, tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[bool, ...]], ...]
Held = tuple[tuple[int, int, tuple[int, ...]], ...]  # (how much on each day, how much later, how much there is)


@lru_cache(maxsize=4096)  # asked again and again while ways out are looked for, of work that none of them touches
def _places_with(least: int, most: int, early: int, late: int, asks: Asks, there: There, held: Held) -> Possible:
    """The places of work of so many days at which there is enough of all that it asks for."""
    places = Places.of(least, most, early, late)
    good = np.ones(len(places), bool)
    asked: dict[tuple[int, int], Days] = {}
    tracks = {at: rest for at, *rest in there}
    for at, amount, lag, on in asks:
        for n, much in drawn_at(Draw(at, amount, lag, on), places, tracks[at][0], tracks[at][1]):
            asked[at, n] = asked[at, n] + much if (at, n) in asked else much
    for (at, n), drawn in asked.items():
        _, _, amounts, limits = tracks[at]
        if limits[n]:
            good &= drawn <= amounts[n]
    for amount, lag, per_day in held:
        good &= _has_places(np.array(per_day) < amount, Draw(0, amount, lag), places)
    return places.starts[good], (places.starts + places.lengths)[good]


def _is_scarce(view: View, draw: Draw, much: int, early: int, late: int) -> bool:
    """Whether all that a work draws from a track could be too much for some period that one of its draws can meet."""
    track = view.kernel.tracks[draw.at]
    first, last = (early + draw.lag, late + draw.lag + 1) if draw.on is None else (draw.on, draw.on + 1)
    begin, end = max(0, bisect_right(track.firsts, first) - 1), bisect_right(track.firsts, last)
    return any(track.amounts[n] < much and view.pot(draw.at, n) for n in range(begin, end))


def _has_places(missing: NDArray[np.bool_], draw: Draw, places: Places) -> NDArray[np.bool_]:
    """Whether there is no day of a run on which what it holds is missing."""
    sums = np.concatenate([[0], np.cumsum(missing)])
    first, last = (np.clip(places.starts + draw.lag + more, 0, len(missing)) for more in (0, places.lengths))
    there: NDArray[np.bool_] = sums[last] == sums[first]
    return there
