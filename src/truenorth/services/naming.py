"""What people said that names in the data mean in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from truenorth.plan.entity import KINDS
from truenorth.plan.plan import Plan
from truenorth.services.plan import Refused, find

if TYPE_CHECKING:
    from truenorth.facts.register import Register


def told(register: Register, plan: Plan, same: Mapping[str, str], table: str = "") -> Register:
    """The register after people said what names mean: `GTXPro` is `GTX Pro`, `Discovery` is an opportunity."""
    names = {column: dict(one) for column, one in register.names.items()}
    for raw, ours in same.items():
        column, text, meant = _meant(plan, raw, ours, table)
        names.setdefault(column, {})[text] = meant
    return replace(register, names=names) if same else register


def _meant(plan: Plan, raw: str, ours: str, table: str) -> tuple[str, str, str]:
    """The column, the text in it and the item or phase it means; the column may be said: `campaign:916`."""
    from truenorth.facts.names import STAGE
    from truenorth.facts.phases import PHASES
    from truenorth.facts.tables import TABLES

    columns = {one.name: one for each in TABLES.values() for one in each.linked}
    before, colon, after = raw.partition(":")
    said = before if colon and before in {*columns, STAGE} else ""
    text = after.strip() if said else raw.strip()
    if said in ("", STAGE) and ours.lower() in PHASES:
        return STAGE, text, ours.lower()
    ref = find(_of_kinds(plan, columns[said].links) if said in columns else plan, ours)
    kind = ref.partition(":")[0]
    of_table = TABLES[table].linked if table else ()
    fitting = [one.name for one in (*of_table, *columns.values()) if kind in one.links]
    if not fitting:
        kinds = ", ".join(sorted({kind for one in columns.values() for kind in one.links}))
        raise Refused(f"{ref} is no item that data can name: those are {kinds}")
    return said or fitting[0], text, ref


def _of_kinds(plan: Plan, kinds: tuple[str, ...]) -> Plan:
    return Plan({item.ref: item for kind in kinds for item in plan.all(KINDS[kind])})


def same(folder: Path, plan: Plan, said: Mapping[str, str]) -> None:
    """Keep what names in the data mean in the plan."""
    from truenorth.facts import store
    from truenorth.facts.register import FOLDER, written
    from truenorth.plan.swap import swap

    with store.changing(folder) as was:
        now = told(was, plan, said)
        if files := written(now, was):
            swap(folder / FOLDER, files)
