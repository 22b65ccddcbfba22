"""How dates, amounts and lists read in a statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from truenorth.engines.words import row

__all__ = ["amount", "day", "field", "in_words", "name", "of_skills", "row"]

# How the field that a statement was read from is called.
_FIELDS = {
    "after": "what it waits for",
    "amount": "the amount of the budget",
    "available_from": "the first day of the tool",
    "brief_ready": "the day of its brief",
    "budget": "its budget",
    "contract_from": "the first day of the contract",
    "contract_to": "the last day of the contract",
    "decided_before": "when it is decided",
    "due": "its due date",
    "effort": "its hours",
    "enables": "what it makes possible",
    "end": "its last day",
    "in_market": "its day in the market",
    "lead_time": "its lead time",
    "limits": "the limits of the tool",
    "lines": "the lines of the budget",
    "name": "its name",
    "payments": "the payments of the budget",
    "per_day": "what can be taken a day",
    "per_week": "what can be taken a week",
    "period": "its period",
    "retired_on": "the day it is switched off",
    "start": "its first day",
    "status": "its status",
    "steps": "the steps of the process",
    "volume": "how much is handed on",
}

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


def in_words(hours: float) -> str:
    """Hours with their unit: `1 hour`, `7.5 hours`."""
    said = amount(hours)
    return f"{said} hour{'' if said == '1' else 's'}"


def field(source: str) -> str:
    """What the field is called that a statement was read from: `its first day`."""
    return _FIELDS.get(source, source.replace("_", " "))


def name(title: str) -> str:
    """A title as it stands in a sentence: one that is a sentence itself is cut, between words."""
    if len(title) <= LONGEST:
        return title
    return f"“{title[:LONGEST].rsplit(' ', 1)[0].rstrip(',;:. ')} …”"


def of_skills(skills: Iterable[str]) -> str:
    """Skills in a row: `copy and design`."""
    return row(sorted(skills))
