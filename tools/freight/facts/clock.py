"""Kestrel's days: eighteen months, the seasons of freight, the working week, and Chicago's clock."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

START, END = date(2025, 7, 15), date(2027, 1, 14)
DAY = timedelta(days=1)
# How busy freight brokers, and so our market, are by month: produce in early summer, peak in autumn, quiet at New Year.
_MONTHS = (0.84, 0.92, 1.02, 1.05, 1.12, 1.10, 0.94, 0.98, 1.10, 1.16, 1.05, 0.72)
_WEEK = (1.15, 1.28, 1.22, 1.16, 0.94, 0.14, 0.11)
GROWTH = 0.14  # a year


def days(start: date = START, end: date = END) -> list[date]:
    """Every day of the eighteen months."""
    return [start + DAY * n for n in range((end - start).days + 1)]


def busy(day: date) -> float:
    """How much happens on a day, beside a mean one."""
    years = (day - START).days / 365
    return _MONTHS[day.month - 1] * _WEEK[day.weekday()] * (1 + GROWTH) ** years * _holiday(day)


def _holiday(day: date) -> float:
    if (day.month, day.day) in ((12, 24), (12, 25), (12, 26), (12, 31), (1, 1), (7, 4)):
        return 0.15
    return 0.35 if day.month == 11 and 22 <= day.day <= 28 and day.weekday() in (3, 4) else 1.0


def chicago(moment: datetime) -> datetime:
    """A moment of universal time as Chicago's clock shows it, with summer time from March to November."""
    year = moment.year
    summer = _sunday(year, 3, 2) + timedelta(hours=8) <= moment < _sunday(year, 11, 1) + timedelta(hours=7)
    return moment.astimezone(timezone(timedelta(hours=-5 if summer else -6)))


def universal(day: date, hour: float) -> datetime:
    """A day and an hour in Chicago, as universal time."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour + 6)
    return at - timedelta(hours=1) if chicago(at).utcoffset() == timedelta(hours=-5) else at


@cache
def _sunday(year: int, month: int, number: int) -> datetime:
    first = datetime(year, month, 1, tzinfo=UTC)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))


def monday(day: date) -> date:
    """The first day of a week."""
    return day - DAY * day.weekday()


def month(day: date) -> str:
    """A day's month."""
    return f"{day:%Y-%m}"


def lognormal(median: float, sigma: float, chance: float, normal: float) -> float:
    """A lag: its median, its spread, and a standard normal number; `chance` shifts it by a part of a day."""
    return math.exp(math.log(median) + sigma * normal) + chance
