"""What a new load tells again: rows that older loads of its source have already, and those that it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from truenorth.facts.connection import connection, literal
from truenorth.facts.newest import hashed
from truenorth.facts.register import FOLDER, Load
from truenorth.facts.table import Table


@dataclass(frozen=True)
class Overlap:
    """Rows that were there already, and how many of them now say something else.

    `beside` names a load that tells all of this in more detail, and `changed` counts where the two differ; `part_of`
    names one that tells a part of it with other columns.
    """

    again: int = 0
    changed: int = 0
    beside: str = ""
    part_of: str = ""


def overlap(staged: Path, table: Table, loads: Sequence[Load], folder: Path) -> Overlap:
    """How new rows meet those of older loads of the same source."""
    if not loads:
        return Overlap()
    new = connection().read_parquet(literal(staged))
    old = connection().read_parquet([literal(folder / FOLDER / one.place) for one in loads])
    again = _count(new, old, table.key)
    if again:
        says = [name for name in table.by_name if name not in ("currency", "original")]
        return Overlap(again, again - _count(new, old, says))
    return _otherwise_parted(new, table, loads, folder) if table.sums else Overlap()


def _count(new: Any, old: Any, names: Sequence[str]) -> int:
    """How many new rows have an old one with the same values."""
    there = old.select(same=hashed(old, names)).distinct()
    mine = new.select(thing=hashed(new, names))
    return int(mine.semi_join(there, mine.thing == there.same).count().to_pyarrow().as_py())


def _otherwise_parted(new: Any, table: Table, loads: Sequence[Load], folder: Path) -> Overlap:
    """Whether an older load tells of the same things by other columns: by day where the new one gives a sum."""
    mine = _filled(new, table)
    for load in loads:
        old = connection().read_parquet(literal(folder / FOLDER / load.place))
        theirs = _filled(old, table)
        shared = [name for name in table.key if name in mine & theirs]
        if mine == theirs or not {"id", table.label} & set(shared):
            continue
        met = _count(new, old, shared)
        if met == int(new.count().to_pyarrow().as_py()) and mine < theirs:
            return Overlap(met, _differing(new, old, shared, table.sums), load.id)
        if met:
            return Overlap(part_of=load.id)
    return Overlap()


def _differing(new: Any, old: Any, shared: Sequence[str], sums: Sequence[str]) -> int:
    """In how many of the things that both speak of their sums differ by more than a rounding."""
    mine = new.group_by(*shared).agg(**{name: new[name].sum() for name in sums})
    theirs = old.group_by(*shared).agg(**{name: old[name].sum() for name in sums})
    both = mine.join(theirs, [mine[name].identical_to(theirs[name]) for name in shared], rname="old {name}")
    apart = [(both[name].fill_null(0) - both[f"old {name}"].fill_null(0)).abs() > 0.005 for name in sums]
    return int(both.filter(reduce(or_, apart)).count().to_pyarrow().as_py())


def _filled(rows: Any, table: Table) -> frozenset[str]:
    """The columns of the key in which anything stands."""
    counts = rows.aggregate(**{name: rows[name].count() for name in table.key}).to_pyarrow().to_pylist()[0]
    return frozenset(name for name, count in counts.items() if count)
