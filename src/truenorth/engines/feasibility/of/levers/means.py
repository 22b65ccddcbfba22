"""Processes and takers that may give: faster steps, more places, more hands downstream."""

from __future__ import annotations

from decimal import Decimal
from math import ceil
from typing import Any

from truenorth.engines.arrivals import takes
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.levers.edits import edit, number
from truenorth.engines.feasibility.of.says import amount
from truenorth.engines.feasibility.of.taking import SCALE
from truenorth.engines.feasibility.problem import Claim, Lever
from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Capacity, Process

PLACES = 5  # more at once, at most
TENTHS = 10  # steps of a tenth, at most


def put_means(draft: Draft) -> None:
    """Offer faster steps, more places and more hands."""
    for claim in list(draft.claims.values()):
        if claim.kind == "lead" and not claim.assumed:
            _faster(draft, claim)
        elif claim.kind == "places":
            _places(draft, claim)
        elif claim.kind == "takes":
            _takes(draft, claim)


def _step_of(claim: Claim) -> int:
    return int(claim.key.rpartition(" ")[2])


def _name(draft: Draft, claim: Claim) -> str:
    process = draft.asof.plan.entities[claim.item]
    if claim.source == "lead_time" or not isinstance(process, Process):
        return process.title
    return f"{process.title}: {process.steps[_step_of(claim)].name}"


def _faster(draft: Draft, claim: Claim) -> None:
    """A step in some working days less, one at the least."""
    low, high = draft.shortest.get(claim.key, (0, 0))
    if low < 2:
        return

    def takes_now(steps: int) -> str:
        least = max(low - steps, 1)
        return f"{least} working days" if least >= high else f"{least}..{high} working days"

    def change(plan: Plan, steps: int) -> list[Edit]:
        return _set_step(plan, claim, "takes", takes_now(steps)) if steps else []

    def told(steps: int) -> str:
        days = max(low - steps, 1)
        return f"Do {_name(draft, claim)} in {days} working day{'s' if days > 1 else ''}"

    lever = Lever(f"faster {claim.key}", "speed up", claim.key, told(1), 1, low - 1, price=None)
    draft.lever(lever, change, told)


def _places(draft: Draft, claim: Claim) -> None:
    process = draft.asof.plan.entities[claim.item]
    now = process.steps[_step_of(claim)].places if isinstance(process, Process) else None
    if not now:
        return

    def change(plan: Plan, steps: int) -> list[Edit]:
        return _set_step(plan, claim, "places", now + steps) if steps else []

    def told(steps: int) -> str:
        return f"Make room for {now + steps} at once in {_name(draft, claim)}"

    draft.lever(Lever(f"place {claim.key}", "place", claim.key, told(1), 1, PLACES, price=None), change, told)


def _set_step(plan: Plan, claim: Claim, name: str, value: Any) -> list[Edit]:
    """A field of a step; or the lead time of the whole process."""
    process = plan.find(claim.item)
    if process is None:
        return []
    if claim.source == "lead_time":
        return edit(plan, claim.item, {"lead_time": value})
    steps = data(process).get("steps", [])
    at = _step_of(claim)
    if at >= len(steps):
        return []
    changed = [{**step, name: value} if n == at else step for n, step in enumerate(steps)]
    return edit(plan, claim.item, {"steps": changed})


def _takes(draft: Draft, claim: Claim) -> None:
    """More a week, in steps of a tenth."""
    capacity = draft.asof.plan.entities[claim.item]
    if not isinstance(capacity, Capacity):
        return
    now = takes(capacity)
    more = max(1, ceil(now / 10))

    def change(plan: Plan, steps: int) -> list[Edit]:
        much = Decimal(str(round(now, 2))) + more * steps
        return edit(plan, claim.item, {"per_week": number(much)}) if steps else []

    def told(steps: int) -> str:
        return f"Take {amount(round(now, 1) + more * steps)} {capacity.unit} a week ({capacity.title})"

    by = more * SCALE
    draft.lever(Lever(f"take {claim.key}", "take", claim.key, told(1), by, TENTHS, price=None), change, told)
