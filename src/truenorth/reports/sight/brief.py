"""The map where there is little room: from the goals to the programs, the largest of each column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from truenorth.reports.sight.columns import Item, Sight

SHOWN = ("goal", "objective", "key result", "program")
MOST = 18  # boxes of a column


def brief(sight: Sight, most: int = MOST) -> Sight:
    """A map without the vision and the single pieces of work; of a long column the items with most behind them."""
    columns = {kind: _largest(items, most) for kind, items in sight.columns.items() if kind in SHOWN}
    return replace(sight, columns=columns)


def _largest(items: Sequence[Item], most: int) -> tuple[Item, ...]:
    kept = {item.ref for item in sorted(items, key=lambda item: (-item.amount, item.title))[:most]}
    return tuple(item for item in items if item.ref in kept)
