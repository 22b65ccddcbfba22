"""The fields of a kind as columns: what each takes, what it may be chosen from, what it points at."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from truenorth.plan.entity import KINDS, Entity
from truenorth.plan.links import May, To
from truenorth.plan.values import Duration, Money, Quantity, When

Form = Literal["text", "date", "money", "number", "duration", "whole", "truth", "choice", "link", "words", "fields"]

# The order in which people think: why, to whom, the work, what it uses, what is owed.
ORDER = (
    *("vision", "goal", "objective", "metric", "persona", "message", "program", "activity", "content"),
    *("team", "role", "tool", "process", "capacity", "budget", "feed", "commitment", "expectation"),
    *("assumption", "cadence", "product", "company"),
)
FIRST = ("name", "owner", "status")
LAST = ("note", "labels", "source", "same_as", "undecided", "valid_from", "valid_to")


@dataclass(frozen=True)
class Field:
    """A field as a column: `shape` is one value, a list, or names with values; `form` is what each value is."""

    name: str
    form: Form
    shape: Literal["one", "list", "map"] = "one"
    choices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    meaning: str = ""
    unit: str = ""


def kinds() -> list[type[Entity]]:
    """Every kind, in the order in which people think; one that the order does not name comes last."""
    return [KINDS[name] for name in dict.fromkeys((*ORDER, *KINDS)) if name in KINDS]


@cache
def fields(kind: type[Entity]) -> dict[str, Field]:
    """The fields of a kind by name, in the order of their columns."""
    hints = typing.get_type_hints(kind, include_extras=True)
    own = [name for name in kind.model_fields if name not in Entity.model_fields]
    found = {name: _field(name, hints[name], kind) for name in (*FIRST, *own, *LAST)}
    if "same_as" in found:
        found["same_as"] = Field("same_as", "link", "list", kinds=(kind.kind,), meaning=found["same_as"].meaning)
    return found


@cache
def within(kind: type[Entity], name: str) -> tuple[Field, ...]:
    """What one row of a field holds: the fields of a part, or a name with its value; nothing where it is no rows."""
    hint = typing.get_type_hints(kind, include_extras=True)[name]
    names, value = _map(hint)
    part = _part(hint if value is None else value)
    inner = typing.get_type_hints(part, include_extras=True) if part else {}
    fields_ = tuple(_field(one, inner[one], part) for one in part.model_fields) if part else ()
    if value is None:
        return fields_
    form, shape, more = _form(value)
    return (_field("name", names), *(fields_ or (Field("value", form, shape, **more),)))


def _field(name: str, hint: Any, kind: type[BaseModel] | None = None) -> Field:
    form, shape, more = _form(hint)
    return Field(name, form, shape, meaning=(kind.model_fields[name].description or "") if kind else "", **more)


def _map(hint: Any) -> tuple[Any, Any]:
    """The types of the names and the values, where a type is names with values; else None for both."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is dict:
        return parts[0], parts[1]
    return _map(parts[0]) if origin in (Annotated, typing.Union, types.UnionType) else (None, None)


def _part(hint: Any) -> type[BaseModel] | None:
    """The type of the part that a value is, or is a list of."""
    if isinstance(hint, type):
        return hint if issubclass(hint, BaseModel) else None
    return next((found for part in get_args(hint) if (found := _part(part))), None)


_Found = tuple[Form, Literal["one", "list", "map"], dict[str, Any]]


def _form(hint: Any) -> _Found:
    if hint == When:
        return "date", "one", {}
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(parts)
    if origin in (typing.Union, types.UnionType):
        return _form(next(part for part in parts if part is not type(None)))
    if origin is Literal:
        return "choice", "one", {"choices": tuple(map(str, parts))}
    if origin is list:
        form, _, more = _form(parts[0])
        return form, "list", more
    if origin is dict:
        form, _, more = _form(parts[0])
        return form, "map", more
    return _plain(hint), "one", {}


def _annotated(parts: tuple[Any, ...]) -> _Found:
    for mark in parts[1:]:
        if isinstance(mark, To):
            return "link", "one", {"kinds": mark.kinds}
        if isinstance(mark, May) and mark.kinds:
            return "words", "one", {"kinds": mark.kinds, "choices": mark.unless}
    form, shape, more = _form(parts[0])
    unit = next((part.unit for part in parts[1:] if hasattr(part, "unit")), "")
    return form, shape, {**more, "unit": unit} if unit else more


_FORMS: dict[Any, Form] = {
    Quantity: "number",
    Money: "money",
    Duration: "duration",
    Decimal: "number",
    int: "whole",
    bool: "truth",
}


def _plain(hint: Any) -> Form:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return "fields"
    return _FORMS.get(hint, "text")


def help_of(field: Field) -> str:
    """What a column is for and how it is filled in, in a sentence or two."""
    return f"{field.meaning} {_how(field)}".strip()


def _how(field: Field) -> str:
    if field.form == "choice":
        return f"One of: {', '.join(field.choices)}."
    if field.form == "fields":
        return "Several values in one cell, as JSON; the first alone may stand as it is."
    if field.shape == "map":
        return "Write name=value; name=value."
    what = _WHAT.get(field.form, "")
    if field.kinds:
        what = f"The key of {' or '.join(field.kinds)}" + (" or other words." if field.form == "words" else ".")
    return f"{what} Several: a; b." if field.shape == "list" else what


_WHAT = {
    "date": "2027-03-31, 2027-03, 2027-Q1 or 2027.",
    "money": "1200 or 1200 EUR.",
    "number": "40, 40 %, 20..30, >= 15 or undisclosed.",
    "duration": "10 working days, 2..4 weeks, 6 months.",
    "whole": "A whole number.",
    "truth": "true or false.",
}
