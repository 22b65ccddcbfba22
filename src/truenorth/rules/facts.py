"""FACT: one meaning and one source for every number."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator

from truenorth.plan.company import Company
from truenorth.plan.entity import KINDS, Entity, Ref
from truenorth.plan.story import Persona
from truenorth.plan.strategy import Metric, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.hidden import by_team, undisclosed
from truenorth.rules.measuring import hangs_on, judged_by, means_too_late, measured_otherwise
from truenorth.rules.rule import rule
from truenorth.rules.words import same_text, words


@rule("FACT02", asks="mops", reads=["metric", "vision", "goal", "objective"])
def ambiguous_metric(case: Case) -> Iterator[Finding]:
    """
    A number has two definitions, or nobody to ask about it.

    ## Why it matters

    Two people who count the same word in two ways bring two numbers to one meeting, and the meeting is about the
    numbers. Each metric needs one definition, one owner, one source, a unit, and the kind of result it shows.

    Metrics of one name, and metrics that are said to be the same, are compared by what is written as their
    definition. A missing source of a metric that a goal or an objective is judged by is left to FACT04. What reports
    use which definition is told once reports are part of the plan.

    ## Example

        metric:
          replies:
            name: Opportunities
            unit: opportunities
            outcome_type: pipeline
            definition: Everybody who answered a letter.
            sources: [mailer]
            owner: demand-lead

    ## Finds

        metric:opportunities “Opportunities” is defined in 2 ways

    ## Put right

        metric: {replies: {name: Replies}}
    """
    metrics = [metric for metric in case.plan.all(Metric) if case.live(metric)]
    yield from (_two_meanings(case, group) for group in _same(case, metrics) if _meanings(group) > 1)
    yield from (_undescribed(metric, lacks) for metric in metrics if (lacks := _lacks(case, metric)))


def _same(case: Case, metrics: list[Metric]) -> list[list[Metric]]:
    """Metrics of one name, or said to be the same, together."""
    group_of: dict[Ref, list[Metric]] = {metric.ref: [metric] for metric in metrics}
    named: dict[str, Ref] = {}
    for metric in metrics:
        others = [named.setdefault(same_text(metric.name), metric.ref)] if metric.name else []
        for ref in (*others, *metric.twins):
            one, other = group_of[metric.ref], group_of.get(ref, group_of[metric.ref])
            if one is not other:
                one += other
                group_of.update((joined.ref, one) for joined in other)
    return [sorted(group, key=_used_first(case)) for group in {id(g): g for g in group_of.values()}.values()]


def _used_first(case: Case) -> Callable[[Metric], tuple[bool, Ref]]:
    return lambda metric: (not judged_by(case, metric), metric.ref)


def _meanings(group: list[Metric]) -> int:
    return len({words(metric.definition) for metric in group if metric.definition})


def _two_meanings(case: Case, group: list[Metric]) -> Finding:
    told = [metric for metric in group if metric.definition]
    names = list({same_text(metric.title): f"“{metric.title}”" for metric in told}.values())
    ways = f"in {_meanings(group)} ways"
    says = f"{names[0]} is defined {ways}" if len(names) == 1 else f"{_list(names)} answer one question {ways}"
    fixes = [Fix("Agree on one definition", {m.ref: {"definition": Blank("What exactly is counted?")} for m in told})]
    if len(names) == 1:
        fixes.append(Fix("Tell them apart", {told[-1].ref: {"name": Blank("What is this number called instead?")}}))
    else:
        fixes.append(Fix("Keep them as different numbers", {m.ref: {"same_as": None} for m in group if m.same_as}))
    seen = [{"at": m.ref, "definition": m.definition, "source": _list([str(s) for s in m.source])} for m in told]
    used = {m.ref: [item.ref for item in judged_by(case, m)] for m in told}
    return found(
        tuple(m.ref for m in told), says, part="definition", seen={"definitions": seen, "judges": used}, fixes=fixes
    )


_ASKED = {
    "owner": ("an owner", "Who answers for it?"),
    "unit": ("a unit", "In what is it counted?"),
    "outcome_type": ("a kind of result", "Which kind of result is it: brand, demand, pipeline, revenue, retention?"),
    "sources": ("a source", "Which source has the last word?"),
}


def _lacks(case: Case, metric: Metric) -> list[str]:
    lacks = [name for name in _ASKED if not getattr(metric, name)]
    return [name for name in lacks if name != "sources" or not judged_by(case, metric)]


def _undescribed(metric: Metric, lacks: list[str]) -> Finding:
    return found(
        metric.ref,
        f"lacks {_list([_ASKED[name][0] for name in lacks])}",
        kind="gap",
        cause="lack an owner, a unit, a kind of result or a source",
        part="described",
        seen={"lacks": lacks},
        fixes=[Fix("Complete it", {metric.ref: {name: Blank(_ASKED[name][1]) for name in lacks}})],
    )


def _list(parts: Iterable[str]) -> str:
    *most, last = list(parts) or [""]
    return f"{', '.join(most)} and {last}" if most else last


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
    return found(
        metric.ref,
        f"names no source; {_list([f'“{item.title}”' for item in judged[:3]])} {'is' if len(judged) == 1 else 'are'}"
        " judged by it",
        kind="gap",
        cause="are what something is judged by and name no source",
        part="source",
        seen={"judged": [item.ref for item in judged]},
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
        seen={"due": str(due), "measurable_from": str(first)},
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
        f"is measured by {_list(activity.measured_by)}; its program by {_list(program.measured_by)}",
        kind="notice",
        cause="are measured by other numbers than their program",
        part="otherwise",
        stake=(),
        seen={"activity": activity.measured_by, "program": program.measured_by},
    )


@rule(
    "FACT06",
    asks="cmo",
    reads=["objective", "goal", "program", "activity", "budget", "expectation", "team", "company"],
    kind="notice",
)
def not_disclosed(case: Case) -> Iterator[Finding]:
    """
    Some values are known to exist but are not told.

    ## Why it matters

    A plan for the public or for partners hides some of its numbers. They count as planned and nothing asks for them;
    but sums, shares and comparisons leave them out, and whoever reads a result should know how many.

    The evidence counts them by team. A key result is an objective that serves another and that no other serves, save
    for the single things that it is to hand over.

    ## Example

        objective: {pipeline: {target: undisclosed N0}}

    ## Finds

        company:acme 1 of 2 objectives has a target that is not disclosed

    ## Put right

        objective: {pipeline: {target: 40}}
    """
    if counted := undisclosed(case):
        hidden = tuple(item.ref for one in counted for item in one.hidden)
        yield found(
            (case.plan.company.ref, *hidden) if case.plan.company else hidden,
            "; ".join(map(str, counted)),
            part="undisclosed",
            stake=(),
            seen={
                one.noun: {"not disclosed": len(one.hidden), "of": len(one.items), "by team": by_team(case, one)}
                for one in counted
            },
        )


@rule("FACT07", asks="mops", each=tuple(KINDS.values()), kind="notice")
def no_such_day(case: Case, item: Entity) -> Iterator[Finding]:
    """
    A source prints a date that does not exist.

    ## Why it matters

    Whoever reads the source reads another day than the plan means, and the next copy of the slip may be a due date.

    Looks at the words quoted from sources, of evidence on customers, and of the company's periods.

    ## Example

        company:
          acme:
            periods: {first-half: {start: 2027-01-01, end: 2027-06-30, quote: from 2027-01-01 to 2027-06-31}}

    ## Finds

        company:acme the source of period first-half prints 2027-06-31, which does not exist; 2027-06-30 is likely meant

    ## Put right

        company: {acme: {periods: {first-half: {quote: from 2027-01-01 to 2027-06-30}}}}
    """
    for place, quote in _quotes(item):
        for printed, likely in _impossible(quote):
            yield found(
                item.ref,
                f"{place} prints {printed}, which does not exist; {likely} is likely meant",
                cause="have a source that prints a date which does not exist",
                part=printed,
                stake=(),
                seen={"place": place, "printed": printed, "likely": likely, "quote": quote},
            )


def _quotes(item: Entity) -> Iterator[tuple[str, str]]:
    yield from ((f"its source {source}".strip(), source.quote) for source in item.source if source.quote)
    if isinstance(item, Company):
        yield from ((f"the source of period {name}", period.quote) for name, period in item.periods.items())
    elif isinstance(item, Persona):
        yield from ((f"its evidence {one.kind}".strip(), one.quote) for one in item.evidence)


def _impossible(quote: str) -> Iterator[tuple[str, str]]:
    """Each written day that its month does not have, and the last day the month has."""
    for found_day in re.finditer(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])", quote):
        year, month, day = map(int, found_day.groups())
        if year and 1 <= month <= 12 and monthrange(year, month)[1] < day <= 31:
            yield found_day[0], f"{year:04}-{month:02}-{monthrange(year, month)[1]}"
