"""A CSV file, or one parted by tabs or ';', as cells of text: DuckDB reads it, however long it is."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from truenorth.facts.connection import connection, literal
from truenorth.facts.head import Head, head_of
from truenorth.facts.source import Cut, Raw, errors, first_line, is_full, written
from truenorth.plan.csv_rows import large_cells
from truenorth.plan.fault import Faults
from truenorth.plan.sheet import csv_text, guard
from truenorth.plan.sheet.grid import Grid

BLOCK = 4 * 2**20
START = 2**18  # bytes in which the header and the marks between cells are looked for
LONGEST_LINE = 4 * 2**20
WHY = {
    "TOO MANY COLUMNS": "has more cells than there are columns: quote cells that hold what parts them",
    "UNQUOTED VALUE": "has a quote that is not closed",
    "LINE SIZE OVER MAXIMUM": "is longer than 4 MB",
    "INVALID ENCODING": "is not text",
}


@dataclass(frozen=True)
class Plain:
    """A text file in UTF-8: where it is, what it begins with, how many lines it has, and what to know of it."""

    path: Path
    start: bytes
    lines: int
    digest: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """How cells are parted, the names of the columns, the rows before the data, and the line on which it begins."""

    mark: str
    head: Head
    skip: int
    first_line: int


def opened(file: Path, into: Path, sheet: str = "") -> Raw:
    """Its rows below the header; lines that are no rows are told apart."""
    text = _plain(file, into)
    shape = _shape(file.name, text)
    try:
        rows, cut = _read(text, shape, into)
    except errors() as error:
        if is_full(error):
            raise
        raise guard.refused(file.name, f"is not CSV that can be read: {first_line(error)}") from None
    even = text.lines - shape.first_line + 1 == rows + len(cut)  # no empty lines, and none within a cell
    find = partial(_counted, shape.first_line, tuple(one.line for one in cut)) if even else partial(_found, text, shape)
    return Raw(file, into / "cells.parquet", shape.head.names, text.digest, rows, find, cut, text.notes)


def _plain(file: Path, into: Path) -> Plain:
    """The file as UTF-8, written anew where it is something else."""
    with file.open("rb") as stream:
        start = stream.read(START)
    encoding = _encoding(start)
    if not encoding and b"\x00" in start:
        raise guard.refused(file.name, "is not text: save it as CSV (UTF-8), XLSX or Parquet")
    if not encoding:
        lines, digest, good = _scanned(file)
        if good:
            return Plain(file, start, lines, digest)
        encoding = "cp1252"
    path = into / "text.csv"
    with (
        file.open(encoding=encoding, errors="replace", newline="") as old,
        path.open("w", encoding="utf-8", newline="") as new,
    ):
        while block := old.read(BLOCK):
            new.write(block.replace("\x00", ""))
    lines, _, _ = _scanned(path)
    notes = (f"{file.name} {csv_text.LATIN}.",) if encoding == "cp1252" else ()
    with path.open("rb") as stream:
        return Plain(path, stream.read(START), lines, _scanned(file)[1], notes)


def _encoding(start: bytes) -> str:
    """UTF-16 and UTF-32 by their first bytes; nothing where it may be UTF-8."""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return name
    return ""


def _scanned(file: Path) -> tuple[int, str, bool]:
    """How many lines a file has, its fingerprint, and whether it is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    digest = hashlib.sha256()
    lines, last, good = 0, b"\n", True
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
            lines += block.count(b"\n")
            last = block[-1:]
            good = good and _decodes(decoder, block)
    return lines + (last != b"\n"), digest.hexdigest(), good


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _shape(name: str, text: Plain) -> Shape:
    start = text.start.removeprefix(codecs.BOM_UTF8).decode("utf-8", "ignore")
    said = re.match(r'"?sep=(.)"?\r?\n', start, re.IGNORECASE)
    grid = _start_of(name, start if len(text.start) < START else start[: start.rfind("\n") + 1])
    mark = said[1] if said else grid.mark
    head = head_of(grid.rows)
    if head is None or (len(head.names) < 2 and len(grid.rows) < 2):
        raise guard.refused(name, "holds no table: a row that names the columns, and rows below it")
    body = start[said.end() :] if said else start
    return Shape(mark, head, head.row + 1 + bool(said), _line_after(body, mark, head.row) + bool(said))


def _start_of(name: str, start: str) -> Grid:
    """The first rows; where a line among them cannot be read, those before it."""
    lines = start.splitlines(keepends=True)
    for many in (len(lines), 20, 8, 3, 2):
        try:
            return csv_text.grid(name, "".join(lines[:many]).encode())[0]
        except Faults:
            continue
    return csv_text.grid(name, "".join(lines[:1]).encode())[0]


def _line_after(text: str, mark: str, row: int) -> int:
    """The line on which the row after another begins, from 1."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    for _ in range(row + 1):
        next(reader, None)
    return reader.line_num + 1


def _read(text: Plain, shape: Shape, into: Path) -> tuple[int, tuple[Cut, ...]]:
    try:
        return _read_by(text, shape, into, parallel=True)
    except errors() as error:
        if "parallel" not in str(error):
            raise
    return _read_by(text, shape, into, parallel=False)


def _read_by(text: Plain, shape: Shape, into: Path, *, parallel: bool) -> tuple[int, tuple[Cut, ...]]:
    columns = {f"c{number}": "VARCHAR" for number in range(len(shape.head.names))}
    _forget_rejects()
    there = connection().read_csv(
        literal(text.path),
        columns=columns,
        header=False,
        skip=shape.skip,
        delim=shape.mark,
        quote='"',
        escape='"',
        null_padding=True,
        ignore_errors=True,
        store_rejects=True,
        rejects_limit=0,
        max_line_size=LONGEST_LINE,
        buffer_size=2 * LONGEST_LINE,  # its own choice takes twice the memory and is no faster
        parallel=parallel,
        auto_detect=False,
    )
    rows = written(there, there.columns, into)
    return rows, tuple(_rejects())


def _forget_rejects() -> None:
    for name in ("reject_errors", "reject_scans"):
        connection().raw_sql(f"DROP TABLE IF EXISTS {name}")


def _rejects() -> Iterator[Cut]:
    rows = connection().raw_sql(
        "SELECT line, any_value(error_type), any_value(csv_line) FROM reject_errors GROUP BY line ORDER BY line"
    )
    for line, kind, text in rows.fetchall():
        yield Cut(int(line), WHY.get(str(kind), "cannot be read"), str(text or "")[:200])


def _counted(first: int, cut: tuple[int, ...], rows: set[int]) -> dict[int, int]:
    """Lines by counting: rows stand one below the other, but for the lines that were cut out."""
    found = {}
    for row in rows:
        line = first + row - 1
        for out in cut:
            line += out <= line
        found[row] = line
    return found


def _found(text: Plain, shape: Shape, rows: set[int]) -> dict[int, int]:
    """Lines by reading the file once more, up to the last row that is asked for."""
    found: dict[int, int] = {}
    with large_cells(), text.path.open(encoding="utf-8-sig", newline="") as stream:
        lines: Any = (line for number, line in enumerate(stream, 1) if number >= shape.first_line)
        reader = csv.reader(lines, delimiter=shape.mark)
        row, line = 0, shape.first_line
        for cells in reader:
            if any(cells) or len(cells) > 1:
                row += 1
                if row in rows:
                    found[row] = line
            line = shape.first_line + reader.line_num
            if row >= max(rows):
                break
    return found
