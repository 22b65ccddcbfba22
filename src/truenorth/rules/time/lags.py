"""How long it takes from work in market to a result, and how much has landed by a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.sight import parents
from truenorth.plan.story import Persona
from truenorth.plan.strategy import Expectation, Goal, Metric, Objective
from truenorth.plan.values import Duration
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case

Topped = Goal | Objective | Program
_CARRIERS: tuple[type[Objective | Program], ...] = (Objective, Program)


class Lag(NamedTuple):
    """From in market to result, shortest to longest, in days; both 0 where it is not known."""

    low: float = 0.0
    high: float = 0.0

    def with_(self, other: Lag) -> Lag:
        """One after the other."""
        return Lag(self.low + other.low, self.high + other.high)

    def at_least(self, other: Lag) -> Lag:
        """The longer of two that tell of the same way."""
        if not other.high or not self.high:
            return self if self.high else other
        return Lag(max(self.low, other.low), max(self.high, other.high))


class Coming(NamedTuple):
    """What a piece of work brings: in market when, after how long the result comes, and what it costs."""

    activity: Activity
    span: Span | None
    lag: Lag
    cost: float | None

    @property
    def first(self) -> date | None:
        """The first day on which a result can come."""
        return self.span and self.span.start + timedelta(days=ceil(self.lag.low))

    def landed(self, day: date) -> float:
        """The share of its results that have come by a day, lags spread evenly between shortest and longest."""
        if self.span is None or self.lag == Lag():
            return 1.0
        begin, end = (day - self.span.start).days, (day - self.span.end).days
        if end >= self.lag.high:
            return 1.0
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


@dataclass(frozen=True)
class Results:
    """What some work brings in all: how much of it lands by a day, and when the first result can come."""

    count: int = 0
    landed: float = 0.0
    cost: float = 0.0
    landed_cost: float = 0.0
    priced: bool = True
    lagged: bool = False
    first: date | None = date.max  # None where some work has no dates

    def and_(self, other: Results) -> Results:
        """Both together."""
        return Results(
            self.count + other.count,
            self.landed + other.landed,
            self.cost + other.cost,
            self.landed_cost + other.landed_cost,
            self.priced and other.priced,
            self.lagged or other.lagged,
            min(self.first, other.first) if self.first and other.first else None,
        )

    @property
    def share(self) -> float:
        """The share that lands, in per cent: by cost, or each work the same where some cost is not known."""
        landed, all_ = (self.landed_cost, self.cost) if self.priced and self.cost else (self.landed, self.count)
        return 100 * landed / all_ if all_ else 100.0


def results(coming: Iterable[Coming], day: date) -> Results:
    """What some work brings by a day."""
    every = list(coming)
    shares = [one.landed(day) for one in every]
    costs = [one.cost or 0.0 for one in every]
    firsts = [one.first for one in every]
    known = [first for first in firsts if first]
    return Results(
        len(every),
        sum(shares),
        sum(costs),
        sum(cost * share for cost, share in zip(costs, shares, strict=True)),
        all(costs),
        any(one.lag.high for one in every),
        min(known, default=date.max) if len(known) == len(every) else None,
    )


def results_of(case: Case, asked: Asked) -> Results:
    """What all work below what was asked brings by its day; of work that did not change it is known already."""
    known: dict[Ref, dict[object, Results]] = case.gathered("results")
    total = Results()
    for item, lag in _ways(case, asked):
        way = (asked.by, lag, asked.revenue)
        at = known.setdefault(item.ref, {})
        if way not in at:
            at[way] = results(_coming_at(case, item, lag, asked.revenue), asked.by)
        total = total.and_(at[way])
    return total


def coming_to(case: Case, asked: Asked) -> list[Coming]:
    """All work below what was asked, with its way to the result."""
    return [one for item, lag in _ways(case, asked) for one in _coming_at(case, item, lag, asked.revenue)]


def _ways(case: Case, asked: Asked) -> Iterator[tuple[Topped, Lag]]:
    """What was asked and the objectives and programs below it, each once, with the lag from there."""
    waiting: list[tuple[Topped, Lag]] = [(asked.top, _step(case, asked.top, asked.metric) or Lag())]
    seen = {asked.top.ref}
    while waiting:
        above, lag = waiting.pop()
        yield above, lag
        for item in _carriers(case, above):
            if item.ref not in seen:
                seen.add(item.ref)
                waiting.append((item, _way(case, item, above, asked.metric, lag)))


def _carriers(case: Case, above: Topped) -> list[Objective | Program]:
    """The objectives and programs right below an item."""
    known: dict[Ref, list[Objective | Program]] = case.gathered("objectives and programs below")
    if above.ref not in known:
        below = (item for kind in _CARRIERS for item in case.plan.pointing_at(above.ref, kind))
        known[above.ref] = [i for i in below if above.ref in parents(i) and i.status not in ("stopped", "idea")]
    return known[above.ref]


def _coming_at(case: Case, item: Topped, lag: Lag, revenue: bool) -> Iterator[Coming]:
    """The work right at an item; work that comes by way of a program counts there."""
    known: dict[Ref, tuple[Span | None, Lag, float | None]] = case.known("in market, buying cycle, cost")
    for activity in case.plan.pointing_at(item.ref, Activity):
        if activity.status in ("stopped", "idea") or not _right_at(case, activity, item):
            continue
        if activity.ref not in known:
            known[activity.ref] = case.in_market(activity), buying_cycle(case, activity), case.spend(activity).money
        span, cycle, cost = known[activity.ref]
        yield Coming(activity, span, lag.at_least(cycle) if revenue else lag, cost)


def _right_at(case: Case, activity: Activity, item: Topped) -> bool:
    if isinstance(item, Program):
        return activity.program == item.key
    program = case.plan.get(Program, activity.program)
    return not (program and program.serves) and item.ref in parents(activity)


def _way(case: Case, item: Objective | Program, above: Topped, metric: str | None, lag: Lag) -> Lag:
    """From an objective to the metric that was asked for: its own way, or by way of what it serves."""
    direct = _step(case, item, metric)
    if direct is not None or isinstance(above, Program) or isinstance(item, Program):
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


def buying_cycle(case: Case, item: Activity) -> Lag:
    """How long the customers whom an activity meets take from there to a purchase."""
    program = case.plan.get(Program, item.program)
    keys = item.personas or (program.personas if program else [])
    lags = [_of_persona(case, key, item.stage.lower()) for key in keys]
    if not lags or Lag() in lags:
        return Lag()
    return Lag(min(lag.low for lag in lags), max(lag.high for lag in lags))


def _of_persona(case: Case, key: str, stage: str) -> Lag:
    known: dict[str, Lag] = case.known("buying cycle from a stage on")
    if (from_stage := f"{key} {stage}") not in known:
        persona = case.plan.get(Persona, key)
        known[from_stage] = _from_stage(persona, stage) if persona else Lag()
    return known[from_stage]


def _from_stage(persona: Persona, stage: str) -> Lag:
    """The whole cycle from the first stage on (or where no stage is said); from a later one, the stages still to go."""
    stages = [name.lower() for name in persona.stages]
    cycle = {name.lower(): _lag(takes) for name, takes in persona.stage_cycle.items()}
    ahead = stages[stages.index(stage) :] if stage in stages else []
    if ahead and all(name in cycle for name in ahead):
        return Lag(sum(cycle[name].low for name in ahead), sum(cycle[name].high for name in ahead))
    return _lag(persona.buying_cycle) if not stage or ahead == stages else Lag()
