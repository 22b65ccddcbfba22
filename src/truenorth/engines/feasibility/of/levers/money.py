"""Money that may give: more of it, or from another budget."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.levers.edits import edit, number
from truenorth.engines.feasibility.of.money import CENTS
from truenorth.engines.feasibility.of.says import amount
from truenorth.engines.feasibility.problem import Claim, Lever, Pot
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Entity, data
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Budget
from truenorth.plan.values import Money
from truenorth.plan.work import Program

MOST = 20  # steps
_PART = 20  # a step is about a twentieth of a budget, as a round number
_NICE = (1, 2, 5)


def put_money(draft: Draft) -> None:
    """Offer to raise each budget, and to move money between budgets of the same team that overlap."""
    pots = {pot.claims[0]: pot for pot in draft.pots}
    budgets = [claim for claim in draft.claims.values() if claim.key.startswith("budget ")]
    for claim in budgets:
        _raise(draft, claim)
    for key, over in draft.overdrawn.items():
        _cover(draft, draft.claims[key], over)
    for claim in budgets:
        for other in budgets:
            if claim is not other and _may_give(draft, other, claim, pots):
                _shift(draft, claim, other, pots[other.key])


def step_of(holds: float) -> int:
    """A round number that is about a twentieth of an amount: 1, 2 or 5 with zeros."""
    size = 1
    while size * 10 * _PART <= holds:
        size *= 10
    return next((nice * size for nice in reversed(_NICE) if nice * size * _PART <= holds), 1)


def _cover(draft: Draft, claim: Claim, over: int) -> None:
    """What is gone already and was not there."""
    item = draft.asof.plan.entities[claim.item]

    def change(plan: Plan, steps: int) -> list[Edit]:
        return _more(plan, item, over) if steps else []

    says = f"Add {amount(over)} {draft.currency} to {_title(item)}".replace("  ", " ")
    draft.lever(Lever(f"cover {claim.key}", "tool", claim.key, says, price=over * CENTS), change)


def _raise(draft: Draft, claim: Claim) -> None:
    item = draft.asof.plan.entities[claim.item]
    by = step_of(_holds(draft, item))

    def change(plan: Plan, steps: int) -> list[Edit]:
        return _more(plan, item, by * steps) if steps else []

    def told(steps: int) -> str:
        return f"Add {amount(by * steps)} {draft.currency} to {_title(item)}".replace("  ", " ")

    cents = by * CENTS
    draft.lever(Lever(f"raise {claim.key}", "raise", claim.key, told(1), cents, MOST, price=cents), change, told)


def _may_give(draft: Draft, giver: Claim, taker: Claim, pots: dict[str, Pot]) -> bool:
    """Whether money can go from one budget to another: of the same kind and team, for the same days."""
    one, other = (draft.asof.plan.entities[claim.item] for claim in (giver, taker))
    if type(one) is not type(other) or getattr(one, "team", None) != getattr(other, "team", None):
        return False
    mine, theirs = pots[giver.key], pots[taker.key]
    return mine.first < theirs.last and theirs.first < mine.last and not (isinstance(one, Budget) and not one.amount)


def _shift(draft: Draft, claim: Claim, other: Claim, giver: Pot) -> None:
    taker, source = draft.asof.plan.entities[claim.item], draft.asof.plan.entities[other.item]
    by = min(step_of(_holds(draft, taker)), step_of(_holds(draft, source)))
    most = min(MOST, giver.amount // (by * CENTS))
    if most < 1:
        return

    def change(plan: Plan, steps: int) -> list[Edit]:
        if not steps:
            return []
        return [*_more(plan, taker, by * steps), *_more(plan, source, -by * steps)]

    def told(steps: int) -> str:
        much = f"{amount(by * steps)} {draft.currency}".rstrip()
        return f"Move {much} from {_title(source)} to {_title(taker)}"

    lever = Lever(
        f"shift {claim.key} from {other.item}",
        "shift",
        claim.key,
        told(1),
        by * CENTS,
        most,
        from_=(giver.resource, giver.first),
    )
    draft.lever(lever, change, told)


def _title(item: Entity) -> str:
    return f"the budget of {item.title}" if isinstance(item, Program) else item.title


def _holds(draft: Draft, item: Entity) -> float:
    stated = item.budget if isinstance(item, Program) else item.amount if isinstance(item, Budget) else None
    held = draft.asof.money(stated)
    if held is not None:
        return held
    lines = item.lines if isinstance(item, Budget) else []
    return sum(draft.asof.money(line.amount) or 0.0 for line in lines)


def _more(plan: Plan, item: Entity, much: int) -> list[Edit]:
    """A budget with more, or less, in it; one that states only its lines gets a line."""
    now = plan.find(item.ref)
    name = "budget" if isinstance(now, Program) else "amount"
    stated = getattr(now, name, None)
    if isinstance(stated, Money) and stated.amount is not None:
        worth = _in_its_currency(plan, stated, much)
        return edit(plan, item.ref, {name: f"{number(stated.amount + worth)} {stated.currency}".rstrip()})
    lines: list[dict[str, Any]] = data(now).get("lines", []) if now else []
    return edit(plan, item.ref, {"lines": [*lines, {"item": "Added", "amount": str(much)}]})


def _in_its_currency(plan: Plan, stated: Money, much: int) -> Decimal:
    company = plan.company
    rate = company.rates.get(stated.currency) if company and stated.currency else None
    return Decimal(much) / rate if rate else Decimal(much)
