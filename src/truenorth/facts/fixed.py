"""A value that is the same for all rows of a file."""

from __future__ import annotations

from typing import Any

from truenorth.facts.layout import Unclear
from truenorth.facts.table import Column
from truenorth.plan.calendar import Calendar
from truenorth.plan.sheet.dates import reading
from truenorth.plan.sheet.numbers import amount


def constant(column: Column, said: str, calendar: Calendar) -> Any:
    """What was said, as a value of a column."""
    import ibis

    if column.type == "text":
        return ibis.literal(said.strip())
    if column.type == "number":
        try:
            return ibis.literal(float(amount(said, "point").number))
        except ValueError as error:
            raise Unclear(f"--set {column.name}={said[:40]}: {error}") from None
    found = reading(said)
    day = calendar.start(found.sure) if found.sure else None
    if day is None:
        raise Unclear(f"--set {column.name}={said[:40]}: write a day such as 2027-03-31, or a period such as 2027-03")
    return ibis.literal(day).cast("timestamp" if column.type == "time" else "date")
