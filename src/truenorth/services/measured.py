"""What the data of a folder tell: money traced to goals, opportunities beside it, the rows of a table; summed up."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truenorth.plan.plan import Plan
from truenorth.services.measure import facts, plan_of

if TYPE_CHECKING:
    from truenorth.engines.happened import Happened
    from truenorth.engines.opportunities import Beside
    from truenorth.engines.spend import Spend
    from truenorth.facts.register import Register
    from truenorth.rules import Case

SUMS = "sums.json"  # beside the data: what they come to, so that whoever only looks needs no database
FORM = 1  # of that file; another one is summed up again


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


@dataclass(frozen=True)
class GoalsShown:
    """What goals and objectives were last measured at, as of a day."""

    case: Case

    def lines(self, folder: str) -> Iterator[str]:
        """In words."""
        from truenorth.reports.measure.goals import lines

        return lines(self.case)

    def data(self) -> dict[str, Any]:
        """For machines."""
        from truenorth.reports.measure.goals import data

        return data(self.case)


def goals(folder: Path, today: date) -> GoalsShown:
    """How goals and objectives stand that name a metric, as of a day."""
    from truenorth.facts.connection import needed
    from truenorth.rules import Case

    needed()
    return GoalsShown(Case(plan_of(folder), today, facts=happened(folder)))


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


def happened(folder: Path) -> Happened:
    """What the data of a folder come to; summed up again only where other loads count than the last time.

    Where they cannot be read, the answer says why: the extra is not installed, or a file is damaged.
    """
    from truenorth.engines.happened import NOTHING

    if not (folder / "facts").is_dir():  # asked before any module for data is loaded
        return NOTHING
    from truenorth.facts.connection import NotInstalled, failures
    from truenorth.facts.register import read
    from truenorth.plan.fault import Faults

    failed: tuple[type[Exception], ...] = (NotInstalled, Faults, OSError, *failures())
    try:
        register = read(folder)
        return _kept(folder, register) if register.counted else NOTHING
    except failed as error:
        return replace(NOTHING, lacks=str(error))


def _kept(folder: Path, register: Register) -> Happened:
    from pydantic import TypeAdapter

    from truenorth.engines.happened import Happened
    from truenorth.facts.register import FOLDER

    form, path, of = TypeAdapter(Happened), folder / FOLDER / SUMS, _digest(register)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["of"] == of:
            return replace(form.validate_python(found["sums"]), told=register.names)
    made = _summed(folder)
    with contextlib.suppress(OSError):  # a folder that may only be read
        part = path.with_name(f".{SUMS}.{os.getpid()}")
        part.write_text(json.dumps({"of": of, "sums": form.dump_python(made, mode="json")}), encoding="utf-8")
        part.replace(path)
    return made


def _summed(folder: Path) -> Happened:
    from truenorth.engines import happened as engine
    from truenorth.facts.facts import Facts

    return engine.of(Facts(folder))


def _digest(register: Register) -> str:
    """What the sums hang on: the loads that count, and what people said of stages."""
    from truenorth.facts.names import STAGE

    loads = [(one.id, one.digest) for one in register.counted]
    told = (FORM, loads, sorted(register.names.get(STAGE, {}).items()))
    return hashlib.sha256(repr(told).encode()).hexdigest()
