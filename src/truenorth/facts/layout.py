"""How the file of a source is read: its table, which column is taken for what, and what is the same for all rows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, get_args

from truenorth.facts.table import Table
from truenorth.facts.tables import TABLES
from truenorth.plan.sheet.dates import ORDERS, Order
from truenorth.plan.sheet.numbers import Mark

MICROS = 1_000_000.0
MARKS: tuple[Mark, ...] = get_args(Mark)


class Unclear(ValueError):
    """Something that the file does not tell and nobody should guess; says what to add to the command."""


@dataclass(frozen=True)
class Takes:
    """The column that fills a field, or several where each is a series of its own; numbers are divided by `over`.

    `said` is how it was written: `cost_micros/1000000`, `*_S`. `labels` are what the series are called.
    """

    columns: tuple[str, ...]
    over: float = 1.0
    said: str = ""
    labels: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.said or self.columns[0] + (f"/{self.over:.15g}" if self.over != 1 else "")


@dataclass(frozen=True)
class Layout:
    """What is known of how a source's file is read."""

    table: str
    takes: Mapping[str, Takes] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    order: Order | None = None
    mark: Mark | None = None

    @property
    def of(self) -> Table:
        """The table it is brought to."""
        return TABLES[self.table]

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        found: dict[str, Any] = {"table": self.table, "columns": {name: str(one) for name, one in self.takes.items()}}
        found |= {"same": dict(self.fixed)} if self.fixed else {}
        found |= {"dates": self.order} if self.order else {}
        found |= {"decimal": self.mark} if self.mark else {}
        return found


def taken(field_: str, said: str, names: Sequence[str]) -> Takes:
    """The columns that a text means: a name, `name/1000000`, `*_S`, or several names parted by commas."""
    said = said.strip()
    if said in names:
        return Takes((said,), said=said)
    scaled = re.fullmatch(r"(.+?)\s*/\s*([0-9]+(?:\.[0-9]+)?)", said)
    bare, over = (scaled[1], float(scaled[2])) if scaled and float(scaled[2]) else (said, 1.0)
    if bare in names:
        return Takes((bare,), over, said)
    if "*" in bare:
        columns = tuple(name for name in names if fnmatchcase(name, bare))
        if not columns:
            raise Unclear(f"no column is named like '{bare}'; {_there(names)}")
        start, _, end = bare.partition("*")
        return Takes(columns, over, said, tuple(name.removeprefix(start).removesuffix(end) or name for name in columns))
    columns = tuple(one for part in bare.split(",") if (one := part.strip()))
    for name in columns or ("",):
        if name not in names:
            raise Unclear(f"there is no column '{name[:60]}' for {field_}; {_near(name, names)}")
    return Takes(columns, over, said, columns if len(columns) > 1 else ())


def _near(name: str, names: Sequence[str]) -> str:
    by_fold = {one.casefold(): one for one in names}
    near = [by_fold[one] for one in difflib.get_close_matches(name.casefold(), by_fold, 2, 0.5)]
    return f"did you mean {' or '.join(near)}?" if near else _there(names)


def _there(names: Sequence[str]) -> str:
    more = f" and {len(names) - 12:,} more" if len(names) > 12 else ""
    return f"the file has {', '.join(names[:12])}{more}"


def field_of(table: Table, name: str) -> str:
    """A field of a table by its name."""
    if name in table.fields:
        return name
    near = difflib.get_close_matches(name, table.fields, 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(table.fields)}"
    raise Unclear(f"{table.name} has no '{name[:60]}'; {hint}")


def table_named(name: str) -> Table:
    """A table by its name, however its words are parted."""
    word = re.sub(r"[\s-]+", "_", name.strip().lower())
    begin = [one for one in TABLES.values() if word and one.name.startswith(word.removesuffix("s"))]
    found = TABLES.get(word) or (begin[0] if len(begin) == 1 else None)
    if found is None:
        near = difflib.get_close_matches(word, TABLES, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else f"the tables are {', '.join(TABLES)}"
        raise Unclear(f"there is no table '{name[:60]}'; {hint}")
    return found


def kept(found: Mapping[str, Any], names: Sequence[str]) -> Layout | None:
    """A layout as it was kept, as far as the file has its columns; None where what was kept is of no use."""
    if found.get("table") not in TABLES:
        return None
    table = TABLES[found["table"]]
    takes = {}
    for name, said in (found.get("columns") or {}).items():
        try:
            takes[field_of(table, name)] = taken(name, str(said), names)
        except Unclear:
            continue
    fixed = {name: str(value) for name, value in (found.get("same") or {}).items() if name in table.fields}
    order = next((one for one in ORDERS if one == found.get("dates")), None)
    return Layout(table.name, takes, fixed, order, next((one for one in MARKS if one == found.get("decimal")), None))
