"""Sheets that Truenorth wrote: one a kind, read to the letter; what people changed in them may be written their way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from truenorth.plan.csv_rows import column as as_field
from truenorth.plan.entity import KINDS
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Reader, Unreadable
from truenorth.plan.sheet.escape import unescaped
from truenorth.plan.sheet.fields import fields
from truenorth.plan.sheet.grid import Grid, Value, Wrong, is_empty, text_of
from truenorth.plan.sheet.layout import LABEL, Layout
from truenorth.plan.sheet.rows import Row, put, reader_of
from truenorth.plan.sheet.table import Column, Table
from truenorth.plan.sheet.ways import Ways, ways

HELP = "(what goes here)"  # stands in the key column of the row that explains the columns
GOES_ON = " +"  # `text +2` is the second part of a text too long for one cell


def own_kind(grid: Grid, kind: str = "") -> str:
    """The kind of the items in a sheet that Truenorth wrote; nothing for other people's sheets."""
    names = [as_field(text_of(value)) for value in (grid.rows[0] if grid.rows else ())]
    if "key" not in names:
        return ""
    for word in (grid.name.lower(), PurePath(grid.file).stem.lower(), kind):
        if word in KINDS:
            known = fields(KINDS[word])
            others = [name.partition(".")[0].partition(GOES_ON)[0] for name in names if name and name != "key"]
            if sum(name in known for name in others) * 2 >= len(others):
                return word
    return ""


def own_table(grid: Grid) -> Table:
    """The rows of such a sheet, without the one that explains the columns."""
    names = [text_of(value).strip() for value in grid.rows[0]]
    columns = tuple(Column(number, name) for number, name in enumerate(names) if name)
    key = next(column.number for column in columns if as_field(column.name) == "key")
    rows = tuple(
        index
        for index in range(1, len(grid.rows))
        if not all(map(is_empty, grid.rows[index])) and text_of(grid.at((index, key))).strip() != HELP
    )
    return Table(grid, columns, rows)


def own_layout(kind: str, table: Table) -> Layout:
    """What the columns of such a sheet hold: the fields they are named after; others are labels."""
    known = fields(KINDS[kind])
    targets: dict[str, str] = {}
    for column in table.columns:
        name = as_field(column.name)
        plain = name.partition(GOES_ON)[0] if GOES_ON in name else name
        is_field = plain == "key" or plain.partition(".")[0] in known
        targets[column.name] = plain if is_field else LABEL + column.name
    return Layout(kind, targets, own=True)


def own_rows(table: Table, layout: Layout, plan: Plan, given: Layout) -> tuple[list[Row], tuple[str, ...]]:
    """The rows of such a sheet. What its own way of writing does not take is tried as people write it."""
    reader = Reader(KINDS[layout.kind])
    texts = {column.name: _texts(table, column) for column in table.columns}
    odd = {column.name: _odd(reader, layout.columns[column.name], texts[column.name]) for column in table.columns}
    found = _ways(table, layout, odd, given)
    rows = [Row(index) for index in table.rows]
    for column in table.columns:
        target = layout.columns[column.name]
        people = reader_of(column, target, layout, found, plan)
        for row, text in zip(rows, texts[column.name], strict=True):
            place = (row.index, column.number)
            if place in table.grid.bad:
                row.wrong.append(Wrong(table.grid.name, place, "", table.grid.bad[place]))
            elif text in odd[column.name]:
                put(row, table, column, target, people.read(text), {})
            else:
                _exact(row, target, text)
    return rows, found.said


def _texts(table: Table, column: Column) -> list[str]:
    return [unescaped(text_of(value)) for value in table.values(column)]


def _odd(reader: Reader, target: str, texts: Iterable[str]) -> set[str]:
    """The texts of a column that a plan does not write so."""
    if target == "key" or target.startswith(LABEL) or "." in target:
        return set()
    return {text for text in set(texts) if text.strip() and not _takes(reader, target, text)}


def _takes(reader: Reader, name: str, text: str) -> bool:
    try:
        reader.read("key", {name: text})
    except Unreadable:
        return False
    return True


def _ways(table: Table, layout: Layout, odd: dict[str, set[str]], given: Layout) -> Ways:
    known = fields(KINDS[layout.kind])
    filled: list[tuple[Column, object, Sequence[Value]]] = []
    for column in table.columns:
        field = known.get(layout.columns[column.name])
        if field and odd[column.name]:
            filled.append((column, field, sorted(odd[column.name])))
    return ways(filled, given.date_order, given.decimal)  # type: ignore[arg-type]


def _exact(row: Row, target: str, text: str) -> None:
    if target == "key":
        row.key = text.strip()
    elif target.startswith(LABEL):
        row.labels |= {target[len(LABEL) :]: text} if text.strip() else {}
    elif target in row.texts and text:
        row.texts[target] += text
    else:
        row.texts.setdefault(target, text)
        row.exact.add(target)
