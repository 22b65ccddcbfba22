"""A plan with more or less money or hours, as edits: every budget, and the hours of every seat, by a share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from truenorth.engines.ledger import replaced
from truenorth.plan.edit import Edit, diff
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Budget, Role
from truenorth.plan.values import Money, Quantity
from truenorth.plan.work import Program
from truenorth.rules.case import Case

HUNDRED = Decimal(100)
COARSE = Decimal(100)  # from which on money is told to the unit
LEAST, MOST = -90, 300  # per cent


def scaled(case: Case, *, money: int = 0, hours: int = 0) -> list[Edit]:
    """The edits that give a plan so many per cent more (or less, below zero) money, and hours of its seats.

    Money: the live budgets, with their lines, groups and payments, and what programs may cost. Hours: those a week of
    the live roles. Work stays as it is: whether it still fits is another question. ValueError beyond the bounds.
    """
    for share in (money, hours):
        if not LEAST <= share <= MOST:
            raise ValueError(f"{share} % is too much: choose between {LEAST} and {MOST} %")
    found = dict(_scaled(case, 1 + money / HUNDRED, 1 + hours / HUNDRED))
    return diff(_only(case.whole, found), Plan(found)) if found else []


def _only(plan: Plan, refs: dict[Ref, Entity]) -> Plan:
    return Plan({ref: plan.entities[ref] for ref in refs})


def _scaled(case: Case, money: Decimal, hours: Decimal) -> Iterator[tuple[Ref, Entity]]:
    if money != 1:
        for budget in case.all_live(Budget):
            if not replaced(case, budget):
                yield budget.ref, budget.model_copy(update=_of_budget(budget, money))
        for program in case.all_live(Program):
            if program.budget:
                yield program.ref, program.model_copy(update={"budget": _money(program.budget, money)})
    if hours != 1:
        for role in case.all_live(Role):
            if role.hours_per_week:
                yield role.ref, role.model_copy(update={"hours_per_week": _hours(role.hours_per_week, hours)})


def _of_budget(budget: Budget, by: Decimal) -> dict[str, Any]:
    parts = {
        name: [one.model_copy(update={"amount": _money(one.amount, by)}) for one in getattr(budget, name)]
        for name in ("lines", "groups", "payments")
    }
    return {"amount": _money(budget.amount, by), **parts}


def _money(of: Money | None, by: Decimal) -> Money | None:
    """Money to the unit, or to the cent where it is little; what is hidden or unknown stays so."""
    if of is None or of.amount is None:
        return of
    much = of.amount * by
    return replace(of, amount=_rounded(much, Decimal(1) if abs(much) >= COARSE else Decimal("0.01")))


def _hours(of: Quantity, by: Decimal) -> Quantity:
    if of.how != "value":
        return of
    low, high = (None if much is None else _rounded(much * by, Decimal("0.1")) for much in (of.low, of.high))
    return replace(of, low=low, high=high)


def _rounded(much: Decimal, to: Decimal) -> Decimal:
    """A number without needless zeros."""
    found = much.quantize(to, ROUND_HALF_UP)
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found.normalize()
