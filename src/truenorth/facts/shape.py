"""Rows that were taken, in the shape of their table: its columns, in its types, with where each came from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from truenorth.facts.layout import Layout
from truenorth.facts.phases import phase_of
from truenorth.facts.rows import World
from truenorth.facts.table import WHENCE, Column, Table

TYPES = {"text": "string", "day": "date", "time": "timestamp(6)", "number": "float64"}


def schema_of(table: Table) -> dict[str, str]:
    """The columns of a table and their types, as they are stored."""
    own = {column.name: TYPES[column.type] for column in table.columns}
    return own | {"source": "string", "load": "string", "row": "int64"}


def shaped(good: Any, layout: Layout, world: World, source: str, load: str) -> Any:
    """The rows of a table."""
    table = layout.of
    if table.steps:
        good = _stages(good, layout, world)
    values = {column.name: _value(good, column, world.now) for column in table.columns}
    if table.name == "observations":
        values["until"] = values["until"].coalesce(values["since"])
    return good.select(**values, **_whence(good, source, load))


def _value(good: Any, column: Column, now: datetime) -> Any:
    import ibis

    type_ = TYPES[column.type]
    if column.name == "recorded":
        default: Any = ibis.literal(now).cast(type_)
    else:
        default = ibis.literal(1.0) if column.name == "uses" else ibis.null(type_)
    return good[column.name].cast(type_).coalesce(default) if column.name in good.columns else default


def _whence(good: Any, source: str, load: str) -> dict[str, Any]:
    import ibis

    values = {"source": ibis.literal(source), "load": ibis.literal(load), "row": good["row"].cast("int64")}
    return {column.name: values[column.name] for column in WHENCE}


def _stages(good: Any, layout: Layout, world: World) -> Any:
    """A row for each stage that a lead or a deal entered: one for each date of a step, one for the stage it is in."""
    import ibis

    there = set(good.columns)
    parts = [_step(good, step.name, step.stage) for step in layout.of.steps if step.stage and step.name in there]
    if "stage" in there:
        parts.append(_present(good, layout, world))
    wanted = [name for name in schema_of(layout.of) if name in {*there, "stage", "at"}] + ["row"]
    return ibis.union(*(part.select(*dict.fromkeys(wanted)) for part in parts)) if len(parts) > 1 else parts[0]


def _step(good: Any, step: str, stage: str) -> Any:
    """What is entered on the day of a step; what a deal is worth is stated at its end."""
    import ibis

    rows = good.filter(good[step].notnull())
    worth = {
        name: ibis.null("float64")
        for name in ("amount", "original")
        if name in rows.columns and stage not in ("won", "lost")
    }
    return rows.mutate(stage=ibis.literal(stage), at=rows[step].cast(TYPES["time"]), **worth)


def _present(good: Any, layout: Layout, world: World) -> Any:
    """The stage a row names; the day it closes on is that of the stage only where it is closed."""
    import ibis

    rows = good.filter(good.stage.notnull())
    at = rows["at"] if "at" in rows.columns else ibis.null("timestamp")
    if "closed" in rows.columns:
        words = rows.stage.as_table().distinct().limit(10_000).to_pyarrow()["stage"].to_pylist()
        over = [word for word in words if phase_of(word, world.stages) in ("won", "lost")]
        at = ibis.coalesce(at, rows.stage.isin(over).ifelse(rows["closed"], ibis.null("timestamp")))
    return rows.mutate(at=at.cast(TYPES["time"]))
