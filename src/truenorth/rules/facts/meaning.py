"""FACT02: one meaning, and somebody to ask, for every number."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from truenorth.engines.words import row, same_text, words
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Metric
from truenorth.rules.case import Case
from truenorth.rules.facts.measuring import judged_by
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule


@rule("FACT02", asks="mops", reads=["metric", "vision", "goal", "objective"])
def ambiguous_metric(case: Case) -> Iterator[Finding]:
    """
    A number has two definitions, or nobody to ask about it.

    ## Why it matters

    A number that is counted in two ways, or for which nobody can be asked, is argued about where it should be acted
    on. Each metric needs one definition, one owner, one source, a unit, and the kind of result it shows.

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
    says = f"{names[0]} is defined {ways}" if len(names) == 1 else f"{row(names, 9)} answer one question {ways}"
    fixes = [Fix("Agree on one definition", {m.ref: {"definition": Blank("What exactly is counted?")} for m in told})]
    if len(names) == 1:
        fixes.append(Fix("Tell them apart", {told[-1].ref: {"name": Blank("What is this number called instead?")}}))
    else:
        fixes.append(Fix("Keep them as different numbers", {m.ref: {"same_as": None} for m in group if m.same_as}))
    seen = [{"at": m.ref, "definition": m.definition, "source": row(str(source) for source in m.source)} for m in told]
    used = {m.ref: [item.ref for item in judged_by(case, m)] for m in told}
    return found(
        tuple(m.ref for m in told),
        says,
        part="definition",
        seen={"definitions": seen, "judged by each": used},
        fixes=fixes,
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
        f"lacks {row((_ASKED[name][0] for name in lacks), 4)}",
        kind="gap",
        cause="lack an owner, a unit, a kind of result or a source",
        part="described",
        seen={"lacks": [_ASKED[name][0] for name in lacks]},
        fixes=[Fix("Complete it", {metric.ref: {name: Blank(_ASKED[name][1]) for name in lacks}})],
    )
