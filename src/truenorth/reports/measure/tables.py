"""What data are there, in words and for machines; and the canonical tables as a page of the docs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from truenorth.facts.table import WHENCE
from truenorth.facts.tables import TABLES
from truenorth.reports.words import number, plain

if TYPE_CHECKING:
    from truenorth.facts.register import Load, Register

KINDS: Mapping[str, str] = {"text": "text", "day": "a day", "time": "a time", "number": "a number"}
_INTRODUCTION = """# The tables

Every source is brought to one of these. What a file does not have is left empty, never made up. A column that names
items of the plan has another beside it, such as `campaign_ref`, which says which item is meant.
"""


def lines(register: Register, counts: Mapping[str, int]) -> Iterator[str]:
    """The tables: rows that count, from when to when, and the loads they come from."""
    width = max(map(len, TABLES))
    for name in TABLES:
        loads = [one for one in register.there if one.table == name]
        if not loads:
            yield f"{name:<{width}}  no data"
            continue
        first, last = _span(loads)
        span = f"  {first} to {last}" if first else ""
        yield f"{name:<{width}}  {counts.get(name, 0):>11,} rows{span}"
        yield from (f"  {_load(one, register)}" for one in loads)
    gone = [one for one in register.loads if one.taken_back is not None]
    if gone:
        yield "taken back (--undo puts a load back, --for-good throws it away):"
        yield from (f"  {one.id}  {one.table}, {plain(one.file)}, taken back {one.taken_back:%Y-%m-%d}" for one in gone)


def _span(loads: list[Load]) -> tuple[str, str]:
    days = [day for one in loads for day in (one.first, one.last) if day]
    return (min(days), max(days)) if days else ("", "")


def _load(one: Load, register: Register) -> str:
    refused = f", {sum(one.refused.values()):,} refused" if one.refused else ""
    total = f", total {number(one.total)}" if one.total is not None else ""
    again = f", {one.again:,} again" if one.again and not one.beside else ""
    what = f"{one.id}  {plain(one.file)}, {one.at:%Y-%m-%d}: {one.rows:,} rows"
    return f"{what}{refused}{total}{again}{_beside(one, register)}"


def _beside(one: Load, register: Register) -> str:
    if not one.beside or one in register.counted:
        return ""
    apart = f"they differ in {one.changed:,} places" if one.changed else "its scope is smaller, its values are the same"
    return f"; not counted, for {one.beside} tells it in more detail ({apart})"


def data(register: Register, counts: Mapping[str, int]) -> dict[str, Any]:
    """The same for machines."""
    counted = {one.id for one in register.counted}
    return {
        "schema": 1,
        "tables": {
            name: {
                "rows": counts.get(name, 0),
                "loads": [_data(one, counted) for one in register.there if one.table == name],
            }
            for name in TABLES
        },
        "taken_back": [one.id for one in register.loads if one.taken_back is not None],
    }


def _data(one: Load, counted: set[str]) -> dict[str, Any]:
    return {
        "load": one.id,
        "source": one.source,
        "file": one.file,
        "at": one.at.isoformat(),
        "rows": one.rows,
        "stored": one.kept,
        "refused": dict(one.refused),
        "first": one.first or None,
        "last": one.last or None,
        "total": one.total,
        "again": one.again,
        "changed": one.changed,
        "counted": one.id in counted,
        "beside": one.beside or None,
    }


def tables_page() -> str:
    """The canonical tables as a page of the docs: every column with its type, its unit and what it means."""
    parts = [_INTRODUCTION]
    for table in TABLES.values():
        parts.append(f"\n## {table.name}\n\n{table.about}\n\n| column | is | means |\n|---|---|---|\n")
        for column in table.columns:
            unit = f" ({column.unit})" if column.unit else ""
            must = " Must be there." if column.name in table.needs else ""
            links = f" Names {' or '.join(f'{_a(kind)}' for kind in column.links)} of the plan." if column.links else ""
            parts.append(f"| `{column.name}` | {KINDS[column.type]}{unit} | {column.about}{must}{links} |\n")
        parts += [f"| `{step.name}` | a time | {step.about} It makes a row of its own. |\n" for step in table.steps]
    parts.append("\n## In every table\n\n| column | is | means |\n|---|---|---|\n")
    parts += [f"| `{column.name}` | {KINDS[column.type]} | {column.about} |\n" for column in WHENCE]
    return "".join(parts)


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"
