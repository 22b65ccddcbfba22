"""The driver tree: which metric moves which, up or down, how soon, and how well that is known."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush

from truenorth.plan.plan import Plan
from truenorth.plan.strategy import Metric, Objective
from truenorth.plan.values import Duration, Quantity


@dataclass(frozen=True)
class Moves:
    """One metric moves another: the way (+1, -1, or 0 where nobody says), lag, evidence, and how much of it."""

    by: str
    to: str
    sign: int
    lag: Duration | None
    evidence: str | None
    factor: Quantity | None = None

    @property
    def is_none(self) -> bool:
        """Whether it is stated to move nothing."""
        return self.factor is not None and self.factor.low == 0 and self.factor.high == 0


@dataclass(frozen=True, order=True)
class Way:
    """From one metric to another: at least so many days, in these steps."""

    days: float = 0.0
    steps: tuple[Moves, ...] = field(default=(), compare=False)


_SIGNS = {"up": 1, "down": -1, None: 0}


class Drivers:
    """Every statement of a plan that one metric moves another: of the metrics, and of the objectives on them."""

    def __init__(self, plan: Plan) -> None:
        """Read the statements once; metrics that mean the same are one."""
        self.plan = plan
        self.one = _same(plan.all(Metric))
        self.into: dict[str, list[Moves]] = {}
        self.out_of: dict[str, list[Moves]] = {}
        for moves in (*self._of_metrics(), *self._of_objectives()):
            if moves.by != moves.to:
                self.into.setdefault(moves.to, []).append(moves)
                self.out_of.setdefault(moves.by, []).append(moves)
        self._trees: dict[str, frozenset[str]] = {}

    def key(self, metric: str | None) -> str:
        """The key under which a metric and those that mean the same are known; "" for none."""
        return self.one.get(metric or "", metric or "")

    def tree(self, metric: str) -> frozenset[str]:
        """A metric, and every metric that moves it, directly or through others."""
        known = self._trees.get(metric)
        if known is None:
            found, waiting = {metric}, [metric]
            while waiting:
                new = {m.by for m in self.into.get(waiting.pop(), ()) if not m.is_none} - found
                found |= new
                waiting += sorted(new)
            known = self._trees[metric] = frozenset(found)
        return known

    def reach(self, metrics: Iterable[str], evidence: Container[str | None]) -> dict[str, Way]:
        """Every metric that some metrics move, over statements with some grades of evidence, by the quickest way."""
        found: dict[str, Way] = {}
        waiting = [(0.0, metric, Way()) for metric in sorted(set(metrics))]
        while waiting:
            days, metric, way = heappop(waiting)
            if metric in found:
                continue
            found[metric] = way
            for moves in self.out_of.get(metric, ()):
                if moves.evidence in evidence and not moves.is_none and moves.to not in found:
                    more = moves.lag.shortest_days if moves.lag else 0.0
                    heappush(waiting, (days + more, moves.to, Way(days + more, (*way.steps, moves))))
        return found

    @cached_property
    def stated_to_move_nothing(self) -> frozenset[tuple[str, str]]:
        """The pairs of metrics of which it is said that one moves the other by nothing."""
        return frozenset((m.by, m.to) for many in self.into.values() for m in many if m.is_none)

    def _of_metrics(self) -> Iterator[Moves]:
        for metric in self.plan.all(Metric):
            for d in metric.drivers:
                yield Moves(self.key(d.metric), self.key(metric.key), _SIGNS[d.effect], d.lag, d.evidence, d.factor)

    def _of_objectives(self) -> Iterator[Moves]:
        for objective in self.plan.all(Objective):
            for d in objective.drives if objective.metric else ():
                yield Moves(self.key(objective.metric), self.key(d.metric), _SIGNS[d.effect], d.lag, d.evidence)


def _same(metrics: Iterable[Metric]) -> dict[str, str]:
    """Each metric's key and the first key of those that mean the same."""
    one: dict[str, str] = {}

    def first(key: str) -> str:
        while one.get(key, key) != key:
            key = one[key]
        return key

    for metric in metrics:
        for twin in metric.twins:
            if twin.startswith("metric:"):
                a, b = sorted((first(metric.key), first(twin.removeprefix("metric:"))))
                one[a], one[b] = a, a
    return {key: first(key) for key in one}
