"""How the days, weeks and amounts of a feasibility problem are said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MINYEAR, date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from truenorth.engines.feasibility.asked import Asked
from truenorth.engines.feasibility.of.says import day as said
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.words import row
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.times import Duration
from truenorth.reports.words import currency_of, number, plain

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
UNITS = {"h": "hours", "d": "days"}
SEVERAL = " + "  # between what is counted together
LONGEST = 20  # years that are counted back
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Words:
    """A problem's numbers in words: days as dates, stretches of days as weeks or months, amounts with their unit."""

    asked: Asked
    plan: Plan
    ALL: ClassVar[str] = "in all"

    @property
    def problem(self) -> Problem:
        """The problem that the numbers are of."""
        return self.asked.problem

    @property
    def currency(self) -> str:
        """What the plan counts money in; empty where it does not say."""
        return currency_of(self.plan)

    def day(self, number_: int) -> date:
        """The date of a day; before today it is counted back, and beyond the end it is the last one."""
        days = self.asked.days or (date.min,)
        if number_ < 0 and days[0].year > MINYEAR + LONGEST:
            back = min(-number_, 250 * LONGEST)
            return self.plan.calendar.back(days[0], Duration(Decimal(back), Decimal(back), "working days"))
        return days[min(max(number_, 0), len(days) - 1)]

    def date(self, number_: int) -> str:
        """The date of a day, as the statements say it: `15 March`, with its year where that is not this year."""
        return said(self.day(number_), self.day(0))

    def closed(self, first: int, last: int) -> str:
        """The longest stretch without work between two days: `1 February to 12 February`; nothing up to a week."""
        days = [self.day(number_) for number_ in range(max(first, 0), last + 1)]
        gaps = [(after - before, before) for before, after in pairwise(days)]
        gap, before = max(gaps, default=(WEEK, self.day(0)))
        return f"{said(before + DAY, self.day(0))} to {said(before + gap - DAY, self.day(0))}" if gap > WEEK else ""

    def title(self, ref: Ref) -> str:
        """What people call an item."""
        return plain(self.plan.title(ref)) if self.plan.find(ref) else plain(ref)

    def work(self, key: str) -> str:
        """What people call a piece of work."""
        work = self.problem.work.get(key)
        return plain(work.title) if work else plain(key)

    def much(self, resource: str, amount: float) -> str:
        """An amount of a resource with its unit: `76 hours`, `EUR 12,000`, `160 leads`."""
        unit, scale = self.problem.units.get(resource, ("", 1))
        if unit and unit == self.currency:
            return f"{unit} {amount / (scale or 1):,.0f}"
        bare, many = self.bare(resource, amount), UNITS.get(unit, plain(unit))
        return f"{bare} {many[:-1] if bare == '1' and unit in UNITS else many}".strip()

    def bare(self, resource: str, amount: float) -> str:
        """The same without its unit."""
        _, scale = self.problem.units.get(resource, ("", 1))
        value = amount / (scale or 1)
        return number(round(value, 1) if abs(value) < 100 else round(value))

    def period(self, first: int, last: int) -> str:
        """The days from `first` to before `last`: `week 14`, `weeks 14 to 17`, `March 2027`, two dates, `in all`."""
        last = min(last, len(self.asked.days))
        if first <= 0 and last == len(self.asked.days):
            return self.ALL
        if last - first <= 1:
            return self.date(first)
        if self._whole_weeks(first, last):
            return self.weeks(first, last)
        if self._whole_months(first, last):
            return _months(self.day(first), self.day(last - 1))
        return f"{self.date(first)} to {self.date(last - 1)}"

    def weeks(self, first: int, last: int) -> str:
        """The weeks that some days are in: `week 14`, `weeks 51 to 2 of 2028`."""
        (year, one, _), (until, other, _) = self.day(first).isocalendar(), self.day(last - 1).isocalendar()
        this = self.asked.days[0].isocalendar().year
        ending = f" of {until}" if until != this else ""
        if (year, one) == (until, other):
            return f"week {one}{ending}"
        return f"weeks {one}{f' of {year}' if year != until and year != this else ''} to {other}{ending}"

    def _whole_weeks(self, first: int, last: int) -> bool:
        return first in self.problem.weeks and last in self.problem.week_ends

    def _whole_months(self, first: int, last: int) -> bool:
        days = self.asked.days
        begins = first == 0 or days[first - 1].month != days[first].month
        return begins and (last >= len(days) or days[last].month != days[last - 1].month)


def _months(first: date, last: date) -> str:
    """`March 2027`, `January to March 2027`."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return f"{first:%B}{'' if first.year == last.year else f' {first.year}'} to {last:%B %Y}"


def resource(title: str) -> str:
    """What a resource is called: teams that are counted together in a row, each with its skills once.

    A skill that the name tells already is not said again: `Whoever organises the events`.
    """
    parts: dict[str, list[str]] = {}
    for part in plain(title).split(SEVERAL):
        of, colon, skills = part.rpartition(": ")
        parts.setdefault(of if colon else part, []).extend([skills] if colon else [])
    return row((_team(of, skills) for of, skills in parts.items()), len(parts))


def _team(of: str, skills: list[str]) -> str:
    said = skills if len(skills) < 2 else [one for part in skills for one in part.replace(" and ", ", ").split(", ")]
    left = [one for one in dict.fromkeys(said) if one not in of]
    return f"{of}: {row(left, len(left))}" if left else of


def count(many: int) -> str:
    """A number as it is said: `four`, `12`."""
    return COUNTS[many] if 0 <= many < len(COUNTS) else f"{many:,}"


def share_of(share: float) -> str:
    """A share in per cent, never rounded up to all or down to nothing: `97 %`, `134 %`."""
    if 0 < share < 0.005:
        return "less than 1 %"
    rounded = round(100 * share)
    if share < 1 <= rounded / 100:
        rounded = 99
    if share > 1 and rounded <= 100:
        rounded = 101
    return f"{rounded:,} %"


def days_said(many: int) -> str:
    """A number of working days: `1 working day`, `2 weeks`, `13 working days`."""
    if many and many % 5 == 0 and many >= 10:
        return f"{many // 5} weeks"
    return "1 working day" if many == 1 else f"{many:,} working days"
