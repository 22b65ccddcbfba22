"""The rows of a table as fields: every cell read by its column, with what is wrong, kept aside or still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from truenorth.plan.entity import KINDS
from truenorth.plan.plan import Plan
from truenorth.plan.sheet import numbers
from truenorth.plan.sheet.column import Cell, ColumnReader
from truenorth.plan.sheet.fields import Field, fields
from truenorth.plan.sheet.grid import Value, Wrong, harmless, is_empty, text_of
from truenorth.plan.sheet.layout import LABEL, OUT, Layout
from truenorth.plan.sheet.meant import is_unknown
from truenorth.plan.sheet.table import Column, Table
from truenorth.plan.sheet.ways import Ways


@dataclass
class Row:
    """A row as it was read. `texts` are fields as a plan writes them; an empty one takes the value away."""

    index: int
    key: str = ""
    id: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    read: set[str] = field(default_factory=set)  # columns whose value is in a field, and no longer in a label
    loose: set[str] = field(default_factory=set)  # fields of a sheet of ours that are written as people write
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the row calls its item."""
        return self.texts.get("name", "")


@dataclass
class Kept:
    """Cells whose words no field can hold: they are kept as labels."""

    column: str
    says: str
    cells: list[tuple[int, str]] = field(default_factory=list)


def rows_of(table: Table, layout: Layout, ways: Ways, plan: Plan) -> tuple[list[Row], list[Kept]]:
    """The rows of a table; what is wrong with a cell stands in its row."""
    rows = [Row(index) for index in table.rows]
    aside: dict[str, Kept] = {}
    for column in table.columns:
        target = layout.columns.get(column.name, LABEL + column.name)
        if target != OUT:
            _column(rows, table, column, target, reader_of(column, target, layout, ways, plan), aside)
        if column.name == layout.id:
            for row, value in zip(rows, table.values(column), strict=True):
                row.id = harmless(text_of(value))
    for row in rows:
        if heading := table.headings.get(row.index):
            row.labels.setdefault("section", heading)
    return rows, list(aside.values())


def reader_of(column: Column, target: str, layout: Layout, ways: Ways, plan: Plan) -> ColumnReader:
    """What reads the cells of a column for what it became."""
    known = fields(KINDS[layout.kind])
    name, _, part = target.partition(".")
    field_ = known.get(name, Field(name, "text"))
    if part or target == "key" or name not in known:
        return ColumnReader(Field(target, "text"))
    unit, times = numbers.unit_of(column.name) if field_.form in ("money", "number") else ("", 1)
    return ColumnReader(
        field_,
        ways.order.get(column.name),
        ways.mark.get(column.name, "point"),
        plan.company.currency if plan.company else "",
        unit,
        times,
        frozenset(plan.company.periods) if plan.company else frozenset(),
    )


def _column(
    rows: Sequence[Row], table: Table, column: Column, target: str, reader: ColumnReader, aside: dict[str, Kept]
) -> None:
    marks, bad = table.grid.marks, table.grid.bad
    for row, value in zip(rows, table.values(column), strict=True):
        place = (row.index, column.number)
        if bad and place in bad:
            row.wrong.append(Wrong(table.grid.where, place, "", bad[place]))
        elif value.__class__ is not str or not is_empty(value):
            cell = reader.read(value, marks.get(place, "") if marks else "")
            put(row, table, column, target, cell, aside)


def put(row: Row, table: Table, column: Column, target: str, cell: Cell, aside: dict[str, Kept]) -> None:
    """Put a cell that was read where it belongs: into a field, a label, or what is wrong."""
    if cell.state == "good":
        _good(row, column, target, cell.text)
    elif cell.state == "wrong":
        row.wrong.append(Wrong(table.grid.where, (row.index, column.number), cell.text, cell.says))
    elif cell.state == "open" and not target.startswith(LABEL):
        row.open.append(column.name)
    elif cell.text:
        row.labels[column.name] = cell.text
        if cell.state == "kept":
            kept = aside.setdefault(column.name, Kept(column.name, cell.says))
            kept.cells.append((row.index, cell.text))


def _good(row: Row, column: Column, target: str, text: str) -> None:
    if target.startswith(LABEL):
        row.labels[target[len(LABEL) :]] = text
    elif target == "key":
        row.key = text
    elif text:
        row.texts[target] = f"{row.texts[target]}\n{text}" if target in row.texts else text
        row.read.add(column.name)


def nameless(row: Row, table: Table, columns: Mapping[str, str]) -> Wrong:
    """That a row has no title."""
    number = next((column.number for column in table.columns if columns.get(column.name) == "name"), 0)
    return Wrong(table.grid.where, (row.index, number), "", "is empty: every row needs a title")


def is_nothing(value: Value) -> bool:
    """Whether a cell says nothing: it is empty, or says that it is unknown."""
    return is_empty(value) or (isinstance(value, str) and is_unknown(value))
