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
    number = ibis.cases(*((rows.load == one.id, place) for place, one in enumerate(loads)), else_=-1).cast("int64")
    numbered = rows.mutate(thing=hashed(rows, ("source", *table.key)), place=number)
    several = numbered.filter(numbered.source.isin(sources)).group_by("thing")
    told = several.agg(newest=numbered.place.max(), oldest=numbered.place.min())
    again = told.filter(told.newest > told.oldest).select(same="thing", newest="newest")
    met = numbered.left_join(again, numbered.thing == again.same)
    counts = met.newest.isnull() | (met.place == met.newest)
    return met.filter(counts).select(*rows.columns)


def hashed(rows: Any, names: Sequence[str]) -> Any:
    """A number that is the same for rows with the same values, and hardly ever for others."""
    import ibis

    return ibis.struct({name: rows[name] for name in names}).hash()
