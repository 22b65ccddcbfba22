"""What the data of a folder tell: money traced to goals, opportunities beside it, the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truenorth.plan.plan import Plan
from truenorth.services.measure import facts

if TYPE_CHECKING:
    from truenorth.engines.opportunities import Beside
    from truenorth.engines.spend import Spend


@dataclass(frozen=True)
class SpendShown:
    """What was spent."""

    plan: Plan
    found: Spend | None
    unmatched: list[tuple[str, int, float]]

    def lines(self, folder: str) -> Iterator[str]:
        """In words."""
        from truenorth.reports.measure.show import spend_lines

        return spend_lines(self.plan, self.found, self.unmatched, currency(self.plan), folder)

    def data(self) -> dict[str, Any]:
        """For machines."""
        from truenorth.reports.measure.show import spend_data

        return spend_data(self.found, self.unmatched, currency(self.plan))


@dataclass(frozen=True)
class BesideShown:
    """Money and opportunities, side by side."""

    plan: Plan
    found: Beside
    early: list[tuple[str, str]]

    def lines(self, folder: str) -> Iterator[str]:
        """In words."""
        from truenorth.engines.opportunities import WHY_NO_RATIO
        from truenorth.reports.measure.show import beside_lines

        return beside_lines(self.plan, self.found, self.early, WHY_NO_RATIO, currency(self.plan))

    def data(self) -> dict[str, Any]:
        """For machines."""
        from truenorth.engines.opportunities import WHY_NO_RATIO
        from truenorth.reports.measure.show import beside_data

        return beside_data(self.found, self.early, WHY_NO_RATIO, currency(self.plan))


def spend(folder: Path) -> SpendShown:
    """What was spent, traced to the goals of the plan."""
    from truenorth.engines import spend as engine

    plan, there = facts(folder)
    found = engine.of(plan, there)
    return SpendShown(plan, found, engine.unmatched(there) if found else [])


def opportunities(folder: Path) -> BesideShown:
    """What was spent and what came, by program and objective."""
    from truenorth.engines import opportunities as engine
    from truenorth.engines import spend as money

    plan, there = facts(folder)
    counts = engine.of(there)
    found = engine.beside(plan, money.of(plan, there), counts)
    return BesideShown(plan, found, engine.out_of_order(there) if counts is not None else [])


def first(folder: Path, word: str, most: int) -> list[dict[str, Any]]:
    """The first rows of a table."""
    from truenorth.facts.layout import Unclear, table_named
    from truenorth.services.plan import Refused

    _, there = facts(folder)
    try:
        table = table_named(word)
    except Unclear as error:
        raise Refused(str(error)) from None
    rows = there[table.name]
    order = ["load", "row", *([table.when] if table.when else [])]
    return list(rows.order_by(*order).limit(most).to_pyarrow().to_pylist())


def currency(plan: Plan) -> str:
    """The currency of a plan's company."""
    return plan.company.currency if plan.company else ""
