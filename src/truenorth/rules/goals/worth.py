"""What work is worth in one unit: money, or hours where the plan states no money at all."""

from __future__ import annotations

from collections.abc import Iterable

from truenorth.plan.entity import Ref
from truenorth.plan.story import Content
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.goals.lineage import Work


class Worth:
    """Some live work, and what each of it costs in money or, where none is stated, in hours."""

    def __init__(self, case: Case, work: Iterable[Work]) -> None:
        """Add it up once."""
        self.case = case
        spends = {item.ref: case.spend(item) for item in work}
        by_money = any(spend.money for spend in spends.values())
        self.unit = "money" if by_money else "hours"
        self.by_ref: dict[Ref, float] = {
            ref: (spend.money or 0.0) if by_money else spend.hours for ref, spend in spends.items()
        }
        self.total = sum(self.by_ref.values())
        company = case.plan.company
        self.currency = company.currency if company else ""

    def of(self, work: Iterable[Work]) -> float:
        """What some of it costs together."""
        return sum(self.by_ref[item.ref] for item in work)

    def share(self, work: Iterable[Work]) -> float | None:
        """The part of the whole that some of it costs; None where nothing is known to cost anything."""
        return self.of(work) / self.total if self.total else None

    def words(self, value: float) -> str:
        """An amount as it is said: `EUR 3,000`, `40 hours`."""
        if self.unit == "hours":
            return f"{value:,.0f} hours"
        return f"{self.currency} {value:,.0f}".strip()

    def is_known(self, item: Work) -> bool:
        """Whether its cost is stated, or lies within the budget of its program."""
        if self.unit == "hours":
            return isinstance(item, Program) or self.by_ref[item.ref] > 0
        if self.case.spend(item).money is not None:
            return True
        if isinstance(item, Program):
            return any(a.program == item.key for a in self.case.plan.pointing_at(item.ref, Activity))
        program = self.case.plan.get(Program, item.program) if isinstance(item, (Activity, Content)) else None
        return program is not None and self.case.money(program.budget) is not None
