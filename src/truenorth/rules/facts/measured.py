"""FACT04: numbers that something is judged by and that cannot be read, or not in time."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.words import row
from truenorth.plan.entity import Entity
from truenorth.plan.strategy import Metric, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.facts.measuring import hangs_on, judged_by, means_too_late, measured_otherwise
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule


@rule("FACT04", asks="mops", each=(Metric, Objective, Activity), reads=["vision", "goal", "program"], looks=hangs_on)
def unmeasurable(case: Case, item: Metric | Objective | Activity) -> Iterator[Finding]:
    """
    A number that something is judged by cannot be read, or not in time.

    ## Why it matters

    A target that nobody can read is met or missed by opinion. The tracking has to be there before the work starts.

    On the plan alone: a metric that a goal, an objective or the vision is judged by names no source; it can be read
    only after the objective is due; the work that lets an objective be measured is due after it (told by their words,
    so it is only a hint); an activity is measured by other numbers than its program. Whether a source has brought any
    numbers, and enough of them, is told by the facts.

    ## Example

        metric: {opportunities: {measurable_from: 2028-01-31}}

    ## Finds

        objective:pipeline is due 2027-12-15; “Opportunities” can be read from 2028-01-31

    ## Put right

        metric: {opportunities: {measurable_from: 2027-01-15}}
    """
    match item:
        case Activity():
            if program := measured_otherwise(case, item):
                yield _otherwise(item, program)
        case Objective():
            if work := means_too_late(case, item):
                yield _hint(case, item, work)
        case Metric():
            judged = judged_by(case, item)
            if judged and not item.sources:
                yield _no_source(item, judged)
            yield from (late for one in judged if (late := _read_too_late(case, one, item)))


def _no_source(metric: Metric, judged: list[Entity]) -> Finding:
    names = row(f"“{item.title}”" for item in judged)
    return found(
        metric.ref,
        f"names no source; {names} {'is' if len(judged) == 1 else 'are'} judged by it",
        kind="gap",
        cause="are what something is judged by and name no source",
        part="source",
        seen={"judged by it": [item.ref for item in judged]},
        fixes=[Fix("Name its source", {metric.ref: {"sources": Blank("Which system has the last word on it?")}})],
    )


def _read_too_late(case: Case, item: Entity, metric: Metric) -> Finding | None:
    due, first = case.due(item), case.calendar.start(metric.measurable_from)
    if due is None or first is None or first <= due:
        return None
    return found(
        (item.ref, metric.ref),
        f"is due {due}; “{metric.title}” can be read from {first}",
        part="too-late",
        seen={"due": str(due), "can be read from": str(first)},
        fixes=[
            Fix("Have it measured earlier", {metric.ref: {"measurable_from": Blank("From when can it be read?")}}),
            Fix("Judge by another number", {item.ref: {"metric": Blank("Which number can be read by then?")}}),
        ],
    )


def _hint(case: Case, objective: Objective, work: Entity) -> Finding:
    return found(
        (objective.ref, work.ref),
        f"is due {case.due(objective)}, before “{work.title}” is ready ({case.due(work)}): can it be read by then?",
        kind="notice",
        part="means",
        stake=(),
        seen={"due": str(case.due(objective)), "ready": str(case.due(work))},
    )


def _otherwise(activity: Activity, program: Program) -> Finding:
    return found(
        (activity.ref, program.ref),
        f"is measured by {row(activity.measured_by, 9)}; its program by {row(program.measured_by, 9)}",
        kind="notice",
        cause="are measured by other numbers than their program",
        part="otherwise",
        stake=(),
        seen={"measured by": activity.measured_by, "its program by": program.measured_by},
    )
