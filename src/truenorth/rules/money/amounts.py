"""The amounts of a budget as they stand: what is told of them, and what rounding may have done to them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from truenorth.plan.resources import Budget, BudgetLine, GroupTotal
from truenorth.plan.values import Money, Quantity

Stated = BudgetLine | GroupTotal


def one_currency(budget: Budget) -> bool:
    """Whether a budget is all in one currency, so that its amounts can be added as they stand."""
    parts = [p.amount for p in budget.lines] + [p.amount for p in budget.groups] + [p.amount for p in budget.payments]
    return len({m.currency for m in (budget.amount, *parts) if m and m.amount is not None}) <= 1


def known(amounts: Sequence[Money | None]) -> list[Decimal] | None:
    """The amounts, where all of them are told."""
    told = [m.amount for m in amounts if m is not None and m.amount is not None]
    return told if told and len(told) == len(amounts) else None


def lines_of(budget: Budget, group: str) -> list[Money | None]:
    """The amounts of the lines in a group."""
    return [line.amount for line in budget.lines if line.group == group]


def name_of(part: Stated) -> str:
    """What a part of a budget is called."""
    return part.item or part.group if isinstance(part, BudgetLine) else part.group


def percent(share: Quantity | None) -> Decimal:
    """A share in per cent: `25 %` and 0.25 are the same."""
    number = (share.mid if share else None) or Decimal(0)
    bare = share is not None and not share.unit and abs(number) <= 1
    return 100 * number if bare else number


def digits(number: Decimal) -> int:
    """How many decimals a number has."""
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def unit(decimals: int) -> Decimal:
    """One unit of the last of so many decimals."""
    return Decimal(1).scaleb(-decimals)


def slack(numbers: Sequence[Decimal]) -> Decimal:
    """What rounding each number to its last decimal can add up to, at least one unit of it."""
    decimals = max((digits(number) for number in numbers), default=0)
    return unit(decimals) * max(Decimal(1), Decimal(len(numbers)) / 2)


def apart(ones: Sequence[Decimal], whole: Decimal) -> bool:
    """Whether parts add up to something else than the whole, by more than rounding does."""
    return abs(sum(ones) - whole) > slack(ones)


def consistent(budget: Budget) -> bool:
    """Whether the total is stated, and all lines and groups give just that: then no amount is in doubt."""
    lines, total = known([line.amount for line in budget.lines]), known([budget.amount])
    if not lines or not total or apart(lines, total[0]):
        return False
    stated = ((known(lines_of(budget, group.group)), known([group.amount])) for group in budget.groups)
    return not any(inside and group and apart(inside, group[0]) for inside, group in stated)
