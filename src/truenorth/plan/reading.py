"""Plain data or the cells of a sheet in, entities out, with every wrong value named."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from truenorth.plan.entity import KINDS, Entity, Ref

KEY = re.compile(r"[^\W_][\w.\-]{0,119}")
UNKNOWN = frozenset({"", "?", "unknown"})
Shape = Literal["text", "scalar", "list", "map", "part"]


@dataclass(frozen=True)
class Problem:
    """A value that cannot be read: the field (dotted), what is wrong, and what to write instead."""

    field: str
    says: str


class Unreadable(ValueError):
    """An entity with values that cannot be read; carries all of them."""

    def __init__(self, ref: Ref, problems: list[Problem]) -> None:
        """Keep the ref and its problems."""
        super().__init__("; ".join(f"{ref} {p.field}: {p.says}".replace("  ", " ") for p in problems))
        self.ref = ref
        self.problems = problems


def entity(ref: Ref, fields: Mapping[str, Any]) -> Entity:
    """One entity from plain data."""
    kind, _, key = ref.partition(":")
    return Reader(_kind(kind)).read(key, fields)


class Reader:
    """Reads entities of one kind; a text met before in the same field is not parsed again."""

    def __init__(self, kind: type[Entity]) -> None:
        """Prepare the fields of a kind."""
        self.kind = kind
        self.defaults = {name: info.default for name, info in kind.model_fields.items()}
        self.known: dict[str, dict[str, Any]] = {name: {} for name in self.defaults}

    def read(self, key: str, fields: Mapping[str, Any]) -> Entity:
        """The entity under a key; Unreadable with every problem otherwise."""
        problems: list[Problem] = []
        values = dict(self.defaults)
        values["key"] = key
        if not KEY.fullmatch(key):
            problems.append(Problem("key", f"'{key[:60]}' is not a key: use letters, digits, '-', '_' and '.'"))
        for name, raw in fields.items():
            known = self.known.get(name)
            if known is None or name == "key":
                problems.append(Problem(name, self._no_field(name)))
            elif raw.__class__ is str and raw in known:
                values[name] = known[raw]
            elif raw is not None:
                self._value(name, raw, values, problems)
        if problems:
            raise Unreadable(f"{self.kind.kind}:{key}", problems)
        return _built(self.kind, values)

    def _value(self, name: str, raw: Any, values: dict[str, Any], problems: list[Problem]) -> None:
        shape = _shapes(self.kind)[name]
        try:
            plain = _unfold(raw, shape) if isinstance(raw, str) else raw
            value = self.defaults[name] if plain is None else _adapters(self.kind)[name].validate_python(plain)
        except ValidationError as error:
            problems.extend(_problem(name, one, shape) for one in error.errors())
            return
        except ValueError as error:
            problems.append(Problem(name, str(error)))
            return
        if isinstance(raw, str):
            self.known[name][raw] = value
        values[name] = value

    def _no_field(self, name: str) -> str:
        near = difflib.get_close_matches(name, [n for n in self.defaults if n != "key"], 1, 0.6)
        hint = f"did you mean '{near[0]}'?" if near else f"`truenorth plan kinds {self.kind.kind}` lists the fields"
        return f"a {self.kind.kind} has no field '{name[:60]}'; {hint} The company's own fields go to labels."


def _kind(name: str) -> type[Entity]:
    if name not in KINDS:
        near = difflib.get_close_matches(name, KINDS, 1, 0.5)
        raise Unreadable(f"{name}:", [Problem("", f"there is no kind '{name}'; {_kinds_hint(near)}")])
    return KINDS[name]


def _kinds_hint(near: list[str]) -> str:
    return f"did you mean '{near[0]}'?" if near else f"the kinds are {', '.join(sorted(KINDS))}"


def _built(kind: type[Entity], values: dict[str, Any]) -> Entity:
    """An entity from values that have been validated field by field: much faster than validating it whole."""
    made = kind.__new__(kind)
    for name, value in (
        ("__dict__", values),
        ("__pydantic_fields_set__", set()),
        ("__pydantic_extra__", None),
        ("__pydantic_private__", None),
    ):
        object.__setattr__(made, name, value)
    return made


@cache
def _adapters(kind: type[Entity]) -> dict[str, TypeAdapter[Any]]:
    return {name: TypeAdapter(_hint(info)) for name, info in kind.model_fields.items()}


def _hint(info: FieldInfo) -> Any:
    return Annotated[info.annotation, info] if info.metadata else info.annotation


@cache
def _shapes(kind: type[Entity]) -> dict[str, Shape]:
    return {name: _shape(info.annotation) for name, info in kind.model_fields.items()}


def _shape(hint: Any) -> Shape:
    origin, parts = get_origin(hint), get_args(hint)
    if hint is str:
        return "text"
    if origin is Annotated:
        return "text" if parts[0] is str and len(parts) == 1 else _shape(parts[0])
    if origin in (list, dict):
        return "list" if origin is list else "map"
    if isinstance(hint, type):
        return "part" if issubclass(hint, BaseModel) else "scalar"
    inner = {_shape(part) for part in parts if part is not type(None)}
    return inner.pop() if len(inner) == 1 else "scalar"


def _unfold(text: str, shape: Shape) -> Any:
    """A cell's text as lists and maps: `a; b`, `name=value; name=value`, or JSON where it starts with [ or {."""
    if shape == "text":
        return text or None
    stripped = text.strip()
    if stripped.lower() in UNKNOWN:
        return None
    if shape == "scalar":
        return stripped
    if stripped[0] in "[{":
        return _json(stripped)
    if shape == "part":
        return stripped
    items = [part for piece in stripped.split(";") if (part := piece.strip())]
    return items if shape == "list" else _map(items)


def _map(items: list[str]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for item in items:
        name, _, value = item.partition("=")
        name = name.strip()
        if name in found:
            raise ValueError(f"'{name[:60]}' is given twice: keep one")
        found[name] = value.strip() or None
    return found


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise ValueError(
            f"starts with {text[0]} but is not JSON ({str(error)[:80]}); write a; b or name=value; name=value"
        ) from None


def _problem(name: str, error: Any, shape: Shape) -> Problem:
    place = ".".join([name, *(str(part) for part in error["loc"] if not str(part).startswith("function-"))])
    match error["type"]:
        case "value_error":
            return Problem(place, str(error["ctx"]["error"]))
        case "extra_forbidden":
            return Problem(place, "there is no such field here")
        case "literal_error" | "enum":
            near = difflib.get_close_matches(str(error["input"]), re.findall(r"'([^']+)'", error["msg"]), 1, 0.5)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            return Problem(place, f"'{str(error['input'])[:60]}' is not one of {error['ctx']['expected']}{hint}")
        case "string_type" | "list_type" | "dict_type" | "model_type" | "model_attributes_type":
            return Problem(place, f"expected {_EXPECTED[shape]}, found {type(error['input']).__name__}")
    return Problem(place, f"{error['msg'][:1].lower()}{error['msg'][1:]}")


_EXPECTED = {
    "text": "text",
    "scalar": "one value",
    "list": "a list (a; b)",
    "map": "names with values (name=value; name=value)",
    "part": "a value with fields ({name: value})",
}
