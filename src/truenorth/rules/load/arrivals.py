"""What arrives at a capacity, by program and week: what feeds hand on, and what work is expected to bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from truenorth.plan.calendar import Span
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Capacity
from truenorth.plan.values import Duration, Quantity
from truenorth.plan.work import Activity, Feed, Program
from truenorth.rules.case import Case
from truenorth.rules.programs import by_program
from truenorth.rules.rates import per_week
from truenorth.rules.weeks import Sum
from truenorth.rules.words import words


class Arrival(NamedTuple):
    """What one item brings: how much at least and at most, when; `rate` where that is each week."""

    item: Entity
    giver: Ref  # whose figure it is part of: what hands it on, or the item itself
    low: float
    high: float
    span: Span
    rate: bool


class Flow(NamedTuple):
    """What comes from one program, and how much of it a week: by the middle of the ranges, and higher up."""

    arrivals: list[Arrival]
    likely: list[float]
    high: list[float]


class Route:
    """What leads to a capacity: feeds, and work that brings what it takes; `only` where no other takes the same."""

    def __init__(self, case: Case, capacity: Capacity, only: bool) -> None:
        """Gather the feeds."""
        self.capacity, self.only = capacity, only
        self.feeds = {f.giver: f for f in case.plan.pointing_at(capacity.ref, Feed) if f.giver and case.live(f)}
        self._calendar = case.calendar
        self._unit = words(capacity.unit)
        self._is_it: dict[str, bool] = {}
        self._met: dict[tuple[str | None, ...], Span | None] = {}

    def brings(self, item: Activity | Program) -> tuple[float, float] | None:
        """How much an item brings of what the capacity takes, at least and at most."""
        for name, much in item.expects.items():
            if name not in self._is_it:
                self._is_it[name] = words(name) == self._unit
            if self._is_it[name]:
                return _least_and_most(much)
        return None

    def met(self, activity: Activity, giver: Ref | None) -> Span | None:
        """From when to when what an activity brings arrives; none where only one side of that is known."""
        key = (activity.in_market or activity.start, activity.end, activity.period, giver if self.feeds else None)
        if key not in self._met:
            span = self._in_market(activity)
            feed = self.feeds.get(giver) if giver else None
            lag = self.capacity.lag or (feed.lag if feed else None)
            self._met[key] = _later(span, lag) if span else None
        return self._met[key]

    def _in_market(self, activity: Activity) -> Span | None:
        """From when to when customers meet it; its period where it says neither."""
        first, last = self._calendar.start(activity.in_market or activity.start), self._calendar.end(activity.end)
        if first and last:
            return Span(first, last) if first <= last else None
        return None if first or last else self._calendar.span(activity.period)


def flows(case: Case, route: Route, quantile: float) -> Iterator[Flow]:
    """What comes from each program, from work without one, and from what else a feed names."""

    def flow(program: Program | None, work: list[Activity]) -> Flow:
        arrivals = [one for activity in work if (one := _of_activity(case, route, activity))]
        if program:
            arrivals += _of_program(case, route, program, work, bool(arrivals))
        fed = [one for activity in work if (one := _fed(case, route, activity.ref))]
        return _flow(case, [*arrivals, *fed], quantile)

    yield from by_program(case, f"LOAD01 {route.capacity.key}", flow)
    others = (giver for giver in sorted(route.feeds) if not giver.startswith(("program:", "activity:")))
    yield _flow(case, [one for giver in others if (one := _fed(case, route, giver))], quantile)


def added(case: Case, many: Sequence[Sequence[float]]) -> list[float]:
    """Flows together, by week."""
    return [sum(week) for week in zip(*many, strict=True)] if many else [0.0] * len(case.weeks.names)


def shares(case: Case, arrivals: Iterable[Arrival], week: int) -> list[Ref]:
    """What brings something in a week, the largest first."""
    by: dict[Ref, float] = {}
    for one in arrivals:
        if stretch := case.weeks.stretch(one.span):
            within = stretch.first <= week <= stretch.last
            share = float(within) if one.rate else case.weeks.share(stretch, week)
            by[one.item.ref] = by.get(one.item.ref, 0.0) + share * (one.low + one.high) / 2
    return sorted((ref for ref, much in by.items() if much > 0), key=lambda ref: (-by[ref], ref))


def _of_program(
    case: Case, route: Route, program: Program, work: Sequence[Activity], brought: bool
) -> Iterator[Arrival]:
    """What a program hands on, and its own figure where none of its work has one."""
    if fed := _fed(case, route, program.ref):
        yield fed
    elif not brought and route.only and case.live(program) and (much := route.brings(program)):
        span = case.span(program)
        if span and not any(route.brings(activity) for activity in work):
            yield Arrival(program, program.ref, *much, _later(span, route.capacity.lag), rate=False)


def _of_activity(case: Case, route: Route, activity: Activity) -> Arrival | None:
    """What an activity brings, where it leads here; none where nobody knows from when to when."""
    much = route.brings(activity)
    if much is None or not case.live(activity):
        return None
    program = f"program:{activity.program}"
    giver = activity.ref if activity.ref in route.feeds else program if program in route.feeds else None
    if giver is None and not route.only:
        return None
    span = route.met(activity, giver)
    return Arrival(activity, giver or activity.ref, *much, span, rate=False) if span else None


def _fed(case: Case, route: Route, giver: Ref) -> Arrival | None:
    """What a feed hands on each week, while its giver is at work."""
    feed = route.feeds.get(giver)
    much = per_week(feed.volume) if feed else None
    item = case.plan.find(giver)
    if feed is None or much is None or (item is not None and not case.live(item)):
        return None
    span = (case.span(item) if item else None) or case.horizon
    return Arrival(feed, giver, *much, _later(span, feed.lag), rate=True)


@lru_cache(maxsize=4096)
def _least_and_most(much: Quantity) -> tuple[float, float] | None:
    if not much.is_number or much.how != "value":
        return None
    low, high = (much.low if much.low is not None else much.high), (much.high if much.high is not None else much.low)
    return float(low or 0), float(high or 0)


def _later(span: Span, lag: Duration | None) -> Span:
    if lag is None:
        return span
    return Span(span.start + timedelta(lag.shortest_days), span.end + timedelta(lag.longest_days))


def _flow(case: Case, arrivals: list[Arrival], quantile: float) -> Flow:
    likely = _by_week(case, arrivals, 0.5)
    exact = all(one.low == one.high for one in arrivals)
    return Flow(arrivals, likely, likely if exact else _by_week(case, arrivals, quantile))


def _by_week(case: Case, arrivals: Sequence[Arrival], part: float) -> list[float]:
    """What arrives each week, with every range taken a part of the way up; of a feed's giver, the higher figure."""
    handed = {one.giver for one in arrivals if one.rate}
    own = _summed(case, (one for one in arrivals if one.giver not in handed), part)
    higher = (
        map(
            max,
            *(
                _summed(case, (a for a in arrivals if a.giver == giver and a.rate is rate), part)
                for rate in (False, True)
            ),
        )
        for giver in sorted(handed)
    )
    return added(case, [own, *(list(flow) for flow in higher)])


def _summed(case: Case, arrivals: Iterable[Arrival], part: float) -> list[float]:
    weeks = case.weeks
    rates = [0.0] * len(weeks.names)
    sums = Sum(weeks)
    for one in arrivals:
        if stretch := weeks.stretch(one.span):
            much = one.low + part * (one.high - one.low)
            if not one.rate:
                sums.add(stretch, much)
                continue
            for n in range(stretch.first, stretch.last + 1):
                rates[n] += much
    return [rate + much for rate, much in zip(rates, sums.by_week(), strict=True)]
