"""Shares and totals of a budget that its own parts do not give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from truenorth.plan.resources import Budget, BudgetLine, GroupTotal
from truenorth.plan.values import Money, Quantity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.money.versions import before
from truenorth.rules.rule import rule

Stated = BudgetLine | GroupTotal


@dataclass(frozen=True)
class Share:
    """A part of a budget with its amount and the share that is stated of it."""

    part: Stated
    amount: Decimal
    total: Decimal
    digits: int

    @property
    def name(self) -> str:
        """What the part is called."""
        return self.part.item or self.part.group if isinstance(self.part, BudgetLine) else self.part.group

    @property
    def stated(self) -> Decimal:
        """The stated share in per cent."""
        return percent(self.part.share)

    @property
    def real(self) -> Decimal:
        """The share that the amounts give, in per cent."""
        return 100 * self.amount / self.total

    @property
    def fits(self) -> bool:
        """Whether the two are the same but for one unit of the last decimal that is stated."""
        return abs(self.real - self.stated) <= _unit(self.digits)


def percent(share: Quantity | None) -> Decimal:
    """A share in per cent: `25 %` and 0.25 are the same."""
    number = (share.mid if share else None) or Decimal(0)
    bare = share is not None and not share.unit and abs(number) <= 1
    return 100 * number if bare else number


@rule("COST04", asks="finance", reads=["budget"])
def does_not_add_up(case: Case) -> Iterator[Finding]:
    """
    Stated shares or totals are not what the parts give.

    ## Why it matters

    A budget is agreed by its percentages and paid by its amounts. Where the two differ, each side has agreed to
    something else; and whoever finds it first doubts the other numbers too.

    For every version of every budget: the lines and the groups against the total, the payments against the total,
    and each stated share against the amounts. One unit of the last stated decimal is rounding and not worth a word;
    so is one unit of money for payments. Shares taken over from the version before, for other amounts, are said to
    be. The plan alone tells.

    ## Example

        budget: {demand-2027: {groups: [{group: Programs, amount: 42000, share: 78.5 %}]}}

    ## Finds

        budget:demand-2027 Programs are 87.50 % of 48,000, stated 78.5 %; the stated shares add up to 91.00 %

    ## Put right

        budget: {demand-2027: {groups: [{group: Programs, amount: 42000, share: 87.5 %}]}}
    """
    for budget in case.whole.all(Budget):
        if one_currency(budget):
            yield from _totals(budget)
            yield from _groups(budget)
            yield from _payments(budget)
            yield from _shares(case, budget)


def one_currency(budget: Budget) -> bool:
    """Whether a budget is all in one currency, so that its amounts can be added as they stand."""
    parts = [p.amount for p in budget.lines] + [p.amount for p in budget.groups] + [p.amount for p in budget.payments]
    return len({m.currency for m in (budget.amount, *parts) if m and m.amount is not None}) <= 1


def _known(amounts: list[Money | None]) -> list[Decimal] | None:
    """The amounts, where all of them are told."""
    known = [m.amount for m in amounts if m is not None and m.amount is not None]
    return known if known and len(known) == len(amounts) else None


def _totals(budget: Budget) -> Iterator[Finding]:
    lines, total = _known([line.amount for line in budget.lines]), _known([budget.amount])
    if lines and total and abs(sum(lines) - total[0]) > _slack(lines):
        yield _apart(budget, "its lines", sum(lines), "the total", total[0], "total", {"amount": f"{sum(lines):f}"})


def _payments(budget: Budget) -> Iterator[Finding]:
    paid, total = _known([p.amount for p in budget.payments]), _known([budget.amount])
    if paid and total and abs(sum(paid) - total[0]) > max(Decimal(1), _slack(paid)):
        asked = {"payments": Blank(f"How much is each, for {_number(total[0])} in all?")}
        yield _apart(budget, "its payments", sum(paid), "the total", total[0], "payments", asked)


def _groups(budget: Budget) -> Iterator[Finding]:
    for group in budget.groups:
        lines = _known([line.amount for line in budget.lines if line.group == group.group])
        stated = _known([group.amount])
        if lines and stated and abs(sum(lines) - stated[0]) > _slack(lines):
            whole = [g.model_dump(mode="json", exclude_none=True) for g in budget.groups]
            right = [w | {"amount": f"{sum(lines):f}"} if w["group"] == group.group else w for w in whole]
            of = f"the lines of {group.group}"
            yield _apart(budget, of, sum(lines), "its total", stated[0], f"group-{group.group}", {"groups": right})


def _apart(
    budget: Budget, what: str, parts: Decimal | int, whole: str, stated: Decimal, part: str, sets: dict[str, Any]
) -> Finding:
    money = f" {budget.amount.currency}" if budget.amount and budget.amount.currency else ""
    return found(
        budget.ref,
        f"{what} add up to {_number(Decimal(parts))}{money}, {whole} is stated as {_number(stated)}{money}",
        part=part,
        seen={"parts": str(parts), "stated": str(stated)},
        fixes=[Fix(f"State what {what} give", {budget.ref: sets})],
    )


def _slack(amounts: list[Decimal]) -> Decimal:
    """What rounding each amount to its last decimal can add up to, at least one unit of it."""
    digits = max(_digits(amount) for amount in amounts)
    return _unit(digits) * max(Decimal(1), Decimal(len(amounts)) / 2)


def _shares(case: Case, budget: Budget) -> Iterator[Finding]:
    """One finding for all shares of a budget that its amounts do not give."""
    ways = [(shares, total) for total in _wholes(budget) if (shares := _stated(budget, total))]
    if not ways:
        return
    shares, total = min(ways, key=lambda way: sum(not share.fits for share in way[0]))
    wrong = [share for share in shares if not share.fits]
    if not wrong:
        return
    yield found(
        budget.ref,
        "; ".join([*_said(wrong, total), *_in_all(budget, shares), *_copied(case, budget, shares)]),
        part="shares",
        seen={"total": str(total), "each": [_row(share) for share in shares]},
        fixes=[Fix("State the shares that the amounts give", {budget.ref: _right(budget, shares)})],
    )


def _wholes(budget: Budget) -> list[Decimal]:
    """What the shares may be shares of: the stated total, or what the lines add up to."""
    stated, lines = _known([budget.amount]), _known([line.amount for line in budget.lines])
    return [whole for amounts in (stated, lines) if amounts and (whole := Decimal(sum(amounts)))]


def _stated(budget: Budget, total: Decimal) -> list[Share]:
    """The parts with an amount and a share of the whole."""
    parts: list[tuple[Stated, Decimal]] = [
        (line, line.amount.amount)
        for line in budget.lines
        if line.amount and line.amount.amount is not None and line.share and not _of_its_group(budget, line)
    ]
    for group in budget.groups:
        lines = [line.amount for line in budget.lines if line.group == group.group]
        amounts = _known([group.amount]) or _known(lines)
        if group.share and amounts:
            parts.append((group, Decimal(sum(amounts))))
    usual = _usual([_digits(percent(part.share)) for part, _ in parts])
    return [Share(part, amount, total, _exact(percent(part.share), usual)) for part, amount in parts]


def _of_its_group(budget: Budget, line: BudgetLine) -> bool:
    """Whether a line repeats the share of its group, or states its share of the group and not of the whole."""
    stated = percent(line.share)
    if any(group.group == line.group and group.share and percent(group.share) == stated for group in budget.groups):
        return bool(line.group)
    amounts = _known([other.amount for other in budget.lines if other.group == line.group]) if line.group else None
    if not amounts or len(amounts) == 1 or not sum(amounts) or line.amount is None or line.amount.amount is None:
        return False
    return Share(line, line.amount.amount, Decimal(sum(amounts)), _digits(stated)).fits


def _usual(digits: list[int]) -> int:
    """How many decimals the shares of a budget mostly have."""
    counted = Counter(n for n in digits if n)
    return max(counted, key=lambda n: (counted[n], n), default=0)


def _exact(stated: Decimal, usual: int) -> int:
    """The decimals of a share. Sheets drop zeros at the end: 1.6 among shares such as 15.31 was 1.60."""
    digits = _digits(stated)
    return max(digits, usual) if digits else 0


def _digits(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _unit(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


def _partition(budget: Budget, shares: list[Share]) -> list[Share]:
    """The shares that together are the whole: of groups, and of lines outside them."""
    groups = {share.part.group for share in shares if isinstance(share.part, GroupTotal)}
    return [s for s in shares if isinstance(s.part, GroupTotal) or s.part.group not in groups]


def _said(wrong: list[Share], total: Decimal) -> Iterator[str]:
    first, *others = wrong
    yield f"{first.name} are {first.real:.2f} % of {_number(total)}, stated {_as_stated(first)}"
    yield from (f"{share.name} {share.real:.2f} %, stated {_as_stated(share)}" for share in others)


def _as_stated(share: Share) -> str:
    return f"{share.stated:.{share.digits}f} %"


def _in_all(budget: Budget, shares: list[Share]) -> Iterator[str]:
    """What the stated shares add up to, where all parts have one and it is not 100 %."""
    parts = _partition(budget, shares)
    named = {s.part.group for s in parts if isinstance(s.part, GroupTotal)}
    own = [s.part for s in parts if isinstance(s.part, BudgetLine)]
    if all(line.group in named or any(line is part for part in own) for line in budget.lines):
        adds = sum((share.stated for share in parts), Decimal())
        if abs(adds - 100) > sum(_unit(share.digits) for share in parts if share.stated):
            yield f"the stated shares add up to {adds:.2f} %"


def _copied(case: Case, budget: Budget, shares: list[Share]) -> Iterator[str]:
    """Whether the shares are those of the version before, for other amounts."""
    older = before(case, budget)
    if older is None or older.amount == budget.amount:
        return
    mine, theirs = _list(budget, shares), _list(older, _stated(older, Decimal(1)))
    if len(mine) > 1 and mine == theirs:
        yield f"these are the shares of {older.title}, whose amounts are others"


def _list(budget: Budget, shares: list[Share]) -> list[Decimal]:
    return sorted(share.stated for share in _partition(budget, shares) if share.stated)


def _row(share: Share) -> dict[str, str]:
    return {
        "part": share.name,
        "amount": f"{share.amount:f}",
        "share": f"{share.real:.2f} %",
        "stated": str(share.part.share),
        "fits": "yes" if share.fits else "no",
    }


def _right(budget: Budget, shares: list[Share]) -> dict[str, Any]:
    """The lines and groups with the shares that the amounts give, all equally exact."""
    total, digits = shares[0].total, max(share.digits for share in shares)
    groups = {share.part.group: share.amount for share in shares if isinstance(share.part, GroupTotal)}

    def right(part: Stated, amount: Decimal | None) -> dict[str, Any]:
        plain = part.model_dump(mode="json", exclude_defaults=True)
        return plain | {"share": f"{100 * amount / total:.{digits}f} %"} if amount is not None and part.share else plain

    lines = [right(line, line.amount.amount if line.amount else None) for line in budget.lines]
    return {"lines": lines, "groups": [right(group, groups.get(group.group)) for group in budget.groups]}


def _number(amount: Decimal) -> str:
    return f"{amount:,f}"
