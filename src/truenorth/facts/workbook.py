"""A sheet of a workbook as cells of text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from truenorth.facts.head import Head, head_of
from truenorth.facts.source import LARGEST, Raw, cells_in, in_order
from truenorth.plan.sheet import guard, xlsx
from truenorth.plan.sheet.grid import Grid, harmless, text_of

CHUNK = 50_000


def opened(file: Path, into: Path, sheet: str = "") -> Raw:
    """The sheet of that name; without one, the sheet of whose columns tables know most."""
    if (size := file.stat().st_size) > guard.LARGEST_FILE:
        says = f"is a workbook of {size / 2**20:,.0f} MB: save the sheet as CSV, which may have {LARGEST >> 30} GB"
        raise guard.refused(file.name, says)
    data = file.read_bytes()
    grids = xlsx.grids(file.name, data)
    grid, head = _chosen(file, grids, sheet)
    rows = _write(grid, head, cells_in(into))
    return Raw(
        file,
        cells_in(into),
        head.names,
        hashlib.sha256(data + grid.name.encode()).hexdigest(),
        rows,
        in_order(head.row + 2),
        sheet=grid.name,
        sheets=tuple(one.name for one in grids),
        typed=True,
    )


def _chosen(file: Path, grids: list[Grid], wanted: str) -> tuple[Grid, Head]:
    if wanted and not any(grid.name == wanted for grid in grids):
        there = ", ".join(grid.name for grid in grids)
        raise guard.refused(file.name, f"has no sheet '{wanted[:60]}'; it has {there}")
    found = [(grid, head) for grid in grids if wanted in ("", grid.name) and (head := head_of(grid.rows))]
    if not found:
        raise guard.refused(file.name, "holds no table: a row that names the columns, and rows below it")
    return max(found, key=lambda pair: (not pair[0].hidden, pair[1].known, len(pair[0].rows) > 1))


def _write(grid: Grid, head: Head, cells: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([*((f"c{number}", pa.string()) for number in range(len(head.names))), ("row", pa.int64())])
    rows = _rows(grid, head)
    count = 0
    with pq.ParquetWriter(cells, schema) as writer:
        while batch := list(islice(rows, CHUNK)):
            columns = [
                pa.array(column, field.type) for column, field in zip(zip(*batch, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            count += len(batch)
    return count


def _rows(grid: Grid, head: Head) -> Iterator[tuple[Any, ...]]:
    width = len(head.names)
    bad = dict(grid.bad)
    for number, row in enumerate(grid.rows[head.row + 1 :], 1):
        place = head.row + number
        texts = [
            f"#{bad[place, column]}" if bad and (place, column) in bad else _text(value)
            for column, value in enumerate(row[:width])
        ]
        yield (*texts, *([None] * (width - len(texts))), number)


def _text(value: Any) -> str | None:
    if isinstance(value, float):
        text = text_of(value)
        return (
            f"{text}e0" if "." in text else text or "NaN"
        )  # the point of a number parts decimals, whatever is meant elsewhere
    return harmless(text_of(value)) or None
