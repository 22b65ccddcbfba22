"""LOAD01: more arrives in a week than sales, service or stock can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple, TypeVar

from truenorth.plan.calendar import Span
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Capacity
from truenorth.plan.strategy import fraction
from truenorth.plan.values import Duration, Quantity
from truenorth.plan.work import Activity, Feed, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rates import per_week
from truenorth.rules.rule import rule
from truenorth.rules.weeks import Sum
from truenorth.rules.words import words

_READS = ["activity", "capacity", "feed", "program"]
_NOISE = 0.5
W = TypeVar("W", Activity, Program)


@rule("LOAD01", asks="sales", reads=_READS, severity="error")
def more_than_can_be_taken(case: Case, *, quantile: float = 0.8) -> Iterator[Finding]:
    """
    More arrives in a week than can be taken.

    ## Why it matters

    What marketing brings and nobody can handle is paid for twice: once to bring it, once in customers who were never
    called. Sales and service bear the peak, and marketing is told that its leads are bad.

    What arrives is what live activities say they bring (`expects`) in the unit of the capacity, evenly over the days
    from their start in the market to their end, later by the lag, times the share that needs handling; and what feeds
    hand on to it each week. Work without both of these days is left out, for nobody knows how fast it brings it. Where a program hands on what its activities bring, the higher of the two counts, and a program's
    own figure only where none of its work has one. Where two capacities take the same unit, only what a feed
    leads to one of them is counted. Where a backlog is stated, what is left over may wait up to it. Too much by the
    middle of the ranges is an error; by a point `quantile` of the way up only, a warning. With records of what came,
    the rates of the past would replace what is hoped for.

    ## Example

        capacity: {sales-calls: {per_week: 30, backlog: null}}

    ## Finds

        capacity:sales-calls 50 enquiries arrive in 2027-W17 and 30 a week can be taken: 20 too many, most by Open house

    ## Put right

        capacity: {sales-calls: {per_week: 50}}
    """
    capacities = [one for one in case.all_live(Capacity) if one.unit and per_week(one.per_week)]
    for capacity in capacities:
        only = sum(words(one.unit) == words(capacity.unit) for one in case.all_live(Capacity)) == 1
        arrivals = _arrivals(case, capacity, only)
        levels = [_by_week(case, arrivals, part) for part in (0.5, quantile)]
        if over := _over(capacity, levels[1], case.weeks.now):
            yield _finding(case, capacity, arrivals, levels[1], over, bool(_over(capacity, levels[0], case.weeks.now)))


class _Arrival(NamedTuple):
    """What one item brings: how much at least and at most, when; `rate` where that is each week."""

    item: Entity
    giver: Ref  # whose figure it is part of: what hands it on, or the item itself
    low: float
    high: float
    span: Span
    rate: bool


class _Over(NamedTuple):
    """A week in which too much arrives, and how much more than may be left over."""

    week: int
    left: float


def _arrivals(case: Case, capacity: Capacity, only: bool) -> list[_Arrival]:
    """What feeds hand on to a capacity, what activities bring, and what programs do that name no such activity."""
    feeds = {f.giver: f for f in case.plan.pointing_at(capacity.ref, Feed) if f.giver and case.live(f)}
    found = [one for giver, feed in sorted(feeds.items()) if (one := _fed(case, giver, feed))]
    brings: set[Ref] = set()
    for activity, much in _bringing(case.all_live(Activity), capacity):
        program = f"program:{activity.program}"
        brings.add(program)
        giver = next((ref for ref in (activity.ref, program) if ref in feeds), "")
        if giver or only:
            lag = capacity.lag or (feeds[giver].lag if giver else None)
            found += _brought(activity, giver or activity.ref, much, _met(case, activity), lag)
    for whole, much in _bringing(case.all_live(Program), capacity) if only else ():
        if whole.ref not in brings and whole.ref not in feeds:
            found += _brought(whole, whole.ref, much, case.span(whole), capacity.lag)
    return found


def _bringing(items: Iterable[W], capacity: Capacity) -> Iterator[tuple[W, Quantity]]:
    """The items that are expected to bring what a capacity takes."""
    unit, known = words(capacity.unit), {capacity.unit: True}
    for item in items:
        for name, much in item.expects.items():
            if name not in known:
                known[name] = words(name) == unit
            if known[name]:
                yield item, much


def _met(case: Case, activity: Activity) -> Span | None:
    """From when to when customers meet it; its period where it does not say, None where only one side is known."""
    first, last = case.calendar.start(activity.in_market or activity.start), case.calendar.end(activity.end)
    if first and last:
        return Span(first, last) if first <= last else None
    return None if first or last else case.calendar.span(activity.period)


def _fed(case: Case, giver: Ref, feed: Feed) -> _Arrival | None:
    """What a feed hands on each week, while its giver is at work."""
    much, item = per_week(feed.volume), case.plan.find(giver)
    if much is None or (item is not None and not case.live(item)):
        return None
    span = (case.span(item) if item else None) or case.horizon
    return _Arrival(feed, giver, *much, _later(span, feed.lag), rate=True)


def _brought(item: Entity, giver: Ref, much: Quantity, span: Span | None, lag: Duration | None) -> Iterator[_Arrival]:
    if span and much.is_number and much.how == "value":
        low = float((much.low if much.low is not None else much.high) or 0)
        high = float((much.high if much.high is not None else much.low) or 0)
        yield _Arrival(item, giver, low, high, _later(span, lag), rate=False)


def _later(span: Span, lag: Duration | None) -> Span:
    if lag is None:
        return span
    return Span(span.start + timedelta(lag.shortest_days), span.end + timedelta(lag.longest_days))


def _by_week(case: Case, arrivals: Sequence[_Arrival], part: float) -> list[float]:
    """What arrives each week, with every range taken a part of the way up."""
    total = [0.0] * len(case.weeks.names)
    by_giver: dict[Ref, list[_Arrival]] = {}
    for arrival in arrivals:
        by_giver.setdefault(arrival.giver, []).append(arrival)
    for many in by_giver.values():
        flows = [_flow(case, [one for one in many if one.rate is rate], part) for rate in (False, True)]
        total = [sum_ + max(both) for sum_, *both in zip(total, *flows, strict=True)]
    return total


def _flow(case: Case, arrivals: Sequence[_Arrival], part: float) -> list[float]:
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


def _over(capacity: Capacity, inflow: Sequence[float], now: int) -> list[_Over]:
    """The weeks, from this one on, in which more is left over than may wait."""
    handled, waits = float(fraction(capacity.conversion)), _waits(capacity)
    over, queue = [], 0.0
    for n in range(now, len(inflow)):
        queue = max(0.0, (queue if waits else 0.0) + inflow[n] * handled - _takes(capacity))
        if queue > waits + _NOISE:
            over.append(_Over(n, queue - waits))
    return over


def _takes(capacity: Capacity) -> float:
    """How much a week it can take, at most."""
    return (per_week(capacity.per_week) or (0.0, 0.0))[1]


def _waits(capacity: Capacity) -> float:
    return float(capacity.backlog.mid or 0) if capacity.backlog and capacity.backlog.is_number else 0.0


def _finding(
    case: Case, capacity: Capacity, arrivals: Sequence[_Arrival], inflow: Sequence[float], over: list[_Over], sure: bool
) -> Finding:
    worst = max(over, key=lambda one: (one.left, -one.week)).week
    by = _shares(case, arrivals, worst)
    handled, names = float(fraction(capacity.conversion)), case.weeks.names
    return found(
        (capacity.ref, *by[:3]),
        _says(case, capacity, inflow[worst] * handled, worst, over) + f", most by {case.plan.title(by[0])}",
        severity="error" if sure else "warning",
        stake=sorted(ref for ref in by if not ref.startswith("feed:")),
        seen={
            "weeks": {names[one.week]: round(inflow[one.week] * handled, 1) for one in over},
            "left_over": {names[one.week]: round(one.left, 1) for one in over},
            "takes": _takes(capacity),
            "from": list(by),
        },
        fixes=_fixes(case, capacity, by[0]),
    )


def _says(case: Case, capacity: Capacity, need: float, worst: int, over: Sequence[_Over]) -> str:
    has, unit, name = _takes(capacity), capacity.unit, case.weeks.names[worst]
    says = f"{need:,.0f} {unit} arrive in {name} and {has:,.0f} a week can be taken: "
    left = next(one.left for one in over if one.week == worst)
    if waits := _waits(capacity):
        return f"{says}{left + waits:,.0f} are left over, and {waits:,.0f} may wait"
    says += f"{round(need) - round(has):,} too many"
    if len(over) > 1:
        says += f" ({sum(one.left for one in over):,.0f} in {case.weeks.said(one.week for one in over)})"
    return says


def _shares(case: Case, arrivals: Sequence[_Arrival], week: int) -> list[Ref]:
    """What brings something in a week, the largest first."""
    by: dict[Ref, float] = {}
    for one in arrivals:
        if stretch := case.weeks.stretch(one.span):
            within = stretch.first <= week <= stretch.last
            share = float(within) if one.rate else case.weeks.share(stretch, week)
            by[one.item.ref] = by.get(one.item.ref, 0.0) + share * (one.low + one.high) / 2
    return sorted((ref for ref, much in by.items() if much > 0), key=lambda ref: (-by[ref], ref))


def _fixes(case: Case, capacity: Capacity, first: Ref) -> Iterator[Fix]:
    title = case.plan.title(first)
    if first.startswith("feed:"):
        yield Fix(f"Hand on less: {title}", {first: {"volume": Blank("How much can be handed on a week?")}})
    else:
        yield Fix(f"Spread {title}", {first: {"end": Blank("Until when can it be spread?")}})
    asks = Blank(f"How many {capacity.unit} a week can be taken, from when?")
    yield Fix("Add hands", {capacity.ref: {"per_week": asks}})
