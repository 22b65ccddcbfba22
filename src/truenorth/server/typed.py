"""Days and numbers as addresses and forms give them."""

from __future__ import annotations

from datetime import date

YEARS = range(1990, 2200)  # that a page may be asked for: reckoning from the last day there is would fail
DIGITS = 9  # that a number of a page or a version may have


def day_of(text: str) -> date | None:
    """The day of a text such as 2027-01-31; None where it is none, or far off."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def number_of(text: str, other: int) -> int:
    """The whole number of a text; `other` where it is none, or longer than any that we give out."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else other
