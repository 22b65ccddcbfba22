"""How a sheet is read: its kind, what each column means, and in which way its dates and numbers are written."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from truenorth.plan.entity import KINDS, a
from truenorth.plan.links import KEY
from truenorth.plan.sheet.dates import Order
from truenorth.plan.sheet.fields import fields
from truenorth.plan.sheet.numbers import Mark
from truenorth.plan.sheet.table import Column
from truenorth.plan.sheet.words import folded

OUT = "-"  # a column that is left out
LABEL = "labels."


class Asked(ValueError):
    """Something that only people can say; the message tells what to add to the command."""


@dataclass(frozen=True)
class Layout:
    """How a sheet is read. `columns` gives a field, `labels.X`, `id`, `key` or `-` for each column by its name."""

    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: Order | None = None
    decimal: Mark | None = None
    id: str = ""  # the column that tells rows apart
    own: bool = False  # written by Truenorth: read to the letter
    known: bool = False  # remembered from an earlier import
    given: frozenset[str] = frozenset()  # columns that people said the meaning of


def fingerprint(columns: Iterable[Column]) -> str:
    """What tells next month's sheet for the same: the names of its columns."""
    names = "\n".join(folded(column.name) or column.name for column in columns)
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def mapped(layout: Layout, columns: Sequence[Column], given: Iterable[str]) -> Layout:
    """The layout with what people said of some columns: `Datum=due`, `C=labels.Prio`, `Spalte=-`."""
    changed, ident, said = dict(layout.columns), layout.id, set(layout.given)
    for one in given:
        name, mark, target = one.rpartition("=")
        if not mark:
            raise Asked(f"'{one[:60]}' is no column with its field: write --map \"Column=field\"")
        column, target = _column(columns, name.strip()), target.strip()
        target = f"{LABEL}{target[7:].strip()}" if target.lower().startswith(LABEL) else target
        if target == "id":
            ident, target = column.name, f"{LABEL}{column.name}"
        elif ident == column.name:
            ident = ""
        _takes(layout.kind, target)
        changed = {
            other: LABEL + other if field_ == target and target in single(layout.kind) else field_
            for other, field_ in changed.items()
        }
        changed[column.name] = target
        said.add(column.name)
    return replace(layout, columns=changed, id=ident, given=frozenset(said))


def single(kind: str) -> frozenset[str]:
    """The fields of a kind that only one column can fill."""
    return frozenset(name for name, one in fields(KINDS[kind]).items() if one.shape == "one" or one.kinds) | {"key"}


def _column(columns: Sequence[Column], name: str) -> Column:
    """The column that is meant by a name, or by its letter."""
    ways = (
        [one for one in columns if one.name == name],
        [one for one in columns if folded(name) and folded(name) in (folded(one.name), folded(one.lower))],
        [one for one in columns if one.letter == name.upper()],
    )
    for found in ways:
        if len(found) == 1:
            return found[0]
        if found:
            raise Asked(f"'{name}' can be column {' or '.join(one.letter for one in found)}: write the letter")
    near = difflib.get_close_matches(name, [one.name for one in columns], 1, 0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"the columns are {', '.join(one.name for one in columns)[:300]}"
    raise Asked(f"there is no column '{name[:60]}'; {hint}")


def _takes(kind: str, target: str) -> None:
    """Refuse what is no field of a kind."""
    known = fields(KINDS[kind])
    name, dot, part = target.partition(".")
    if target in (OUT, "key") or target in known or (dot and part and name in known and known[name].shape == "map"):
        return
    near = difflib.get_close_matches(target, known, 1, 0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"`truenorth plan kinds {kind}` lists the fields"
    raise Asked(
        f"{a(kind)} has no field '{target[:60]}'; {hint} A field of your own is labels.X, '-' leaves a column out."
    )


def kind_named(word: str) -> str:
    """The kind that a word means: `activities` is activity."""
    found = next((name for name, kind in KINDS.items() if word.lower() in (name, kind.plural.lower())), "")
    if not found:
        near = difflib.get_close_matches(word.lower(), KINDS, 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"the kinds are {', '.join(sorted(KINDS))}"
        raise Asked(f"there is no kind '{word[:60]}'; {hint}")
    return found


def is_key(text: str) -> bool:
    """Whether a text can be a key."""
    return bool(KEY.fullmatch(text))
