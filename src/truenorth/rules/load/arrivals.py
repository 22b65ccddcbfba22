"""What arrives at a capacity, by program and week: what feeds hand on, and what work is expected to bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from truenorth.plan.calendar import Span
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Capacity
from truenorth.plan.values import Duration, Quantity
from truenorth.plan.work import Activity, Feed, Program
from truenorth.rules.case import Case
from truenorth.rules.rates import per_week
from truenorth.rules.tally import Part
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
        self._unit = words(capacity.unit)
        self._is_it: dict[str, bool] = {}

    def brings(self, item: Activity | Program) -> Quantity | None:
        """How much an item brings of what the capacity takes."""
        for name, much in item.expects.items():
            if name not in self._is_it:
                self._is_it[name] = words(name) == self._unit
            if self._is_it[name]:
                return much
        return None


def flows(case: Case, route: Route, quantile: float) -> Iterator[Flow]:
    """What comes from each program, from work without one, and from what else a feed names."""
    known = case.gathered(f"LOAD01 {route.capacity.key}")
    for program in case.plan.all(Program):
        if program.ref not in known:
            known[program.ref] = _flow(case, list(_of_program(case, route, program)), quantile)
        if known[program.ref].arrivals:
            yield known[program.ref]
    loose = case.tally("work without a program", _without_program).sums
    rest = [one for ref in sorted(map(str, loose)) for one in _of_activity(case, route, _activity(case, ref))]
    others = (giver for giver in sorted(route.feeds) if not giver.startswith(("program:", "activity:")))
    yield _flow(case, [*rest, *(one for giver in others for one in _fed(case, route, giver))], quantile)


def _without_program(item: Entity) -> Part | None:
    return (item.ref, (1,)) if isinstance(item, Activity) and not item.program and item.expects else None


def _activity(case: Case, ref: Ref) -> Activity:
    item = case.plan.entities[ref]
    assert isinstance(item, Activity)
    return item


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


def _of_program(case: Case, route: Route, program: Program) -> Iterator[Arrival]:
    yield from _fed(case, route, program.ref)
    work = [a for a in case.plan.pointing_at(program.ref, Activity) if a.program == program.key]
    arrivals = [one for activity in work for one in _of_activity(case, route, activity)]
    yield from arrivals
    if not arrivals and route.only and program.ref not in route.feeds and case.live(program):
        much = None if any(route.brings(activity) for activity in work) else route.brings(program)
        yield from _brought(program, program.ref, much, case.span(program), route.capacity.lag)


def _of_activity(case: Case, route: Route, activity: Activity) -> Iterator[Arrival]:
    yield from _fed(case, route, activity.ref)
    much = route.brings(activity)
    program = f"program:{activity.program}"
    giver = next((ref for ref in (activity.ref, program) if ref in route.feeds), activity.ref if route.only else None)
    if much and giver and case.live(activity):
        feed = route.feeds.get(giver)
        lag = route.capacity.lag or (feed.lag if feed else None)
        yield from _brought(activity, giver, much, _met(case, activity), lag)


def _met(case: Case, activity: Activity) -> Span | None:
    """From when to when customers meet it; its period where it does not say, None where only one side is known."""
    first, last = case.calendar.start(activity.in_market or activity.start), case.calendar.end(activity.end)
    if first and last:
        return Span(first, last) if first <= last else None
    return None if first or last else case.calendar.span(activity.period)


def _fed(case: Case, route: Route, giver: Ref) -> Iterator[Arrival]:
    """What a feed hands on each week, while its giver is at work."""
    feed, item = route.feeds.get(giver), case.plan.find(giver)
    much = per_week(feed.volume) if feed else None
    if feed and much and (item is None or case.live(item)):
        span = (case.span(item) if item else None) or case.horizon
        yield Arrival(feed, giver, *much, _later(span, feed.lag), rate=True)


def _brought(
    item: Entity, giver: Ref, much: Quantity | None, span: Span | None, lag: Duration | None
) -> Iterator[Arrival]:
    if span and much and much.is_number and much.how == "value":
        low = float((much.low if much.low is not None else much.high) or 0)
        high = float((much.high if much.high is not None else much.low) or 0)
        yield Arrival(item, giver, low, high, _later(span, lag), rate=False)


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
