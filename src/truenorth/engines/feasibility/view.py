"""A kernel as far as some claims are believed: the work that is done, its windows, and the limits that hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from truenorth.engines.feasibility.kernel import Draw, Kernel, Spread, length

D = TypeVar("D", Draw, Spread)


class Cycle(ValueError):
    """Work that waits for itself."""


class View:
    """The work whose claim is believed, numbered anew, with what bounds it. Days are from 0 to before `days`.

    `least` and `most` are the lengths, `early` the first day each may begin on, `late` the day it must be over by.
    """

    def __init__(self, kernel: Kernel, believed: frozenset[str] | None = None) -> None:
        """Take what is believed (None: everything)."""
        self.kernel, self.believed = kernel, believed
        self.days = kernel.problem.days
        works = kernel.works
        self.chosen = [n for n, do in enumerate(kernel.do) if believed is None or do in believed]
        self.size = len(self.chosen)
        self.least, self.most = [], []
        self.early, self.late = [], []
        for n in self.chosen:
            least, most = length(works[n], believed)
            self.least.append(least)
            self.most.append(most)
            early, late = self._window(n)
            self.early.append(early)
            self.late.append(late)
        self._link()
        self.order = self._sorted()
        self._limits: dict[int, list[bool]] = {}
        self.rows = [self.holds(row.claims) for row in kernel.rows]
        led = [self.holds(works[n].lead) for n in self.chosen]
        self.runs = [self._drawn(kernel.runs[n], so) for n, so in zip(self.chosen, led, strict=True)]
        self.runs = [tuple(draw for draw in runs if self.rows[draw.at]) for runs in self.runs]
        self.draws = [self._drawn(kernel.draws[n], so) for n, so in zip(self.chosen, led, strict=True)]
        self.spreads = [self._drawn(kernel.spreads[n], so) for n, so in zip(self.chosen, led, strict=True)]
        self.hours = [self._drawn(kernel.hours[n], so) for n, so in zip(self.chosen, led, strict=True)]
        self.meet = [_meet(spreads) for spreads in self.spreads]

    def _drawn(self, draws: tuple[D, ...], led: bool) -> tuple[D, ...]:
        """What a work draws as far as that is believed; nothing where its length is not."""
        if not led:
            return ()
        if all(self.holds(draw.claims) for draw in draws):
            return draws
        return tuple(draw for draw in draws if self.holds(draw.claims))

    def holds(self, claims: Iterable[str]) -> bool:
        """Whether all of some claims are believed."""
        return self.believed is None or all(claim in self.believed for claim in claims)

    def pot(self, track: int, n: int) -> bool:
        """Whether a period of a track limits anything."""
        return self.limits(track)[n]

    def limits(self, track: int) -> list[bool]:
        """Whether each period of a track limits anything."""
        if track not in self._limits:
            claims = self.kernel.tracks[track].claims
            holds = {each: self.holds(each) for each in dict.fromkeys(claims)}
            self._limits[track] = [holds[each] for each in claims]
        return self._limits[track]

    def _window(self, n: int) -> tuple[int, int]:
        work = self.kernel.works[n]
        early = max(0, work.earliest) if self.holds(work.ready) else 0
        late = min(self.days, work.latest) if self.holds(work.due) else self.days
        for window in work.windows:
            if self.holds(window.claims):
                early, late = max(early, window.first), min(late, window.last)
        return early, late

    def _link(self) -> None:
        place = {n: p for p, n in enumerate(self.chosen)}
        self.then: list[list[tuple[int, int, int]]] = [[] for _ in self.chosen]
        self.first: list[list[tuple[int, int, int]]] = [[] for _ in self.chosen]
        for arc, (a, b, lag, claims) in enumerate(self.kernel.arcs):
            if a in place and b in place and self.holds(claims):
                self.then[place[a]].append((place[b], lag, arc))
                self.first[place[b]].append((place[a], lag, arc))

    def _sorted(self) -> list[int]:
        waits = [len(first) for first in self.first]
        ready = [p for p in range(self.size) if not waits[p]]
        for p in ready:
            for q, _, _ in self.then[p]:
                waits[q] -= 1
                if not waits[q]:
                    ready.append(q)
        if len(ready) < self.size:
            names = [self.kernel.works[self.chosen[p]].title for p in range(self.size) if waits[p] > 0]
            raise Cycle(", ".join(names))
        return ready

    def windows(self) -> tuple[list[int], list[int]]:
        """The first day each work may begin on and the day it must be over by, with all that it waits for."""
        early, late = list(self.early), list(self.late)
        for p in self.order:
            end = early[p] + self.least[p]
            for q, lag, _ in self.then[p]:
                if end + lag > early[q]:
                    early[q] = end + lag
        for p in reversed(self.order):
            for q, lag, _ in self.then[p]:
                if late[q] - self.least[q] - lag < late[p]:
                    late[p] = late[q] - self.least[q] - lag
        return early, late

    def lengths(self, p: int, early: int, late: int) -> tuple[int, int]:
        """The shortest and longest a work can be within a window."""
        return self.least[p], max(self.least[p], min(self.most[p], late - early))

    def key(self, p: int) -> str:
        """The key of a work."""
        return self.kernel.works[self.chosen[p]].key


def _meet(spreads: tuple[Spread, ...]) -> bool:
    """Whether two uses of a work draw from one track."""
    tracks = [track for spread in spreads for track in spread.tracks]
    return len(set(tracks)) < len(tracks)
