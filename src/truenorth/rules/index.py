"""The alignment index: how much of the plan's value is behind no contradiction, each unit counted once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from truenorth.engines.cost import Spend
from truenorth.plan.entity import Ref
from truenorth.plan.story import Content
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
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
    kept = case.tally("worth", lambda item: ("", _whole(case.spend(item))) if case.live(item) else None)
    parts = [*kept.sums.values(), *(_whole(case.spend(program)) for program in case.all_live(Program))]
    _, cents, hundredths = (sum(numbers) for numbers in zip(*parts, strict=True)) if parts else (0, 0, 0)
    unit = "money" if cents else "hours"
    total = cents if cents else hundredths
    if not total:
        return Index(None, None, None, None, None, unit, hundredths / 100)
    open_ = [f for f in findings if f.kind == "contradiction"]

    def share(families: frozenset[str]) -> tuple[float, float]:
        behind: set[Ref] = {ref for f in open_ if f.rule.rstrip("0123456789") in families for ref in f.at_stake.items}
        items = (item for ref in behind if (item := case.plan.find(ref)) and case.live(item))
        at_stake = sum(_whole(case.spend(item))[1 if cents else 2] for item in items)
        return round(100 * (1 - at_stake / total), 1), at_stake / 100

    whole, at_stake = share(AGREEMENT | COOPERATION)
    return Index(whole, share(AGREEMENT)[0], share(COOPERATION)[0], total / 100, at_stake, unit, hundredths / 100)


def _whole(spend: Spend) -> tuple[int, int, int]:
    """One, cents, and hundredths of hours: whole numbers add up to the same in any order."""
    return 1, round(100 * (spend.money or 0)), round(100 * spend.hours)


def plan_spend(case: Case) -> Spend:
    """What all live work costs."""
    return case.total(item for kind in (Activity, Content, Program) for item in case.all_live(kind))
