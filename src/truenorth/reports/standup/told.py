"""The week in words, and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from truenorth.plan.calendar import Span
from truenorth.records.week import PARTS, Line
from truenorth.reports.lines import Line as Printed
from truenorth.reports.lines import wrapped
from truenorth.reports.week import Waiting
from truenorth.reports.words import plain

MOST = 10  # items that are listed of those that wait for an update
EMPTY = {
    "program developments": "Nothing is said, dated or changed in these days.",
    "results": "No data of these days.",
    "learning from execution": "Nothing stuck, late or other than it was thought.",
    "suggestions for refinements": "Nobody suggests anything, and nothing new is out of line.",
}


def told(
    waits: Sequence[Waiting], agenda: Sequence[Line], span: Span, title: str, width: int
) -> Iterator[Printed | str]:
    """What waits for an update, then the agenda."""
    old = [one for one in waits if not one.is_fresh]
    yield Printed(f"What waits for an update: {len(old)} of {len(waits)} under way", "strong")
    for one in old[:MOST]:
        yield from wrapped(f"{one.title} ({one.ref}): {one.says}", width, "  ", "    ", 2)
    if len(old) > MOST:
        yield f"  and {len(old) - MOST:,} more"
    yield ""
    yield Printed(f"{plain(title) or 'Stand-up'}: {span.start} to {span.end}", "strong")
    for part in PARTS:
        yield ""
        yield Printed(part[:1].upper() + part[1:], "info")
        lines = [one for one in agenda if one.part == part]
        for line in lines:
            yield from wrapped(f"{line.says}{source(line)}", width, "  ", "    ")
        if not lines:
            yield f"  {EMPTY[part]}"


def source(line: Line) -> str:
    """Where a line comes from, in brackets."""
    what = {"finding": line.place, "data": line.place and f"data: {line.place}"}.get(line.source, line.about)
    return f" [{what}]" if what else ""


def told_data(waits: Sequence[Waiting], agenda: Sequence[Line], span: Span, cadence: str) -> dict[str, Any]:
    """The same for machines."""
    return {
        "schema": 1,
        "meeting": cadence,
        "since": span.start.isoformat(),
        "until": span.end.isoformat(),
        "waiting": [
            {
                "item": one.ref,
                "says": one.says,
                "due": one.due.isoformat() if one.due else None,
                "days_since_update": one.age,
                "fresh": one.is_fresh,
            }
            for one in waits
        ],
        "agenda": [line.model_dump(mode="json", exclude_defaults=True) for line in agenda],
    }
