"""Results that are due before customers can have decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.sight import parents
from truenorth.plan.story import Persona
from truenorth.plan.strategy import Expectation, Goal, Metric, Objective
from truenorth.plan.values import Duration
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

Topped = Goal | Objective | Program
_BELOW: tuple[type[Objective | Program | Activity], ...] = (Objective, Program, Activity)


def _concerned(plan: Plan, ref: Ref) -> Iterable[Ref]:
    """Personas, metrics and rates concern everything that is due; work, what it serves and what is expected of that."""
    if ref.startswith(("persona:", "metric:", "role:")):
        return [item.ref for kind in (Goal, Objective, Expectation) for item in plan.all(kind)]
    above, waiting = {ref}, [ref]
    while waiting:
        item = plan.find(waiting.pop())
        new = {to for to in (parents(item) if item else ()) if to not in above}
        above |= new
        waiting += new
    return above | {e.ref for to in above for e in plan.pointing_at(to, Expectation)}


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


@rule(
    "TIME02",
    asks="cmo",
    each=(Goal, Objective, Expectation),
    reads=["program", "activity", "persona", "metric", "role"],
    looks=_concerned,
)
def before_buyers_decide(case: Case, item: Goal | Objective | Expectation, *, share: float = 60) -> Iterator[Finding]:
    """
    A result is due before customers can have decided.

    ## Why it matters

    The business looks for revenue at the end of the quarter; the customers whom the work reaches in this quarter
    sign in the next. When the number is missed the work is stopped, just before it would have paid.

    For each goal, objective and expectation with a date: every piece of work below it, from the day it is in market,
    and the time from there to the result: the lag with which an objective drives the metric, and, for revenue, how
    long the persona takes to buy. Lags are spread evenly between shortest and longest, work counts by its cost (all
    the same where some cost is not known), and work without dates or lag counts as if its result came at once. It is
    found where nothing can have landed by the date, or less than `share` %. Lags as they really were come with
    measurement.

    ## Example

        goal: {grow: {horizon: 2027-05}}

    ## Finds

        goal:grow is due on 2027-05-31; 4 % of what its work brings lands by then: 60 to 90 days after it is in market

    ## Put right

        goal: {grow: {horizon: 2027-12}}
    """
    asked = _asked(case, item)
    if asked is None or not _has_lags(case, asked):
        return
    coming = list(_coming(case, asked))
    if not any(c.lag.high for c in coming):
        return
    firsts = [c.first for c in coming if c.first]
    first = min(firsts) if len(firsts) == len(coming) else None
    if first and asked.by < first:
        yield _finding(
            case, asked, coming, f"the first result of its work can come on {first}: {_after(coming)}", share
        )
    elif not isinstance(item, Expectation) and (landed := _landed(coming, asked.by)) < share:
        yield _finding(
            case, asked, coming, f"{landed:.0f} % of what its work brings lands by then: {_after(coming)}", share
        )


@dataclass(frozen=True)
class _Asked:
    """A result that somebody counts on: by when, from which goal, objective or program, and in which metric."""

    item: Goal | Objective | Expectation
    field: str
    by: date
    top: Topped
    metric: str | None
    revenue: bool


def _asked(case: Case, item: Goal | Objective | Expectation) -> _Asked | None:
    by, top = case.due(item), item if not isinstance(item, Expectation) else _about(case, item)
    if by is None or top is None or not case.live(item) or getattr(item, "answer", "") == "declined":
        return None
    metric = item.metric or (None if isinstance(top, Program) else top.metric)
    known = case.plan.get(Metric, item.metric)
    outcome = (known and known.outcome_type) or getattr(item, "outcome_type", None)
    if outcome is None and metric != item.metric:
        known = case.plan.get(Metric, metric)
        outcome = (known and known.outcome_type) or getattr(top, "outcome_type", None)
    field = "by" if isinstance(item, Expectation) else "horizon" if isinstance(item, Goal) else "due"
    return _Asked(item, field, by, top, metric, outcome == "revenue")


def _about(case: Case, item: Expectation) -> Topped | None:
    about = case.plan.find(item.about if ":" in item.about else f"goal:{item.about}") if item.about else None
    return about if isinstance(about, (Goal, Objective, Program)) else None


def _has_lags(case: Case, asked: _Asked) -> bool:
    """Whether any lag is known on the way to the metric: most plans say none, and need no walk."""
    if asked.revenue:
        return True
    metric = case.plan.get(Metric, asked.metric)
    if metric is None:
        return False
    driving = (drive.lag for item in case.plan.pointing_at(metric.ref, Objective) for drive in item.drives)
    return any(driver.lag for driver in metric.drivers) or any(driving)


def _coming(case: Case, asked: _Asked) -> Iterator[Coming]:
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


def _landed(coming: list[Coming], day: date) -> float:
    return 100 * sum(c.weight * c.landed(day) for c in coming) / sum(c.weight for c in coming)


def _after(coming: list[Coming]) -> str:
    """How long after it is in market, over all of the work."""
    lags = [c.lag for c in coming if c.lag.high]
    low, high = min(lag.low for lag in lags), max(lag.high for lag in lags)
    days = f"{low:.0f} to {high:.0f}" if round(low) != round(high) else f"{low:.0f}"
    return f"{days} days after it is in market"


def _finding(case: Case, asked: _Asked, coming: list[Coming], says: str, share: float) -> Finding:
    each = [
        {
            "at": c.activity.ref,
            "in_market": str(c.span.start) if c.span else "",
            "days_to_result": f"{c.lag.low:.0f}..{c.lag.high:.0f}",
            "landed": f"{100 * c.landed(asked.by):.0f} %",
        }
        for c in coming
    ]
    enough = _enough(coming, asked.by, share)
    heaviest = max(coming, key=lambda c: (1 - c.landed(asked.by)) * c.weight).activity
    return found(
        asked.item.ref,
        f"is due on {asked.by}; {says}",
        cause="are due before customers can have decided",
        stake=[c.activity.ref for c in coming],
        seen={
            "due": str(asked.by),
            "enough": str(enough),
            "spread": "evenly between shortest and longest",
            "each": each,
        },
        fixes=[
            Fix("Give it more time", {asked.item.ref: {asked.field: Blank(f"Until when, from {enough} on?")}}),
            Fix(f"Bring {heaviest.title} to market earlier", {heaviest.ref: {"in_market": Blank("From when?")}}),
        ],
    )


def _enough(coming: list[Coming], by: date, share: float) -> date:
    """The first day by which enough has landed."""
    low, high = by, max(c.span.end + timedelta(days=ceil(c.lag.high)) for c in coming if c.span)
    while low < high:
        middle = low + (high - low) // 2
        low, high = (low, middle) if _landed(coming, middle) >= share else (middle + timedelta(days=1), high)
    return low
