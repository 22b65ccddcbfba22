"""What the values of a column look like: dates, numbers, money, addresses, words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from truenorth.plan.sheet.dates import reading
from truenorth.plan.sheet.grid import Value, harmless, text_of
from truenorth.plan.sheet.meant import is_open, is_unknown, status

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
    numbers: float = 0.0
    money: float = 0.0
    emails: float = 0.0
    statuses: float = 0.0
    samples: tuple[str, ...] = ()

    @property
    def apart(self) -> float:
        """The share of the values that differ from all others."""
        return self.distinct / self.filled if self.filled else 0.0


def profile(values: Sequence[Value]) -> Profile:
    """What the values of a column look like."""
    kept = [value for value in values if value.__class__ is not str or value.strip()]
    distinct = dict.fromkeys(kept)
    texts = [text for value in list(distinct)[:LOOKED_AT] if (text := harmless(text_of(value)))]
    known = [text for text in texts if not is_unknown(text) and not is_open(text)]
    real = sum(isinstance(value, (date, datetime)) for value in list(distinct)[:LOOKED_AT])
    if not known:
        return Profile(len(kept), len(distinct), samples=tuple(texts[:3]))
    share = 1 / len(known)
    return Profile(
        len(kept),
        len(distinct),
        max(real, sum(map(_is_date, known))) * share,
        sum(_NUMBER.fullmatch(text) is not None for text in known) * share,
        sum(_MONEY.search(text) is not None and any(map(str.isdigit, text)) for text in known) * share,
        sum(_EMAIL.fullmatch(text) is not None for text in known) * share,
        sum(status(text) is not None for text in known) * share,
        tuple(texts[:3]),
    )


def _is_date(text: str) -> bool:
    found = reading(text)
    return bool(found.sure or found.by_order or found.vague or "does not exist" in found.says)
