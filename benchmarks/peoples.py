"""A list of work as somebody keeps it: a title above, columns of their own, dates and amounts, a total below."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from truenorth.plan import Plan
from truenorth.plan.work import Activity

COLUMNS = ["Nr.", "Title", "Campaign", "Owner", "Channel", "Start", "End", "Budget (USD)", "Status", "Remarks"]
STATUS = {"active": "In progress", "done": "Done"}


def write(plan: Plan, file: Path) -> None:
    """Write the activities of a plan as such a workbook."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    day, amount = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet("Plan 2027")
    sheet.write_string(0, 0, "What we do in 2027")
    sheet.write_row(2, 0, COLUMNS)
    total = 0.0
    for number, activity in enumerate(plan.all(Activity), 1):
        cells = _cells(number, activity)
        total += cells[7]
        for column, value in enumerate(cells):
            style = day if isinstance(value, date) else amount if isinstance(value, float) else None
            sheet.write(2 + number, column, value, style)
    sheet.write_row(3 + len(plan.all(Activity)), 0, ["Total", "", "", "", "", "", "", total])
    book.close()


def _cells(number: int, activity: Activity) -> list[Any]:
    words = ((name or "").replace("-", " ") for name in (activity.program, activity.owner, activity.channel))
    return [
        f"M-{number:05}",
        f"{activity.name} {number}",
        *words,
        date.fromisoformat(activity.start),
        date.fromisoformat(activity.end),
        float(activity.cost.amount or 0),
        STATUS.get(activity.status, "Planned"),
        "as agreed" if number % 3 else "",
    ]
