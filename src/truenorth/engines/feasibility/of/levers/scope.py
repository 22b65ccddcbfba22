"""Work that may give: a smaller scope, or none of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.levers.edits import edit, part_of, part_of_money
from truenorth.engines.feasibility.of.says import name as called
from truenorth.engines.feasibility.problem import Lever
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.work import Activity, CostLine

SHRINK, LOST = 40, 0.35  # percent of the work left out, and the share of its value that goes with it
_LEFT = Decimal(100 - SHRINK) / 100


def put_scope(draft: Draft) -> None:
    """Offer to do less of each piece of work, and to leave it out; not what keeps things running."""
    seats = {supply.key for supply in draft.supplies}  # less work keeps them as well
    uses = [(work, use) for work in draft.works for use in work.uses if use.resource not in seats]
    drawing = {work.bundle for work, _ in uses if not work.lead}
    drawing -= {work.bundle for work, use in uses if use.claims}  # nothing stated to cut
    for bundle in draft.bundles:
        item = draft.asof.plan.entities[bundle.key]
        if bundle.key in draft.kept or (isinstance(item, Activity) and item.keep_the_lights_on):
            continue
        if isinstance(item, Activity) and bundle.key in drawing:
            _shrink(draft, item, bundle.do)
        _drop(draft, bundle.key, bundle.title, bundle.do)


def _drop(draft: Draft, ref: Ref, title: str, claim: str) -> None:
    def change(plan: Plan, steps: int) -> list[Edit]:
        return edit(plan, ref, {"status": "stopped"} if steps else {})

    draft.lever(Lever(f"drop {ref}", "drop", claim, f"Leave out {called(title)}", loses=1.0), change)


def _shrink(draft: Draft, item: Activity, claim: str) -> None:
    ref = item.ref

    def change(plan: Plan, steps: int) -> list[Edit]:
        now = plan.find(ref)
        return edit(plan, ref, _smaller(now)) if steps and isinstance(now, Activity) else []

    says = f"Do {100 - SHRINK} % of {called(item.title)}"
    draft.lever(Lever(f"shrink {ref}", "shrink", claim, says, SHRINK, loses=LOST), change)


def _smaller(item: Activity) -> dict[str, Any]:
    """All that work draws, by so much less; what is ordered stays as it is."""
    fields: dict[str, Any] = {
        name: {key: part_of(much, _LEFT) if much else None for key, much in getattr(item, name).items()}
        for name in ("effort", "needs", "expects")
        if getattr(item, name)
    }
    if item.costs:
        fields["costs"] = [_line(line) for line in item.costs]
    if item.cost:
        fields["cost"] = part_of_money(item.cost, _LEFT)
    return fields


def _line(line: CostLine) -> dict[str, Any]:
    stated: dict[str, Any] = line.model_dump(mode="json", exclude_defaults=True)
    if line.amount and not line.committed:
        stated["amount"] = part_of_money(line.amount, _LEFT)
    return stated
