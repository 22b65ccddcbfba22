"""COST04: totals and shares of a budget that its own parts do not give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from truenorth.plan.resources import Budget
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.money.amounts import apart, known, lines_of, one_currency
from truenorth.rules.money.shares import in_all, shares
from truenorth.rules.rule import rule


@rule("COST04", asks="finance", reads=["budget"])
def does_not_add_up(case: Case) -> Iterator[Finding]:
    """
    Stated shares or totals are not what the parts give.

    ## Why it matters

    A budget is agreed by its percentages and paid by its amounts. Where the two differ, each side has agreed to
    something else; and whoever finds it first doubts the other numbers too.

    For every version of every budget: the lines and the groups against the total, the payments against the total,
    each stated share against the amounts, and the shares of all parts against 100 %. What rounding to the last stated
    decimal can do is not worth a word; nor is one unit of money for payments. Shares taken over from the version
    before, for other amounts, are said to be. A total that is off may be wrong itself, or want a line: that is asked.
    Only where all amounts fit each other do they tell what the shares are. The plan alone tells.

    ## Example

        budget: {demand-2027: {groups: [{group: Programs, amount: 42000, share: 78.5 %}]}}

    ## Finds

        budget:demand-2027 Programs are 87.50 % of 48,000, stated 78.5 %; the stated shares add up to 91 %

    ## Put right

        budget: {demand-2027: {groups: [{group: Programs, amount: 42000, share: 87.5 %}]}}
    """
    for budget in case.whole.all(Budget):
        if one_currency(budget):
            off = list(_totals(budget))
            yield from off
            yield from _groups(budget)
            yield from _payments(budget)
            yield from shares(case, budget, told=bool(off))


def _totals(budget: Budget) -> Iterator[Finding]:
    lines, total = known([line.amount for line in budget.lines]), known([budget.amount])
    if lines and total and apart(lines, total[0]):
        also = f"; {said}" if (said := in_all(budget)) else ""
        fixes = [_lines(budget, total[0] - sum(lines)), _whole(budget, sum(lines))]
        yield _off(budget, "its lines", lines, "the total", total[0], fixes, part="total", also=also)


def _payments(budget: Budget) -> Iterator[Finding]:
    paid, total = known([p.amount for p in budget.payments]), known([budget.amount])
    if paid and total and abs(sum(paid) - total[0]) > 1 and apart(paid, total[0]):
        asked = Blank(f"How much is each, for {_number(total[0])} in all?")
        fixes = [Fix("Put the payments right", {budget.ref: {"payments": asked}}), _whole(budget, sum(paid))]
        yield _off(budget, "its payments", paid, "the total", total[0], fixes, part="payments")


def _groups(budget: Budget) -> Iterator[Finding]:
    for group in budget.groups:
        lines, stated = known(lines_of(budget, group.group)), known([group.amount])
        if lines and stated and apart(lines, stated[0]):
            asked = Blank(f"How much is {group.group} in all, where its lines give {_number(sum(lines))}?")
            right = Fix(f"Put the total of {group.group} right", {budget.ref: {"groups": asked}})
            fixes = [_lines(budget, stated[0] - sum(lines), group.group), right]
            yield _off(
                budget, f"the lines of {group.group}", lines, "its total", stated[0], fixes, part=f"group-{group.group}"
            )


def _lines(budget: Budget, short: Decimal, group: str = "") -> Fix:
    where = f" of {group}" if group else ""
    if short > 0:
        asks = f"Which line{where} is missing, or says too little: {_number(short)}?"
        return Fix("Add what is missing", {budget.ref: {"lines": Blank(asks)}})
    asks = f"Which line{where} stands twice, or says too much: {_number(-short)}?"
    return Fix("Take out what is too much", {budget.ref: {"lines": Blank(asks)}})


def _whole(budget: Budget, parts: Decimal | int) -> Fix:
    asks = Blank(f"How much is it in all, where the parts give {_number(parts)}?")
    return Fix("Put the total right", {budget.ref: {"amount": asks}})


def _off(
    budget: Budget, what: str, parts: list[Decimal], whole: str, stated: Decimal, fixes: list[Fix], **more: Any
) -> Finding:
    money = f" {budget.amount.currency}" if budget.amount and budget.amount.currency else ""
    says = f"{what} add up to {_number(sum(parts))}{money}, {whole} is stated as {_number(stated)}{money}"
    seen = {"parts": str(sum(parts)), "stated": str(stated)}
    return found(budget.ref, says + more.pop("also", ""), seen=seen, fixes=fixes, **more)


def _number(amount: Decimal | int) -> str:
    return f"{amount:,f}" if isinstance(amount, Decimal) else f"{amount:,}"
