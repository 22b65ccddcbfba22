"""Dates as people write them: every way one can be read, so that a whole column decides which is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from truenorth.plan.times import when

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = get_args(Order)
SAID: Mapping[str, str] = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
_NAMES = (
    "jan january januar jänner jaen jän|feb february februar feber|mar march mär mrz märz maerz|apr april|may mai"
    "|jun june juni|jul july juli|aug august|sep sept september|oct october okt oktober|nov november"
    "|dec december dez dezember"
)
_MONTHS = {name: number for number, names in enumerate(_NAMES.split("|"), 1) for name in names.split()}
_WEEKDAY = re.compile(
    r"(?:mo|di|mi|do|fr|sa|so|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag"
    r"|samstag|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b[.,]*\s*"
)
_TIME = re.compile(
    r"[t ,]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?\s*(?:uhr|am|pm|z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?$"
)
_NUMBERS = re.compile(r"([0-9]{1,4})\s*([./\u2013-])\s*([0-9]{1,2})\s*[./\u2013-]\s*([0-9]{1,4})\.?")
_DAY_NAMED = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th)?[\s-]*(?:of\s+)?([^\W\d_]+)\.?[\s,-]+([0-9]{4})")
_NAMED_DAY = re.compile(r"([^\W\d_]+)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_NAMED = re.compile(r"([^\W\d_]+)\.?[\s,/-]+([0-9]{4})|([0-9]{4})[\s/-]+([^\W\d_]+)")
_MONTH = re.compile(r"(0?[1-9]|1[0-2])\s*[./-]\s*([0-9]{4})|([0-9]{4})\s*[./-]\s*(0?[1-9]|1[0-2])")
_QUARTER = re.compile(
    r"(?:q|quarter\s*)([1-4])[\s/'\u2019.-]*([0-9]{4}|[0-9]{2})|([0-9]{4})[\s/-]*q([1-4])|([1-4])\.?\s*(?:q|quartal)[\s/.-]*([0-9]{4}|[0-9]{2})"
    r"|([1-4])(?:st|nd|rd|th)\s+quarter\s+([0-9]{4})"
)
_WEEK = re.compile(
    r"(?:kw|cw|w|kalenderwoche|calendar week)\s*([0-9]{1,2})[\s/.,-]+([0-9]{4}|[0-9]{2})"
    r"|([0-9]{4})[\s/-]*(?:kw|cw|w)\s*([0-9]{1,2})"
)
_FISCAL = re.compile(r"fy\s?'?([0-9]{2}|[0-9]{4})[\s-]?([qhm][0-9]{1,2})?")
_SERIALS = range(20000, 80000)  # days since 1900 as a spreadsheet counts them: 1954 to 2119
_ZERO = date(1899, 12, 30)
LONGEST = 80  # characters of a date


@dataclass(frozen=True)
class Reading:
    """What a text may mean: one date whatever the order, one for each order, or none, and why.

    `vague` tells that it is about a time, but not one that a plan can hold without guessing.
    """

    sure: str = ""
    by_order: Mapping[Order, str] = field(default_factory=dict)
    vague: bool = False
    says: str = ""

    def under(self, order: Order | None) -> str:
        """The date under an order; nothing where it is none."""
        return self.sure or (self.by_order.get(order, "") if order else "")


@lru_cache(maxsize=65536)
def reading(text: str) -> Reading:
    """What a text may mean as a date."""
    if len(text) > LONGEST:
        return Reading(says="is too long for a date")
    bare = _TIME.sub("", _WEEKDAY.sub("", " ".join(text.lower().split()), count=1)).strip()
    try:
        if found := _NUMBERS.fullmatch(bare):
            return _by_numbers(text, found)
        if sure := _named(bare) or _period(bare):
            return Reading(sure=when(sure))
    except ValueError as error:
        return Reading(says=str(error))
    if re.fullmatch(r"[0-9]+(?:\.0+)?", bare) and int(float(bare)) in _SERIALS:
        return Reading(sure=(_ZERO + timedelta(days=int(float(bare)))).isoformat())
    return _vague(text, bare)


def _by_numbers(text: str, found: re.Match[str]) -> Reading:
    first, mark, second, third = found[1], found[2], found[3], found[4]
    if len(first) in (3, 4):
        return Reading(sure=when(f"{first}-{second:0>2}-{third:0>2}"))
    if len(third) in (1, 3):
        return _vague(text, text)
    tries: dict[Order, tuple[str, str, str]] = {"dmy": (third, second, first)}
    if mark != ".":  # points stand between day, month and year, in this order
        tries["mdy"] = (third, first, second)
        if len(third) == 2:
            tries["ymd"] = (first, second, third)
    read = {order: _day(*parts) for order, parts in tries.items()}
    good = {order: iso for order, (iso, _) in read.items() if iso}
    if not good:
        return Reading(says=next((says for _, says in read.values() if says), f"'{text}' is not a date"))
    return Reading(sure=next(iter(good.values()))) if mark == "." else Reading(by_order=good)


def _day(year: str, month: str, day: str) -> tuple[str, str]:
    """A day, or why there is none: only a day too many in a month that exists is worth saying."""
    try:
        return when(f"{_year(year)}-{month:0>2}-{day:0>2}"), ""
    except ValueError as error:
        return "", str(error) if 1 <= int(month) <= 12 and int(day) <= 31 else ""


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else int(text) + (2000 if int(text) < 70 else 1900)


def _named(bare: str) -> str:
    """`31. März 2027`, `Mar 31, 2027`, `March 2027`."""
    if (found := _DAY_NAMED.fullmatch(bare)) and (month := _MONTHS.get(found[2])):
        return f"{found[3]}-{month:02}-{found[1]:0>2}"
    if (found := _NAMED_DAY.fullmatch(bare)) and (month := _MONTHS.get(found[1])):
        return f"{found[3]}-{month:02}-{found[2]:0>2}"
    if (found := _NAMED.fullmatch(bare)) and (month := _MONTHS.get(found[1] or found[4])):
        return f"{found[2] or found[3]}-{month:02}"
    return ""


def _period(bare: str) -> str:
    """`Q2 2027`, `KW 14/2027`, `03/2027`, `FY27 Q1`, `2027`."""
    if found := _QUARTER.fullmatch(bare):
        quarter, year = next((found[n], found[m]) for n, m in ((1, 2), (4, 3), (5, 6), (7, 8)) if found[n])
        return f"{_year(year)}-Q{quarter}"
    if found := _WEEK.fullmatch(bare):
        return f"{_year(found[2] or found[3])}-W{found[1] or found[4]:0>2}"
    if found := _MONTH.fullmatch(bare):
        return f"{found[2] or found[3]}-{found[1] or found[4]:0>2}"
    if found := _FISCAL.fullmatch(bare):
        return f"FY{found[1]}" + (f"-{found[2].upper()}" if found[2] else "")
    return bare if re.fullmatch(r"(?:19|20|21)[0-9]{2}", bare) else ""


_ABOUT_TIME = re.compile(
    r"(?:^|\b)(?:kw|cw|week|woche|q[1-4]|quartal|quarter|h[12]|halbjahr|mid|mitte|early|anfang|late|ende|end|spring|summer|autumn"
    r"|fall|winter|frühjahr|frühling|sommer|herbst|asap|soon|bald|sofort|ongoing|laufend|fortlaufend|always|monthly|weekly|daily|monatlich"
    r"|wöchentlich|täglich|quarterly|yearly|jährlich|tba|"
    + "|".join(_MONTHS)
    + r")\b|[0-9]{1,2}\.\s?[0-9]{1,2}\.?|\bbis\b|\bto\b|\u2013"
)


def _vague(text: str, bare: str) -> Reading:
    if _ABOUT_TIME.search(bare):
        return Reading(vague=True, says="is not a date that a plan can hold without guessing")
    return Reading(says="is not a date: write 2027-03-31, 31.03.2027, March 2027 or Q2 2027")


@dataclass(frozen=True)
class Decided:
    """How the dates of a column are read: the order, or the orders that are left to choose from, and why."""

    order: Order | None = None
    left: tuple[Order, ...] = ()
    why: str = ""
    proven: bool = False  # whether the order holds for what is not in the column, too


def decided(texts: list[str]) -> Decided:
    """The order in which the dates of a column are written, where that is beyond doubt."""
    readings = {text: found for text in texts if (found := reading(text)).by_order}
    if not readings:
        return Decided()
    left = tuple(order for order in ORDERS if all(order in one.by_order for one in readings.values()))
    if len(left) == 1:
        proof = next((text for text, one in readings.items() if len(one.by_order) == 1), "")
        return Decided(left[0], left, f"'{proof}' can be nothing else" if proof else "no other fits all", True)
    if not left:
        return _mixed(readings)
    if all(len({one.by_order[order] for order in left}) == 1 for one in readings.values()):
        return Decided(left[0], left, "every order gives the same days")
    return _by_years(readings, left)


def _mixed(readings: Mapping[str, Reading]) -> Decided:
    proofs = {next(iter(one.by_order)): text for text, one in readings.items() if len(one.by_order) == 1}
    said = ", ".join(f"'{text}' only as {SAID[order]}" for order, text in proofs.items())
    return Decided(None, ORDERS, f"the column mixes orders: {said}" if said else "the column mixes orders")


_WIDE, _CLOSE = 15, 6  # years


def _by_years(readings: Mapping[str, Reading], left: tuple[Order, ...]) -> Decided:
    """A reading that scatters the dates over decades, where another keeps them in a few years, is none."""
    spans = {order: _span([one.by_order[order] for one in readings.values()]) for order in left}
    close = [order for order in left if spans[order][1] - spans[order][0] < _CLOSE]
    wide = [order for order in left if spans[order][1] - spans[order][0] > _WIDE]
    if len(close) == 1 and len(close) + len(wide) == len(left):
        low, high = spans[wide[0]]
        return Decided(close[0], left, f"read as {SAID[wide[0]]} they would run from {low} to {high}", True)
    return Decided(None, left, "")


def _span(dates: list[str]) -> tuple[int, int]:
    years = [int(one[:4]) for one in dates]
    return min(years), max(years)
