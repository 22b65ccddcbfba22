"""FACT06: how much a plan keeps to itself."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.rules.case import Case
from truenorth.rules.facts.hidden import by_team, undisclosed
from truenorth.rules.finding import Finding, found, whole
from truenorth.rules.rule import rule


@rule("FACT06", asks="cmo", reads=["*"], kind="notice")
def not_disclosed(case: Case) -> Iterator[Finding]:
    """
    Some values are known to exist but are not told.

    ## Why it matters

    What is kept back cannot be added up: sums, shares and comparisons leave it out, and whoever reads a result
    should know how much that is. Such values count as planned, and nothing asks for them.

    Targets, budgets with their lines and payments, and costs are counted among those that are told, and by team; the
    other values are counted by what they belong to. A key result is an objective that serves another and that no
    other serves, save for the single things that it is to hand over.

    ## Example

        objective: {pipeline: {target: undisclosed N0}}

    ## Finds

        company:acme 1 of 2 objectives has a target that is not disclosed

    ## Put right

        objective: {pipeline: {target: 40}}
    """
    hidden = undisclosed(case)
    if refs := hidden.refs:
        yield found(
            (whole(case.plan), *refs),
            str(hidden),
            part="undisclosed",
            stake=(),
            seen={
                **{
                    one.noun: {"not disclosed": len(one.hidden), "of": len(one.items), "by team": by_team(case, one)}
                    for one in hidden.counted
                },
                **({"more values": dict(hidden.others)} if hidden.others else {}),
            },
        )
