"""The days between which work can be done, as its dates say, and how much of it is left."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from truenorth.engines.asof import AsOf
from truenorth.engines.processes import Stretch, forwards
from truenorth.plan.calendar import Span
from truenorth.plan.values import Duration
from truenorth.plan.work import Activity


class Between(NamedTuple):
    """From which to which day work can be done (None: from today on; without end), and where these are stated.

    `is_over` tells that its last day is past, though what it brings may be to come.
    """

    first: date | None
    last: date | None
    start_field: str
    end_field: str
    is_over: bool = False

    def span(self, today: date) -> Span:
        """The days from the first, or today, to the last."""
        first = self.first or today
        return Span(first, self.last or first)

    def left(self, case: AsOf) -> float:
        """The share of its working days that is to come: nothing else tells how far work is."""
        if self.is_over:
            return 0.0
        return case.to_come(Span(self.first, self.last)) if self.first and self.last else 1.0


def between(case: AsOf, activity: Activity) -> Between:
    """The days between which work can be done: one day, or a weekend, names when it has to be over."""
    start_field, first = _begins(case, activity)
    end_field, last = _ends(case, activity)
    if last is None:
        return Between(first, None, start_field, "")
    if first is None or names_a_day(case, Span(first, last)):
        start_field, first = "", None
    if last < case.today and (first is None or first < case.today):
        return Between(None, last, "", "", is_over=True)
    return Between(first, last, start_field, end_field)


def over(case: AsOf, first: Activity, lag: Duration | None) -> date | None:
    """The earliest day on which work and the wait after it are over, as its dates tell; None where nothing waits."""
    if first.status in ("done", "stopped", "idea"):
        return None
    end = case.calendar.start(first.end or first.due or (first.start if first.milestone else None))
    if end is None or lag is None:
        return end
    return forwards((Stretch("", lag, case.calendar),), end, longest=False)


def _begins(case: AsOf, activity: Activity) -> tuple[str, date | None]:
    """From when work is done: its start, or the first day of its period where it states nothing else."""
    if start := case.calendar.start(activity.start):
        return "start", start
    if activity.start or activity.end or activity.due or activity.in_market:
        return "", None
    return "period", case.calendar.start(activity.period)


def _ends(case: AsOf, activity: Activity) -> tuple[str, date | None]:
    """Until when work is done: the first of its end, due date, day in market and period that is stated."""
    for name in ("end", "due", "in_market"):
        if end := case.calendar.end(getattr(activity, name)):
            return name, end
    return ("", None) if activity.start else ("period", case.calendar.end(activity.period))


def names_a_day(case: AsOf, span: Span) -> bool:
    """Whether dates name a day rather than a stretch of work: one day, or a few without a working day."""
    days = (span.end - span.start).days
    return days == 0 or (0 < days < 7 and case.calendar.working_days(span) == 0)
