"""What work brings to sales, service or stock, and how much of it they can take in a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor

from truenorth.engines.arrivals import TOGETHER, Route, fed, of_activity, takes, waiting
from truenorth.engines.feasibility.of.dates import Planned
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.says import amount
from truenorth.engines.feasibility.problem import Pot, Use, Work
from truenorth.engines.words import words
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Capacity, Team
from truenorth.plan.strategy import fraction
from truenorth.plan.values import Duration

SCALE = 10  # of one lead there are tenths: a share of it needs handling
_TINY = 1e-6


class Taking:
    """What can be taken downstream, and what each piece of work brings.

    Where a feed tells of what work brings as well, it is one or the other, and neither may be too much: what feeds
    tell is then looked at apart from what work brings.
    """

    def __init__(self, draft: Draft, work: Sequence[Planned]) -> None:
        """Put the capacities down to which something comes."""
        self.draft = draft
        self._brings: dict[Ref, list[tuple[Span, Use]]] = {}
        capacities = [one for one in draft.asof.all_live(Capacity) if one.unit and takes(one)]
        every = [words(one.unit) for one in draft.asof.all_live(Capacity)]
        for capacity in capacities:
            only = every.count(words(capacity.unit)) == 1
            self._gather(Route(draft.asof, capacity, only), work)

    def brings(self, one: Planned) -> Sequence[tuple[Span, Use]]:
        """What a piece of work brings where, and from when to when it is in the market for it."""
        return self._brings.get(one.activity.ref, ())

    def _gather(self, route: Route, work: Sequence[Planned]) -> None:
        capacity, own = route.capacity, list(self._own(route, work))
        told = {giver: time for giver in route.feeds if (time := self._time_of(giver)) and self._a_week(route, giver)}
        twice = {giver for giver, *_ in own if giver in told}
        for giver, ref, span, much, lag in own:
            resources = [capacity.ref] if giver in twice or not twice else [capacity.ref, _fed(capacity)]
            mine = self._brings.setdefault(ref, [])
            mine += ((span, Use(resource, much, lag)) for resource in resources)
        for giver, time in told.items():
            self._put_feed(route, giver, time, _fed(capacity) if twice else capacity.ref)
        self.draft.kept |= {route.feeds[giver].ref for giver in twice}  # without it, what its work brings counts there
        if own or told:
            _put_down(self.draft, capacity, [capacity.ref, *([_fed(capacity)] if twice else [])])

    def _own(self, route: Route, work: Sequence[Planned]) -> Iterator[tuple[Ref, Ref, Span, int, int]]:
        """What work brings, and whose figure it is part of: (giver, work, time, how much at least, how much later)."""
        asof, handled = self.draft.asof, float(fraction(route.capacity.conversion))
        for one in work:
            arrival, span = of_activity(asof, route, one.activity), route.in_market(one.activity)
            if arrival is None or span is None or span.end < asof.today:
                continue
            if much := floor(arrival.low * handled * asof.to_come(span) * SCALE + _TINY):
                yield arrival.giver, one.activity.ref, span, much, _lag(self.draft, route, arrival.giver)

    def _time_of(self, giver: Ref) -> Span | None:
        """From today to the last day on which a giver hands on."""
        asof = self.draft.asof
        item = asof.plan.find(giver)
        span = (asof.span(item) if item else None) or asof.horizon
        start, end = max(span.start, asof.today), min(span.end, self.draft.clock.days[-1])
        return Span(start, end) if start <= end else None

    def _a_week(self, route: Route, giver: Ref) -> float:
        """What a feed hands on each week at least, in tenths; 0 where nobody tells."""
        arrival = fed(self.draft.asof, route, giver)
        return arrival.low * float(fraction(route.capacity.conversion)) * SCALE if arrival else 0.0

    def _put_feed(self, route: Route, giver: Ref, span: Span, resource: str) -> None:
        """A feed as work that goes on as long as its giver does: so much on each working day."""
        draft, feed, a_week = self.draft, route.feeds[giver], self._a_week(route, giver)
        first, last = draft.clock.between(span)
        days_a_week = 7 - len(draft.asof.calendar.weekend)
        much = floor(a_week * (last - first) / days_a_week + _TINY)
        if first >= last or not much:
            return
        says = (
            f"{draft.asof.plan.title(giver)} hands on {amount(round(a_week / SCALE, 1))} {route.capacity.unit} a week"
        )
        draft.claim(f"do {feed.ref}", "do", says, feed.ref, "volume")
        draft.items[feed.ref] = feed.ref
        use = Use(resource, much, _lag(draft, route, giver))
        draft.works.append(Work(feed.ref, feed.title, feed.ref, last - first, last - first, first, last, (use,)))


def _fed(capacity: Capacity) -> str:
    """The resource of what feeds tell, where work tells of it, too."""
    return f"{capacity.ref}/fed"


def _lag(draft: Draft, route: Route, giver: Ref) -> int:
    """After how many working days what a giver brings arrives, by the middle of its range."""
    feed = route.feeds.get(giver)
    lag: Duration | None = route.capacity.lag or (feed.lag if feed else None)
    if lag is None:
        return 0
    if lag.unit == "working days":
        return floor(float(lag.low + lag.high) / 2 + 0.5)
    days = (lag.shortest_days + lag.longest_days) / 2
    return floor(days * (7 - len(draft.asof.calendar.weekend)) / 7 + 0.5)


def _put_down(draft: Draft, capacity: Capacity, resources: Sequence[str]) -> None:
    much, may_wait = takes(capacity), waiting(capacity)
    name = "per_week" if capacity.per_week else "per_day"
    waits = f", and {amount(may_wait)} may wait" if may_wait else ""
    says = f"{capacity.title}: {amount(round(much, 1))} {capacity.unit} a week can be taken{waits}"
    asks = _asks(draft, capacity)
    claim = draft.claim(f"takes {capacity.ref}", "takes", says, capacity.ref, name, asks=asks)
    draft.units |= dict.fromkeys(resources, (capacity.unit, SCALE))
    for first, last, weeks in _stretches(draft, wait=bool(may_wait)):
        has = ceil((much * weeks + may_wait) * SCALE - _TINY)
        draft.pots += (Pot(resource, capacity.title, first, last, has, (claim,), SCALE // 2) for resource in resources)


def _stretches(draft: Draft, *, wait: bool) -> Iterator[tuple[int, int, int]]:
    """The weeks, one by one; where some may wait, also several of them together."""
    edges = (*draft.clock.weeks, draft.clock.size)
    for count in TOGETHER if wait else TOGETHER[:1]:
        for n in range(len(edges) - count):
            weeks = draft.clock.with_days[min(n + count, len(edges) - 2)] - draft.clock.with_days[n]
            yield edges[n], edges[n + count], max(weeks, count)


def _asks(draft: Draft, capacity: Capacity) -> str:
    team = draft.asof.plan.get(Team, capacity.team)
    told = words(f"{team.function} {team.name}" if team else capacity.title)
    return "service" if told & words("service onboarding support care") else "sales"
