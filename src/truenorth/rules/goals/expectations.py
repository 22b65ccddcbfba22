"""GOAL05: whether what people expect is answered by a number of the kind that they look at."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from truenorth.engines.words import row
from truenorth.plan.consent import Cadence
from truenorth.plan.entity import Entity, OutcomeType
from truenorth.plan.strategy import Expectation, Metric, Objective
from truenorth.plan.work import Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, FindingKind, Fix, found
from truenorth.rules.goals.drivers import Drivers, Way
from truenorth.rules.goals.lineage import served
from truenorth.rules.goals.standing import Standing
from truenorth.rules.rule import rule

STRONG = ("A", "B")
READS = ["expectation", "objective", "metric", "goal", "program", "cadence"]


@rule("GOAL05", asks="cmo", reads=READS, severity="error")
def another_kind_of_result(case: Case) -> Iterator[Finding]:
    """
    A KPI is not of the type that was asked for.

    ## Why it matters

    Whoever asks for one kind of result and is shown another has not been answered, however good the number is. Both
    sides are right, each about its own number, and the talk about blame begins here. Brand can be the right answer
    to a question for orders, where the way from the one to the other is stated, with how long it takes and how well
    that is known.

    For each expectation that is neither declined nor countered: the outcome types of the objectives that answer it
    (`covered_by`, or the objectives of what it is `about`), and those of every metric that theirs move, by a way with
    evidence A or B and a lag that fits before it is due. A way whose evidence nobody states is a gap; without any
    way, with weak evidence or too long a lag it is a contradiction. A report to a party that shows no metric of a
    type that this party expects is found too. Unknown types keep the rule silent.

    ## Example

        expectation: {board-wants-orders: {metric: retention, outcome_type: retention}}
        cadence: {monthly: {metrics: [opportunities, revenue]}}

    ## Finds

        expectation:board-wants-orders asks for retention, and what answers it is pipeline
        cadence:monthly shows pipeline and revenue to business, and they expect retention

    ## Put right

        expectation: {board-wants-orders: {covered_by: [loyal]}}
        cadence: {monthly: {metrics: [opportunities, revenue, retention]}}
    """
    standing, drivers = Standing(case.plan), Drivers(case.plan)
    for expectation in open_to_answer(case):
        yield from _answered_in_kind(case, standing, drivers, expectation)
    yield from _reports(case)


def open_to_answer(case: Case) -> list[Expectation]:
    """The expectations that are neither declined nor countered."""
    return [e for e in case.all_live(Expectation) if e.answer not in ("declined", "countered")]


def _type(case: Case, item: Expectation | Objective) -> OutcomeType | None:
    metric = case.plan.get(Metric, item.metric)
    return item.outcome_type or (metric.outcome_type if metric else None)


def covering(case: Case, standing: Standing, expectation: Expectation) -> list[Objective]:
    """The objectives that answer an expectation: those it names, or those of the item that it is about."""
    named = [o for key in expectation.covered_by if (o := case.plan.get(Objective, key))]
    about = case.plan.find(expectation.about) if expectation.about else None
    if named or about is None:
        return named
    return list(_objectives_of(standing, about))


def _objectives_of(standing: Standing, item: Entity) -> Iterator[Objective]:
    if isinstance(item, Objective):
        yield item
    elif isinstance(item, Program):
        yield from (standing.objectives[ref] for ref, _ in served(item) if ref in standing.objectives)
    yield from standing.below.get(item.ref, ())


def _answered_in_kind(case: Case, standing: Standing, drivers: Drivers, expectation: Expectation) -> Iterator[Finding]:
    wanted = _type(case, expectation)
    objectives = covering(case, standing, expectation)
    with_results = [o for top in objectives for o in (top, *standing.below.get(top.ref, ()))]
    offered = [_type(case, objective) for objective in with_results]
    if wanted is None or not objectives or None in offered or wanted in offered:
        return
    metrics = [drivers.key(o.metric) for o in with_results if o.metric]
    trouble = _trouble(case, drivers, metrics, wanted, expectation)
    if trouble is None:
        return
    kind, why, way = trouble
    is_agreed = expectation.covered_by and expectation.answer == "accepted"
    yield found(
        (expectation.ref, *(o.ref for o in objectives)),
        f"asks for {wanted}, and what answers it is {row(sorted({str(kind) for kind in offered}))}{why}",
        kind=kind,
        severity=None if kind == "gap" else "error" if is_agreed else "warning",
        seen={"expected": wanted, "offered": [str(kind) for kind in offered], "way": _steps(way)},
        fixes=_ways_to_answer(expectation, objectives, wanted),
    )


def _trouble(
    case: Case, drivers: Drivers, metrics: list[str], wanted: OutcomeType, expectation: Expectation
) -> tuple[FindingKind, str, Way | None] | None:
    """What is wrong with the ways from some metrics to one of the wanted type; None where one of them holds."""
    strong, unsaid, every = (
        _quickest(drivers, metrics, wanted, evidence)
        for evidence in (STRONG, (*STRONG, None), (*STRONG, None, "C", "D"))
    )
    left = _days_left(case, expectation)
    if strong and strong.days <= left:
        return None
    if unsaid and unsaid.days <= left:
        return "gap", f"; nobody says yet how well the way to {_end(drivers, unsaid)} is known", unsaid
    if late := strong or unsaid:
        says = f"; the way to {_end(drivers, late)} takes {late.days:.0f} days, and {left:.0f} are left"
        return "contradiction", says, late
    if every:
        return "contradiction", f"; the way to {_end(drivers, every)} is a belief, not measured", every
    return "contradiction", "", None


def _steps(way: Way | None) -> list[dict[str, str]]:
    """The assumed way, step by step, with its lag and the grade of its evidence."""
    return [
        {
            "from": f"metric:{m.by}",
            "to": f"metric:{m.to}",
            "lag": m.lag.words if m.lag else "not stated",
            "evidence": m.evidence or "not stated",
        }
        for m in (way.steps if way else ())
    ]


def _quickest(
    drivers: Drivers, metrics: list[str], wanted: OutcomeType, evidence: tuple[str | None, ...]
) -> Way | None:
    reached = drivers.reach(metrics, evidence)
    ends = (way for key, way in reached.items() if (m := drivers.plan.get(Metric, key)) and m.outcome_type == wanted)
    return min(ends, default=None)


def _end(drivers: Drivers, way: Way) -> str:
    return drivers.plan.title(f"metric:{way.steps[-1].to}")


def _days_left(case: Case, expectation: Expectation) -> float:
    until = case.calendar.end(expectation.by)
    return float((until - case.today).days) if until and until >= case.today else inf


def _ways_to_answer(expectation: Expectation, objectives: list[Objective], wanted: OutcomeType) -> list[Fix]:
    answer = {"covered_by": Blank(f"Which objectives bring {wanted}?")}
    shown = {"drives": Blank(f"What of {wanted} does it move, how, how soon, and how well is that known (A to D)?")}
    return [
        Fix(f"Answer it with an objective of type {wanted}", {expectation.ref: answer}),
        Fix("Say what it leads to", {objectives[0].ref: shown}),
        Fix("Talk it over again, in writing", {expectation.ref: {"answer": Blank("accepted, countered or declined?")}}),
    ]


def reports_to(case: Case) -> dict[str, list[Cadence]]:
    """The reports that each party gets."""
    reports: dict[str, list[Cadence]] = {}
    for cadence in case.all_live(Cadence):
        for reader in cadence.audience if cadence.form == "report" else ():
            reports.setdefault(reader.strip().lower(), []).append(cadence)
    return reports


def _reports(case: Case) -> Iterator[Finding]:
    reports = reports_to(case)
    wanted: dict[str, dict[OutcomeType, Expectation]] = {}
    for expectation in open_to_answer(case):
        if expectation.party in reports and (kind := _type(case, expectation)):
            wanted.setdefault(expectation.party or "", {}).setdefault(kind, expectation)
    for party, by_type in sorted(wanted.items()):
        keys = list(dict.fromkeys(key for report in reports[party] for key in report.metrics))
        shown = [metric.outcome_type if (metric := case.plan.get(Metric, key)) else None for key in keys]
        if None not in shown and not set(by_type) & set(shown):
            yield _report(case, party, reports[party][0], by_type, [str(kind) for kind in shown])


def _report(
    case: Case, party: str, report: Cadence, by_type: dict[OutcomeType, Expectation], shown: list[str]
) -> Finding:
    asked = sorted(str(kind) for kind in by_type)
    what = f"shows {row(sorted(set(shown)))} to {party}" if shown else f"names no number for {party}"
    return found(
        (report.ref, *sorted(e.ref for e in by_type.values())),
        f"{what}, and they expect {row(asked)}",
        part=party,
        kind="contradiction" if shown else "gap",
        severity="warning" if shown else None,
        stake=[],
        seen={"expected": asked, "shown": shown},
        fixes=[_add_to(case, report, by_type)],
    )


def _add_to(case: Case, report: Cadence, by_type: dict[OutcomeType, Expectation]) -> Fix:
    """The numbers that were asked for, where they are of the type that was asked for; or the question."""
    asked = ((kind, case.plan.get(Metric, e.metric)) for kind, e in by_type.items())
    add = list(dict.fromkeys(metric.key for kind, metric in asked if metric and metric.outcome_type == kind))
    if not add:
        asks = Blank(f"Which numbers of type {row(sorted(by_type))}?")
        return Fix("Add such a number", {report.ref: {"metrics": asks}})
    names = row(case.plan.title(f"metric:{key}") for key in add)
    return Fix(f"Add {names}", {report.ref: {"metrics": [*report.metrics, *add]}})
