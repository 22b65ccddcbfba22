"""The help page of a kind: what it is, its fields, how each is written, and an example; also as a template to fill."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from truenorth.plan.cells import cell
from truenorth.plan.entity import KINDS, Entity
from truenorth.plan.links import May, To, a
from truenorth.plan.text import documents, dumped
from truenorth.plan.values import Duration, In, Money, Quantity

GROUPS = {
    "The company": ("company",),
    "Why": ("vision", "goal", "objective", "metric", "expectation", "assumption", "product"),
    "To whom, and what we say": ("persona", "message", "content"),
    "The work": ("program", "activity", "feed"),
    "What it uses": ("team", "role", "tool", "process", "capacity", "budget"),
    "What we owe each other": ("commitment", "cadence"),
}
_VALUES = {Quantity: "a number", Money: "money", Duration: "a duration", int: "a whole number", bool: "true or false"}
HOW = {
    "a number": "40, 40 %, 20..30 %, >= 15, +30 % (a change), x3 (a factor), maximize, undisclosed",
    "money": "1200, 1200.50 EUR, undisclosed; without a currency it is the company's own",
    "a duration": "10 working days, 90 days, 6..9 months, 24 hours: always with its unit",
    "a date": "2027-03-31, 2027-W13, 2027-03, 2027-Q1, 2027, or a period of the company such as FY27-Q1",
    "key of": "the key of that item, as it stands in its own file",
    "list of": "[a, b] in YAML; a; b in a cell of CSV",
    "names with values": "{name: value, name: value} in YAML; name=value; name=value in a cell of CSV",
    "fields": "{field: value, field: value}, the first field alone as bare text; the same as JSON in a cell of CSV",
}


def meaning(kind: type[BaseModel]) -> str:
    """What a kind is, in a sentence or two."""
    return " ".join((inspect.getdoc(kind) or "").split())


def listing() -> Iterator[tuple[str, str, str]]:
    """(group, kind, what it is) of every kind; one that no group names comes last."""
    grouped = {name for names in GROUPS.values() for name in names}
    others = tuple(name for name in KINDS if name not in grouped)
    for group, names in {**GROUPS, "More": others}.items():
        yield from ((group, name, meaning(KINDS[name])) for name in names if name in KINDS)


def fields(kind: type[BaseModel], *, own: bool | None = None) -> Iterator[tuple[str, str, str]]:
    """(name, how it is written, what it means) of each field; `own` leaves out, or keeps, what all kinds share."""
    hints = typing.get_type_hints(kind, include_extras=True)
    for name, info in kind.model_fields.items():
        shared = name in Entity.model_fields
        if name == "key" or (own is not None and own == shared):
            continue
        yield name, written(hints[name], info), info.description or ""


def written(hint: Any, info: FieldInfo | None = None) -> str:
    """How a value of a type is written, in words."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(parts)
    if origin in (typing.Union, types.UnionType):
        return written(next(part for part in parts if part is not type(None)))
    if origin is Literal:
        return " | ".join(map(str, parts))
    if origin is list:
        return f"list of {written(parts[0]).removeprefix('a ')}"
    if origin is dict:
        return f"names with values ({written(parts[0])} = {written(parts[1])})"
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return f"fields ({', '.join(hint.model_fields)})"
    return _VALUES.get(hint, "a number" if hint.__name__ == "Decimal" else "text")


def _annotated(parts: tuple[Any, ...]) -> str:
    marks = [part for part in parts[1:] if isinstance(part, (To, May))]
    if marks:
        keys = [f"key of {a(kind)}" if number == 0 else f"{kind}:key" for number, kind in enumerate(marks[0].kinds)]
        return ", or ".join([*keys, "other words"] if isinstance(marks[0], May) else keys) or "text, or kind:key"
    counted = next((part.unit for part in parts[1:] if isinstance(part, In)), "")
    if counted:
        return f"{written(parts[0])} in {counted}"
    if parts[0] is str and any("2027-W13" in str(part) for part in parts[1:]):
        return "a date"
    return written(parts[0])


def parts(kind: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The fields of a kind that hold values with fields of their own."""
    hints = typing.get_type_hints(kind, include_extras=True)
    found = {name: _part(hints[name]) for name in kind.model_fields if name not in Entity.model_fields}
    return {name: part for name, part in found.items() if part}


def _part(hint: Any) -> type[BaseModel] | None:
    if isinstance(hint, type):
        return hint if issubclass(hint, BaseModel) else None
    return next((found for part in get_args(hint) if (found := _part(part))), None)


def page(kind: type[Entity], examples: Path) -> str:
    """The help page of a kind."""
    return "\n".join(_page(kind, examples)).rstrip() + "\n"


def _page(kind: type[Entity], examples: Path) -> Iterator[str]:
    yield f"{kind.kind}: {meaning(kind)}"
    yield f"Written in {kind.kind}.yaml or {kind.kind}.csv. Every field may be left out: unknown is not wrong."
    yield "\nIts own fields"
    yield from _rows(fields(kind, own=True))
    for name, part in parts(kind).items():
        yield f"\nInside {name}: {meaning(part)}"
        yield from _rows(fields(part))
    yield "\nFields of every kind"
    yield from _rows(fields(kind, own=False))
    yield "\nHow values are written"
    yield from (f"  {name:<18} {how}" for name, how in HOW.items())
    yield from _sample(kind, examples)


def _rows(found: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    for name, how, what in found:
        yield f"  {name:<18} {what or '-'} [{how}]"


def _sample(kind: type[Entity], examples: Path) -> Iterator[str]:
    items = documents(examples).get(kind.kind, {})
    if not items:
        return
    key, given = next(iter(items.items()))
    yield "\nAn example, in YAML"
    yield from (f"  {line}" for line in dumped({key: given}).splitlines())
    names = [name for name in given if not isinstance(given[name], list) or _fits(given[name])][:6]
    yield "\nThe same in CSV (some of its columns)"
    yield f"  {','.join(['key', *names])}"
    yield f"  {','.join([key, *(_quoted(cell(given[name])) for name in names)])}"


def _fits(items: list[Any]) -> bool:
    return all(isinstance(item, str) for item in items)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


def template(kind: str, examples: Path) -> str:
    """A file for the items of a kind: comments alone, to be replaced by items."""
    items = documents(examples).get(kind, {})
    own, shared = (", ".join(name for name, _, _ in fields(KINDS[kind], own=mine)) for mine in (True, False))
    lines = [
        f"{kind}: {meaning(KINDS[kind])}",
        f"Fields: {own}.",
        f"As on every kind: {shared}.",
        f"All of them may be left out. What each means: truenorth plan kinds {kind}",
    ]
    if items:
        key, given = next(iter(items.items()))
        lines += ["An item, its key at the start of the line; write yours below without the #:", ""]
        lines += dumped({key: given}).splitlines()
    return "\n".join(f"# {line}".rstrip() for line in lines) + "\n"
