"""What the rows of some sheets change in a plan: edits, items made for links, and rows that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from truenorth.plan.edit import Edit, broken
from truenorth.plan.entity import KINDS, Entity, Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Reader, entity
from truenorth.plan.sheet.grid import Wrong
from truenorth.plan.sheet.items import Writer
from truenorth.plan.sheet.layout import Layout
from truenorth.plan.sheet.names import Names
from truenorth.plan.sheet.rows import Kept, Row
from truenorth.plan.sheet.table import Table


@dataclass(frozen=True)
class Sheet:
    """One sheet as it was read: its table, its layout, its rows, and what to know of them."""

    table: Table
    layout: Layout
    rows: tuple[Row, ...]
    reader: Reader
    kept: tuple[Kept, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What a file gives a plan: edits, what is wrong in it, and what it was read as."""

    sheets: tuple[Sheet, ...]
    after: Plan
    edits: tuple[Edit, ...]
    wrong: tuple[Wrong, ...] = ()
    skipped: int = 0  # rows left out because something in them is wrong
    made: Mapping[Ref, str] = field(default_factory=dict)  # items that links need, by name
    unread: tuple[str, ...] = ()  # other sheets of the file
    notes: tuple[str, ...] = ()
    stays: int = 0  # items of the plan that a sheet of its own kind no longer holds


_Pair = tuple[Row, Writer, Entity]


def outcome(plan: Plan, names: Names, sheets: list[Sheet], *, skip: bool) -> Taken:
    """The edits of all rows; with `skip`, rows in which something is wrong are left out until the rest holds."""
    pairs: list[_Pair] = []
    for sheet in sheets:
        writer = Writer(plan, names, sheet.table, sheet.layout, sheet.reader)
        good = (row for row in sheet.rows if not row.wrong)
        pairs += [(row, writer, item) for row in good if (item := writer.item(row))]
    wrong = set() if skip else {f"{sheet.layout.kind}:{row.key}" for sheet in sheets for row in sheet.rows if row.wrong}
    while True:
        after = _after(plan, names, pairs)
        edits = _edits(plan, after, pairs, names)
        if not _holes(plan, after, edits, pairs, wrong) or not skip:
            break
        pairs = [pair for pair in pairs if not pair[0].wrong]
    return Taken(
        tuple(sheets),
        after,
        tuple(edits),
        tuple(one for sheet in sheets for row in sheet.rows for one in row.wrong),
        sum(bool(row.wrong) for sheet in sheets for row in sheet.rows) if skip else 0,
        {edit.ref: names.made[edit.ref] for edit in edits if edit.ref in names.made},
        stays=_stays(plan, sheets),
    )


def _after(plan: Plan, names: Names, pairs: list[_Pair]) -> Plan:
    """The plan with the items of some rows, and those that their links need."""
    items = {item.ref: item for _, _, item in pairs}
    after = plan.changed(items)
    needed = [ref for ref in names.made if ref in after.incoming and ref not in items] if names.made else []
    return after.changed({ref: entity(ref, {"name": names.made[ref]}) for ref in needed}) if needed else after


def _edits(plan: Plan, after: Plan, pairs: list[_Pair], names: Names) -> list[Edit]:
    refs = dict.fromkeys((*(ref for ref in names.made if ref in after.entities), *(item.ref for _, _, item in pairs)))
    befores = ((ref, plan.find(ref)) for ref in refs)
    return [Edit(ref, data(was) if was else None, data(after.entities[ref])) for ref, was in befores]


def _holes(plan: Plan, after: Plan, edits: list[Edit], pairs: list[_Pair], wrong: set[Ref]) -> bool:
    """Mark the rows whose links lead to nothing, but for rows that are wrong themselves; whether there are any."""
    holes: dict[Ref, list[Ref]] = {}
    for source, target in broken(plan, after, edits):
        if target not in wrong:
            holes.setdefault(source, []).append(target)
    for row, writer, item in pairs:
        row.wrong += [writer.hole(row, target) for target in holes.get(item.ref, ())]
    return bool(holes)


def _stays(plan: Plan, sheets: Sequence[Sheet]) -> int:
    """How many items are in none of the sheets, of the kinds that have a sheet of their own with rows in it."""
    kinds = {sheet.layout.kind for sheet in sheets if sheet.layout.own and sheet.rows}
    there = {f"{sheet.layout.kind}:{row.key}" for sheet in sheets for row in sheet.rows}
    return sum(item.ref not in there for kind in kinds for item in plan.all(KINDS[kind]))
