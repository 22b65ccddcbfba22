"""What days a date means: months, quarters, fiscal periods and working days of one company."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from truenorth.plan.values import Duration

DAY = timedelta(days=1)


class Span(NamedTuple):
    """From one day to another, both included."""

    start: date
    end: date

    def meets(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def holds(self, other: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Calendar:
    """A company's year: where its fiscal year starts, the periods it names itself, its holidays and week.

    A fiscal year is named by the calendar year it ends in (`FY22` starting 02-01 runs 2021-02-01 to 2022-01-31)
    unless `named_by_start`. Periods end inclusive.
    """

    starts: tuple[int, int] = (1, 1)
    named_by_start: bool = False
    periods: dict[str, Span] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})
    _known: dict[str, Span | None] = field(default_factory=dict, repr=False, compare=False)
    _moves: dict[tuple[date, int, int], date] = field(default_factory=dict, init=False, repr=False, compare=False)
    _counts: dict[Span, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def span(self, when: str | None) -> Span | None:
        """The days a date or period means; None when there is none or no such period is known."""
        if when is None:
            return None
        if when not in self._known:
            self._known[when] = self.periods.get(when) or _iso(when) or self._fiscal(when)
        return self._known[when]

    def start(self, when: str | None) -> date | None:
        """The first day."""
        span = self.span(when)
        return span and span.start

    def end(self, when: str | None) -> date | None:
        """The last day."""
        span = self.span(when)
        return span and span.end

    def _fiscal(self, when: str) -> Span | None:
        found = re.fullmatch(r"FY([0-9]{2}|[0-9]{4})(?:-(?:Q([1-4])|H([12])|M(0[1-9]|1[0-2])))?", when)
        if not found:
            return None
        year = int(found[1]) + (2000 if len(found[1]) == 2 else 0)
        shift = 0 if self.named_by_start or self.starts == (1, 1) else 1
        first = date(year - shift, *self.starts)
        skip, months = 0, 12
        if found[2]:
            skip, months = 3 * (int(found[2]) - 1), 3
        elif found[3]:
            skip, months = 6 * (int(found[3]) - 1), 6
        elif found[4]:
            skip, months = int(found[4]) - 1, 1
        start = add_months(first, skip)
        return Span(start, add_months(first, skip + months) - DAY)

    def year_of(self, day: date) -> Span:
        """The fiscal year that holds a day."""
        start = date(day.year, *self.starts)
        if start > day:
            start = date(day.year - 1, *self.starts)
        return Span(start, add_months(start, 12) - DAY)

    def is_working(self, day: date) -> bool:
        """Whether work is done on a day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def working_days(self, span: Span) -> int:
        """How many working days a span holds."""
        if self.weekend == frozenset({5, 6}):
            off = sum(span.start <= day <= span.end and day.weekday() < 5 for day in self.holidays)
            return _weekdays(span) - off
        if span not in self._counts:
            self._counts[span] = sum(1 for day in days(span) if self.is_working(day))
        return self._counts[span]

    def back(self, end: date, by: Duration, *, longest: bool = False) -> date:
        """The latest start that still ends on a day: `end` less the shortest (or longest) duration."""
        return self._moved(end, by.high if longest else by.low, by.unit, -1)

    def ahead(self, start: date, by: Duration, *, longest: bool = False) -> date:
        """The day on which what starts on a day is over: `start` and the shortest (or longest) duration."""
        return self._moved(start, by.high if longest else by.low, by.unit, 1)

    def _moved(self, day: date, much: Decimal, unit: str, way: int) -> date:
        match unit:
            case "working days":
                return self._over_working(day, round(much), way)
            case "months":
                return add_months(day, way * round(much))
            case "weeks":
                return day + timedelta(days=way * round(7 * much))
            case "days":
                return day + timedelta(days=way * round(much))
            case _:
                return day + timedelta(days=way * int(much / (24 if unit == "hours" else 1440)))

    def _over_working(self, day: date, left: int, way: int) -> date:
        move = (day, left, way)
        if move not in self._moves:
            self._moves[move] = self._walked(day, left, way)
        return self._moves[move]

    def _walked(self, day: date, left: int, way: int) -> date:
        for _ in range(7 * left + len(self.holidays) + 7):
            if left <= 0:
                return day
            day += way * DAY
            left -= self.is_working(day)
        raise ValueError("this calendar has no working days: check the company's weekend and holidays")


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days(span: Span) -> Iterable[date]:
    """Every day of a span."""
    return (span.start + timedelta(days=n) for n in range((span.end - span.start).days + 1))


def months(span: Span) -> list[str]:
    """Every month that a span touches, as `2027-03`."""
    first = span.start.year * 12 + span.start.month - 1
    last = span.end.year * 12 + span.end.month - 1
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1)]


def week(day: date) -> str:
    """The ISO week of a day, as `2027-W05`."""
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def weeks(span: Span) -> list[str]:
    """Every ISO week that a span touches."""
    monday = span.start - timedelta(days=span.start.weekday())
    return [week(monday + timedelta(days=7 * n)) for n in range((span.end - monday).days // 7 + 1)]


def _weekdays(span: Span) -> int:
    length = (span.end - span.start).days + 1
    full, rest = divmod(max(length, 0), 7)
    return full * 5 + sum((span.start.weekday() + n) % 7 < 5 for n in range(rest))


def _iso(when: str) -> Span | None:
    if len(when) == 10 and when[4] == "-" and when[:4].isdigit():
        day = date.fromisoformat(when)
        return Span(day, day)
    if not when[:4].isdigit():
        return None
    year, part = int(when[:4]), when[5:]
    if not part:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if part[0] == "Q":
        first = 3 * int(part[1]) - 2
        return Span(date(year, first, 1), date(year, first + 2, monthrange(year, first + 2)[1]))
    if part[0] == "W":
        try:
            monday = date.fromisocalendar(year, int(part[1:]), 1)
        except ValueError:
            return None
        return Span(monday, monday + timedelta(days=6))
    month = int(part)
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
