"""How long it takes from work in market to a result, and how much has landed by a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from truenorth.plan.calendar import Span
from truenorth.plan.sight import parents
from truenorth.plan.story import Persona
from truenorth.plan.strategy import Expectation, Goal, Metric, Objective
from truenorth.plan.values import Duration
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case

Topped = Goal | Objective | Program
_BELOW: tuple[type[Objective | Program | Activity], ...] = (Objective, Program, Activity)


class Lag(NamedTuple):
    """From in market to result, shortest to longest, in days; both 0 where it is not known."""

    low: float = 0.0
    high: float = 0.0

    def with_(self, other: Lag) -> Lag:
        """One after the other."""
        return Lag(self.low + other.low, self.high + other.high)

    def at_least(self, other: Lag) -> Lag:
        """The longer of two that tell of the same way."""
        return Lag(max(self.low, other.low), max(self.high, other.high))


@dataclass(frozen=True)
class Coming:
    """What a piece of work brings: in market when, after how long the result comes, and what it weighs."""

    activity: Activity
    span: Span | None
    lag: Lag
    weight: float

    @property
    def first(self) -> date | None:
        """The first day on which a result can come."""
        return self.span and self.span.start + timedelta(days=ceil(self.lag.low))

    def landed(self, day: date) -> float:
        """The share of its results that have come by a day, lags spread evenly between shortest and longest."""
        if self.span is None or self.lag == Lag():
            return 1.0
        begin, end = ((day - edge).days + 0.0 for edge in self.span)
        if begin == end:
            return _evenly(begin, self.lag)
        return (_summed(begin, self.lag) - _summed(end, self.lag)) / (begin - end)


def _evenly(days: float, lag: Lag) -> float:
    """The share of results that have come so many days after in market."""
    if days < lag.low:
        return 0.0
    return 1.0 if days >= lag.high else (days - lag.low) / (lag.high - lag.low)


def _summed(days: float, lag: Lag) -> float:
    """The integral of `_evenly`: for work that is in market over a span, each day counts the same."""
    if days <= lag.low:
        return 0.0
    rising = min(days, lag.high) - lag.low
    part = rising * rising / (2 * (lag.high - lag.low)) if lag.high > lag.low else 0.0
    return part + max(days - lag.high, 0.0)


@dataclass(frozen=True)
class Asked:
    """A result that somebody counts on: by when, from which goal, objective or program, and in which metric."""

    item: Goal | Objective | Expectation
    field: str
    by: date
    top: Topped
    metric: str | None
    revenue: bool


def coming_to(case: Case, asked: Asked) -> Iterator[Coming]:
    """The work below what was asked, each once, with its way to the result."""
    activities: list[tuple[Activity, Lag]] = []
    waiting: list[tuple[Topped, Lag]] = [(asked.top, _step(case, asked.top, asked.metric) or Lag())]
    seen = {asked.top.ref}
    while waiting:
        above, lag = waiting.pop()
        for kind in _BELOW:
            for item in case.plan.pointing_at(above.ref, kind):
                if item.ref in seen or above.ref not in parents(item) or item.status in ("stopped", "idea"):
                    continue
                seen.add(item.ref)
                if isinstance(item, Activity):
                    activities.append((item, lag))
                elif isinstance(item, Objective):
                    waiting.append((item, _way(case, item, above, asked.metric, lag)))
                else:
                    waiting.append((item, lag))
    costs = [case.spend(item).money for item, _ in activities]
    for (item, lag), cost in zip(activities, costs, strict=True):
        cycle = _cycle(case, item) if asked.revenue else Lag()
        yield Coming(item, case.in_market(item), lag.at_least(cycle), cost if cost and all(costs) else 1.0)


def _way(case: Case, item: Objective, above: Topped, metric: str | None, lag: Lag) -> Lag:
    """From an objective to the metric that was asked for: its own way, or by way of what it serves."""
    direct = _step(case, item, metric)
    if direct is not None or isinstance(above, Program):
        return direct or lag
    return lag.with_(_step(case, item, above.metric) or Lag())


def _step(case: Case, item: Topped, metric: str | None) -> Lag | None:
    """The lag from an item's own metric to another: none from a metric to itself; None where nothing links them."""
    if metric is None or isinstance(item, Program):
        return None
    if item.metric == metric:
        return Lag()
    for drive in item.drives if isinstance(item, Objective) else ():
        if drive.metric == metric:
            return _lag(drive.lag)
    moved = case.plan.get(Metric, metric)
    for driver in moved.drivers if moved else ():
        if item.metric and driver.metric == item.metric:
            return _lag(driver.lag)
    return None


def _lag(duration: Duration | None) -> Lag:
    return Lag(duration.shortest_days, duration.longest_days) if duration else Lag()


def _cycle(case: Case, item: Activity) -> Lag:
    """How long the customers whom an activity meets take from there to a purchase."""
    program = case.plan.get(Program, item.program)
    keys = item.personas or (program.personas if program else [])
    lags = [_of_persona(case.plan.get(Persona, key), item.stage.lower()) for key in keys]
    if not lags or Lag() in lags:
        return Lag()
    return Lag(min(lag.low for lag in lags), max(lag.high for lag in lags))


def _of_persona(persona: Persona | None, stage: str) -> Lag:
    """The whole cycle from the first stage on (or where no stage is said); from a later one, the stages still to go."""
    if persona is None:
        return Lag()
    stages = [name.lower() for name in persona.stages]
    cycle = {name.lower(): _lag(takes) for name, takes in persona.stage_cycle.items()}
    ahead = stages[stages.index(stage) :] if stage in stages else []
    if ahead and all(name in cycle for name in ahead):
        return Lag(sum(cycle[name].low for name in ahead), sum(cycle[name].high for name in ahead))
    return _lag(persona.buying_cycle) if not stage or ahead == stages else Lag()
