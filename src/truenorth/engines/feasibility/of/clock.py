"""Working days by number: which date is which day, and which week it is in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from truenorth.engines.weeks import Weeks
from truenorth.plan.calendar import DAY, Calendar, Span, add_months

SLACK = timedelta(weeks=8)  # room behind the last date, for ways out that move it
MOST = 72  # months that are looked at


@dataclass(frozen=True)
class Clock:
    """The working days from a day on, the first one that is left; and the weeks that they are in.

    `by_week` are all these weeks, `with_days` the numbers of those that hold a working day, `weeks` their first days.
    `clipped` tells that dates lie behind the last day that is looked at.
    """

    calendar: Calendar
    days: tuple[date, ...]
    weeks: tuple[int, ...]
    by_week: Weeks
    with_days: tuple[int, ...]
    clipped: bool = False

    @property
    def size(self) -> int:
        """How many working days there are."""
        return len(self.days)

    def __contains__(self, day: object) -> bool:
        """Whether a day is a working day that is looked at."""
        return isinstance(day, date) and self.first(day) < self.after(day)

    def first(self, day: date) -> int:
        """The number of a day, or of the next working day."""
        return bisect_left(self.days, day)

    def after(self, day: date) -> int:
        """The number of the first working day after a day: what lasts through the day is over before it."""
        return bisect_right(self.days, day)

    def date(self, number: int) -> date:
        """The date of a working day."""
        return self.days[min(max(number, 0), self.size - 1)]

    def between(self, span: Span) -> tuple[int, int]:
        """The working days of a span, from the first to before the last, as far as they are looked at."""
        return self.first(span.start), self.after(span.end)

    def left_of(self, hours: Sequence[float]) -> list[float]:
        """Hours by week, for the weeks with working days; of the week under way, the share of the days to come."""
        left = [hours[n] for n in self.with_days]
        begun = self.weeks[1] if len(self.weeks) > 1 else self.size
        left[0] *= begun / max(self.by_week.days[self.with_days[0]], begun)
        return left


def clock_of(calendar: Calendar, today: date, last: date) -> Clock:
    """The clock from today to some weeks after a date; raises ValueError where no day is a working day."""
    most = add_months(today, MOST)
    until = min(max(last, today) + SLACK, most)
    every = (today + n * DAY for n in range((until - today).days + 1))
    days = tuple(day for day in every if calendar.is_working(day))
    if not days:
        raise ValueError("this calendar has no working days: check the company's weekend and holidays")
    by_week = Weeks.of(calendar, Span(today, until), today)
    firsts = [bisect_left(days, by_week.first + 7 * n * DAY) for n in range(len(by_week.names) + 1)]
    with_days = tuple(n for n in range(len(by_week.names)) if firsts[n] < firsts[n + 1])
    return Clock(calendar, days, tuple(firsts[n] for n in with_days), by_week, with_days, clipped=last > most)
