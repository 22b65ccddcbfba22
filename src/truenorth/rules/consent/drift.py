"""SIGN04: what changed since both sides agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truenorth.engines.moved import Move, is_of_business, moves
from truenorth.plan.entity import Ref, data
from truenorth.plan.plan import Plan
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, Fix, found
from truenorth.rules.rule import rule

SAID = 3  # moves of one item that are said; of more, the others are counted


@rule("SIGN04", asks="cmo", reads=["*", "records"])
def changed_since_agreed(case: Case, *, days: float = 14, money: float = 10) -> Iterator[Finding]:
    """
    Something changed since both sides agreed.

    ## Why it matters

    What was agreed is what both sides reckon with; a plan that moves on in silence is an agreement no longer, and
    nobody can say when it stopped being one. Small changes are what plans are for. Large ones are to be agreed again,
    by those whom they concern.

    Looks at what the version holds that both sides agreed to last: targets, weights and owners; dates by more than
    `days`; money by more than `money` per cent; promises; what came into the plan and what is gone from it. Whether
    hours are still spent on the goals, and whether an assumption still holds, is told by the facts.

    ## Example

        objective: {pipeline: {target: 30}}
        agreed: {objective: {pipeline: {target: 40}}}

    ## Finds

        objective:pipeline target is 30 now; 40 was agreed

    ## Put right

        agreed: {objective: {pipeline: {target: 30}}}
    """
    if case.agreed is None:
        return
    by_item: dict[Ref, list[Move]] = {}
    for one in moves(case.agreed, case.whole, days=days, share=money / 100):
        by_item.setdefault(one.ref, []).append(one)
    for ref, many in by_item.items():
        yield _changed(case.agreed, ref, many)


def _changed(then: Plan, ref: Ref, many: list[Move]) -> Finding:
    more = f"; and {len(many) - SAID} more" if len(many) > SAID else ""
    return found(
        ref,
        "; ".join(one.says for one in many[:SAID]) + more,
        cause="have changed since both sides agreed",
        severity="error" if any(one.sort == "target" for one in many) else "warning",
        asks="business" if any(map(is_of_business, many)) else "cmo",
        seen={"changed": {one.field or one.sort: [one.was, one.now] for one in many}},
        fixes=[Fix("Agree again on what moved", by_word=True), restored(then, ref, (one.field for one in many))],
    )


def restored(then: Plan, ref: Ref, fields: Iterable[str]) -> Fix:
    """Back to what was agreed: some fields of an item, or the whole item where it came or went."""
    was, names = then.find(ref), set(fields)
    if was is None:
        return Fix("Take it out again", {ref: None}, by_choice=True)
    kept = data(was)
    sets = kept if "" in names else {name: kept.get(name) for name in sorted(names)}
    return Fix("Back to what was agreed", {ref: sets}, by_choice=True)
