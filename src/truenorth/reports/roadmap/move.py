"""A bar that is moved or stretched, as edits: all its dates together, and on demand what waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from truenorth.engines.asof import OVER
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Ref, data
from truenorth.plan.work import Activity
from truenorth.reports.roadmap.bars import span_of
from truenorth.rules.case import Case

BEGINS, ENDS = ("start", "brief_ready", "in_market"), ("end", "due")


def moved(case: Case, activity: Activity, to: Span, *, along: bool = False) -> list[Edit]:
    """The edits that put work onto other days; `along` moves what waits for it, and would begin too early, as well."""
    was = span_of(case, activity)
    if was is None or was == to:
        return []
    edits = [Edit(activity.ref, data(activity), _placed(case, activity, was, to))]
    return [*edits, *(_waiting(case, activity, to) if along else ())]


def _placed(case: Case, activity: Activity, was: Span, to: Span) -> dict[str, Any]:
    """The fields of work on other days: moved as a whole, or with another beginning or end."""
    fields = data(activity)
    if to.start - was.start == to.end - was.end:
        return {**fields, **dict(_shifted(case, activity, to.start - was.start))}
    if to.start != was.start:
        fields["start"] = to.start.isoformat()
    if to.end != was.end:
        fields[next((name for name in (*ENDS, "in_market") if fields.get(name)), "end")] = to.end.isoformat()
    return fields


def _shifted(case: Case, activity: Activity, by: timedelta) -> Iterator[tuple[str, str]]:
    """Each of its dates, so much later; a due date is a promise, and stays where work has an end of its own."""
    for name in (*BEGINS, *ENDS):
        text = getattr(activity, name)
        if not text or (name == "due" and activity.end):
            continue
        day = case.calendar.start(text) if name in BEGINS else case.calendar.end(text)
        if day is not None:
            yield name, (day + by).isoformat()


def _waiting(case: Case, first: Activity, to: Span) -> Iterator[Edit]:
    """What waits for work that was moved, one after another, so much later that it begins after it."""
    over: dict[Ref, date] = {first.ref: to.end}
    waiting = [first.ref]
    while waiting:
        ref = waiting.pop(0)
        for then in case.plan.pointing_at(ref, Activity):
            span = span_of(case, then)
            lag = next((before.lag for before in then.after if before.ref == ref), None)
            if then.ref in over or span is None or then.status in OVER or ref not in (one.ref for one in then.after):
                continue
            free = (case.calendar.ahead(over[ref], lag) if lag else over[ref]) + DAY
            if free > span.start:
                by = free - span.start
                over[then.ref] = span.end + by
                waiting.append(then.ref)
                yield Edit(then.ref, data(then), _placed(case, then, span, Span(free, span.end + by)))
