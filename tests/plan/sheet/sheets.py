"""Sheets for tests: written as people's spreadsheets write them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from truenorth.plan import Plan
from truenorth.plan.sheet.grid import Grid
from truenorth.plan.sheet.outcome import Taken
from truenorth.plan.sheet.take import Given, take

EMPTY = Plan({})


def csv(text: str) -> bytes:
    """A CSV file, whose lines are indented in the test."""
    return "\n".join(line.strip() for line in text.strip().splitlines()).encode()


def xlsx(rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), formats: Mapping[str, str] | None = None) -> bytes:
    """A workbook of one sheet as another program than ours writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value not in (None, ""):
                sheet.cell(number, column, value)
    for box in merged:
        sheet.merge_cells(box)
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def grid(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()) -> Grid:
    """A grid of cells."""
    return Grid("Plan", [["" if value is None else value for value in row] for row in rows], merged)


def taken(data: bytes, plan: Plan = EMPTY, *, file: str = "plan.csv", **said: Any) -> Taken:
    """What a file gives a plan."""
    name = "plan.xlsx" if data.startswith(b"PK") else file
    return take({name: data}, plan, Given(**said))


def said(found: Taken) -> list[str]:
    """Everything wrong in a file, a line each."""
    return [str(one) for one in found.wrong]


def fields(found: Taken, ref: str) -> dict[str, Any]:
    """The plain data of an item after the import."""
    from truenorth.plan import data

    return data(found.after.entities[ref])
