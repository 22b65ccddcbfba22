"""How many hours the work of a problem asks of whom, and how many a week that is at the very least."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from truenorth.engines.feasibility.problem import Problem, Work

MINUTES = 60.0


@dataclass(frozen=True)
class Needed:
    """The hours that the work of a problem draws, by resource (`team/skill`).

    `assumed` are the hours by resource of bundles for which the problem itself has none.
    """

    problem: Problem
    assumed: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @cached_property
    def drawn(self) -> Mapping[str, Sequence[tuple[Work, int]]]:
        """The work that draws hours of a resource, with the minutes of each."""
        other = {one.key for one in self.problem.supplies} | {one.resource for one in self.problem.pots}
        found: dict[str, list[tuple[Work, int]]] = {}
        for work in self.problem.works:
            own = [(use.resource, use.amount) for use in work.uses if "/" in use.resource and use.resource not in other]
            if not own and work.key == work.bundle:
                own = [(name, round(hours * MINUTES)) for name, hours in self.assumed.get(work.bundle, {}).items()]
            for name, minutes in own:
                found.setdefault(name, []).append((work, minutes))
        return found

    @cached_property
    def of_bundles(self) -> Mapping[str, float]:
        """The hours of each bundle of work."""
        found: dict[str, float] = {}
        for work, minutes in (one for many in self.drawn.values() for one in many):
            found[work.bundle] = found.get(work.bundle, 0.0) + minutes / MINUTES
        return found

    @cached_property
    def usual(self) -> float:
        """The hours of a usual piece of work: those of the middle one; one where nothing is known of any."""
        many = sorted(self.of_bundles.values())
        return many[len(many) // 2] if many else 1.0

    def hours(self, resources: Iterable[str]) -> float:
        """The hours of some resources together."""
        return sum(minutes for name in resources for _, minutes in self.drawn.get(name, ())) / MINUTES

    def bundles(self, resources: Iterable[str]) -> frozenset[str]:
        """The work that draws on some resources."""
        return frozenset(work.bundle for name in resources for work, _ in self.drawn.get(name, ()))

    def a_week(self, resources: Iterable[str]) -> float:
        """The hours a week below which the work cannot be done, whenever it is done.

        The greatest share of any weeks: what has to be done within them, divided by how many they are.
        """
        weeks = self.problem.weeks
        within: dict[tuple[int, int], float] = {}
        for work, minutes in (one for name in resources for one in self.drawn.get(name, ())):
            first = max(bisect_right(weeks, work.earliest) - 1, 0)
            last = max(bisect_right(weeks, max(work.latest - 1, work.earliest)) - 1, first)
            within[first, last] = within.get((first, last), 0.0) + minutes / MINUTES
        return max(self._of_weeks(within), default=0.0)

    def _of_weeks(self, within: Mapping[tuple[int, int], float]) -> Iterable[float]:
        lasts = sorted({last for _, last in within})
        inside = dict.fromkeys(lasts, 0.0)  # hours that begin from a week on, by the week in which they end
        for first in sorted({first for first, _ in within}, reverse=True):
            for last in lasts:
                inside[last] += within.get((first, last), 0.0)
            hours = 0.0
            for last in lasts:
                hours += inside[last]
                if last >= first:
                    yield hours / (last - first + 1)
