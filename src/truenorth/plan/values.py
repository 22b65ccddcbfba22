"""How a number, an amount of money, a duration or a date is written, read and compared."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

UNDISCLOSED = re.compile(r"undisclosed(?:\s+(\S.*))?$", re.IGNORECASE)
_NUMBER = r"[+-]?\d[\d,_]*(?:\.\d+)?|[+-]?\.\d+"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: exact, a range, open at one end, a change, a factor, or hidden.

    `low` and `high` are the bounds (equal when exact; None where open). `strict` tells `> 40` from `>= 40`.
    `how` is "value", "change" (`+30 %`), "factor" (`x3`), or a bare direction ("maximize", "minimize").
    `hidden` is None for a stated number, and the key ("" when there is none) of one known to exist but not told.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    how: Literal["value", "change", "factor", "maximize", "minimize"] = "value"
    strict: bool = False
    hidden: str | None = None

    @property
    def is_number(self) -> bool:
        """Whether a number is stated here, rather than hidden or only a direction."""
        return self.low is not None or self.high is not None

    @property
    def mid(self) -> Decimal | None:
        """The number, the middle of the range, or the one bound that is stated."""
        if self.low is None or self.high is None:
            return self.low if self.high is None else self.high
        return (self.low + self.high) / 2

    def __str__(self) -> str:
        if self.hidden is not None:
            return f"undisclosed {self.hidden}".strip()
        if self.how in ("maximize", "minimize"):
            return f"{self.how} {self.unit}".strip()
        return f"{self._number()} {self.unit}".strip()

    def _number(self) -> str:
        sign = {"factor": "x", "change": "+"}.get(self.how, "")
        if self.low is not None and self.high is not None:
            if self.low == self.high:
                return f"{sign if self.low >= 0 or sign == 'x' else ''}{self.low:f}"
            return f"{sign}{self.low:f}..{self.high:f}"
        mark = (">" if self.high is None else "<") + ("" if self.strict else "=")
        return f"{mark} {sign}{self.mid:f}"


_QUANTITY = re.compile(
    rf"(?P<mark>>=|<=|≥|≤|>|<)?\s*(?P<how>[xX]\s*)?(?P<low>{_NUMBER})"
    rf"(?:\s*(?:\.\.|–)\s*(?P<high>{_NUMBER}))?(?P<times>[xX]\b)?\s*(?P<unit>.*)$",  # noqa: RUF001
    re.DOTALL,
)


@lru_cache(maxsize=65536)
def quantity(text: str) -> Quantity:
    """Read `40`, `40 %`, `20..30 %`, `>= 15 champions`, `+30 %`, `x3`, `maximize` or `undisclosed N0`."""
    text = text.strip()
    if hidden := UNDISCLOSED.match(text):
        return Quantity(hidden=(hidden[1] or "").strip())
    word, _, rest = text.partition(" ")
    if word.lower() in ("maximize", "minimize"):
        return Quantity(how="maximize" if word.lower() == "maximize" else "minimize", unit=rest.strip())
    found = _QUANTITY.match(text)
    if not found:
        raise ValueError(
            f"'{_short(text)}' is not a quantity: write 40, 40 %, 20..30 %, >= 15, +30 %, x3, maximize or undisclosed"
        )
    return _quantity(found)


def _quantity(found: re.Match[str]) -> Quantity:
    low = number(found["low"])
    high = number(found["high"]) if found["high"] else low
    if high < low:
        raise ValueError(f"the range {low}..{high} is upside down: write the lower number first")
    factor = bool(found["how"] or found["times"])
    how: Literal["value", "change", "factor"] = "factor" if factor else "change" if found["low"][0] in "+-" else "value"
    mark = (found["mark"] or "").replace("≥", ">=").replace("≤", "<=")
    return Quantity(
        low=None if mark.startswith("<") else low,
        high=None if mark.startswith(">") else high,
        unit=" ".join(found["unit"].split()),
        how=how,
        strict=mark in (">", "<"),
    )


def number(text: str) -> Decimal:
    """A decimal number of at most 30 characters, with or without `,` or `_` between thousands."""
    plain = text.replace(",", "").replace("_", "").strip()
    if len(plain) > 30 or not re.fullmatch(r"[+-]?(\d+(\.\d+)?|\.\d+)", plain):
        raise ValueError(f"'{_short(text)}' is not a number: write 1200 or 1200.50")
    return Decimal(plain)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money; without a currency it is in the company's own. `hidden` as in Quantity."""

    amount: Decimal | None = None
    currency: str = ""
    hidden: str | None = None

    def __str__(self) -> str:
        if self.hidden is not None:
            return f"undisclosed {self.hidden}".strip()
        return f"{self.amount:f} {self.currency}".strip()


@lru_cache(maxsize=65536)
def money(text: str) -> Money:
    """Read `1200`, `1,200.50 EUR` or `undisclosed KEY`; below zero is refused."""
    text = text.strip()
    if hidden := UNDISCLOSED.match(text):
        return Money(hidden=(hidden[1] or "").strip())
    found = re.fullmatch(rf"({_NUMBER})\s*([A-Za-z]{{3}})?", text)
    if not found or text.startswith("-"):
        raise ValueError(f"'{_short(text)}' is not an amount of money: write 1200, 1200.50 EUR or undisclosed")
    return Money(number(found[1]), (found[2] or "").upper())


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


@lru_cache(maxsize=65536)
def duration(text: str) -> Duration:
    """Read `90 days`, `10 working days`, `6..9 months`, `24 hours`; a bare number is refused: say the unit."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)(?:\s*(?:\.\.|–|-)\s*(\d+(?:\.\d+)?))?\s*([A-Za-z ]+?)\s*", text)  # noqa: RUF001
    unit = found and _unit(found[3])
    if not found or not unit:
        raise ValueError(
            f"'{_short(text)}' is not a duration: write 90 days, 10 working days, 2..4 weeks, 6 months or 24 hours"
        )
    low = number(found[1])
    high = number(found[2]) if found[2] else low
    if high < low:
        raise ValueError(f"the duration {low}..{high} is upside down: write the shorter one first")
    return Duration(low, high, unit)


def _unit(word: str) -> Unit | None:
    word = " ".join(word.lower().split())
    return _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))


_WHEN = re.compile(r"\d{4}|\d{4}-Q[1-4]|\d{4}-(0[1-9]|1[0-2])|\d{4}-W(0[1-9]|[1-4]\d|5[0-3])|[^\W\d_][\w.-]{0,60}")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@lru_cache(maxsize=65536)
def when(text: str) -> str:
    """Check a date: a day, week `2027-W05`, month `2027-03`, quarter `2027-Q1`, year, or period name `FY27-Q1`."""
    text = text.strip()
    if day := _DAY.fullmatch(text):
        return _day(text, int(day[1]), int(day[2]), int(day[3]))
    if re.fullmatch(r"\d{4}-q[1-4]|\d{4}-w\d\d", text):
        text = text.upper()
    if not _WHEN.fullmatch(text):
        raise ValueError(
            f"'{_short(text)}' is not a date: write 2027-03-31, 2027-W13, 2027-03, 2027-Q1, 2027"
            " or the name of one of the company's periods such as FY27-Q1"
        )
    return text


def _day(text: str, year: int, month: int, day: int) -> str:
    if not 1 <= month <= 12 or year < 1:
        raise ValueError(f"{text} is not a date: the month must be 01 to 12")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValueError(
            f"{text} does not exist: {calendar.month_name[month]} {year} has {last} days;"
            f" did you mean {year:04}-{month:02}-{last}?"
        )
    return date(year, month, day).isoformat()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _reads(kind: type, read: Callable[[str], Any]) -> BeforeValidator:
    def parse(value: object) -> object:
        if isinstance(value, kind) and kind is not str:
            return value
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal, date)):
            raise ValueError(f"'{_short(str(value))}' is not {_WANTED[read]}")
        return read(str(value))

    return BeforeValidator(parse)


_WANTED: dict[Callable[[str], Any], str] = {
    quantity: "a quantity such as 40 or 20..30 %",
    money: "an amount of money such as 1200 or 1200 EUR",
    duration: "a duration such as 10 working days",
    when: "a date such as 2027-03-31 or FY27-Q1",
}


def _typed(description: str) -> tuple[PlainSerializer, WithJsonSchema]:
    schema = {"type": ["string", "number"], "description": description}
    return PlainSerializer(str, return_type=str), WithJsonSchema(schema)


QuantityField = Annotated[
    Quantity,
    _reads(Quantity, quantity),
    *_typed("40, 40 %, 20..30 %, >= 15, +30 %, x3, maximize, undisclosed"),
]
MoneyField = Annotated[Money, _reads(Money, money), *_typed("1200, 1200.50 EUR, undisclosed")]
DurationField = Annotated[Duration, _reads(Duration, duration), *_typed("90 days, 10 working days, 2..4 weeks")]
When = Annotated[
    str,
    _reads(str, when),
    *_typed("2027-03-31, 2027-W13, 2027-03, 2027-Q1, 2027 or a period such as FY27-Q1"),
]
