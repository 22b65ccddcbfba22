"""Short lists of anything but items: narrowed by what is typed or chosen, in the order of a column, as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Column:
    """What a list tells of each row: a value to read and to put in order; `choose`: narrowed by its values as well."""

    name: str
    says: str
    of: Callable[[Any], Any]
    choose: bool = False


@dataclass(frozen=True)
class Table:
    """The rows that are asked for, in order, with what was asked; `options` are what can be chosen, by column."""

    columns: tuple[Column, ...]
    rows: tuple[Any, ...]
    of: int  # rows before anything is left out
    text: str
    by: Mapping[str, str]
    sort: str
    options: Mapping[str, tuple[str, ...]]

    @property
    def head(self) -> list[str]:
        """What the columns are called."""
        return [one.says for one in self.columns]

    @property
    def cells(self) -> list[list[str]]:
        """The rows as text."""
        return [[told(one.of(row)) for one in self.columns] for row in self.rows]


def table(given: Mapping[str, str], columns: Iterable[Column], rows: Iterable[Any]) -> Table:
    """The rows that an address asks for: `q` (words of any column), `f.column` (a value), `sort` (`-column`: down)."""
    columns, rows = tuple(columns), tuple(rows)
    chosen = [one for one in columns if one.choose]
    by = {one.name: value for one in chosen if (value := given.get(f"f.{one.name}", "")[:200])}
    text, sort = given.get("q", "")[:200], given.get("sort", "")[:60]
    found = [
        row
        for row in rows
        if all(told(one.of(row)) == by[one.name] for one in chosen if one.name in by) and _says(columns, row, text)
    ]
    options = {one.name: tuple(sorted({told(one.of(row)) for row in rows} - {""})) for one in chosen}
    return Table(columns, tuple(_ordered(columns, found, sort)), len(rows), text, by, sort, options)


def told(value: Any) -> str:
    """A value as text: days and moments as 2027-01-31, nothing as nothing."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _says(columns: Iterable[Column], row: Any, text: str) -> bool:
    all_ = " ".join(told(one.of(row)) for one in columns).casefold()
    return all(word in all_ for word in text.casefold().split())


def _ordered(columns: Iterable[Column], rows: list[Any], sort: str) -> list[Any]:
    """Rows by a column; those that do not say come last, and stay in their order."""
    of = next((one.of for one in columns if one.name == sort.removeprefix("-")), None)
    if of is None:
        return rows
    said = [row for row in rows if of(row) not in (None, "")]
    said.sort(key=lambda row: _key(of(row)), reverse=sort[:1] == "-")
    return [*said, *(row for row in rows if of(row) in (None, ""))]


def _key(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
