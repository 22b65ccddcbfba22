"""Amounts as people say them, made comparable: 24 hours and a day, 9 EUR a month and 108 EUR a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from truenorth.engines.words import TURNING, words

Span = tuple[Decimal, Decimal]
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_BY_THE_CLOCK = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43800, "quarter": 131400, "year": 525600}
_AT_WORK = {**_BY_THE_CLOCK, "day": 480, "week": 2400, "month": 10400, "quarter": 31200, "year": 124800}  # in minutes
_A_YEAR = {"hour": 8760, "day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}  # how often in a year
_ROOT = 6  # letters: deliver(y), deliver(ed)
_LONG = ("month", "quarter", "year")
_MONEY = {"€": "eur", "euro": "eur", "euros": "eur", "$": "usd", "dollars": "usd", "£": "gbp", "pounds": "gbp"}
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
}
_TIME = r"(?:minute|hour|day|week|month|quarter|year)"
_EACH = r"(?:/|\b(?:per|an?|each|every|the)\b)"
_EVERY = rf"\s*(?:{_EACH}\s*(?P<time>{_TIME})\b|\b(?P<adverb>{'|'.join(_ADVERBS)})\b)"
_RATE = re.compile(rf"^(?P<of>.*?){_EVERY}$", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"(?P<sign>[€$£])?\s*\b(?P<number>\d[\d,]*(?:\.\d+)?|{'|'.join(_NUMBERS)}|an?)"
    rf"(?:[\s-]*(?!{_EACH}|\b(?:{'|'.join(_ADVERBS)})\b)(?P<unit>[€$£%]|[^\W\d_]+\b))?(?P<every>{_EVERY})?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """So much of something: `readings` in one measure, by the clock and by the hours of people who work."""

    of: str
    readings: tuple[Span, ...]
    is_long: bool

    def agrees(self, other: Amount) -> bool:
        """Whether both may be the same, in one reading; months and days, which fit only roughly, with some slack."""
        slack = Decimal("1.1") if self.is_long != other.is_long else Decimal(1)
        pairs = zip(self.readings, other.readings, strict=False)
        return self.of == other.of and any(a[0] <= b[1] * slack and b[0] <= a[1] * slack for a, b in pairs)


def measure(unit: str) -> str:
    """What a unit measures: hours and weeks both `time`, `EUR a month` and `EUR a year` both `eur a year`."""
    return amount(Decimal(1), Decimal(1), unit).of


@lru_cache(maxsize=4096)
def amount(low: Decimal, high: Decimal, unit: str) -> Amount:
    """A number, or a range of numbers, with its unit."""
    plain = " ".join(unit.lower().split())
    if plain.removesuffix("s") in _BY_THE_CLOCK:
        by = plain.removesuffix("s")
        return Amount("time", tuple(_times(low, high, table[by]) for table in (_BY_THE_CLOCK, _AT_WORK)), by in _LONG)
    if rate := _RATE.match(plain):
        by = rate["time"] or _ADVERBS[rate["adverb"]]
        if by in _A_YEAR:
            return Amount(f"{_counted(rate['of'])} a year", (_times(low, high, _A_YEAR[by]),), by in _LONG)
    return Amount(_counted(plain), ((low, high),), False)


def _counted(unit: str) -> str:
    plain = unit.strip()
    return _MONEY.get(plain, plain)


def _times(low: Decimal, high: Decimal, factor: int) -> Span:
    return low * factor, high * factor


@lru_cache(maxsize=4096)
def amounts(text: str) -> tuple[Amount, ...]:
    """The amounts of a text, in their order."""
    return tuple(_read(found) for found in _AMOUNT.finditer(text) if _is_amount(found))


def _is_amount(found: re.Match[str]) -> bool:
    """Whether it is one: `a day` is, `a desk` is not."""
    return (
        found["number"].lower() not in ("a", "an") or (found["unit"] or "").lower().removesuffix("s") in _BY_THE_CLOCK
    )


def _read(found: re.Match[str]) -> Amount:
    number = _number(found["number"])
    unit = found["sign"] or found["unit"] or ""
    return amount(number, number, f"{unit}{found['every'] or ''}")


def _number(text: str) -> Decimal:
    plain = text.lower().replace(",", "")
    if plain in ("a", "an"):
        return Decimal(1)
    return Decimal(_NUMBERS.index(plain) + 1) if plain in _NUMBERS else Decimal(plain)


def say_the_same(one: str, other: str) -> bool:
    """Whether two statements give the same amounts of the same thing, in whatever units."""
    a, b = amounts(one), amounts(other)
    if not a or len(a) != len(b) or not all(map(Amount.agrees, a, b)):
        return False
    return _akin(words(_AMOUNT.sub(" ", one)), words(_AMOUNT.sub(" ", other)))


def _akin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the words beside the amounts are about one thing: none says more, or some have the same root."""
    if (one ^ other) & TURNING:
        return False
    roots = [{word[:_ROOT] for word in some if len(word) >= _ROOT} for some in (one, other)]
    return one <= other or other <= one or bool(roots[0] & roots[1])


def holds_number(text: str, number: Decimal) -> bool:
    """Whether a text says a number, in digits or as a word."""
    said: Sequence[str] = [found["number"] for found in _AMOUNT.finditer(text)]
    return any(_number(one) == number for one in said)
