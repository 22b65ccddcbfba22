"""GOAL06: priorities that pull against each other, between KPIs, goals and the hours of a team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from truenorth.engines.words import percent, row
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Goal, Metric, Objective
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug
from truenorth.rules.goals.coverage import hours_by_goal, weights
from truenorth.rules.goals.drivers import Drivers
from truenorth.rules.goals.lineage import goals_of
from truenorth.rules.rule import rule

Wanting = Goal | Objective
_READS = ["objective", "goal", "metric", "activity", "program", "team", "role"]


@rule("GOAL06", asks="cmo", reads=_READS)
def opposing_priorities(case: Case, *, order: float = 0.0, goals: int = 3) -> Iterator[Finding]:
    """
    Priorities pull against each other.

    ## Why it matters

    Numbers that pull against each other are not reached together: what one team gains the other undoes, and both
    are praised for it. And where a team spends its hours in another order than the goals count, the goals that
    everybody agreed are not those that are worked for.

    Two things are looked at. A metric that has to go up for one KPI or goal and down for another, by the stated
    drivers: KPIs for different segments, personas or times do not count. And teams with hours on at least `goals`
    goals, whose order by hours agrees with the order of the goals' weights less than `order` (Kendall's tau: 1 the
    same order, -1 the reverse). What a team's number and the number above it really did is a matter of data.

    ## Example

        metric:
          discount: {name: Discount, unit: '%'}
          opportunities: {drivers: [{metric: discount, effect: up}]}
          repeat-orders: {drivers: [{metric: discount, effect: down}]}

    ## Finds

        metric:discount has to go up for “Forty opportunities with mid-sized offices” and down for “Customers who order again”

    ## Put right

        metric: {repeat-orders: {drivers: [{metric: discount, effect: up}]}}
    """  # noqa: E501
    known = case.known("GOAL06")
    if not known:
        known["both ways"] = tuple(_pulled_both_ways(case))
    yield from known["both ways"]
    yield from _other_order(case, order, int(goals))


def demanded(case: Case, item: Wanting) -> int:
    """Which way an item wants its metric to go: +1 up, -1 down, 0 where nothing tells."""
    metric, target = case.plan.get(Metric, item.metric), item.target
    usual = {"up": 1, "down": -1, None: 0}[metric.direction if metric else None]
    if target is None or target.hidden is not None:
        return usual
    if target.how in ("maximize", "minimize"):
        return 1 if target.how == "maximize" else -1
    baseline = getattr(item, "baseline", None)
    start = {"change": 0, "factor": 1}.get(target.how, baseline.mid if baseline else None)
    if start is not None and target.mid is not None and target.mid != start:
        return 1 if target.mid > start else -1
    return usual


def _pulled_both_ways(case: Case) -> Iterator[Finding]:
    drivers = Drivers(case.plan)
    pulls: dict[str, Mapping[str, int]] = {}
    wanting: dict[str, dict[int, list[Wanting]]] = {}
    items: list[Wanting] = [*case.all_live(Objective), *case.all_live(Goal)]
    for item in items:
        if item.metric and (sign := demanded(case, item)):
            own = drivers.key(item.metric)
            if own not in pulls:
                pulls[own] = _pull(drivers, own)
            for metric, way in pulls[own].items():
                if way:
                    wanting.setdefault(metric, {1: [], -1: []})[sign * way].append(item)
    meets = _Meets(case)
    torn = {metric for metric, by in wanting.items() if meets.any(by[1], by[-1])}
    for metric in sorted(torn):
        if not any(moves.sign and moves.to in torn for moves in drivers.out_of.get(metric, ())):
            yield _torn(case, metric, *meets.sides(wanting[metric][1], wanting[metric][-1]))


def _pull(drivers: Drivers, metric: str) -> dict[str, int]:
    """Which way each metric behind a metric moves it: +1, -1, or 0 where two ways say different things."""
    signs = {metric: 1}
    waiting = [metric]
    for to in waiting:
        for moves in drivers.into.get(to, ()):
            way = signs[to] * moves.sign
            if way and not moves.is_none and moves.by not in signs:
                signs[moves.by] = way
                waiting.append(moves.by)
            elif way and signs.get(moves.by, way) != way and moves.by != metric:
                signs[moves.by] = 0
    return signs


For = tuple[str | None, str | None, str | None]  # segment, persona and period


class _Meets:
    """Which items are there at the same time and for the same customers."""

    def __init__(self, case: Case) -> None:
        self.calendar = case.calendar
        self.known: dict[tuple[For, For], bool] = {}

    def any(self, up: list[Wanting], down: list[Wanting]) -> bool:
        others = {_for(item) for item in down}
        return any(self._meet(one, other) for one in {_for(item) for item in up} for other in others)

    def sides(self, up: list[Wanting], down: list[Wanting]) -> tuple[list[Wanting], list[Wanting]]:
        """Those on either side that meet one of the other side; objectives before goals."""
        first = [one for one in up if self.any([one], down)]
        return _nearest(first), _nearest([other for other in down if self.any(first, [other])])

    def _meet(self, one: For, other: For) -> bool:
        if (one, other) not in self.known:
            spans = [self.calendar.span(period) for *_, period in (one, other)]
            same = all(not a or not b or a == b for a, b in zip(one[:2], other[:2], strict=True))
            self.known[one, other] = same and (not spans[0] or not spans[1] or spans[0].meets(spans[1]))
        return self.known[one, other]


def _for(item: Wanting) -> For:
    return getattr(item, "segment", None), item.persona, getattr(item, "period", None)


def _nearest(items: list[Wanting]) -> list[Wanting]:
    return [item for item in items if isinstance(item, Objective)] or items


def _torn(case: Case, metric: str, up: list[Wanting], down: list[Wanting]) -> Finding:
    title = case.plan.title(f"metric:{metric}")
    names = [row(f"“{item.title}”" for item in side) for side in (up, down)]
    both = [item.ref for item in (*up, *down)]
    return found(
        (f"metric:{metric}", *both),
        f"has to go up for {names[0]} and down for {names[1]}",
        part="both-ways",
        stake=[ref for ref in both if ref.startswith("objective:")],
        seen={"up for": [item.ref for item in up], "down for": [item.ref for item in down]},
        fixes=[
            _bounds(case, metric, title, [*up, *down]),
            Fix(
                "Ask less of one of them",
                {both[-1]: {"target": Blank(f"How much is enough, for the sake of {title}?")}},
            ),
        ],
    )


def _bounds(case: Case, metric: str, title: str, items: list[Wanting]) -> Fix:
    """An objective that keeps the driver between two values."""
    goal = next((ref for item in items for ref in sorted(goals_of(case, item))), None)
    guard = {
        "name": f"{title} stays within bounds",
        "metric": metric,
        "target": Blank(f"Between which values may {title} move?"),
        "serves": {goal: None} if goal else None,
    }
    return Fix(f"Agree on bounds for {title}", {f"objective:{slug(title)}-within-bounds": guard})


def _other_order(case: Case, order: float, least: int) -> Iterator[Finding]:
    counts = weights(case.all_live(Goal))
    if len(counts) < least:
        return
    for team, hours in sorted(hours_by_goal(case).items()):
        shared = [ref for ref in sorted(hours) if hours[ref] > 0 and ref in counts]
        tau = _tau([(counts[ref], hours[ref]) for ref in shared])
        if len(shared) >= least and tau is not None and tau < order:
            yield _ranked_otherwise(case, team, sorted(shared, key=lambda ref: -counts[ref]), counts, hours, tau)


def _tau(pairs: list[tuple[float, float]]) -> float | None:
    """Kendall's tau-b of two rankings; None where one of them ranks nothing."""
    agree = differ = tied_a = tied_b = 0
    for (a, b), (c, d) in combinations(pairs, 2):
        agree += (a - c) * (b - d) > 0
        differ += (a - c) * (b - d) < 0
        tied_a += a == c
        tied_b += b == d
    every = len(pairs) * (len(pairs) - 1) // 2
    below = float((every - tied_a) * (every - tied_b)) ** 0.5
    return (agree - differ) / below if below else None


def _ranked_otherwise(
    case: Case, team: str, refs: list[Ref], counts: Mapping[Ref, float], hours: Mapping[Ref, float], tau: float
) -> Finding:
    most = max(refs, key=lambda ref: hours[ref])
    order = row(
        (f"“{case.plan.title(ref)}” counts {counts[ref]:g} % and gets {hours[ref]:,.0f} hours" for ref in refs), 5
    )
    own = [a for a in case.all_live(Activity) if a.team == team and most in goals_of(case, a)]
    return found(
        (f"team:{team}", *refs),
        f"spends its hours in another order than the goals count: {order}",
        part="hours",
        stake=[a.ref for a in own],
        seen={
            "goals": [
                {"goal": ref, "counts": percent(counts[ref] / 100), "hours": round(hours[ref], 2)} for ref in refs
            ],
            "orders alike (1 the same, -1 the reverse)": round(tau, 2),
        },
        fixes=[_fewer_hours(case, own, case.plan.title(most)), _weigh_again(case, refs)],
    )


def _fewer_hours(case: Case, own: list[Activity], goal: str) -> Fix:
    largest = max(own, key=lambda a: (case.spend(a).hours, a.ref))
    says = f"Take hours from {largest.title}, the largest piece of work for “{goal}”"
    return Fix(says, {largest.ref: {"effort": Blank("How many hours by skill?")}})


def _weigh_again(case: Case, refs: list[Ref]) -> Fix:
    asks = {ref: {"weight": Blank(f"How much does “{case.plan.title(ref)}” count?")} for ref in refs}
    return Fix("Weigh the goals again, together", asks)
