"""A CSV file with some rows replaced; the rows not concerned keep their very text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from truenorth.plan.cells import cell
from truenorth.plan.csv_rows import column, delimiter
from truenorth.plan.edit import Edit
from truenorth.plan.keys import keys_of

Edits = Mapping[str, Edit]  # by key


def patched(name: str, text: str, edits: Edits) -> str:
    """The sheet with the edited rows as they are now, new ones at the end, and the columns that they need."""
    records = _keyed(name, text) or [(["key"], "key\n")]
    header = [column(name) for name in records[0][0]]
    wide = header + [name for name in _needed(header, edits) if name not in header]
    line = _Writer("\r\n" if "\r\n" in records[0][1] else "\n", len(wide), delimiter(text))
    of_field = _by_field(wide)
    place = header.index("key")
    out = [line.ended(records[0][1]) if wide == header else line.of(records[0][0] + wide[len(header) :])]
    there = set()
    for row, raw in records[1:]:
        key = row[place].strip() if len(row) > place else ""
        there.add(key)
        edit = edits.get(key)
        if edit is None:
            out.append(line.ended(raw) if raw and wide == header else line.of(row))
        elif edit.after is not None:
            out.append(line.of(_row(wide, of_field, dict(zip(wide, row, strict=False)), edit)))
    new = [edit for key, edit in edits.items() if key not in there and edit.after is not None]
    out += [line.of(_row(wide, of_field, {"key": edit.ref.partition(":")[2]}, edit)) for edit in new]
    return "".join(out)


class _Writer:
    """Rows as lines of one ending and width."""

    def __init__(self, ending: str, width: int, mark: str) -> None:
        self.ending = ending
        self.width = width
        self.mark = mark

    def of(self, cells: list[str]) -> str:
        """A row as a line."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self.mark, lineterminator=self.ending)
        writer.writerow(cells + [""] * (self.width - len(cells)))
        return out.getvalue()

    def ended(self, raw: str) -> str:
        """A line of the old text, with its ending."""
        return raw if raw.endswith(("\n", "\r")) else raw + self.ending


def _records(text: str) -> list[tuple[list[str], str]]:
    """The cells of each row, with the text it was written in."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter(text), strict=True)
    found = []
    start = 0
    for row in reader:
        found.append((row, "".join(lines[start : reader.line_num])))
        start = reader.line_num
    return found


def _keyed(name: str, text: str) -> list[tuple[list[str], str]]:
    """The rows, each with its key in a column; without their old text where the key had to be filled in."""
    records, mark = _records(text), delimiter(text)
    if not records:
        return []
    header = [column(name) for name in records[0][0]]
    if "key" not in header:
        records = [(["key", *records[0][0]], f"key{mark}{records[0][1]}")] + [
            (["", *cells], f"{mark}{raw}") for cells, raw in records[1:]
        ]
        header = ["key", *header]
    place = header.index("key")
    told = header.index("name") if "name" in header else place
    rows = [(_cell(cells, place).strip(), _cell(cells, told)) for cells, _ in records[1:]]
    keys = keys_of(rows, Path(name).stem.lower())
    return [records[0], *(_with_key(*one, place, key) for one, key in zip(records[1:], keys, strict=True))]


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if len(cells) > place else ""


def _with_key(cells: list[str], raw: str, place: int, key: str) -> tuple[list[str], str]:
    if _cell(cells, place).strip() == key:
        return cells, raw
    bare = place == 0 and raw[:1] in (",", ";", "\t")
    return [*cells[:place], key, *cells[place + 1 :]], f"{key}{raw}" if bare else ""


def _needed(header: list[str], edits: Edits) -> list[str]:
    """The columns that the edited values stand in."""
    found: dict[str, None] = {}
    for edit in edits.values():
        for name in sorted(edit.fields & (edit.after or {}).keys()):
            found |= dict.fromkeys(_names(header, name, (edit.after or {})[name]))
    return list(found)


def _by_field(columns: Iterable[str]) -> dict[str, list[str]]:
    """The columns that each field stands in: `effort`, or `effort.copy` and so on."""
    found: dict[str, list[str]] = {}
    for name in columns:
        found.setdefault(name.partition(".")[0], []).append(name)
    return found


def _row(wide: list[str], of_field: Mapping[str, list[str]], was: Mapping[str, str], edit: Edit) -> list[str]:
    now = dict(was)
    for name in edit.fields:
        columns = of_field.get(name, [])
        now |= dict.fromkeys(columns, "")
        now |= _cells(columns, name, (edit.after or {}).get(name))
    return [now.get(column, "") for column in wide]


def _names(columns: list[str], name: str, value: Any) -> list[str]:
    """The columns of a value: its own, or `effort.copy` and so on where the sheet has such columns."""
    if name not in columns and isinstance(value, dict) and any(column.startswith(f"{name}.") for column in columns):
        return [f"{name}.{part}" for part in value]
    return [name]


def _cells(columns: list[str], name: str, value: Any) -> dict[str, str]:
    """A value in its columns."""
    names = _names(columns, name, value)
    if names == [name]:
        return {name: cell(value)}
    return {column: cell(inner) for column, inner in zip(names, value.values(), strict=True)}
