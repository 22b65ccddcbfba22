"""A sheet taken into a plan: read, guessed, matched, and handed back as edits with everything that is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from truenorth.plan.entity import KINDS
from truenorth.plan.garbage import uncollected
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Reader
from truenorth.plan.sheet import csv_text, guard, xlsx
from truenorth.plan.sheet.dates import Order
from truenorth.plan.sheet.fields import fields
from truenorth.plan.sheet.grid import Grid, Wrong, harmless, text_of
from truenorth.plan.sheet.guess import guessed, untitled
from truenorth.plan.sheet.layout import LABEL, Asked, Layout, fingerprint, kind_named, mapped
from truenorth.plan.sheet.match import matched
from truenorth.plan.sheet.names import Names
from truenorth.plan.sheet.numbers import Mark
from truenorth.plan.sheet.outcome import Sheet, Taken, outcome
from truenorth.plan.sheet.own import own_kind, own_layout, own_rows, own_table
from truenorth.plan.sheet.profile import profile
from truenorth.plan.sheet.rows import Row, nameless, rows_of
from truenorth.plan.sheet.start import START, start_layout
from truenorth.plan.sheet.table import MOST_COLUMNS, Table, table_of
from truenorth.plan.sheet.ways import ways
from truenorth.plan.sheet.words import folded, is_changed

MOST_ROWS = 100_000  # of a sheet: more would take minutes, and no people keep such a list


@dataclass(frozen=True)
class Given:
    """What people said about a sheet when they handed it over."""

    sheets: tuple[str, ...] = ()
    kind: str = ""
    maps: tuple[str, ...] = ()
    date_order: Order | None = None
    decimal: Mark | None = None
    skip_wrong: bool = False


def take(files: Mapping[str, bytes], plan: Plan, given: Given, known: Mapping[str, Layout] | None = None) -> Taken:
    """What some files give a plan; `known` are layouts remembered by the fingerprint of their columns.

    Faults where a file cannot be read, Asked where it takes people to tell; the plan given is never touched.
    """
    with uncollected():
        grids, notes = read(files)
        chosen = _chosen(grids, given)
        names = Names(plan)
        found = [sheet for grid in chosen if (sheet := _sheet(grid, plan, names, given, known or {}))]
        if not found:
            says = "holds no table: a row with the names of columns, and rows below it"
            raise guard.refused(next(iter(files), "the folder"), says)
        taken = outcome(plan, names, found, skip=given.skip_wrong)
    unread = tuple(grid.name for grid in grids if grid.rows and not any(grid is one for one in chosen))
    return replace(taken, unread=unread, notes=tuple(notes))


def peeked(files: Mapping[str, bytes], given: Given) -> tuple[Table, Layout] | None:
    """The table that `take` would read, and what its columns seem to be, where people have to tell more; None without.

    Faults where a file cannot be read.
    """
    grids, _ = read(files)
    found = next((table for grid in _chosen(grids, given) if (table := table_of(grid)) is not None), None)
    if found is None:
        return None
    return found, untitled(found, kind_named(given.kind) if given.kind else "activity")


def read(files: Mapping[str, bytes]) -> tuple[list[Grid], list[str]]:
    """The sheets of some files, and what to know of how they were read."""
    grids: list[Grid] = []
    notes: list[str] = []
    for file, content in files.items():
        if guard.is_workbook(file, content):
            grids += xlsx.grids(file, content)
        else:
            grid, said = csv_text.grid(file, content)
            grids.append(grid)
            notes += said
    for grid in grids:
        if (long := len(grid.rows)) > MOST_ROWS:
            says = f"has {long:,} rows, and the list of a plan at most {MOST_ROWS:,}: is this an export of facts?"
            raise guard.refused(grid.where, says)
    return grids, notes


def _chosen(grids: Sequence[Grid], given: Given) -> list[Grid]:
    """The sheets that are read: those asked for, or those that Truenorth wrote, or the first that holds a table."""
    if given.sheets:
        return [_named(grids, name) for name in given.sheets]
    ours = [grid for grid in grids if own_kind(grid, given.kind) or grid.name == START]
    shown = [grid for grid in grids if grid.rows and not grid.hidden and not any(grid is one for one in ours)]
    if any(map(_rows, ours)) or not shown:
        return ours
    return [grid for grid in shown if _rows(grid)][:1] or shown[:1]


def _rows(grid: Grid) -> int:
    """How many rows a sheet seems to hold."""
    table = own_table(grid) if own_kind(grid) else table_of(grid)
    return len(table.rows) if table else 0


def _named(grids: Sequence[Grid], name: str) -> Grid:
    found = next((grid for grid in grids if grid.name.casefold() == name.casefold()), None)
    if found is None:
        near = difflib.get_close_matches(name, [grid.name for grid in grids], 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(grid.name for grid in grids)}"
        raise Asked(f"there is no sheet '{name[:60]}'; {hint}")
    return found


def _sheet(grid: Grid, plan: Plan, names: Names, given: Given, known: Mapping[str, Layout]) -> Sheet | None:
    if kind := own_kind(grid, given.kind):
        return _own(grid, kind, plan, names, given)
    if (wide := grid.width) > MOST_COLUMNS:
        raise guard.refused(grid.where, f"has {wide:,} columns: a list of items has at most {MOST_COLUMNS}")
    table = table_of(grid)
    if table is None or not (table.rows or grid.name == START):
        return None
    layout = _layout(table, given, known)
    return _peoples(table, layout, plan, names)


def _own(grid: Grid, kind: str, plan: Plan, names: Names, given: Given) -> Sheet:
    table = own_table(grid)
    layout = own_layout(kind, table)
    reader = Reader(KINDS[kind])
    rows, kept, said = own_rows(table, layout, plan, _with(layout, given), reader)
    found = _keyed(rows, table, layout, plan, names)
    return Sheet(table, layout, found.rows, reader, tuple(kept), (*said, *found.notes))


def _layout(table: Table, given: Given, known: Mapping[str, Layout]) -> Layout:
    found = start_layout(table) if table.grid.name == START else known.get(fingerprint(table.columns))
    kind = kind_named(given.kind) if given.kind else ""
    if found is None or (kind and kind != found.kind):
        try:
            found = guessed(table, kind)
        except Asked:
            if not given.maps or not kind:
                raise
            found = untitled(table, kind)
    found = mapped(found, table.columns, given.maps)
    if "name" not in found.columns.values() and "key" not in found.columns.values():
        raise Asked('no column is the title of an item: add --map "COLUMN=name"')
    return _with(found, given)


def _with(layout: Layout, given: Given) -> Layout:
    return replace(layout, date_order=given.date_order or layout.date_order, decimal=given.decimal or layout.decimal)


def _peoples(table: Table, layout: Layout, plan: Plan, names: Names) -> Sheet:
    layout, notes = _settled(table, layout, names)
    notes += _people(table, layout)
    known = fields(KINDS[layout.kind])
    filled = [
        (column, one, table.values(column))
        for column in table.columns
        if (one := known.get(layout.columns.get(column.name, "")))
    ]
    found = ways(filled, layout.date_order, layout.decimal, table.grid.mark)
    rows, kept = rows_of(table, layout, found, plan)
    keyed = _keyed(rows, table, layout, plan, names)
    reader = Reader(KINDS[layout.kind])
    return Sheet(table, layout, keyed.rows, reader, tuple(kept), (*table.notes, *notes, *found.said, *keyed.notes))


MOST_NEW = 12  # new items that a column may name, where most of its cells differ


def _settled(table: Table, layout: Layout, names: Names) -> tuple[Layout, list[str]]:
    """Columns that seem to name other items, but say something else in most rows, are labels."""
    if layout.known:
        return layout, []
    known = fields(KINDS[layout.kind])
    columns, notes = dict(layout.columns), []
    for column in table.columns:
        one = known.get(columns.get(column.name, ""))
        if one is None or one.form != "link" or column.name in layout.given:
            continue
        texts = {text for value in table.values(column) if (text := harmless(text_of(value)))}
        new = sum(names.find(one.kinds, text) is None for text in texts)
        if new > max(MOST_NEW, len(table.rows) // 2):
            columns[column.name] = LABEL + column.name
            add = f'--map "{column.name}={one.name}" makes items of it'
            notes.append(f"'{column.name}' says something else in most rows, and is kept as a label; {add}")
    return replace(layout, columns=columns), notes


def _people(table: Table, layout: Layout) -> list[str]:
    """That a column of owners names people: a plan names roles."""
    owner = next((column for column in table.columns if layout.columns.get(column.name) == "owner"), None)
    if layout.known or owner is None or profile(table.values(owner)).emails < 0.5:
        return []
    return [
        f"'{owner.name}' holds addresses of people, and a plan names roles; --map \"{owner.name}=-\" leaves them out"
    ]


@dataclass(frozen=True)
class _Keyed:
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def _keyed(rows: list[Row], table: Table, layout: Layout, plan: Plan, names: Names) -> _Keyed:
    named = [row for row in rows if row.key or row.name]
    for row in rows:
        if not row.key and not row.name and not row.wrong:
            row.wrong.append(nameless(row, table, layout.columns))
    _twice(named, table)
    good = [row for row in named if not row.wrong]
    changed = next((column.name for column in table.columns if is_changed(folded(column.name))), "")
    found = matched(good, layout.kind, plan, names, layout.id, changed)
    notes = []
    if found.repeated:
        which = f"the one changed last ('{changed}')" if changed else "the last one"
        rows_repeat = "1 row repeats" if found.repeated == 1 else f"{found.repeated:,} rows repeat"
        notes.append(f"{rows_repeat} a number in '{layout.id}': {which} counts")
    bad = [row for row in rows if row.wrong]
    return _Keyed(tuple(sorted((*found.rows, *bad), key=lambda row: row.index)), tuple(notes))


def _twice(rows: Sequence[Row], table: Table) -> None:
    number = next((column.number for column in table.columns if column.name.strip().lower() == "key"), 0)
    seen: dict[str, int] = {}
    for row in rows:
        if row.key and row.key in seen:
            says = f"is a key twice, here and in row {seen[row.key] + 1}: give one another key"
            row.wrong.append(Wrong(table.grid.where, (row.index, number), row.key, says))
        seen.setdefault(row.key, row.index)
