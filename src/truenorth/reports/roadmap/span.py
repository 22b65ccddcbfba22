"""The stretch of time that is shown: from which Monday, for how many weeks, its months and its weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from truenorth.plan.calendar import DAY, Span, add_months

Zoom = Literal["week", "month", "quarter", "year"]
# How many weeks are shown, by how many days a bar moves at once, and how many weeks before today are in sight.
ZOOMS: dict[Zoom, tuple[int, int, int]] = {
    "week": (5, 1, 1),
    "month": (13, 1, 3),
    "quarter": (26, 7, 4),
    "year": (53, 7, 8),
}


@dataclass(frozen=True)
class Tick:
    """A stretch of the scale: where it begins and how wide it is, in per cent of all, and what it is called."""

    left: float
    width: float
    name: str
    says: str = ""


@dataclass(frozen=True)
class Window:
    """The weeks that are shown."""

    zoom: Zoom
    first: date  # a Monday
    today: date

    @classmethod
    def of(cls, zoom: Zoom, today: date, first: date | None = None) -> Window:
        """The weeks around today, or from the week of a day on."""
        start = first or today - timedelta(weeks=ZOOMS[zoom][2])
        return cls(zoom, start - timedelta(days=start.weekday()), today)

    @property
    def weeks(self) -> int:
        """How many weeks."""
        return ZOOMS[self.zoom][0]

    @property
    def step(self) -> int:
        """By how many days a bar moves at once."""
        return ZOOMS[self.zoom][1]

    @cached_property
    def days(self) -> int:
        """How many days."""
        return 7 * self.weeks

    @cached_property
    def span(self) -> Span:
        """From the first to the last day."""
        return Span(self.first, self.first + timedelta(days=self.days - 1))

    def place(self, day: date) -> float:
        """Where a day begins, in per cent from the left; below 0 and above 100 outside."""
        return round(100 * (day - self.first).days / self.days, 3)

    def across(self, span: Span) -> tuple[float, float]:
        """Where the part of a span that is shown begins, and how wide it is."""
        left = max(self.place(span.start), 0.0)
        return left, round(max(min(self.place(span.end + DAY), 100.0) - left, 0.0), 3)

    @property
    def now(self) -> float | None:
        """Where the middle of today is; None where it is not in sight."""
        return (
            round(self.place(self.today) + 50 / self.days, 3) if self.span.holds(Span(self.today, self.today)) else None
        )

    @property
    def months(self) -> list[Tick]:
        """The months, each as far as it is shown."""
        found, day = [], self.first
        while day <= self.span.end:
            end = min(add_months(day.replace(day=1), 1) - DAY, self.span.end)
            left, width = self.across(Span(day, end))
            name = f"{day:%b}" if width > 2.5 else ""
            year = day.month == 1 or day == self.first
            found.append(Tick(left, width, f"{name} {day.year}" if year and name and width > 6 else name))
            day = end + DAY
        return found

    @cached_property
    def mondays(self) -> list[date]:
        """The first day of each week."""
        return [self.first + timedelta(weeks=n) for n in range(self.weeks)]

    @property
    def scale(self) -> list[Tick]:
        """The weeks by number; where few are shown, the days."""
        wide = round(100 / self.weeks, 3)
        if self.weeks <= 5:
            days = (self.first + timedelta(days=n) for n in range(self.days))
            return [Tick(self.place(day), wide / 7, str(day.day), f"{day:%A}") for day in days]
        every = 2 if self.weeks > 30 else 1
        return [
            Tick(self.place(day), wide, str(day.isocalendar().week) if n % every == 0 else "")
            for n, day in enumerate(self.mondays)
        ]

    def moved(self, by: int) -> date:
        """The first day of the weeks one half of them earlier or later."""
        return self.first + timedelta(weeks=by * max(self.weeks // 2, 1))
