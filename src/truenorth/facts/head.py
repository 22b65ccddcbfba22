"""The row that names the columns of a file; titles may stand above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from truenorth.facts.tables import TABLES
from truenorth.facts.words import words
from truenorth.plan.sheet.grid import Value, harmless, is_empty, text_of
from truenorth.plan.sheet.words import folded

LOOKED_AT = 30  # rows from the top in which it is looked for
_PREFIXES = ("property_", "properties_", "metrics_", "segments_")  # which connectors put before every name


@dataclass(frozen=True)
class Head:
    """Which row it is, from 0, the names of the columns, each once, and how many of them tables know."""

    row: int
    names: tuple[str, ...]
    known: int


def head_of(rows: Sequence[Sequence[Value]]) -> Head | None:
    """The row that names the columns: of those that tables know most words of, the first; None where there is none."""
    texts = [[harmless(text_of(value)) for value in row] for row in rows[:LOOKED_AT]]
    scores = {number: _score(row) for number, row in enumerate(texts) if not all(map(is_empty, row))}
    if not scores:
        return None
    best = max(scores, key=lambda number: scores[number])
    width = max(len(row) for row in texts[best : best + 20])
    names = texts[best] + [""] * (width - len(texts[best]))
    return Head(best, _once(names), sum(plain(name) in known() for name in names))


def _score(row: Sequence[str]) -> tuple[int, int]:
    filled = [text for text in row if text]
    wordy = [text for text in filled if re.search(r"[^\W\d_]", text) and len(text) <= 80]
    return sum(plain(text) in known() for text in set(filled)), len(wordy) if len(wordy) * 2 > len(filled) else 0


def _once(names: Sequence[str]) -> tuple[str, ...]:
    """Names that are each there once; a column without one is called by its number."""
    found: dict[str, None] = {}
    for number, name in enumerate(names, 1):
        wanted = " ".join(name.split()) or f"column {number}"
        found[wanted if wanted not in found else f"{wanted} ({number})"] = None
    return tuple(found)


@cache
def known() -> frozenset[str]:
    """Every word by which a table knows a column."""
    return frozenset(word for table in TABLES.values() for field in table.fields for word in words(table, field))


@cache
def plain(name: str) -> str:
    """A column's name as it is compared: `Amount spent (EUR)` is amount_spent, `CampaignId` is campaign_id."""
    word = folded(name).replace(" ", "_")
    return next((word.removeprefix(start) for start in _PREFIXES if word.startswith(start)), word)
