"""The rows of a file as rows of a canonical table, and for each row that is refused the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from truenorth.facts import dates, numbers
from truenorth.facts.fixed import constant
from truenorth.facts.layout import Layout, Takes
from truenorth.facts.money import Currencies
from truenorth.facts.reasons import Reason, reasons_of, refused_by
from truenorth.facts.source import BAD, Raw
from truenorth.facts.table import Column
from truenorth.plan.calendar import Calendar

BLANK = (
    "-",
    "--",
    "\u2013",
    "n/a",
    "na",
    "#n/a",
    "null",
    "none",
    "nan",
    "nil",
    "(not set)",
    "(none)",
    "undefined",
    "?",
)
SERIES = "series"  # the column that an unpivoted value stands in


@dataclass(frozen=True)
class World:
    """What a file does not tell itself: the company's calendar and money, and what stages are called."""

    calendar: Calendar = field(default_factory=Calendar)
    money: Currencies = field(default_factory=Currencies)
    stages: Mapping[str, str] = field(default_factory=dict)
    now: datetime = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Rows:
    """The cells of a file as values: `table` holds a column for each field and one that tells the reason, if any.

    `filled` holds for rows in which anything stands.
    """

    table: Any
    filled: Any
    reasons: tuple[Reason, ...]
    how: Mapping[str, str]
    marks: Mapping[str, str]


def rows_of(raw: Raw, layout: Layout, world: World) -> Rows:
    """Each row's cells as values; Unclear where nobody can know how they are meant."""
    table, places = _placed(raw, layout)
    texts = {name: _text(table[place], layout.of.fields[name], raw.typed) for name, place in places.items()}
    table = table.mutate(**{f"{name} text": text for name, text in texts.items()})
    how: dict[str, str] = {}
    table, marks = _numbers(table, layout, places, world, how)
    table = _dates(table, layout, places, world, how)
    table = _texts(table, layout, places)
    table = table.mutate(
        **{name: constant(layout.of.fields[name], value, world.calendar) for name, value in _fixed(layout)}
    )
    table = world.money.brought(table, layout)
    reasons = reasons_of(table, layout, raw, world.money)
    table = table.mutate(reason=refused_by(reasons))
    filled = reduce(or_, (table[f"c{number}"].notnull() for number in range(len(raw.names))))
    return Rows(table, filled, reasons, how, marks)


def _placed(raw: Raw, layout: Layout) -> tuple[Any, dict[str, str]]:
    """The cells, and where each field's stand; columns that are series of their own are put one below the other."""
    import ibis

    places = {name: raw.place(one.columns[0]) for name, one in layout.takes.items()}
    series = next(((name, one) for name, one in layout.takes.items() if len(one.columns) > 1), None)
    if series is None:
        return raw.table, places
    name, takes = series
    parts = [
        raw.table.mutate(**{SERIES: raw.table[raw.place(column)], "label": ibis.literal(label)})
        for column, label in zip(takes.columns, takes.labels or takes.columns, strict=True)
    ]
    table = ibis.union(*parts)
    own = {layout.of.label: "label"} if layout.of.label not in places else {}
    return table.filter(_blank(table[SERIES]).notnull()), {**places, name: SERIES, **own}


def _blank(text: Any) -> Any:
    """A cell; nothing where it says that there is nothing."""
    return text.lower().isin(BLANK).ifelse(None, text)


def _text(cell: Any, column: Column, typed: bool) -> Any:
    """A cell of a column, as text without what spreadsheets and programs put around it."""
    if column.type != "text":
        return _blank(cell)
    bare = cell.startswith('="').ifelse(cell.re_replace(r'^="(.*)"$', r"\1"), cell)
    if typed:
        bare = bare.startswith(BAD).ifelse(None, bare.re_replace(r"^(-?[0-9]+\.[0-9]+)e0$", r"\1"))
    if column.name != "person":
        return bare
    known = _blank(bare)  # those whose number a source does not tell are not all one person
    return known.contains("@").ifelse(known.lower().hexdigest("sha256").substr(0, 16), known)


def _numbers(
    table: Any, layout: Layout, places: Mapping[str, str], world: World, how: dict[str, str]
) -> tuple[Any, dict[str, str]]:
    names = [name for name in places if layout.of.fields[name].type == "number"]
    found = {name: numbers.mark_of(table[f"{name} text"]) for name in names}
    called = {name: layout.takes[name].columns[0] for name in names}
    marks = numbers.agreed({called[name]: found[name] for name in names}, layout.mark)
    for name in names:
        mark = marks[called[name]]
        if mark == "comma" or (layout.mark and found[name][1]):
            how[name] = f"decimal {mark}" + (f", as in {found[name][1]}" if found[name][1] else "")
        read = numbers.numbers_of(table[f"{name} text"], mark)
        table = numbers.with_numbers(table, name, table[f"{name} text"], read, layout.takes[name].over)
    return table, {name: marks[called[name]] for name in names}


def _dates(table: Any, layout: Layout, places: Mapping[str, str], world: World, how: dict[str, str]) -> Any:
    names = [name for name in places if layout.of.fields[name].type in ("day", "time")]
    text = {name: table[f"{name} text"] for name in names}
    for name in names:
        column = layout.takes[name].columns[0] if name in layout.takes else name
        days = dates.days_of(text[name], column, layout.order, world.calendar)
        if days.how:
            how[name] = days.how
        table = dates.with_dates(table, name, table[f"{name} text"], days, time=layout.of.fields[name].type == "time")
    return table


def _texts(table: Any, layout: Layout, places: Mapping[str, str]) -> Any:
    names = [name for name in places if layout.of.fields[name].type == "text"]
    return table.mutate(**{name: table[f"{name} text"] for name in names})


def _fixed(layout: Layout) -> list[tuple[str, str]]:
    return [(name, value) for name, value in layout.fixed.items() if name not in layout.takes]


def series_of(layout: Layout) -> Takes | None:
    """The columns that are series of their own, where a file has such."""
    return next((one for one in layout.takes.values() if len(one.columns) > 1), None)
