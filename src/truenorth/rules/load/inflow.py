"""LOAD01: more arrives in a week than sales, service or stock can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from truenorth.engines.arrivals import TOGETHER, Route, takes, waiting
from truenorth.engines.within import too_much_within
from truenorth.engines.words import words
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Capacity
from truenorth.plan.strategy import fraction
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, TooMuch, found
from truenorth.rules.load.arrivals import Flow, added, at_least, flows, shares, work_in
from truenorth.rules.rule import rule

_READS = ["activity", "capacity", "feed", "program"]
_NOISE = 0.5


@rule("LOAD01", asks="sales", reads=_READS, severity="error")
def more_than_can_be_taken(case: Case, *, quantile: float = 0.8) -> Iterator[Finding]:
    """
    More arrives in a week than can be taken.

    ## Why it matters

    What marketing brings and nobody can handle is paid for twice: once to bring it, once in customers who got no
    answer. Sales and service bear the peak, and marketing is told that its leads are bad.

    What arrives is what live activities say they bring (`expects`) in the unit of the capacity, evenly over the
    working days from their start in the market to their end, each day's share later by the middle of the lag, times
    the share that needs handling; and what feeds hand on to it each week. Work without both of these days is left
    out, for nobody knows how fast it brings it. Where a program hands on what its activities bring, the higher of the
    two counts, and a program's own figure only where none of its work has one. Where two capacities take the same
    unit, only what a feed leads to one of them is counted; what two documents state (`same_as`) counts once. Where a
    backlog is stated, what is left over may wait up to it. It is an error where not even the least of it can be
    taken, whenever between its dates it comes: what FIT01 reckons with, too. Too much where it comes evenly, by a
    point `quantile` of the way up the ranges, is a warning. At stake is the least work that has to give way for the
    rest to fit. With records of what came, the rates of the past would replace what is hoped for.

    ## Example

        capacity: {sales-calls: {per_week: 30, backlog: null}}

    ## Finds

        capacity:sales-calls 57 enquiries arrive in 2027-W17 and 30 a week can be taken: 27 too many, most by Open house

    ## Put right

        capacity: {sales-calls: {per_week: 57}}
    """
    capacities = [one for one in case.all_live(Capacity) if one.unit and takes(one)]
    for capacity in capacities:
        only = sum(words(one.unit) == words(capacity.unit) for one in case.all_live(Capacity)) == 1
        route = Route(case, capacity, only)
        come = list(flows(case, route, quantile))
        high = added(case, [flow.high for flow in come])
        if over := _over(capacity, high, case.weeks.now):
            yield _finding(case, capacity, come, _Found(high, over, _never_fits(case, route, come), quantile))


class _Over(NamedTuple):
    """A week in which too much arrives, how much more than may be left over, and since when the queue has grown."""

    week: int
    left: float
    since: int


class _Found(NamedTuple):
    """What arrives by week, where it is too much, whether it surely is, and how far up the ranges were taken."""

    inflow: Sequence[float]
    over: list[_Over]
    sure: bool
    part: float


def _over(capacity: Capacity, inflow: Sequence[float], now: int) -> list[_Over]:
    """The weeks, from this one on, in which more is left over than may wait."""
    handled, waits = float(fraction(capacity.conversion)), waiting(capacity)
    over, queue, since = [], 0.0, now
    for n in range(now, len(inflow)):
        since = since if waits and queue else n
        queue = max(0.0, (queue if waits else 0.0) + inflow[n] * handled - takes(capacity))
        if queue > waits + _NOISE:
            over.append(_Over(n, queue - waits, since))
    return over


def _never_fits(case: Case, route: Route, come: Sequence[Flow]) -> bool:
    """Whether what has to come within some weeks is more than can be taken in them, whenever it comes."""
    capacity, waits = route.capacity, waiting(route.capacity)
    handled = float(fraction(capacity.conversion))
    arrivals = [one for flow in come for one in flow.arrivals]
    have, lengths = [takes(capacity)] * len(case.weeks.names), TOGETHER if waits else None
    every = (
        [(first, last, much * handled) for first, last, much in parts] for parts in at_least(case, route, arrivals)
    )
    return any(too_much_within(parts, have, waits + _NOISE, lengths) for parts in every)


def _finding(case: Case, capacity: Capacity, come: Sequence[Flow], what: _Found) -> Finding:
    worst = max(what.over, key=lambda one: (one.left, -one.week)).week
    by = shares([one for flow in come for one in flow.arrivals], worst)
    handled, names, waits = float(fraction(capacity.conversion)), case.weeks.names, waiting(capacity)
    return found(
        (capacity.ref, *by[:3]),
        _says(case, capacity, what.inflow[worst] * handled, worst, what.over) + f", most by {case.plan.title(by[0])}",
        severity="error" if what.sure else "warning",
        too_much=_too_much(capacity, come, what),
        seen={
            "weeks": {names[one.week]: round(what.inflow[one.week] * handled, 1) for one in what.over},
            "left over": {names[one.week]: round(one.left + waits, 1) for one in what.over},
            "may wait": waits,
            "takes": takes(capacity),
            "from": list(by),
        },
        fixes=_fixes(case, capacity, by[0]),
    )


def _too_much(capacity: Capacity, come: Sequence[Flow], what: _Found) -> TooMuch:
    """How much more is left over in each week than may wait, and what work brings of it until then."""
    handled, first = float(fraction(capacity.conversion)), min(one.since for one in what.over)
    weeks = range(first, what.over[-1].week + 1)
    by: dict[Ref, dict[int, float]] = {}
    for ref, week, much in (one for flow in come for one in work_in(flow, weeks, what.part)):
        for over in what.over:
            if over.since <= week <= over.week:
                mine = by.setdefault(ref, {})
                mine[over.week] = mine.get(over.week, 0.0) + much * handled
    return TooMuch({one.week: one.left - _NOISE for one in what.over}, by)


def _says(case: Case, capacity: Capacity, need: float, worst: int, over: Sequence[_Over]) -> str:
    has, unit, name = takes(capacity), capacity.unit, case.weeks.names[worst]
    says = f"{need:,.0f} {unit} arrive in {name} and {has:,.0f} a week can be taken: "
    left = next(one.left for one in over if one.week == worst)
    if waits := waiting(capacity):
        return f"{says}{left + waits:,.0f} are left over, and {waits:,.0f} may wait"
    says += f"{round(need) - round(has):,} too many"
    if len(over) > 1:
        says += f" ({sum(one.left for one in over):,.0f} in all, in {case.weeks.said(one.week for one in over)})"
    return says


def _fixes(case: Case, capacity: Capacity, first: Ref) -> Iterator[Fix]:
    title = case.plan.title(first)
    if first.startswith("feed:"):
        yield Fix(f"Hand on less: {title}", {first: {"volume": Blank("How much can be handed on a week?")}})
    else:
        yield Fix(f"Spread {title}", {first: {"end": Blank("Until when can it be spread?")}})
    asks = Blank(f"How many {capacity.unit} a week can be taken, from when?")
    yield Fix("Add hands", {capacity.ref: {"per_week": asks}})
