"""How a duration or a date is written, read and compared."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from truenorth.plan.amounts import TO, number, short
from truenorth.plan.hints import date_meant

YEARS = range(1900, 2200)  # that a date may lie in: everything else is a slip of the keyboard

Unit = Literal["minutes", "hours", "days", "working days", "weeks", "months"]
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("minute", "min", "mins"), "minutes"),
    **dict.fromkeys(("hour", "h"), "hours"),
    **dict.fromkeys(("day", "d", "calendar day"), "days"),
    **dict.fromkeys(("working day", "workday", "business day", "wd"), "working days"),
    **dict.fromkeys(("week", "w"), "weeks"),
    **dict.fromkeys(("month",), "months"),
}
_DAYS = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "working days": 1.4, "weeks": 7.0, "months": 30.4}


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something takes, from `low` to `high` of a unit. `days` are calendar days."""

    low: Decimal
    high: Decimal
    unit: Unit

    def __str__(self) -> str:
        span = f"{self.low:f}" if self.low == self.high else f"{self.low:f}..{self.high:f}"
        return f"{span} {self.unit}"

    @property
    def words(self) -> str:
        """As it is said: `6 to 9 months`, `1 day`."""
        if self.low != self.high:
            return f"{self.low:f} to {self.high:f} {self.unit}"
        return f"{self.low:f} {self.unit[:-1] if self.low == 1 else self.unit}"

    @property
    def shortest_days(self) -> float:
        """The shortest length in calendar days, for comparing (a month is 30.4, a working day 1.4)."""
        return float(self.low) * _DAYS[self.unit]

    @property
    def longest_days(self) -> float:
        """The longest length in calendar days, for comparing."""
        return float(self.high) * _DAYS[self.unit]


_SPAN = r"[0-9]+(?:\.[0-9]+)?"


@lru_cache(maxsize=65536)
def duration(text: str) -> Duration:
    """Read `90 days`, `10 working days`, `6..9 months`, `24 hours`; a bare number is refused: say the unit."""
    found = len(text) <= 100 and re.fullmatch(rf"\s*({_SPAN})(?:\s*(?:{TO})\s*({_SPAN}))?\s*([A-Za-z ]+?)\s*", text)
    unit = found and _unit(found[3])
    if not found or not unit:
        raise ValueError(
            f"'{short(text)}' is not a duration: write 90 days, 10 working days, 2..4 weeks, 6 months or 24 hours"
        )
    low = number(found[1])
    high = number(found[2]) if found[2] else low
    if high < low:
        raise ValueError(f"the duration {low}..{high} is upside down: write the shorter one first")
    if float(high) * _DAYS[unit] > 36525:
        raise ValueError(f"'{short(text)}' is longer than a hundred years")
    return Duration(low, high, unit)


def _unit(word: str) -> Unit | None:
    word = " ".join(word.lower().split())
    return _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))


_WHEN = re.compile(
    r"([0-9]{4})(?:-(?:Q[1-4]|(?:0[1-9]|1[0-2])|W(0[1-9]|[1-4][0-9]|5[0-3])))?"
    r"|FY([0-9]{4})(?:-[\w.]*)?|[^\W\d_][\w.-]{0,60}"
)
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


@lru_cache(maxsize=65536)
def when(text: str) -> str:
    """Check a date: a day, week `2027-W05`, month `2027-03`, quarter `2027-Q1`, year, or period name `FY27-Q1`."""
    text = text.strip()
    if day := _DAY.fullmatch(text):
        return _day(text, int(day[1]), int(day[2]), int(day[3]))
    if re.fullmatch(r"[0-9]{4}-q[1-4]|[0-9]{4}-w[0-9]{2}|fy[0-9]+(-[qhm][0-9]+)?", text):
        text = text.upper()
    found = _WHEN.fullmatch(text)
    if not found or not (text[0].isalpha() or text.isascii()):
        ways = (
            "2027-03-31, 2027-W13, 2027-03, 2027-Q1, 2027 or the name of one of the company's periods such as FY27-Q1"
        )
        raise ValueError(f"'{short(text)}' is not a date: write {date_meant(text) or ways}")
    if year := found[1] or found[3]:
        _in_our_time(text, int(year))
    if found[2] == "53" and date(int(found[1]), 12, 28).isocalendar().week < 53:
        raise ValueError(f"{text} does not exist: {found[1]} has 52 weeks")
    return text


def _in_our_time(text: str, year: int) -> None:
    if year not in YEARS:
        raise ValueError(f"{text} is not a date that a plan can hold: its year must be {YEARS[0]} to {YEARS[-1]}")


def _day(text: str, year: int, month: int, day: int) -> str:
    _in_our_time(text, year)
    if not 1 <= month <= 12:
        raise ValueError(f"{text} is not a date: the month must be 01 to 12")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValueError(
            f"{text} does not exist: {calendar.month_name[month]} {year} has {last} days;"
            f" did you mean {year:04}-{month:02}-{last}?"
        )
    return date(year, month, day).isoformat()
