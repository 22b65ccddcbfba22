"""Plain comparisons of wording, as the rules use them."""

from __future__ import annotations

from truenorth.engines.words import (
    TURNING,
    agreement,
    alike,
    holds_phrase,
    in_order,
    largest_first,
    mentions,
    named,
    opposed,
    percent,
    row,
    same_text,
    shared,
    words,
)

__all__ = [
    "TURNING",
    "agreement",
    "alike",
    "holds_phrase",
    "in_order",
    "largest_first",
    "mentions",
    "named",
    "opposed",
    "percent",
    "row",
    "same_text",
    "shared",
    "words",
]
