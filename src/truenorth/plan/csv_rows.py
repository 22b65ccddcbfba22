"""CSV as a plan writes it, and as a spreadsheet saves it: a header, a key or a name in every row, one item a row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from truenorth.plan.cells import cell, tidy
from truenorth.plan.fault import Fault, Lines, Row
from truenorth.plan.keys import keys_of

_LARGEST_CELL = 64 * 2**20


def rows(file: str, text: str, faults: list[Fault]) -> tuple[list[Row], Lines]:
    """The items in a file's text, and the line of each."""
    items: list[Row] = []
    where: dict[str, int] = {}
    with large_cells():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
        try:
            header = [column(name) for name in next(reader, [])]
            if _good_header(file, header, faults):
                nameless: list[tuple[int, int]] = []
                for line, row in _numbered(reader):
                    _row(file, header, row, line, items, where, nameless, faults)
                _named(file, items, where, nameless)
            if any("." in name for name in header):
                items = [(key, nested(fields)) for key, fields in items]
        except csv.Error as error:
            faults.append(Fault(file, reader.line_num, "", f"is not CSV: {error}; is a quote left open?"))
    return items, lambda key, field: where.get(key, 0)


def dumped(columns: Iterable[str], items: Mapping[str, Mapping[str, Any]]) -> str:
    """Items as the CSV that `rows` takes, with those of the columns that any of them fills."""
    filled = [name for name in columns if any(name in fields for fields in items.values())]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["key", *filled])
    writer.writerows([key, *(cell(fields.get(name)) for name in filled)] for key, fields in items.items())
    return out.getvalue()


@contextmanager
def large_cells() -> Iterator[None]:
    """A cell may hold a whole text; the csv module refuses more than 128 KB unless told."""
    was = csv.field_size_limit(_LARGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(was)


def delimiter(text: str) -> str:
    """A spreadsheet parts cells by ';' where ',' is the decimal sign, or by tabs: the header tells."""
    header = re.split(r"[\r\n]", text, maxsplit=1)[0]
    return next((mark for mark in ";\t" if mark in header and "," not in header), ",")


def column(name: str) -> str:
    """A field as it is written: `In market` is in_market; what follows a dot is the company's own word."""
    field, dot, part = name.strip().partition(".")
    return field.strip().lower().replace(" ", "_") + dot + part.strip()


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line it starts on."""
    line = reader.line_num + 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _good_header(file: str, header: list[str], faults: list[Fault]) -> bool:
    if not any(header):
        return False
    if "key" not in header and "name" not in header:
        faults.append(Fault(file, 1, "", "the first line must name the columns, one of them 'key' or 'name'"))
        return False
    wrong = {name: "is a column twice: keep one" for name in header if name and header.count(name) > 1}
    whole = {name.partition(".")[0] for name in header if "." in name} & set(header)
    wrong |= {name: f"is a column, and so is a part of it ({name}. ...): keep one of the two" for name in whole}
    faults += [Fault(file, 1, name, says) for name, says in sorted(wrong.items())]
    return not wrong


def _row(
    file: str,
    header: list[str],
    row: list[str],
    line: int,
    items: list[Row],
    where: dict[str, int],
    nameless: list[tuple[int, int]],
    faults: list[Fault],
) -> None:
    if not any(map(str.strip, row)):
        return
    if any(map(str.strip, row[len(header) :])):
        says = f"has {len(row)} cells, the header {len(header)}: quote cells that hold a ','"
        faults.append(Fault(file, line, "", says))
        return
    fields: dict[str, Any] = {name: text for name, text in zip(header, row, strict=False) if text}
    if fields.pop("", "").strip():
        faults.append(Fault(file, line, "", "has a cell under a column without a name: name the column"))
        return
    key = fields.pop("key", "").strip()
    if not key and tidy(fields.get("name", "")):
        nameless.append((len(items), line))
        items.append((key, fields))
        return
    if not key:
        faults.append(Fault(file, line, "key", "is empty, and so is the name: every row needs one of the two"))
        return
    if key in where:
        faults.append(Fault(file, line, "key", f"'{key[:60]}' is in line {where[key]:,} already: give one another key"))
        return
    where[key] = line
    items.append((key, fields))


def nested(fields: Mapping[str, Any]) -> dict[str, Any]:
    """`effort.copy` and `effort.design` gathered into `effort`; the other fields as they are."""
    if not any("." in name for name in fields):
        return dict(fields)
    found: dict[str, Any] = {}
    for name, text in fields.items():
        field, _, part = name.partition(".")
        if part:
            found.setdefault(field, {})[part] = text
        else:
            found[field] = text
    return found


def _named(file: str, items: list[Row], where: dict[str, int], nameless: list[tuple[int, int]]) -> None:
    """Give the rows without a key one made from their name."""
    if not nameless:
        return
    keys = keys_of(((key, fields.get("name", "")) for key, fields in items), Path(file).stem.lower())
    for index, line in nameless:
        items[index] = (keys[index], items[index][1])
        where[keys[index]] = line
