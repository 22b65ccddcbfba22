"""What to know of the rows of a load: what is left open in them, and which names mean nothing in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from truenorth.facts.connection import connection, literal
from truenorth.facts.layout import Layout
from truenorth.facts.names import Names
from truenorth.facts.table import Column

MOST = 20_000
SHOWN = 5  # strange names for which the likeliest items are looked up


@dataclass(frozen=True)
class Strange:
    """A name that means nothing in the plan: its column, in how many rows it stands, and what is most like it."""

    column: str
    text: str
    rows: int
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notes:
    """What to know of a load.

    `known` tells for each column that names items how many of its names mean one; `strange` are the others, those of
    most rows first. `stages` are stages of which nobody knows whether they are won, lost or open. `empty` counts the
    rows in which a column that the file has is empty. `below` are the rows with an amount below zero, and their sum.
    """

    known: Mapping[str, int]
    strange: tuple[Strange, ...]
    stages: tuple[Strange, ...]
    empty: Mapping[str, int]
    below: tuple[int, float] = (0, 0.0)


def notes_of(staged: Path, layout: Layout, names: Names) -> Notes:
    """Look through the rows of a load."""
    rows = connection().read_parquet(literal(staged))
    table = layout.of
    known: dict[str, int] = {}
    strange: list[Strange] = []
    several = _several(layout)
    for column in table.linked:
        for text, name, count in _names(rows, column, several):
            if names.item(column, (text, name)):
                known[column.name] = known.get(column.name, 0) + 1
            else:
                strange.append(Strange(column.name, name or text or "", count))
    return Notes(
        known,
        tuple(_with_near(strange, names, layout)),
        _stages(rows, layout, names),
        _empty(rows, layout),
        _below(rows, layout),
    )


def _with_near(strange: list[Strange], names: Names, layout: Layout) -> list[Strange]:
    """Those of most rows first, with the items that they are most like."""
    ordered = sorted(strange, key=lambda one: (-one.rows, one.text))
    columns = layout.of.by_name
    return [replace(one, near=tuple(names.near(columns[one.column], one.text))) for one in ordered[:SHOWN]] + ordered[
        SHOWN:
    ]


def _several(layout: Layout) -> bool:
    """Whether a row of the file may be several of the table."""
    return bool(layout.of.steps) or any(len(one.columns) > 1 for one in layout.takes.values())


def _names(rows: Any, column: Column, several: bool) -> list[tuple[str | None, str | None, int]]:
    """What stands in a column and beside it, and in how many rows."""
    beside = "name" if column.name == "campaign" and "name" in rows.columns else column.name
    count = rows.row.nunique() if several else rows.count()
    wanted = rows.group_by(text=rows[column.name], name=rows[beside]).agg(rows=count)
    filled = wanted.filter(wanted.text.notnull() | wanted.name.notnull()).order_by("text", "name").limit(MOST)
    return [(one["text"], one["name"], one["rows"]) for one in filled.to_pyarrow().to_pylist()]


def _stages(rows: Any, layout: Layout, names: Names) -> tuple[Strange, ...]:
    if not layout.of.steps:
        return ()
    found = rows.group_by("stage").agg(rows=rows.count()).order_by("stage").limit(MOST).to_pyarrow().to_pylist()
    return tuple(Strange("stage", one["stage"], one["rows"]) for one in found if not names.phase(one["stage"]))


def _empty(rows: Any, layout: Layout) -> dict[str, int]:
    """How many of the file's rows leave a column empty that others fill."""
    there = [name for name in layout.takes if name in rows.columns and name != layout.of.label]
    several = _several(layout)
    if not there:
        return {}
    filled = {name: rows.row.nunique(where=rows[name].notnull()) if several else rows[name].count() for name in there}
    all_ = rows.row.nunique() if several else rows.count()
    counts = rows.aggregate(**filled, **{"all rows": all_}).to_pyarrow().to_pylist()[0]
    missing = {name: counts["all rows"] - counts[name] for name in there}
    return {name: count for name, count in missing.items() if count}


def _below(rows: Any, layout: Layout) -> tuple[int, float]:
    money = layout.of.money
    if not money:
        return 0, 0.0
    found = rows.aggregate(count=(rows[money] < 0).sum(), sum=rows[money].sum(where=rows[money] < 0)).to_pyarrow()
    one = found.to_pylist()[0]
    return one["count"] or 0, one["sum"] or 0.0
