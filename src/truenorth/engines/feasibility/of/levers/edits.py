"""Edits of one item, and how its values are written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from truenorth.plan.edit import Edit
from truenorth.plan.entity import Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.values import Money, Quantity


def edit(plan: Plan, ref: Ref, fields: dict[str, Any]) -> list[Edit]:
    """An item with some fields set; nothing where it is no longer there or says so already."""
    item = plan.find(ref)
    if item is None:
        return []
    before = data(item)
    after = {name: value for name, value in {**before, **fields}.items() if value is not None}
    return [Edit(ref, before, after)] if after != before else []


def number(value: Decimal) -> str:
    """A number as it is written: no exponent, no zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def part_of(amount: Quantity, part: Decimal) -> str:
    """A part of a quantity, as it is written; one that is hidden, or a direction, stays as it is."""
    if not amount.is_number:
        return str(amount)
    low, high = (None if bound is None else rounded(bound * part) for bound in (amount.low, amount.high))
    return str(Quantity(low, high, amount.unit, amount.how, amount.strict))


def part_of_money(amount: Money, part: Decimal) -> str:
    """A part of an amount of money, to the cent, as it is written."""
    return str(amount if amount.amount is None else Money(rounded(amount.amount * part), amount.currency))


def rounded(value: Decimal) -> Decimal:
    """To hundredths, downwards."""
    return Decimal(number(value.quantize(Decimal("0.01"), rounding="ROUND_FLOOR")))
