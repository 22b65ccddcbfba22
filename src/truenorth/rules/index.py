"""The alignment index: how much of the plan's value is behind no contradiction, each unit counted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from truenorth.plan.entity import Ref
from truenorth.plan.story import Content
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case, Spend
from truenorth.rules.finding import Finding

AGREEMENT = frozenset({"GOAL", "AUD", "STORY", "SIGN", "FACT", "OUT"})
COOPERATION = frozenset({"TEAM", "TOOL", "TIME", "COST", "LOAD", "FIT", "FLOW", "BEAT"})


@dataclass(frozen=True)
class Index:
    """0 to 100, or None for "no data"; its halves; and the money and hours behind it.

    `unit` is "money", or "hours" where the plan states no money at all.
    """

    value: float | None
    agreement: float | None
    cooperation: float | None
    plan_value: float | None
    at_stake: float | None
    unit: str
    hours: float


def index(case: Case, findings: Iterable[Finding]) -> Index:
    """100 x (1 - at stake in contradictions / plan value) over the live items (design: rules, alignment index)."""
    live = [item for kind in (Activity, Content, Program) for item in case.all_live(kind)]
    spend = {item.ref: case.spend(item) for item in live}
    by_money = any(s.money for s in spend.values())
    worth = {ref: (s.money or 0.0) if by_money else s.hours for ref, s in spend.items()}
    total = sum(worth.values())
    hours = sum(s.hours for s in spend.values())
    unit = "money" if by_money else "hours"
    if not total:
        return Index(None, None, None, None, None, unit, hours)
    open_ = [f for f in findings if f.kind == "contradiction"]

    def share(families: frozenset[str]) -> tuple[float, float]:
        behind: set[Ref] = {ref for f in open_ if f.rule.rstrip("0123456789") in families for ref in f.at_stake.items}
        at_stake = sum(worth.get(ref, 0.0) for ref in behind)
        return round(100 * (1 - at_stake / total), 1), round(at_stake, 2)

    whole, at_stake = share(AGREEMENT | COOPERATION)
    return Index(whole, share(AGREEMENT)[0], share(COOPERATION)[0], round(total, 2), at_stake, unit, round(hours, 2))


def plan_spend(case: Case) -> Spend:
    """What all live work costs."""
    return case.total(item for kind in (Activity, Content, Program) for item in case.all_live(kind))
