"""Where the table in a sheet begins and ends: titles above it, header rows, headings between its rows, totals below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from truenorth.plan.sheet.grid import Grid, Value, address, harmless, is_empty, letters, text_of
from truenorth.plan.sheet.header import Header, header_of
from truenorth.plan.sheet.words import folded

MOST_COLUMNS = 1000


@dataclass(frozen=True)
class Column:
    """A column of a table: its place, its name, and the shorter name it has in the lower of two header rows."""

    number: int
    name: str
    lower: str = ""

    @property
    def letter(self) -> str:
        """The column as a spreadsheet names it."""
        return letters(self.number)


@dataclass(frozen=True)
class Table:
    """The rows of a sheet that are items, by their numbers from 0, and what was left out and why."""

    grid: Grid
    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    header: int = 0
    titles: tuple[str, ...] = ()
    headings: dict[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def values(self, column: Column) -> list[Value]:
        """What a column holds in each row of the table; a cell merged over several rows counts in each."""
        number, rows, fill = column.number, self.grid.rows, self._fill
        found = [row[number] if number < len(row) else "" for row in (rows[index] for index in self.rows)]
        if any(place[1] == number for place in fill):
            found = [fill.get((index, number), value) for index, value in zip(self.rows, found, strict=True)]
        return found

    @cached_property
    def _fill(self) -> dict[tuple[int, int], Value]:
        return {
            (row, left): self.grid.at((top, left))
            for (top, left), (bottom, _) in self.grid.merged
            if bottom > top and not is_empty(self.grid.at((top, left)))
            for row in range(top + 1, min(bottom, len(self.grid.rows)) + 1)
        }


def table_of(grid: Grid) -> Table | None:
    """The table of a sheet; None where it holds none, or is much too wide for one."""
    header = header_of(grid) if grid.width <= MOST_COLUMNS else None
    if header is None:
        return None
    body = [index for index in range(header.last + 1, len(grid.rows)) if not all(map(is_empty, grid.rows[index]))]
    columns = _columns(grid, header, body)
    kept, notes, headings = _body(grid, header, columns, body)
    titles = tuple(said for index in range(header.first) for said in _texts(grid.rows[index]))
    return Table(grid, columns, tuple(kept), header.last, titles, headings, tuple(notes))


def _texts(row: Sequence[Value]) -> list[str]:
    return [harmless(text_of(value)) for value in row if not is_empty(value)]


def _columns(grid: Grid, header: Header, body: Sequence[int]) -> tuple[Column, ...]:
    width = max((len(grid.rows[index]) for index in (*body, header.last)), default=0)
    used = {
        number for index in body for number, value in enumerate(grid.rows[index]) if value.__class__ is not str or value
    }
    found: list[Column] = []
    for number in range(width):
        name, lower = header.name(number)
        if name or number in used:
            found.append(Column(number, _once(name or f"column {letters(number)}", found), lower))
    return tuple(found)


def _once(name: str, before: Sequence[Column]) -> str:
    """A name that no column has yet: the second `Kosten` is `Kosten 2`."""
    there = {column.name for column in before}
    return next(one for one in (name, *(f"{name} {n}" for n in range(2, 10_000))) if one not in there)


def _body(
    grid: Grid, header: Header, columns: Sequence[Column], body: Sequence[int]
) -> tuple[list[int], list[str], dict[int, str]]:
    """The rows that are items; what else stood there, in words; and the heading that each row stands under."""
    names = [folded(header.name(column.number)[0]) for column in columns]
    across = {top: text_of(grid.at((top, left))) for (top, left), (_, right) in grid.merged if right > left}
    notes = list(_below(grid, body))
    ends = len(notes)
    headings: dict[int, str] = {}
    kept: list[int] = []
    heading = ""
    for index in body[: len(body) - ends]:
        texts = _texts(grid.rows[index])
        if index in across and len(texts) == 1:
            heading = harmless(across[index])
            notes.append(f"row {index + 1} is the heading '{heading[:60]}': the rows below it have it as a label")
        elif says := _no_item(grid.rows[index], texts, columns, names):
            notes.append(f"row {index + 1} {says}")
        else:
            kept.append(index)
            headings |= {index: heading} if heading else {}
    return kept, notes, headings


def _no_item(row: Sequence[Value], texts: list[str], columns: Sequence[Column], names: list[str]) -> str:
    """Why a row is no item; nothing where it is one."""
    if is_total(texts):
        return f"is a total ('{texts[0][:40]}'): left out"
    if texts and _is_number(texts[0]) and all(map(_is_number, texts)) and is_empty(_first(row, columns)):
        return "holds only numbers: left out"
    if len(texts) > 1 and folded(texts[0]) in names:
        cells = [folded(text_of(row[column.number])) if column.number < len(row) else "" for column in columns]
        if sum(map(str.__eq__, cells, names)) > len(names) // 2:
            return "repeats the header: left out"
    return ""


def _first(row: Sequence[Value], columns: Sequence[Column]) -> Value:
    return row[columns[0].number] if columns and columns[0].number < len(row) else ""


_TOTALS = re.compile(
    r"(?:grand total|sub ?total|total|totals|sum|summe|gesamt|gesamtsumme|zwischensumme|endsumme|insgesamt)\b"
)
_NUMBER = re.compile(r"[-+(]?[^\w\s]{0,2}\s*[0-9][0-9.,' \u2019]*\s*(?:%|[^\w\s]|[A-Z]{3})?\)?")
_SIGN = re.compile(r"\s*[\u2211\u03a3\u00d8]")


def is_total(texts: Sequence[str]) -> bool:
    """Whether the cells of a row are a total: its word, and beside it numbers alone."""
    if not texts or not (_TOTALS.match(folded(texts[0])) or _SIGN.match(texts[0])):
        return False
    if len(texts) == 1:
        return len(folded(texts[0]).split()) < 3
    return all(map(_is_number, texts[1:]))


def _is_number(text: str) -> bool:
    return len(text) < 40 and bool(
        re.fullmatch(r"[-+(]?[^\w\s]{0,2}\s*[0-9][0-9.,' \u2019]*\s*(?:%|[^\w\s]|[A-Z]{3})?\)?", text)
    )


def _below(grid: Grid, body: Sequence[int]) -> Iterator[str]:
    """The remarks under a table: after an empty row, rows of a single cell up to the end."""
    if not body or max((len(_texts(grid.rows[index])) for index in body[:20]), default=0) < 2:
        return
    place = len(body)
    while place > 1 and len(_texts(grid.rows[body[place - 1]])) == 1:
        place -= 1
    while place < len(body) and body[place] == body[place - 1] + 1:
        place += 1
    for index in body[place:]:
        at = next(number for number, value in enumerate(grid.rows[index]) if not is_empty(value))
        said = _texts(grid.rows[index])[0]
        if not is_total([said]):
            yield f"{address((index, at))} is a remark under the table ('{said[:60]}'): left out"
        else:
            yield f"row {index + 1} is a total ('{said[:40]}'): left out"
