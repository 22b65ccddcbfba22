"""What changed since both sides agreed, in words and per goal; and whose yes it needs again, on what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from truenorth.engines.moved import Move, by_goal, is_of_business, moves
from truenorth.plan.edit import diff
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Budget
from truenorth.records.agree import CALLED, Side
from truenorth.reports.diff import Sum, a_month, counted
from truenorth.reports.report import Entry
from truenorth.reports.words import plain
from truenorth.rules.case import Case


@dataclass(frozen=True)
class Line:
    """One thing that moved: the item, what it is called, and what is so now."""

    ref: Ref
    title: str
    says: str


@dataclass(frozen=True)
class Drift:
    """What moved for one goal; without a goal, what is for none."""

    goal: Ref
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Again:
    """What needs a new yes: what moved, what no longer fits for it, and the sides whom that concerns."""

    asks: tuple[Side, ...]
    moved: tuple[Line, ...]
    unfit: tuple[Entry, ...]

    @property
    def whom(self) -> str:
        """The sides that are asked, in words."""
        return " and ".join(CALLED[side] for side in self.asks)

    @property
    def refs(self) -> list[Ref]:
        """The items that moved."""
        return list(dict.fromkeys([*(one.ref for one in self.moved), *(one.finding.at[0] for one in self.unfit)]))


def again(case: Case, entries: Iterable[Entry]) -> Again | None:
    """What needs a new yes since both sides agreed, and of whom; None where nothing does.

    Marketing is asked about all of it; the business about its goals, money and promises.
    """
    if case.agreed is None or case.agreed is case.whole or case.agreed == case.whole:
        return None
    moved = _moves(case)
    unfit = tuple(one for one in entries if one.finding.rule == "SIGN05" and one.is_open)
    if not moved and not unfit:
        return None
    asks: list[Side] = ["marketing", "business"] if any(map(is_of_business, moved)) else ["marketing"]
    return Again(tuple(asks), tuple(_line(one, case) for one in moved), unfit)


def _moves(case: Case) -> list[Move]:
    """What moved by more than the rule on changes since agreed (SIGN04) leaves to those who do the work."""
    given = case.settings.get("SIGN04", {})
    return moves(case.agreed or case.whole, case.whole, days=given.get("days", 14), share=given.get("money", 10) / 100)


def drift(then: Plan, now: Plan) -> tuple[tuple[Drift, ...], str]:
    """Everything that moved since a version, by goal; and how many items differ in all."""
    moved = [*moves(then, now, days=0, share=0), *_monthly(then, now)]
    grouped = by_goal(moved, now, then)
    told = tuple(_drift(goal, many, now, then) for goal, many in grouped.items())
    return told, counted(diff(then, now))


def _monthly(then: Plan, now: Plan) -> Iterator[Move]:
    """What budgets come to a month, where that is another amount: a larger one over more months may be the same."""
    for budget in now.all(Budget):
        before = then.get(Budget, budget.key)
        was, is_ = a_month(then, before) if before else Sum(), a_month(now, budget)
        if was != is_ and was.known is not None and is_.known is not None:
            says = f"it comes to {is_} a month now; {was} a month was agreed"
            yield Move(budget.ref, "money", "amount", str(was), str(is_), says)


def _drift(goal: Ref, many: Sequence[Move], now: Plan, then: Plan) -> Drift:
    title = plain((now if now.find(goal) else then).title(goal)) if goal else "For no goal in particular"
    return Drift(goal, title, tuple(Line(one.ref, _title(one.ref, now, then), plain(one.says)) for one in many))


def _line(move: Move, case: Case) -> Line:
    return Line(move.ref, _title(move.ref, case.whole, case.agreed or case.whole), plain(move.says))


def _title(ref: Ref, now: Plan, then: Plan) -> str:
    return plain((now if now.find(ref) else then).title(ref))
