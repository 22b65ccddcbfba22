"""Which item each row is: by its key, by the number that tells rows apart, or by its name; else a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from truenorth.plan.cells import cell
from truenorth.plan.entity import KINDS, Entity, data
from truenorth.plan.plan import Plan
from truenorth.plan.sheet.fields import fields
from truenorth.plan.sheet.names import Names, plain_name
from truenorth.plan.sheet.rows import Row


@dataclass(frozen=True)
class Matched:
    """The rows that count, each with its key, and how many rows another one with the same number stands for."""

    rows: tuple[Row, ...]
    repeated: int = 0


def matched(rows: Sequence[Row], kind: str, plan: Plan, names: Names, ident: str, changed: str = "") -> Matched:
    """Give every row its key. Rows with one number are one item: the one changed last counts, else the last one."""
    kept = _once(rows, changed) if ident else list(rows)
    items = plan.all(KINDS[kind])
    taken = {row.key for row in kept if row.key}
    if ident:
        _by_id(kept, items, ident, taken)
    _by_name(kept, kind, [item for item in items if item.key not in taken and not (ident and ident in item.labels)])
    for row in kept:
        row.key = row.key or names.key(kind, row.name)
        names.add(f"{kind}:{row.key}", row.name)
    return Matched(tuple(kept), len(rows) - len(kept))


def _once(rows: Sequence[Row], changed: str) -> list[Row]:
    """One row for each number."""
    last: dict[str, Row] = {}
    for number, row in enumerate(rows):
        ident = row.id or f"\n{number}"
        before = last.get(ident)
        if before is None or not changed or row.labels.get(changed, "") >= before.labels.get(changed, ""):
            last[ident] = row
    return list(last.values())


def _by_id(rows: Iterable[Row], items: Iterable[Entity], ident: str, taken: set[str]) -> None:
    known = {item.labels[ident]: item.key for item in items if ident in item.labels}
    for row in rows:
        if not row.key and row.id in known:
            row.key = known[row.id]
            taken.add(row.key)


def _by_name(rows: Sequence[Row], kind: str, items: Sequence[Entity]) -> None:
    """Rows and items of one name: first those that say the same, then those left, in their order."""
    waiting: dict[str, list[Entity]] = {}
    for item in items:
        if item.name:
            waiting.setdefault(plain_name(item.name), []).append(item)
    left: dict[str, list[Row]] = {}
    for row in rows:
        if not row.key and (name := plain_name(row.name)) in waiting:
            left.setdefault(name, []).append(row)
    alike = [
        name
        for name, one in fields(KINDS[kind]).items()
        if one.form not in ("link", "words", "fields") and name != "labels"
    ]
    for name, mine in left.items():
        _paired(mine, sorted(waiting[name], key=_natural), alike)


def _paired(rows: list[Row], items: list[Entity], alike: Sequence[str]) -> None:
    if len(rows) > 1 or len(items) > 1:
        said: dict[tuple[str, ...], list[Entity]] = {}
        names = [name for name in alike if any(name in row.texts for row in rows)]
        for item in reversed(items):
            said.setdefault(_says({name: cell(value) for name, value in data(item).items()}, names), []).append(item)
        for row in rows:
            if same := said.get(_says(row.texts, names)):
                row.key = same.pop().key
        used = {row.key for row in rows if row.key}
        items = [item for item in items if item.key not in used]
    for row, item in zip((row for row in rows if not row.key), items, strict=False):
        row.key = item.key


def _says(texts: Mapping[str, str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(texts.get(name, "") for name in names)


def _natural(item: Entity) -> list[tuple[int, str]]:
    """`letter-10` after `letter-9`."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", item.key)]
