"""A JSON Schema for the file of each kind, so that editors complete and check it as it is written."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from truenorth.plan.entity import KINDS, Entity
from truenorth.plan.links import To
from truenorth.plan.values import Duration, In, Money, Quantity, When

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Patterns say no more than editors of all languages read the same way: letters of every script are what is no mark.
_MARKS = r"\s:;=,'" + '"' + r"\[\]{}()#|<>@!?*&%/\\+~$^`"
_KEY = rf"[^{_MARKS}_.\-][^{_MARKS}]{{0,119}}"


def schemas() -> dict[str, Schema]:
    """The schema of every kind's file."""
    return {name: schema_of(kind) for name, kind in sorted(KINDS.items())}


def schema_of(kind: type[Entity]) -> Schema:
    """The schema of a kind's file: items by key, each with the fields of the kind and no others."""
    defs = dict(_PLAIN)
    defs[kind.kind] = {**_fields(kind, defs, in_item=True), "type": ["object", "null"]}
    return {
        "$schema": DIALECT,
        "title": f"{kind.plural[:1].upper()}{kind.plural[1:]} of a plan",
        "description": defs[kind.kind]["description"],
        "type": ["object", "null"],
        "propertyNames": {"pattern": f"^{_KEY}$"},
        "additionalProperties": _ref(kind.kind),
        "$defs": dict(sorted(defs.items())),
    }


def _fields(kind: type[BaseModel], defs: dict[str, Schema], *, in_item: bool = False) -> Schema:
    """An object with the fields of a kind; those right in an item may also be written as in a cell of CSV."""
    hints = typing.get_type_hints(kind, include_extras=True)
    properties = {}
    for name, info in kind.model_fields.items():
        if name == "key":
            continue
        value = _value(hints[name], defs)
        properties[name] = {"description": info.description or "", **(_as_cell(value) if in_item else value)}
    required = [name for name, info in kind.model_fields.items() if info.is_required()]
    return {
        "description": " ".join((inspect.getdoc(kind) or "").split()),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _as_cell(value: Schema) -> Schema:
    """A list or a map may be written as text too, and one value with fields without the list around it."""
    ways = _ways(value)
    deep = [way for way in ways if way.get("type") in ("array", "object")]
    alone = [part for way in deep for part in _ways(way.get("items", {})) if part]
    return _any([*ways, *alone, _ref("text" if deep else "unknown")])


def _value(hint: Any, defs: dict[str, Schema]) -> Schema:
    """How a value of a type may be written."""
    if hint == When:
        return _ref("date")
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(inner, defs)
    if origin in (typing.Union, types.UnionType):
        return _any([*_ways(_value(inner[0], defs)), _ref("unknown")])
    if origin is Literal:
        return _any([{"enum": list(inner)}, {"type": "string", "pattern": rf"^\s*({_any_case(inner)})\s*$"}])
    if origin is list:
        return {"type": "array", "items": _any([*_ways(_value(inner[0], defs)), _ref("unknown")])}
    if origin is dict:
        return _map(inner, defs)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return _part(hint, defs)
    return _ref(_NAMES.get(hint, "text"))


def _annotated(inner: tuple[Any, ...], defs: dict[str, Schema]) -> Schema:
    value = _value(inner[0], defs)
    for mark in inner[1:]:
        if isinstance(mark, To):
            value = {"type": ["string", "number"], "pattern": rf"^\s*(({'|'.join(mark.kinds)}):)?{_KEY}\s*$"}
        elif isinstance(mark, In):
            value = {**value, "title": f"in {mark.unit}, where it says no unit"}
    return value


def _map(inner: tuple[Any, Any], defs: dict[str, Schema]) -> Schema:
    """Names with values; where the values may be left open, the names alone."""
    names, value = _value(inner[0], defs), _any([*_ways(_value(inner[1], defs)), _ref("unknown")])
    found: Schema = {"type": "object", "additionalProperties": value}
    pattern = names.get("pattern") or (_PLAIN["date"]["pattern"] if names == _ref("date") else None)
    if pattern:
        found["propertyNames"] = {"pattern": pattern}
    return _any([found, {"type": "array", "items": names}]) if type(None) in get_args(inner[1]) else found


def _part(kind: type[BaseModel], defs: dict[str, Schema]) -> Schema:
    """A value with fields; bare text is its first field."""
    name = kind.__name__.lower()
    if name not in defs:
        defs[name] = {}
        defs[name] = _fields(kind, defs)
    return _any([_ref(name), _ref("text")])


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _ways(value: Schema) -> list[Schema]:
    return list(value["anyOf"]) if "anyOf" in value else [value]


def _any(ways: list[Schema]) -> Schema:
    """One of some ways to write a value, each once; text may say unknown already."""
    once = [way for number, way in enumerate(ways) if way not in ways[:number]]
    if _ref("text") in once:
        once = [way for way in once if way != _ref("unknown")]
    return once[0] if len(once) == 1 else {"anyOf": once}


def _any_case(words: Iterable[str]) -> str:
    return "|".join("".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else c for c in word) for word in words)


def _number(more: str, says: str) -> Schema:
    pattern = rf"^\s*({more}|{_any_case(['undisclosed'])}(\s.*)?$)"
    return {"description": says, "type": ["string", "number"], "pattern": pattern}


_NAMES = {Quantity: "number", Money: "money", Duration: "duration", Decimal: "rate", int: "count", bool: "truth"}
_DAYS = r"[0-9]{4}(-([0-9]{1,2}(-[0-9]{1,2})?|[QqWw][0-9]{1,2}))?"
_PLAIN: dict[str, Schema] = {
    "text": {"type": ["string", "number", "boolean", "null"]},
    "unknown": {
        "description": "Not known yet: left out, empty, ? or unknown.",
        "type": ["string", "null"],
        "pattern": rf"^\s*(\?|{_any_case(['unknown'])})?\s*$",
    },
    "date": {
        "description": "2027-03-31, 2027-W13, 2027-03, 2027-Q1, 2027 or a period of the company such as FY27-Q1.",
        "type": ["string", "integer"],
        "pattern": rf"^\s*({_DAYS}|[^{_MARKS}0-9_.\-][^{_MARKS}]*)\s*$",
    },
    "number": _number(
        rf"[<>≥≤xX+.\-]|[0-9]|{_any_case(['maximize', 'maximise', 'minimize', 'minimise'])}",
        "40, 40 %, 20..30 %, >= 15, +30 % (a change), x3 (a factor), maximize, undisclosed.",
    ),
    "money": _number(r"\+?[0-9.][0-9.,_]*\s*([A-Za-z]{3})?\s*$", "1200, 1,200.50 EUR, undisclosed."),
    "duration": {
        "description": "90 days, 10 working days, 2..4 weeks, 6 months, 24 hours.",
        "type": "string",
        "pattern": r"^\s*[0-9].*[A-Za-z]\s*$",
    },
    "rate": {"description": "1.08", "type": ["string", "number"]},
    "count": {
        "description": "A whole number.",
        "type": ["string", "number"],
        "pattern": r"^\s*\+?[0-9][0-9_]*(\.0*)?\s*$",
    },
    "truth": {
        "description": "true or false.",
        "type": ["boolean", "number", "string"],
        "pattern": rf"^\s*({_any_case(['true', 'false', 'yes', 'no', 'on', 'off', 't', 'f', 'y', 'n'])}|[01])\s*$",
    },
}
