"""How dates, amounts and lists read in a statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from truenorth.engines.words import row

__all__ = ["amount", "day", "name", "of_skills", "row"]

LONGEST = 72  # letters of a name that is a whole sentence

_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


@lru_cache(maxsize=8192)
def day(when: date, today: date) -> str:
    """A date in words, with its year where it is not this year: `25 January`."""
    said = f"{when.day} {_MONTHS[when.month - 1]}"
    return said if when.year == today.year else f"{said} {when.year}"


@lru_cache(maxsize=8192)
def amount(number: float) -> str:
    """A number with thousands separators and no more decimals than it has: `1,200`, `7.5`."""
    return f"{number:,.0f}" if number == round(number) else f"{number:,.1f}"


def name(title: str) -> str:
    """A title as it stands in a sentence: one that is a sentence itself is cut, between words."""
    if len(title) <= LONGEST:
        return title
    return f"“{title[:LONGEST].rsplit(' ', 1)[0].rstrip(',;:. ')} …”"


def of_skills(skills: Iterable[str]) -> str:
    """Skills in a row: `copy and design`."""
    return row(sorted(skills))
