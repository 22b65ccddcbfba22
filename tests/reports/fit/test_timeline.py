"""The schedule against the plan."""

from __future__ import annotations

from datetime import date

from truenorth.plan.calendar import Span
from truenorth.reports.fit.timeline import Bar

DUE = Span(date(2027, 11, 12), date(2027, 11, 12))


def test_work_of_which_only_the_last_day_is_planned_begins_at_no_time_too_early() -> None:
    in_time = Bar("activity:a", "A", date(2027, 1, 11), DUE.end, DUE, open_start=True)
    late = Bar("activity:a", "A", date(2027, 1, 11), date(2027, 11, 19), DUE, open_start=True)

    assert (in_time.moved, in_time.says) == (0, "within its planned dates")
    assert (late.moved, late.says) == (7, "7 days later than planned")


def test_work_that_begins_before_its_planned_start_is_earlier() -> None:
    planned = Span(date(2027, 2, 1), date(2027, 2, 26))

    assert Bar("activity:a", "A", date(2027, 1, 11), date(2027, 1, 29), planned).says == "3 weeks earlier than planned"
