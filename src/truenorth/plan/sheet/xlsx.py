"""An XLSX file as grids; what the reader of cells does not tell is looked up in the file's own parts."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from truenorth.plan.fault import Faults
from truenorth.plan.sheet import guard, parts
from truenorth.plan.sheet.grid import Box, Grid, Place, Value, letters

MOST_SHEETS = 200


def grids(file: str, data: bytes) -> list[Grid]:
    """The sheets of a workbook that hold cells; Faults where it cannot be read."""
    found = guard.unpacked(file, data)
    sheets = parts.sheets(found)
    if len(sheets) > MOST_SHEETS:
        raise guard.refused(file, f"has {len(sheets):,} sheets: save the one that is needed as a file of its own")
    for name, part in sheets.items():
        _fits(file, name, found.get(part, b""))
    styles = parts.styles(found)
    return [
        replace(_grid(sheet, merged, hidden, found.get(sheets.get(sheet.name, ""), b""), styles), file=file)
        for sheet, merged, hidden in _read(file, found)
    ]


def _fits(file: str, sheet: str, xml: bytes) -> None:
    """A cell far out makes the reader hold every cell before it."""
    row, column = parts.extent(xml)
    if row * column > parts.MOST_CELLS or row > parts.MOST_ROWS or column > parts.MOST_COLUMNS:
        far = f"{letters(max(column - 1, 0))}{row}"
        says = f"sheet {sheet} reaches to {far}: delete the rows and columns behind the last one that is used"
        raise guard.refused(file, says)


def _read(file: str, found: dict[str, bytes]) -> list[tuple[Any, list[Box], bool]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(io.BytesIO(guard.packed(found)))
        plain = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        sheets = [(book.get_sheet_by_name(one.name), one.visible != SheetVisibleEnum.Visible) for one in plain]
        return [(_Rows(sheet), _merged(sheet), hidden) for sheet, hidden in sheets]
    except (Faults, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:  # the reader is not written in Python: what it says is not for people, whatever its class
        raise guard.damaged(file) from None


class _Rows:
    """The name and the rows of a sheet, from its first cell on."""

    def __init__(self, sheet: Any) -> None:
        self.name: str = sheet.name
        self.rows: list[list[Value]] = sheet.to_python(skip_empty_area=False) if sheet.end else []


def _merged(sheet: Any) -> list[Box]:
    return [(tuple(first), tuple(last)) for first, last in sheet.merged_cell_ranges or ()]


def _grid(sheet: _Rows, merged: list[Box], hidden: bool, xml: bytes, styles: dict[int, str]) -> Grid:
    marks: dict[Place, str] = dict(parts.marked(xml, styles))
    return Grid(sheet.name, sheet.rows, merged, marks, dict(parts.valueless(xml)), hidden)
