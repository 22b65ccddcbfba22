"""What the values of a column look like: dates, numbers, money, addresses, words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from truenorth.plan.sheet.dates import reading
from truenorth.plan.sheet.grid import Value, harmless, is_empty, text_of
from truenorth.plan.sheet.meant import is_open, is_unknown, status

LONGEST = 100  # characters of a value that are looked at
LOOKED_AT = 400  # distinct values of a column, at most, that are looked at
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_NUMBER = re.compile(r"[-+(]?\s*(?:[A-Z]{3}|[€$£¥])?\s*[0-9][0-9.,' \u2019]*\s*(?:%|[€$£¥]|[A-Za-z€$]{1,4}\.?)?\)?")
_MONEY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|CHF)\b")


@dataclass(frozen=True)
class Profile:
    """How many values a column has, how many of them differ, and the share (0 to 1) that looks like something."""

    filled: int
    distinct: int
    dates: float = 0.0
    vague: float = 0.0  # words about a time that are no date: spring, mid-June
    numbers: float = 0.0
    money: float = 0.0
    emails: float = 0.0
    statuses: float = 0.0

    @property
    def apart(self) -> float:
        """The share of the values that differ from all others."""
        return self.distinct / self.filled if self.filled else 0.0


def profile(values: Sequence[Value]) -> Profile:
    """What the values of a column look like; one that is there ten times counts ten times."""
    counts = Counter(value for value in values if not is_empty(value))
    looked_at = [(value, text, count) for value, count in counts.most_common(LOOKED_AT) if (text := _text(value))]
    known = [one for one in looked_at if not is_unknown(one[1]) and not is_open(one[1])]
    weight = sum(count for _, _, count in known) or 1

    def share(looks: Callable[[Value, str], bool]) -> float:
        return sum(count for value, text, count in known if looks(value, text)) / weight

    return Profile(
        counts.total(),
        len(counts),
        share(lambda value, text: isinstance(value, date) or _is_date(text)),
        share(lambda value, text: reading(text).vague),
        share(lambda value, text: _NUMBER.fullmatch(text) is not None),
        share(lambda value, text: _MONEY.search(text) is not None and any(map(str.isdigit, text))),
        share(lambda value, text: _EMAIL.fullmatch(text) is not None),
        share(lambda value, text: status(text) is not None),
    )


def _text(value: Value) -> str:
    return harmless(text_of(value))[:LONGEST]


def _is_date(text: str) -> bool:
    found = reading(text)
    return bool(found.sure or found.by_order or "does not exist" in found.says)
