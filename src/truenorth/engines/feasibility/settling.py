"""A schedule found by moving work about: what draws too much goes where that costs least, until all of it fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.listing import Placing
from truenorth.engines.feasibility.table import Places, Table, drawn_at, places_of
from truenorth.engines.feasibility.view import View

Amounts = NDArray[np.float64]  # whole numbers below 2**53, which floats hold exactly and multiply faster
Limit = tuple[str, int, int]  # a period of a track, or a day of a row
Windows = tuple[Sequence[int], Sequence[int]]
CELLS = 3_000_000  # of all tables together; larger ones are not tried
_TINY = 300  # places of all work together; a search of fewer is soon done
_STEPS, _EACH, _LOOK = 600, 100, 50  # moves of a try, at most and for each work, and between two looks at the clock
_TRIES, _FEW, _LIGHT = 20, 2, 1_500_000  # tries at most and at least; so many cells may all of them have
_HEAVIER = 1.0  # what a limit that stays broken counts more the next time, beside the 1 that it counts at first
_DAY = 0.05  # what a day too early counts, beside limits that are broken by a share of what there is
_ANY = 0.1  # of the moves are of any work that breaks a limit, rather than of that which gains most
_STAYS = (2, 6)  # moves for which work that was moved is not moved again


def settled(view: View, windows: Windows, stop: Callable[[], bool], *, most: int = _TRIES) -> Placing | None:
    """A schedule that holds, or None where none was found in so many tries.

    Only work that draws on something limited is moved, all other work follows. Limits that stay broken weigh more and
    more (the breakout method, Morris 1993), and what was moved stays for a while (Glover 1989).
    """
    pieces = _pieces(view, *windows)
    if pieces is None:
        return None
    cells = sum(len(piece.starts) * len(piece.limits) for piece in pieces)
    tries = min(most, max(_FEW, min(_FEW * len(pieces), _LIGHT // max(cells, 1))))
    settling = _Settling(view, pieces)
    found = settling.settle(stop) or any(settling.anew(stop) for _ in range(tries - 1))
    return _followed(view, windows[0], settling.places()) if found else None


@dataclass(frozen=True)
class _Piece:
    """Work that is moved: its places, and what it draws at each of them from some limits."""

    work: int
    starts: Table
    ends: Table
    limits: dict[Limit, Table]


def _pieces(view: View, early: Sequence[int], late: Sequence[int]) -> list[_Piece] | None:
    """The work that draws on what could run out; None where its tables would be too large, or are hardly worth it."""
    limited = [p for p in range(view.size) if _is_limited(view, p)]
    made = places_of(view, early, late, CELLS, limited)
    if made is None or sum(map(len, made)) < _TINY:
        return None
    pieces, cells = [], 0
    for p, places in zip(limited, made, strict=True):
        limits: dict[Limit, Table] = {}
        for limit, much in _drawn(view, p, places):
            limits[limit] = limits[limit] + much if limit in limits else much
        cells += len(places) * len(limits)
        if cells > CELLS:
            return None
        pieces.append(_Piece(p, places.starts, places.starts + places.lengths, limits))
    return _scarce(view, pieces)


def _is_limited(view: View, p: int) -> bool:
    return bool(view.runs[p]) or any(any(view.limits(draw.at)) for draw in view.draws[p])


def _scarce(view: View, pieces: Sequence[_Piece]) -> list[_Piece]:
    """The same as far as it is about limits that all of it together could break."""
    most: dict[Limit, int] = {}
    for piece in pieces:
        for limit, much in piece.limits.items():
            most[limit] = most.get(limit, 0) + int(much.max())
    scarce = {limit for limit, much in most.items() if much > _there(view, limit)}
    left = (replace(one, limits={key: one.limits[key] for key in one.limits if key in scarce}) for one in pieces)
    return [one for one in left if one.limits]


def _drawn(view: View, p: int, places: Places) -> Iterator[tuple[Limit, Table]]:
    """(limit, how much a work draws from it at each place)."""
    for draw in view.draws[p]:
        track = view.kernel.tracks[draw.at]
        for n, much in drawn_at(draw, places, track.firsts, track.lasts):
            if view.pot(draw.at, n) and much.any():
                yield ("track", draw.at, n), much
    for draw in view.runs[p]:
        first = places.starts + draw.lag
        last = first + places.lengths
        for day in range(max(0, int(first.min())), min(view.days, int(last.max()))):
            yield ("row", draw.at, day), draw.amount * ((first <= day) & (day < last))


def _there(view: View, limit: Limit) -> int:
    kind, at, n = limit
    return view.kernel.tracks[at].amounts[n] if kind == "track" else view.kernel.rows[at].per_day[n]


def _between(view: View, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int, int]]:
    """(piece, piece, days): what has to lie between the end of one and the start of another, by way of other work."""
    number = {piece.work: n for n, piece in enumerate(pieces)}
    for n, piece in enumerate(pieces):
        gaps = {q: lag for q, lag, _ in sorted(view.then[piece.work])}
        for q in view.order:
            if q in number and q in gaps:
                yield n, number[q], gaps[q]
            elif q in gaps:
                for r, lag, _ in view.then[q]:
                    gaps[r] = max(gaps.get(r, -view.days), gaps[q] + view.least[q] + lag)


class _Settling:
    """Work that lies somewhere, and what is broken by that."""

    def __init__(self, view: View, pieces: Sequence[_Piece]) -> None:
        """Put each piece where it breaks least beside those before it."""
        self.pieces, self.random = pieces, Random(1)
        number = {limit: n for n, limit in enumerate(dict.fromkeys(limit for one in pieces for limit in one.limits))}
        self.there = np.array([_there(view, limit) for limit in number], np.float64)
        self.share = 1.0 / np.maximum(self.there, 1.0)
        self.load = np.zeros(len(number))
        self.limits = [np.array([number[limit] for limit in piece.limits], np.int64) for piece in pieces]
        self.draws: list[Amounts] = [np.stack(list(one.limits.values()), axis=1).astype(np.float64) for one in pieces]
        self.users: list[list[tuple[int, int]]] = [[] for _ in number]  # (piece, column of its table)
        for n, limits in enumerate(self.limits):
            for column, limit in enumerate(limits.tolist()):
                self.users[limit].append((n, column))
        self.arcs = list(_between(view, pieces))
        self.arcs_of: list[list[int]] = [[] for _ in pieces]
        for arc, (first, then, _) in enumerate(self.arcs):
            self.arcs_of[first].append(arc)
            self.arcs_of[then].append(arc)
        self._forget()
        self.at: list[int] = []
        for n in range(len(pieces)):
            self.at.append(int(self._costs(n).argmin()))
            self.load[self.limits[n]] += self.draws[n][self.at[n]]

    def anew(self, stop: Callable[[], bool]) -> bool:
        """Begin again from anywhere."""
        self._forget()
        for n, piece in enumerate(self.pieces):
            self._move(n, self.random.randrange(len(piece.starts)))
        return self.settle(stop)

    def _forget(self) -> None:
        """Each limit counts what it counted at first."""
        self.weight, self.arc_weight = self.share.copy(), [_DAY] * len(self.arcs)

    def places(self) -> dict[int, Placed]:
        """Where each work lies."""
        found = zip(self.pieces, self.at, strict=True)
        return {one.work: Placed(int(one.starts[at]), int(one.ends[at])) for one, at in found}

    def settle(self, stop: Callable[[], bool]) -> bool:
        """Move work until nothing is broken; False where that takes too many moves."""
        stays = [0] * len(self.pieces)
        for step in range(min(_STEPS, _EACH * len(self.pieces))):
            limits = np.nonzero(self.load > self.there)[0]
            arcs = [arc for arc in range(len(self.arcs)) if self._is_broken(arc)]
            if not len(limits) and not arcs:
                return True
            if step % _LOOK == 0 and stop():
                return False
            gains, n, at = self._best(self._culprits(limits, arcs), stays, step)
            if gains <= 0:
                self.weight[limits] += _HEAVIER * self.share[limits]
                for arc in arcs:
                    self.arc_weight[arc] += _HEAVIER * _DAY
            self._move(n, at)
            stays[n] = step + self.random.randint(*_STAYS)
        return False

    def _is_broken(self, arc: int) -> bool:
        first, then, days = self.arcs[arc]
        return bool(self.pieces[first].ends[self.at[first]] + days > self.pieces[then].starts[self.at[then]])

    def _culprits(self, limits: NDArray[np.int64], arcs: Sequence[int]) -> list[int]:
        """The work that breaks one of the limits that are broken."""
        chosen = self.random.randrange(len(limits) + len(arcs))
        if chosen >= len(limits):
            return list(self.arcs[arcs[chosen - len(limits)]][:2])
        return [n for n, column in self.users[int(limits[chosen])] if self.draws[n][self.at[n], column]]

    def _best(self, among: Sequence[int], stays: Sequence[int], step: int) -> tuple[float, int, int]:
        """(how much it gains, piece, place) of the best move; work that was just moved only where that gains."""
        found = []
        for n in among:
            costs = self._costs(n)
            now, costs[self.at[n]] = costs[self.at[n]], np.inf
            ties = np.nonzero(costs <= costs.min() + 1e-9)[0]
            place = int(ties[self.random.randrange(len(ties))])
            gains = float(now - costs[place]) if len(costs) > 1 else -np.inf
            found.append((stays[n] > step and gains <= 0, -gains, n, place))
        _, loses, n, place = min(found) if self.random.random() >= _ANY else self.random.choice(found)
        return -loses, n, place

    def _costs(self, n: int) -> Amounts:
        """What each place of a piece costs, the others being where they are."""
        limits, draws = self.limits[n], self.draws[n]
        rest = self.load[limits] - self.there[limits]
        if n < len(self.at):
            rest -= draws[self.at[n]]
        costs: Amounts = np.maximum(draws + rest, 0.0) @ self.weight[limits]
        for arc in self.arcs_of[n]:
            first, then, days = self.arcs[arc]
            if max(first, then) < len(self.at) or max(first, then) == n:
                ends = self.pieces[first].ends if first == n else self.pieces[first].ends[self.at[first]]
                starts = self.pieces[then].starts if then == n else self.pieces[then].starts[self.at[then]]
                costs = costs + np.maximum(ends + days - starts, 0) * self.arc_weight[arc]
        return costs

    def _move(self, n: int, at: int) -> None:
        self.load[self.limits[n]] += self.draws[n][at] - self.draws[n][self.at[n]]
        self.at[n] = at


def _followed(view: View, early: Sequence[int], places: dict[int, Placed]) -> Placing:
    """All work: what was not moved follows what it waits for, as soon and as briefly as it can."""
    placed = dict(places)
    for p in view.order:
        if p not in placed:
            start = max([early[p], *(placed[q].end + lag for q, lag, _ in view.first[p])])
            placed[p] = Placed(start, start + view.least[p])
    return [placed[p] for p in range(view.size)]
