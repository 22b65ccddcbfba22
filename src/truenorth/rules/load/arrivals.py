"""What arrives at a capacity, by program and week: what feeds hand on, and what work is expected to bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from truenorth.engines.arrivals import Arrival, Route, fed, of_activity, of_program
from truenorth.engines.weeks import Sum
from truenorth.plan.entity import Ref
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.programs import by_program

Part = tuple[int, int, float]  # (first week, last week, how much) of what comes within some weeks


class Flow(NamedTuple):
    """What comes from one program, and how much of it a week: by the middle of the ranges, and higher up."""

    arrivals: list[Arrival]
    likely: list[float]
    high: list[float]


def flows(case: Case, route: Route, quantile: float) -> Iterator[Flow]:
    """What comes from each program, from work without one, and from what else a feed names."""

    def flow(program: Program | None, work: list[Activity]) -> Flow:
        arrivals = [one for activity in work if (one := of_activity(case, route, activity))]
        if program:
            arrivals += of_program(case, route, program, work, bool(arrivals))
        handed = [one for activity in work if (one := fed(case, route, activity.ref))]
        return _flow(case, [*arrivals, *handed], quantile)

    yield from by_program(case, f"LOAD01 {route.capacity.key}", flow)
    others = (giver for giver in sorted(route.feeds) if not giver.startswith(("program:", "activity:")))
    yield _flow(case, [one for giver in others if (one := fed(case, route, giver))], quantile)


def added(case: Case, many: Sequence[Sequence[float]]) -> list[float]:
    """Flows together, by week."""
    return [sum(week) for week in zip(*many, strict=True)] if many else [0.0] * len(case.weeks.names)


def shares(arrivals: Iterable[Arrival], week: int) -> list[Ref]:
    """What brings something in a week, the largest first."""
    by: dict[Ref, float] = {}
    for one in arrivals:
        by[one.item.ref] = by.get(one.item.ref, 0.0) + one.share(week) * (one.low + one.high) / 2
    return sorted((ref for ref, much in by.items() if much > 0), key=lambda ref: (-by[ref], ref))


def work_in(flow: Flow, weeks: Sequence[int], part: float) -> Iterator[tuple[Ref, int, float]]:
    """(item, week, how much) of what work brings in some weeks, where it is not less than what a feed tells of it."""
    fed = {giver: [one for one in flow.arrivals if one.rate and one.giver == giver] for giver in _givers(flow.arrivals)}
    for week in weeks:
        told = {giver: _in_week(many, week, part) for giver, many in fed.items()}
        own = {
            giver: _in_week((a for a in flow.arrivals if a.giver == giver and not a.rate), week, part) for giver in fed
        }
        for one in flow.arrivals:
            if not one.rate and own.get(one.giver, 0.0) >= told.get(one.giver, 0.0):
                yield one.item.ref, week, _in_week([one], week, part)


def at_least(case: Case, route: Route, arrivals: Sequence[Arrival]) -> Iterator[list[Part]]:
    """What comes at the least: of work between its dates, of a feed each week; lists of which each is right by itself.

    Where a feed tells of what work brings, too, it is one or the other.
    """
    twice = {one.giver for one in arrivals if one.rate} & {one.giver for one in arrivals if not one.rate}
    if twice:
        yield [part for one in arrivals if not one.rate for part in _at_least(case, route, one)]
    yield [part for one in arrivals if one.rate or one.giver not in twice for part in _at_least(case, route, one)]


def _at_least(case: Case, route: Route, one: Arrival) -> Iterator[Part]:
    stretch, weeks = one.when.weeks.stretch(one.when.made), case.weeks
    if stretch is None:
        return
    first, last = max(stretch.first, weeks.now), stretch.last
    if one.rate:  # the weeks at its ends may be broken ones
        yield from ((n, n, one.low * weeks.days[n] / max(weeks.days)) for n in range(first + 1, last))
        return
    span = route.in_market(one.item) if isinstance(one.item, Activity) else None
    beyond = last == len(weeks.names) - 1  # what lasts beyond the weeks that are looked at may come then
    if span and span.end >= case.today and not beyond:
        yield first, last, one.low * case.to_come(span)


def _givers(arrivals: Iterable[Arrival]) -> list[Ref]:
    return sorted({one.giver for one in arrivals if one.rate})


def _in_week(arrivals: Iterable[Arrival], week: int, part: float) -> float:
    return sum(one.share(week) * (one.low + part * (one.high - one.low)) for one in arrivals)


def _flow(case: Case, arrivals: list[Arrival], quantile: float) -> Flow:
    likely = _by_week(case, arrivals, 0.5)
    exact = all(one.low == one.high for one in arrivals)
    return Flow(arrivals, likely, likely if exact else _by_week(case, arrivals, quantile))


def _by_week(case: Case, arrivals: Sequence[Arrival], part: float) -> list[float]:
    """What arrives each week, with every range taken a part of the way up; of a feed's giver, the higher figure."""
    handed = _givers(arrivals)
    own = _summed(case, (one for one in arrivals if one.giver not in handed), part)
    higher = (
        map(
            max,
            *(
                _summed(case, (a for a in arrivals if a.giver == giver and a.rate is rate), part)
                for rate in (False, True)
            ),
        )
        for giver in handed
    )
    return added(case, [own, *(list(flow) for flow in higher)])


def _summed(case: Case, arrivals: Iterable[Arrival], part: float) -> list[float]:
    rates = [0.0] * len(case.weeks.names)
    sums: dict[date, Sum] = {}
    for one in arrivals:
        weeks = one.when.weeks
        if stretch := weeks.stretch(one.when.made):
            much = one.low + part * (one.high - one.low)
            if not one.rate:
                if weeks.first not in sums:
                    sums[weeks.first] = Sum(weeks)
                sums[weeks.first].add(stretch, much)
                continue
            for n in range(stretch.first, stretch.last + 1):
                rates[n] += much
    return added(case, [rates, *(one.by_week() for one in sums.values())])
