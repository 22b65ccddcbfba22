"""Where several loads of a source speak of the same thing, the newest counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from truenorth.facts.register import Load
from truenorth.facts.table import Table


def newest(rows: Any, table: Table, loads: Sequence[Load]) -> Any:
    """The rows that count: of rows of one source with the same key, those of its newest load."""
    import ibis

    sources = sorted({one.source for one in loads if one.again})
    if not sources:
        return rows
    order = {one.id: number for number, one in enumerate(loads)}
    number = ibis.cases(*((rows.load == ident, place) for ident, place in order.items()), else_=-1)
    several = rows.filter(rows.source.isin(sources)).mutate(place=number.cast("int64"))
    last = several.place.max().over(ibis.window(group_by=["source", *table.key]))
    kept = several.mutate(last=last)
    return rows.filter(~rows.source.isin(sources)).union(kept.filter(kept.place == kept.last).drop("place", "last"))
