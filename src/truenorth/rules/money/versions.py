"""The versions of a budget: one that replaces another, or follows it for the same team, thing and category."""

from __future__ import annotations

from itertools import pairwise

from truenorth.engines.ledger import purpose, span_of
from truenorth.plan.calendar import Span
from truenorth.plan.resources import Budget
from truenorth.rules.case import Case

Version = tuple[Span, Budget]


def versions(case: Case) -> list[list[Version]]:
    """The dated budgets of the whole plan, valid on the day or not, gathered by what they are versions of.

    Budgets for the same that overlap stand side by side: then only those that name what they replace are versions.
    """
    alike: dict[object, list[Version]] = {}
    for budget in case.whole.all(Budget):
        if span := span_of(case, budget):
            alike.setdefault(purpose(_first(case, budget)), []).append((span, budget))
    chains: list[list[Version]] = []
    for group in (_sorted(group) for group in alike.values()):
        if any(one.meets(other) for (one, _), (other, _) in pairwise(group)):
            named: dict[str, list[Version]] = {}
            for version in group:
                named.setdefault(_first(case, version[1]).key, []).append(version)
            chains += named.values()
        else:
            chains.append(group)
    return chains


def before(case: Case, budget: Budget) -> Budget | None:
    """The version before: the one it replaces, else the last one for the same that starts earlier."""
    if replaced := case.whole.get(Budget, budget.replaces):
        return replaced
    span = span_of(case, budget)
    earlier = [
        (other_span, other.key, other)
        for other in case.whole.all(Budget)
        if span and purpose(other) == purpose(budget) and (other_span := span_of(case, other))
        if other_span.start < span.start
    ]
    return max(earlier)[2] if earlier else None


def _first(case: Case, budget: Budget) -> Budget:
    """The budget that all others of a chain came after."""
    seen = {budget.key}
    while (older := case.whole.get(Budget, budget.replaces)) and older.key not in seen:
        seen.add(older.key)
        budget = older
    return budget


def _sorted(group: list[Version]) -> list[Version]:
    return sorted(group, key=lambda version: (*version[0], version[1].key))
