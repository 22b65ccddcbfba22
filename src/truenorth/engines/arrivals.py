"""What work and feeds bring to a capacity, and from when to when it arrives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import floor
from typing import NamedTuple

from truenorth.engines.asof import AsOf
from truenorth.engines.cost import states_most
from truenorth.engines.rates import per_week
from truenorth.engines.weeks import Weeks
from truenorth.engines.words import words
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Capacity
from truenorth.plan.values import Duration, Quantity
from truenorth.plan.work import Activity, Feed, Program

TOGETHER = (1, 2, 4, 8)  # weeks over which what may wait is looked at


class Arrival(NamedTuple):
    """What one item brings: how much at least and at most, when; `rate` where that is each week."""

    item: Entity
    giver: Ref  # whose figure it is part of: what hands it on, or the item itself
    low: float
    high: float
    when: When
    rate: bool

    def share(self, week: int) -> float:
        """The share of it that arrives in a week; all of it where it is a rate, in a week that it reaches."""
        stretch = self.when.weeks.stretch(self.when.made)
        if stretch is None or not stretch.first <= week <= stretch.last:
            return 0.0
        return 1.0 if self.rate else self.when.weeks.share(stretch, week)


class When(NamedTuple):
    """The days on which something is made, and the weeks in which it arrives: later by a lag."""

    made: Span
    weeks: Weeks


class Route:
    """What leads to a capacity: feeds, and work that brings what it takes; `only` where no other takes the same."""

    def __init__(self, case: AsOf, capacity: Capacity, only: bool) -> None:
        """Gather the feeds."""
        self.capacity, self.only = capacity, only
        self.feeds = {f.giver: f for f in case.plan.pointing_at(capacity.ref, Feed) if f.giver and case.live(f)}
        self._case = case
        self._unit = words(capacity.unit)
        self._is_it: dict[str, bool] = {}
        self._met: dict[tuple[str | None, ...], When | None] = {}
        self._lags: dict[Ref | None, tuple[Duration | None, Weeks]] = {}

    def brings(self, item: Activity | Program) -> tuple[float, float] | None:
        """How much an item brings of what the capacity takes, at least and at most."""
        for name, much in item.expects.items():
            if name not in self._is_it:
                self._is_it[name] = words(name) == self._unit
            if self._is_it[name]:
                return _least_and_most(much)
        return None

    def most(self, item: Activity | Program) -> float:
        """How much an item brings at most."""
        return (self.brings(item) or (0.0, 0.0))[1]

    def met(self, activity: Activity, giver: Ref | None) -> When | None:
        """From when to when what an activity brings arrives; none where only one side of that is known."""
        key = (activity.in_market or activity.start, activity.end, activity.period, giver if self.feeds else None)
        if key not in self._met:
            span = self.in_market(activity)
            self._met[key] = self._later(span, giver) if span else None
        return self._met[key]

    def _later(self, span: Span, giver: Ref | None) -> When:
        if giver not in self._lags:
            feed = self.feeds.get(giver) if giver else None
            lag = self.capacity.lag or (feed.lag if feed else None)
            self._lags[giver] = lag, _weeks(self._case, lag)
        lag, weeks = self._lags[giver]
        working = lag is not None and lag.unit == "working days"
        return When(_after_working_days(self._case, span, lag) if lag and working else span, weeks)

    def in_market(self, activity: Activity) -> Span | None:
        """From when to when customers meet it; its period where it says neither."""
        calendar = self._case.calendar
        first, last = calendar.start(activity.in_market or activity.start), calendar.end(activity.end)
        if first and last:
            return Span(first, last) if first <= last else None
        return None if first or last else calendar.span(activity.period)


def of_program(
    case: AsOf, route: Route, program: Program, work: Sequence[Activity], brought: bool
) -> Iterator[Arrival]:
    """What a program hands on, and its own figure where none of its work has one."""
    if handed := fed(case, route, program.ref):
        yield handed
    elif not brought and route.only and case.live(program) and (much := route.brings(program)):
        span = case.span(program)
        if span and not any(route.brings(activity) for activity in work):
            yield Arrival(program, program.ref, *much, _later(case, span, route.capacity.lag), rate=False)


def of_activity(case: AsOf, route: Route, activity: Activity) -> Arrival | None:
    """What an activity brings, where it leads here; none where nobody knows from when to when."""
    much = route.brings(activity)
    if much is None or not case.live(activity):
        return None
    if activity.ref in case.plan.alike and not states_most(case, activity, route.most):
        return None
    program = f"program:{activity.program}"
    giver = activity.ref if activity.ref in route.feeds else program if program in route.feeds else None
    if giver is None and not route.only:
        return None
    when = route.met(activity, giver)
    return Arrival(activity, giver or activity.ref, *much, when, rate=False) if when else None


def fed(case: AsOf, route: Route, giver: Ref) -> Arrival | None:
    """What a feed hands on each week, while its giver is at work."""
    feed = route.feeds.get(giver)
    much = per_week(feed.volume) if feed else None
    item = case.plan.find(giver)
    if feed is None or much is None or (item is not None and not case.live(item)):
        return None
    span = (case.span(item) if item else None) or case.horizon
    return Arrival(feed, giver, *much, _later(case, span, feed.lag), rate=True)


@lru_cache(maxsize=4096)
def _least_and_most(much: Quantity) -> tuple[float, float] | None:
    if not much.is_number or much.how != "value":
        return None
    low, high = (much.low if much.low is not None else much.high), (much.high if much.high is not None else much.low)
    return float(low or 0), float(high or 0)


def _later(case: AsOf, span: Span, lag: Duration | None) -> When:
    """When what is made on some days arrives, each day's share later by the middle of a lag."""
    working = lag is not None and lag.unit == "working days"
    return When(_after_working_days(case, span, lag) if lag and working else span, _weeks(case, lag))


def _weeks(case: AsOf, lag: Duration | None) -> Weeks:
    """The weeks of what arrives after a lag; one of working days moves the days themselves."""
    if lag is None or lag.unit == "working days":
        return case.weeks
    return case.weeks.later(floor((lag.shortest_days + lag.longest_days) / 2 + 0.5))


def _after_working_days(case: AsOf, span: Span, lag: Duration) -> Span:
    middle = Decimal(floor((lag.low + lag.high) / 2 + Decimal("0.5")))
    working = [day for day in (_working(case, span.start, 1), _working(case, span.end, -1)) if day]
    try:
        first, last = (case.calendar.ahead(day, Duration(middle, middle, lag.unit)) for day in working)
    except ValueError:  # no working days: nobody works, and nothing arrives later
        return span
    return Span(min(first, last), max(first, last))


def _working(case: AsOf, day: date, way: int) -> date | None:
    """The first working day from a day on, onwards or back."""
    for _ in range(366):
        if case.calendar.is_working(day):
            return day
        day += way * DAY
    return None


def takes(capacity: Capacity) -> float:
    """How much a week it can take, at most."""
    much = per_week(capacity.per_week) or per_week(capacity.per_day, "day")
    return much[1] if much else 0.0


def waiting(capacity: Capacity) -> float:
    """How much may wait at the end of a week."""
    return float(capacity.backlog.mid or 0) if capacity.backlog and capacity.backlog.is_number else 0.0
