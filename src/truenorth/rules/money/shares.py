"""Shares of a budget that its own amounts do not give, or that are not the whole of it together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from truenorth.plan.resources import Budget, BudgetLine, GroupTotal
from truenorth.plan.values import Quantity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.money.amounts import Stated, consistent, digits, known, lines_of, name_of, percent, unit
from truenorth.rules.money.versions import before

_WHOLE = Decimal(100)


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
        return name_of(self.part)

    @property
    def stated(self) -> Decimal:
        """The stated share in per cent."""
        return percent(self.part.share)

    @property
    def real(self) -> Decimal:
        """The share that the amounts give, in per cent."""
        return _WHOLE * self.amount / self.total

    @property
    def fits(self) -> bool:
        """Whether the two are the same but for one unit of the last decimal that is stated."""
        return abs(self.real - self.stated) <= unit(self.digits)


def shares(case: Case, budget: Budget, *, told: bool) -> Iterator[Finding]:
    """One finding for all shares of a budget that its amounts do not give, or that are more or less than the whole.

    `told` says that the total is known to be off: then what the shares add up to is told with it.
    """
    ways = [(found_, total) for total in _wholes(budget) if (found_ := _stated(budget, total))]
    stated, total = min(ways, key=lambda way: sum(not share.fits for share in way[0]), default=([], _WHOLE))
    wrong = [share for share in stated if not share.fits]
    if wrong:
        added = [] if told else [in_all(budget, rounding=Decimal(1))]
        yield found(
            budget.ref,
            "; ".join([*_said(wrong, total), *filter(None, added), *_copied(case, budget, stated)]),
            part="shares",
            seen={"total": str(total), "each": [_row(share) for share in stated]},
            fixes=_ways_out(budget, stated),
        )
    elif not told and (says := in_all(budget)):
        yield _not_the_whole(budget, says)


def in_all(budget: Budget, rounding: Decimal = Decimal("0.5")) -> str:
    """What the stated shares add up to, where all parts have one and that is not 100 %; else nothing.

    `rounding` is how many units of its last decimal each share may be off.
    """
    parts = _partition(budget)
    told = [percent(part.share) for part in parts if part.share and _is_exact(part.share)]
    if len(told) < max(len(parts), 2) or _by_group(budget):
        return ""
    usual = _usual([digits(share) for share in told])
    slack = rounding * sum((unit(_exact(share, usual)) for share in told if share), Decimal())
    added = sum(told, Decimal())
    return f"the stated shares add up to {_percent(added)}" if abs(added - _WHOLE) > max(slack, unit(usual)) else ""


def _is_exact(share: Quantity) -> bool:
    return share.is_number and share.low == share.high


def _percent(number: Decimal) -> str:
    return f"{number:.2f} %" if number % 1 else f"{number:.0f} %"


def _partition(budget: Budget) -> list[Stated]:
    """The parts that together are the whole: groups with a share, and the lines outside them."""
    groups = [group for group in budget.groups if group.share]
    named = {group.group for group in groups}
    return [*groups, *(line for line in budget.lines if line.group not in named)]


def _by_group(budget: Budget) -> bool:
    """Whether the lines of a group add up to the whole of it, beside other parts: then they are shares of the group."""
    for group in {line.group for line in budget.lines if line.group}:
        mine = [percent(line.share) for line in budget.lines if line.group == group]
        if 1 < len(mine) < len(budget.lines) and abs(sum(mine) - _WHOLE) <= unit(min(map(digits, mine))) * len(mine):
            return True
    return False


def _wholes(budget: Budget) -> list[Decimal]:
    """What the shares may be shares of: the stated total, or what the lines add up to."""
    stated, lines = known([budget.amount]), known([line.amount for line in budget.lines])
    return [whole for amounts in (stated, lines) if amounts and (whole := Decimal(sum(amounts)))]


def _stated(budget: Budget, total: Decimal) -> list[Share]:
    """The parts with an amount and a share of the whole."""
    parts: list[tuple[Stated, Decimal]] = [
        (line, line.amount.amount)
        for line in budget.lines
        if line.amount and line.amount.amount is not None and line.share and not _of_its_group(budget, line)
    ]
    for group in budget.groups:
        amounts = known([group.amount]) or known(lines_of(budget, group.group))
        if group.share and amounts:
            parts.append((group, Decimal(sum(amounts))))
    told = [(part, amount) for part, amount in parts if part.share and part.share.is_number]
    usual = _usual([digits(percent(part.share)) for part, _ in told])
    return [Share(part, amount, total, _exact(percent(part.share), usual)) for part, amount in told]


def _of_its_group(budget: Budget, line: BudgetLine) -> bool:
    """Whether a line repeats the share of its group, or states its share of the group and not of the whole."""
    stated = percent(line.share)
    if any(group.group == line.group and group.share and percent(group.share) == stated for group in budget.groups):
        return bool(line.group)
    amounts = known(lines_of(budget, line.group)) if line.group else None
    if not amounts or len(amounts) == 1 or not sum(amounts) or line.amount is None or line.amount.amount is None:
        return False
    return Share(line, line.amount.amount, Decimal(sum(amounts)), digits(stated)).fits


def _usual(many: list[int]) -> int:
    """How many decimals the shares of a budget mostly have."""
    counted = Counter(n for n in many if n)
    return max(counted, key=lambda n: (counted[n], n), default=0)


def _exact(stated: Decimal, usual: int) -> int:
    """The decimals of a share. Sheets drop zeros at the end: 1.6 among shares such as 15.31 was 1.60."""
    decimals = digits(stated)
    return max(decimals, usual) if decimals else 0


def _said(wrong: Sequence[Share], total: Decimal) -> Iterator[str]:
    first, *others = wrong
    yield f"{first.name} are {first.real:.2f} % of {total:,f}, stated {_as_stated(first)}"
    yield from (f"{share.name} {share.real:.2f} %, stated {_as_stated(share)}" for share in others)


def _as_stated(share: Share) -> str:
    return f"{share.stated:.{share.digits}f} %"


def _copied(case: Case, budget: Budget, stated: Sequence[Share]) -> Iterator[str]:
    """Whether the shares are those of the version before, for other amounts."""
    older = before(case, budget)
    if older is None or older.amount == budget.amount:
        return
    mine, theirs = _list(budget, stated), _list(older, _stated(older, Decimal(1)))
    if len(mine) > 1 and mine == theirs:
        yield f"these are the shares of {older.title}, whose amounts are others"


def _list(budget: Budget, stated: Sequence[Share]) -> list[Decimal]:
    parts = _partition(budget)
    return sorted(share.stated for share in stated if share.stated and any(share.part is part for part in parts))


def _row(share: Share) -> dict[str, str]:
    return {
        "part": share.name,
        "amount": f"{share.amount:f}",
        "share": f"{share.real:.2f} %",
        "stated": _as_stated(share),
    }


def _ways_out(budget: Budget, stated: Sequence[Share]) -> list[Fix]:
    """The shares that the amounts give, where no amount is in doubt; else the questions to ask."""
    if consistent(budget) and not _of_another_total(stated):
        return [Fix("State the shares that the amounts give", {budget.ref: _right(stated, budget)})]
    of = "groups" if isinstance(stated[0].part, GroupTotal) else "lines"
    asks = Blank("Which is right, the amount or the share, and is any part missing?")
    whole = Blank(f"How much is it in all, where {stated[0].name} are {_as_stated(stated[0])}?")
    return [
        Fix("Put the shares or the amounts right", {budget.ref: {of: asks}}),
        Fix("Put the total right", {budget.ref: {"amount": whole}}),
    ]


def _of_another_total(stated: Sequence[Share]) -> bool:
    """Whether all shares fit one other total: then it is the total that is in doubt."""
    if len(stated) < 2 or any(share.stated <= unit(share.digits) for share in stated):
        return False
    lowest = max(_WHOLE * share.amount / (share.stated + unit(share.digits)) for share in stated)
    highest = min(_WHOLE * share.amount / (share.stated - unit(share.digits)) for share in stated)
    return lowest <= highest


def _right(stated: Sequence[Share], budget: Budget) -> dict[str, Any]:
    """The lines and groups with the shares that the amounts give, all equally exact; those that fit stay."""
    decimals = max(share.digits for share in stated)

    def right(part: Stated) -> dict[str, Any]:
        plain = part.model_dump(mode="json", exclude_defaults=True)
        share = next((one for one in stated if one.part is part), None)
        return plain | {"share": f"{share.real:.{decimals}f} %"} if share and not share.fits else plain

    right_ = {"lines": [right(line) for line in budget.lines], "groups": [right(group) for group in budget.groups]}
    return {name: parts for name, parts in right_.items() if parts}


def _not_the_whole(budget: Budget, says: str) -> Finding:
    parts = _partition(budget)
    of = "lines" if any(isinstance(part, BudgetLine) for part in parts) else "groups"
    asks = Blank("Which part is missing, or which share is another, so that they are 100 %?")
    return found(
        budget.ref,
        says,
        part="shares",
        seen={"each": [{"part": name_of(part), "stated": str(part.share)} for part in parts]},
        fixes=[Fix("Add what is missing, or put a share right", {budget.ref: {of: asks}})],
    )
