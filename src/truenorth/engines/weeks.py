"""Amounts spread over the weeks that are looked at: hours of work, or what arrives from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from truenorth.plan.calendar import DAY, Calendar, Span, week, weeks


class Stretch(NamedTuple):
    """How a span falls on the weeks: its share in the first, in the last, and a working day in between."""

    first: int
    last: int
    head: float
    middle: float
    tail: float


@dataclass(frozen=True)
class Weeks:
    """The weeks that a span touches, with the working days of each; `now` is the one that today is in."""

    calendar: Calendar
    first: date
    names: tuple[str, ...]
    now: int
    before: tuple[int, ...]  # the working days before each day, from `first` on
    _known: dict[Span, Stretch | None] = field(default_factory=dict, repr=False, compare=False)
    _later: dict[int, Weeks] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, calendar: Calendar, span: Span, today: date) -> Weeks:
        """The weeks of a span."""
        first = span.start - timedelta(days=span.start.weekday())
        names = tuple(weeks(span))
        return cls(calendar, first, names, names.index(week(today)), _working_days(calendar, first, len(names)))

    def later(self, days: int) -> Weeks:
        """The same weeks for what arrives so many days after it was made: each holds the days it was made on."""
        if not days:
            return self
        if days not in self._later:
            first = self.first - timedelta(days=days)
            before = _working_days(self.calendar, first, len(self.names))
            self._later[days] = Weeks(self.calendar, first, self.names, self.now, before)
        return self._later[days]

    @cached_property
    def days(self) -> tuple[int, ...]:
        """The working days of each week."""
        ends = range(7, len(self.before), 7)
        return tuple(self.before[end] - self.before[end - 7] for end in ends)

    def stretch(self, span: Span) -> Stretch | None:
        """How a span falls on these weeks, evenly over its working days; None where it is over or beyond them."""
        if span not in self._known:
            self._known[span] = self._stretch(span)
        return self._known[span]

    def _stretch(self, span: Span) -> Stretch | None:
        start, end = (span.start - self.first).days, (span.end - self.first).days
        if end < start or end < 7 * self.now or start >= 7 * len(self.names):
            return None
        begin, until = max(start, 0), min(end, 7 * len(self.names) - 1)
        inside = self.before[until + 1] - self.before[begin]
        total = inside + self._outside(span, start, end)
        first, last = begin // 7, until // 7
        if not inside or first == last:
            return Stretch(first, first, inside / total if total else 1.0, 0.0, 0.0)
        head = (self.before[7 * first + 7] - self.before[begin]) / total
        return Stretch(first, last, head, 1 / total, (self.before[until + 1] - self.before[7 * last]) / total)

    def _outside(self, span: Span, start: int, end: int) -> int:
        days, beyond = 0, 7 * len(self.names)
        if start < 0:
            days += self.calendar.working_days(Span(span.start, self.first - DAY))
        if end >= beyond:
            days += self.calendar.working_days(Span(self.first + timedelta(days=beyond), span.end))
        return days

    def share(self, stretch: Stretch, number: int) -> float:
        """The share of a stretch that falls on one week."""
        if number == stretch.first:
            return stretch.head
        if number == stretch.last:
            return stretch.tail
        return stretch.middle * self.days[number] if stretch.first < number < stretch.last else 0.0

    def said(self, numbers: Iterable[int]) -> str:
        """Some weeks in words: `2027-W09 to 2027-W11 and 2027-W15`."""
        runs: list[list[int]] = []
        for number in sorted(numbers):
            if runs and number == runs[-1][1] + 1:
                runs[-1][1] = number
            else:
                runs.append([number, number])
        named = [self.names[a] if a == b else f"{self.names[a]} to {self.names[b]}" for a, b in runs]
        if len(named) > 3:
            named = [*named[:2], f"{len(named) - 2} more times"]
        return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else "".join(named)


def _working_days(calendar: Calendar, first: date, weeks: int) -> tuple[int, ...]:
    """The working days before each day of so many weeks."""
    works = (calendar.is_working(first + timedelta(days=n)) for n in range(7 * weeks))
    return tuple(accumulate(works, initial=0))


@dataclass(slots=True)
class Sum:
    """Amounts added up by week, each in steps of constant size, so that a long stretch costs no more than a short."""

    weeks: Weeks
    edges: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start at nothing."""
        self.edges = [0.0] * len(self.weeks.names)
        self.steps = [0.0] * (len(self.weeks.names) + 1)

    def add(self, stretch: Stretch, amount: float) -> None:
        """Add an amount, spread as a stretch falls."""
        first, last, head, middle, tail = stretch
        self.edges[first] += amount * head
        if last > first:
            self.edges[last] += amount * tail
            self.steps[first + 1] += amount * middle
            self.steps[last] -= amount * middle

    def by_week(self) -> list[float]:
        """The sum of each week."""
        rates = accumulate(self.steps[:-1])
        return [edge + rate * days for edge, rate, days in zip(self.edges, rates, self.weeks.days, strict=True)]


def highest(numbers: Iterable[int], of: Sequence[float]) -> int:
    """The week, out of some, in which an amount is highest; the first of several."""
    return max(numbers, key=lambda number: (of[number], -number))
