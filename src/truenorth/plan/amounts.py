"""How a number or an amount of money is written, read and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from truenorth.plan.hints import number_meant

UNDISCLOSED = re.compile(r"undisclosed(?:\s+(\S.*))?$", re.IGNORECASE)
# A comma parts thousands. 1,50 is refused: it would be read as 150; so are 1e5 and 12k.
_NUMBER = (
    r"[+-]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9][0-9_]*)(?:\.[0-9]+)?|\.[0-9]+)"
    r"(?![0-9_,]|\.[0-9]|['\u2019][0-9]|[eE][+-]?[0-9]|[kKM]\b)"
)
TO = r"\.\.|\u2013|\u2014|-|\bto\b"  # what stands in a range: 5..10, 5-10, 5 to 10


def short(text: str) -> str:
    """A text as an error message quotes it."""
    return text if len(text) <= 60 else text[:57] + "..."


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
        if self.low is not None and self.high is not None:
            if self.low == self.high:
                return self._signed(self.low)
            return f"{self._signed(self.low)}..{self._signed(self.high)}"
        mark = (">" if self.high is None else "<") + ("" if self.strict else "=")
        return f"{mark} {self._signed(self.mid or Decimal(0))}"

    def _signed(self, bound: Decimal) -> str:
        sign = "x" if self.how == "factor" else "+" if self.how == "change" and not bound.is_signed() else ""
        return f"{sign}{bound:f}"


_QUANTITY = re.compile(
    rf"(?P<mark>>=|<=|≥|≤|>|<)?\s*(?P<how>[xX]\s*)?(?P<low>{_NUMBER})"
    rf"(?:\s*(?:{TO})\s*[xX]?(?P<high>{_NUMBER}))?(?P<times>[xX]\b)?"
    r"(?!\s*[0-9.,'\u2019])\s*(?P<unit>.*)$",
    re.DOTALL,
)


@lru_cache(maxsize=65536)
def quantity(text: str) -> Quantity:
    """Read `40`, `40 %`, `20..30 %`, `>= 15 champions`, `+30 %`, `x3`, `maximize` or `undisclosed N0`."""
    text = text.strip()
    if hidden := UNDISCLOSED.match(text):
        return Quantity(hidden=(hidden[1] or "").strip())
    word, _, rest = text.partition(" ")
    if word.lower() in ("maximize", "maximise", "minimize", "minimise"):
        return Quantity(how="maximize" if word[:2].lower() == "ma" else "minimize", unit=" ".join(rest.split()))
    found = _QUANTITY.match(text)
    if not found:
        ways = "40, 1,200.50, 20..30 %, >= 15, +30 %, x3, maximize or undisclosed"
        raise ValueError(f"'{short(text)}' is not a quantity: write {number_meant(text) or ways}")
    return _quantity(found)


def _quantity(found: re.Match[str]) -> Quantity:
    low = number(found["low"])
    high = number(found["high"]) if found["high"] else low
    if high < low:
        raise ValueError(f"the range {low}..{high} is upside down: write the lower number first")
    if found["mark"] and found["high"]:
        raise ValueError(f"'{short(found[0])}' is a bound and a range: write >= 15 or 15..20")
    if re.match(rf"([^\s0-9]+)\s*(?:{TO})\s*[0-9.,]+\s*\1", found["unit"]):
        raise ValueError(f"'{short(found[0])}' is not a quantity: write a range as 5..10 %, with the unit at its end")
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
    """A decimal number of at most 30 characters, with or without `,` or `_` between thousands; 1.50 is kept as 1.5."""
    plain = text.replace(",", "").replace("_", "").strip()
    if len(plain) > 30 or not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)", plain):
        raise ValueError(f"'{short(text)}' is not a number: write {number_meant(text) or '1200 or 1200.50'}")
    shortest = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return Decimal(shortest) if shortest.strip("+-0.") else Decimal(0)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money; without a currency it is in the company's own. `hidden` as in Quantity."""

    amount: Decimal | None = None
    currency: str = ""
    hidden: str | None = None

    def __str__(self) -> str:
        if self.hidden is not None:
            return f"undisclosed {self.hidden}".strip()
        if self.amount is not None and self.amount.as_tuple().exponent == -1:
            return f"{self.amount:.2f} {self.currency}".strip()
        return f"{self.amount:f} {self.currency}".strip()


@lru_cache(maxsize=65536)
def money(text: str) -> Money:
    """Read `1200`, `1,200.50 EUR` or `undisclosed KEY`; below zero is refused."""
    text = text.strip()
    if hidden := UNDISCLOSED.match(text):
        return Money(hidden=(hidden[1] or "").strip())
    found = re.fullmatch(rf"({_NUMBER})\s*([A-Za-z]{{3}})?", text)
    if not found or text.startswith("-"):
        meant = number_meant(text, money=True) or "1200, 1,200.50 EUR or undisclosed"
        raise ValueError(f"'{short(text)}' is not an amount of money: write {meant}")
    amount = number(found[1])
    if re.search(r"\.[0-9]{3}$", found[1]):
        whole = re.sub(r"[^0-9]", "", found[1])
        raise ValueError(f"'{short(text)}' may be read in two ways: write {whole} or {amount:.2f}")
    return Money(amount, (found[2] or "").upper())
