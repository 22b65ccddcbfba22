"""What work draws in each period of a track, for every place it may have: the tables that both engines search in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.feasibility.kernel import Draw
from truenorth.engines.feasibility.view import View

Table = NDArray[np.int64]


@dataclass(frozen=True)
class Places:
    """All places of a work: the first days and the lengths, pair by pair."""

    starts: Table
    lengths: Table

    @classmethod
    def of(cls, least: int, most: int, early: int, late: int) -> Places:
        """The places of a work of `least` to `most` days within a window."""
        lengths = [np.full(late - early - days + 1, days) for days in range(least, most + 1) if late - early >= days]
        starts = [np.arange(early, late - int(one[0]) + 1) for one in lengths]
        return cls(np.concatenate(starts), np.concatenate(lengths))

    def __len__(self) -> int:
        """How many places."""
        return len(self.starts)


@dataclass(frozen=True)
class Drawn:
    """What a draw takes from period `period` of its track at each place of its work."""

    work: int
    period: int
    much: Table


def places_of(
    view: View, early: Sequence[int], late: Sequence[int], most: int, wanted: Sequence[int] | None = None
) -> list[Places] | None:
    """The places of all work, or of that which is wanted; None where there are more than `most` together."""
    works = range(view.size) if wanted is None else wanted
    spans = [(*view.lengths(p, early[p], late[p]), early[p], late[p]) for p in works]
    many = sum((hi - lo + 1) * (2 * (end - begin + 1) - lo - hi) // 2 for lo, hi, begin, end in spans)
    return [Places.of(*span) for span in spans] if many <= most else None


def drawn_at(draw: Draw, places: Places, firsts: Sequence[int], lasts: Sequence[int]) -> Iterator[tuple[int, Table]]:
    """(period, how much at each place), for the periods that a draw can meet."""
    if draw.on is not None:
        for n, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
            if first <= draw.on < last:
                yield n, np.full(len(places), draw.amount, np.int64)
        return
    begin = places.starts + draw.lag
    days = places.lengths
    soonest, latest = int(begin.min()), int((begin + np.maximum(days, 1)).max())
    for n, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        if last <= soonest or first >= latest:
            continue
        length = np.maximum(days, 1)
        upto = draw.amount * np.clip(last - begin, 0, length) // length
        before = draw.amount * np.clip(first - begin, 0, length) // length
        yield n, upto - before


def tables(view: View, places: Sequence[Places], most: int) -> dict[tuple[int, int], list[Drawn]] | None:
    """(track, period) -> what each work draws there, for the periods that could be drawn beyond what there is.

    None where all that work could draw anywhere makes more than `most` numbers.
    """
    found: dict[tuple[int, int], list[Drawn]] = {}
    cells = 0
    limited = [(p, draw) for p, many in enumerate(view.draws) for draw in many if any(view.limits(draw.at))]
    for p, draw in limited:
        track = view.kernel.tracks[draw.at]
        for n, much in drawn_at(draw, places[p], track.firsts, track.lasts):
            if view.pot(draw.at, n) and much.max(initial=0) > 0:
                found.setdefault((draw.at, n), []).append(Drawn(p, n, much))
                cells += len(much)
        if cells > most:
            return None
    return {
        key: many
        for key, many in found.items()
        if sum(int(one.much.max()) for one in many) > view.kernel.tracks[key[0]].amounts[key[1]]
    }
