"""The cheapest levers that satisfy some cuts (a weighted hitting set), none of some families together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from truenorth.engines.feasibility.cuts import Cut
from truenorth.engines.feasibility.worth import Worth

_NODES = 1_000  # that are looked at
Steps = Mapping[str, int]
Families = Sequence[frozenset[str]]


@dataclass(frozen=True)
class Barred:
    """What a way may not take: levers of all of some families together, and some levers at all."""

    families: Families = ()
    levers: frozenset[str] = frozenset()

    def allows(self, keys: Iterable[str], family: Callable[[str], str]) -> bool:
        """Whether a way may take some levers."""
        names = {family(key) for key in keys}
        return self.levers.isdisjoint(keys) and not any(one <= names for one in self.families)


@dataclass(frozen=True)
class Hit:
    """The steps taken, and the least that any cost; no steps are told where more would have to be looked at."""

    steps: Steps | None
    bound: int


class Hitting:
    """Best-first search (A*) over the levers that satisfy one cut after the other.

    What is left to pay is estimated by cuts that have no lever in common, each by its cheapest choice. Steps only
    grow, so a cut that asks for fewer is met as long as they have not grown beyond that.
    """

    def __init__(self, worth: Worth, family: Callable[[str], str], barred: Barred) -> None:
        """What levers count, which family each is of, and what may not be taken."""
        self.worth, self.family, self.barred = worth, family, barred

    def cheapest(self, cuts: Sequence[Cut]) -> Hit | None:
        """The cheapest steps that satisfy all cuts; None where none do."""
        cuts = sorted(cuts, key=lambda cut: len(cut.more))
        heap: list[tuple[int, int, dict[str, int]]] = []
        seen: set[frozenset[tuple[str, int]]] = set()
        self._push(heap, seen, {}, cuts)
        while heap:
            cost, _, steps = heappop(heap)
            cut = next((one for one in cuts if not one.is_met(steps)), None)
            if cut is None:
                return Hit(steps, cost)
            if len(seen) > _NODES:
                return Hit(None, cost)
            for key, many in cut.more:
                if self.is_allowed({**steps, key: many}):
                    self._push(heap, seen, {**steps, key: many}, cuts)
        return None

    def _push(
        self,
        heap: list[tuple[int, int, dict[str, int]]],
        seen: set[frozenset[tuple[str, int]]],
        steps: dict[str, int],
        cuts: Sequence[Cut],
    ) -> None:
        key = frozenset(steps.items())
        left = None if key in seen else self._left(steps, cuts)
        if left is not None:
            seen.add(key)
            heappush(heap, (self.worth.cost(tuple(steps.items())) + left, len(seen), steps))

    def _left(self, steps: Steps, cuts: Sequence[Cut]) -> int | None:
        """What is left to pay at least; None where some cut cannot be met any more."""
        total, counted = 0, set[str]()
        for cut in cuts:
            if not cut.is_met(steps):
                if not cut.more:
                    return None
                keys = {key for key, _ in cut.more}
                if counted.isdisjoint(keys):
                    counted |= keys
                    total += min(self.added(steps, key, many) for key, many in cut.more)
        return total

    def added(self, steps: Steps, key: str, many: int) -> int:
        """What it adds to take so many steps of a lever rather than those that are taken."""
        cost = self.worth.costs[key]
        return cost.of(many) - cost.of(steps.get(key, 0))

    def is_allowed(self, steps: Steps) -> bool:
        """Whether some levers may be taken together."""
        return self.barred.allows(steps.keys(), self.family)
