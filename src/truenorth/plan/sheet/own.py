"""Sheets that Truenorth wrote: one a kind, read to the letter; what people changed in them may be written their way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from truenorth.plan.csv_rows import column as as_field
from truenorth.plan.entity import KINDS
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Reader
from truenorth.plan.sheet.column import ColumnReader, longest
from truenorth.plan.sheet.escape import unescaped
from truenorth.plan.sheet.fields import fields
from truenorth.plan.sheet.grid import Grid, Value, Wrong, is_empty, text_of
from truenorth.plan.sheet.layout import LABEL, Layout
from truenorth.plan.sheet.rows import Kept, Row, put, reader_of
from truenorth.plan.sheet.table import Column, Table
from truenorth.plan.sheet.ways import Ways, ways

HELP = "(what goes here)"  # stands in the key column of the row that explains the columns
GOES_ON = "+"  # `text+2` is the second part of a text too long for one cell


def own_kind(grid: Grid, kind: str = "") -> str:
    """The kind of the items in a sheet that Truenorth wrote, also under another name; nothing for other people's."""
    heads = [text_of(value).strip() for value in (grid.rows[0] if grid.rows else ())]
    names = [as_field(head) for head in heads]
    if "key" not in names:
        return ""
    others = [name.partition(".")[0].partition(GOES_ON)[0] for name in names if name and name != "key"]
    for word in (grid.name.lower(), PurePath(grid.file).stem.lower(), kind):
        if word in KINDS and sum(name in fields(KINDS[word]) for name in others) * 2 >= len(others):
            return word
    if len(grid.rows) > 1 and text_of(grid.at((1, names.index("key")))).strip() == HELP:
        return min(KINDS, key=lambda word: len(set(others).symmetric_difference(fields(KINDS[word]))))
    return _only_kind(others) if heads[0] == "key" and heads == names else ""


def _only_kind(names: Sequence[str]) -> str:
    """The one kind that has all these fields, where there is only one."""
    found = [word for word in KINDS if fields(KINDS[word]).keys() >= set(names)]
    return found[0] if len(found) == 1 else ""


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
        plain = name.partition(GOES_ON)[0]
        is_field = plain == "key" or plain.partition(".")[0] in known
        targets[column.name] = plain if is_field else LABEL + column.name
    return Layout(kind, targets, own=True)


def own_rows(
    table: Table, layout: Layout, plan: Plan, given: Layout, reader: Reader
) -> tuple[list[Row], list[Kept], tuple[str, ...]]:
    """The rows of such a sheet. What its own way of writing does not take is tried as people write it."""
    whole = [
        column for column in table.columns if GOES_ON not in column.name or layout.columns[column.name] != _stem(column)
    ]
    texts = {column.name: _texts(table, column) for column in whole}
    odd = {column.name: _odd(reader, layout.columns[column.name], texts[column.name]) for column in whole}
    found = _ways(whole, layout, odd, given)
    rows = [Row(index) for index in table.rows]
    aside: dict[str, Kept] = {}
    special = _special(table)
    fresh = not plan.all(KINDS[layout.kind])  # then an empty cell takes nothing away
    for column in whole:
        target, other, apart = layout.columns[column.name], odd[column.name], special.get(column.number, set())
        people = reader_of(column, target, layout, found, plan)
        for row, text in zip(rows, texts[column.name], strict=True):
            if row.index in apart or text in other:
                _apart(row, table, column, target, text, people, aside)
            elif text or not fresh:
                _exact(row, target, text)
    return rows, list(aside.values()), found.said


def _special(table: Table) -> dict[int, set[int]]:
    """The rows, by column, whose cells have no value of their own, or a number that is shown with a unit."""
    found: dict[int, set[int]] = {}
    for row, column in (*table.grid.marks, *table.grid.bad):
        found.setdefault(column, set()).add(row)
    return found


def _apart(
    row: Row, table: Table, column: Column, target: str, text: str, reader: ColumnReader, aside: dict[str, Kept]
) -> None:
    """A cell that is not written as Truenorth writes it."""
    place, marks, bad = (row.index, column.number), table.grid.marks, table.grid.bad
    if place in bad:
        row.wrong.append(Wrong(table.grid.where, place, "", bad[place]))
        return
    value, mark = (table.grid.at(place), marks[place]) if place in marks else (text, "")
    put(row, table, column, target, reader.read(value, mark), aside)
    row.loose.add(target)


def _stem(column: Column) -> str:
    return as_field(column.name).partition(GOES_ON)[0]


def _texts(table: Table, column: Column) -> list[str]:
    """What a column says in each row, with the columns in which its texts go on."""
    more = [one for one in table.columns if GOES_ON in one.name and _stem(one) == as_field(column.name)]
    parts = [[text_of(value) for value in table.values(one)] for one in (column, *more)]
    return [unescaped("".join(texts)) for texts in zip(*parts, strict=True)] if more else list(map(unescaped, parts[0]))


def _odd(reader: Reader, target: str, texts: Iterable[str]) -> set[str]:
    """The texts of a column that a plan does not write so."""
    if target == "key" or target.startswith(LABEL) or "." in target:
        return set()
    most = longest(fields(reader.kind)[target])
    return {text for text in set(texts) if text.strip() and (len(text) > most or not reader.takes(target, text))}


def _ways(columns: Sequence[Column], layout: Layout, odd: dict[str, set[str]], given: Layout) -> Ways:
    known = fields(KINDS[layout.kind])
    filled: list[tuple[Column, object, Sequence[Value]]] = []
    for column in columns:
        field = known.get(layout.columns[column.name])
        if field and odd[column.name]:
            filled.append((column, field, sorted(odd[column.name])))
    return ways(filled, given.date_order, given.decimal)  # type: ignore[arg-type]


def _exact(row: Row, target: str, text: str) -> None:
    if target == "key":
        row.key = text.strip()
    elif target.startswith(LABEL):
        row.labels |= {target[len(LABEL) :]: text} if text.strip() else {}
    else:
        row.texts.setdefault(target, text)
