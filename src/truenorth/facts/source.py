"""A file as it came: every cell as text, in one Parquet file beside the data, whatever the file was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truenorth.facts.connection import connection, literal
from truenorth.plan.sheet import guard

if TYPE_CHECKING:
    from ibis.expr.types import Table

LARGEST = 2 * 2**30
BAD = "#holds "  # how a cell of a workbook begins that has no value of its own, with the reason
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Cut:
    """A line that is no row at all: where, why, and how it begins."""

    line: int
    why: str
    text: str


@dataclass(frozen=True)
class Raw:
    """A file's cells as text in columns c0, c1, ..., with `row` from 1; `names` are the columns' own names.

    `line_of` tells on which line of the file some rows begin; `sheet` is the one that was read of several; `typed` says
    that numbers came as numbers.
    """

    file: Path
    cells: Path
    names: tuple[str, ...]
    digest: str
    rows: int
    line_of: Callable[[set[int]], dict[int, int]]
    cut: tuple[Cut, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    typed: bool = False

    @cached_property
    def table(self) -> Table:
        """The cells, as Ibis reads them; numbering rows is cheap when they are read, and dear when they are written."""
        cells = connection().read_parquet(literal(self.cells), file_row_number=True)
        row = cells.row if "row" in cells.columns else cells.file_row_number + 1
        return cells.mutate(row=row).drop("file_row_number")

    def place(self, name: str) -> str:
        """Where the cells of a column stand."""
        return f"c{self.names.index(name)}"


def opened(file: Path, into: Path, *, sheet: str = "", tell: Tell = lambda _: None) -> Raw:
    """Read a file, with what is needed on the way in a folder; Faults where it cannot be read."""
    size = _size(file)
    tell(f"Reading {file.name} ({size / 2**20:,.1f} MB)")
    with file.open("rb") as stream:
        start = stream.read(2**16)
    if start.startswith(b"PAR1"):
        from truenorth.facts.parquet import opened as read
    elif guard.is_workbook(file.name, start):
        from truenorth.facts.workbook import opened as read
    else:
        from truenorth.facts.delimited import opened as read
    return read(file, into, sheet)


def _size(file: Path) -> int:
    if not file.is_file():
        raise guard.refused(str(file), "there is no such file")
    size = file.stat().st_size
    if size > LARGEST:
        says = f"is {size / 2**30:,.1f} GB, more than the {LARGEST >> 30} GB that one file may have: load it in parts"
        raise guard.refused(file.name, says)
    return size


def cells_in(into: Path) -> Path:
    """Where the cells of a file are put."""
    return into / "cells.parquet"


def in_order(first: int) -> Callable[[set[int]], dict[int, int]]:
    """The lines of rows that stand one below the other."""
    return lambda rows: {row: first + row - 1 for row in rows}


def errors() -> tuple[type[Exception], ...]:
    """What DuckDB raises where it cannot read something."""
    import duckdb

    return (duckdb.Error, OSError)


def is_full(error: Exception) -> bool:
    """Whether it is the disk that is in the way, not the file."""
    return "No space left" in str(error)


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    return (str(error).strip().splitlines() or [""])[0][:160]


def written(table: Any, names: Sequence[str], into: Path) -> int:
    """Write the cells of some columns as c0, c1, ..., without space around them; how many rows there are."""
    cells = {f"c{number}": _bare(table[name]) for number, name in enumerate(names)}
    connection().to_parquet(table.select(**cells), str(cells_in(into)), compression="snappy")
    return int(connection().read_parquet(literal(cells_in(into))).count().to_pyarrow().as_py())


def _bare(cell: Any) -> Any:
    """A cell without spaces around it; looking for some takes a fraction of taking them away."""
    spaced = cell.like(" %") | cell.like("% ") | (cell == "")
    return spaced.ifelse(_trim()(cell).nullif(""), cell)


@cache
def _trim() -> Any:
    """DuckDB's own, which takes away spaces only and is several times as fast as taking away every kind of space."""
    import ibis

    def trim(text: str) -> str:  # type: ignore[empty-body]
        """Text without spaces around it."""

    return ibis.udf.scalar.builtin(trim)
