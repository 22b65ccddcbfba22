"""Plain data or the cells of a sheet in, entities out, with every wrong value named."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from truenorth.plan.cells import Shape, plain, unfold
from truenorth.plan.entity import KEY, KINDS, Entity, Ref, To, data
from truenorth.plan.problems import Problem, no_field, no_key, problem

__all__ = ["Problem", "Reader", "Unreadable", "entity", "revised"]


class Unreadable(ValueError):
    """An entity with values that cannot be read; carries all of them."""

    def __init__(self, ref: Ref, problems: list[Problem]) -> None:
        """Keep the ref and its problems."""
        super().__init__("; ".join(f"{ref} {p.field}: {p.says}".replace("  ", " ") for p in problems))
        self.ref = ref
        self.problems = problems


def entity(ref: Ref, fields: Mapping[str, Any], readers: dict[str, Reader] | None = None) -> Entity:
    """One entity from plain data; readers that are kept from one to the next do not read the same text again."""
    kind, _, key = ref.partition(":")
    known = {} if readers is None else readers
    if kind not in known:
        known[kind] = Reader(_kind(kind))
    return known[kind].read(key, fields)


def revised(item: Entity, fields: Mapping[str, Any]) -> Entity:
    """An item with other fields; only those that differ from its own are read."""
    was = data(item)
    kept = {name: getattr(item, name) for name, value in fields.items() if name in was and was[name] == value}
    read = entity(item.ref, {name: value for name, value in fields.items() if name not in kept})
    return _built(type(item), {**read.__dict__, **kept})


_NOT_MET = object()


class Reader:
    """Reads entities of one kind; a text met before in the same field is not parsed again."""

    def __init__(self, kind: type[Entity]) -> None:
        """Prepare the fields of a kind."""
        self.kind = kind
        self.defaults = {name: info.default for name, info in kind.model_fields.items()}
        self.known: dict[str, dict[str, Any]] = {name: {} for name in self.defaults if name != "key"}
        self.shapes, self.validators = _shapes(kind), _validators(kind)

    def read(self, key: str, fields: Mapping[str, Any]) -> Entity:
        """The entity under a key; Unreadable with every problem otherwise."""
        problems: list[Problem] = []
        values = dict(self.defaults)
        values["key"] = key
        if not KEY.fullmatch(key):
            problems.append(Problem("key", no_key(key)))
        for name, raw in fields.items():
            known = self.known.get(name)
            if known is None:
                problems.append(Problem(name, no_field(self.kind.kind, name, list(self.shapes)[1:])))
            elif raw.__class__ is str and (met := known.get(raw, _NOT_MET)) is not _NOT_MET:
                values[name] = met
            elif raw is not None:
                self._value(name, raw, values, problems)
        if problems:
            raise Unreadable(f"{self.kind.kind}:{key}", problems)
        return _built(self.kind, values)

    def takes(self, name: str, text: str) -> bool:
        """Whether a text can be read as a field."""
        problems: list[Problem] = []
        if text not in self.known[name]:
            self._value(name, text, {}, problems)
        return not problems

    def _value(self, name: str, raw: Any, values: dict[str, Any], problems: list[Problem]) -> None:
        shape = self.shapes[name]
        try:
            known = unfold(raw, shape) if isinstance(raw, str) else plain(raw)
            if shape == "list" and isinstance(known, dict):
                known = [known]
            value = self.defaults[name] if known is None else self.validators[name](known)
        except ValidationError as error:
            problems.extend(problem(name, one, shape, _only(self.kind, name)) for one in error.errors())
            return
        except (ValueError, RecursionError) as error:
            problems.append(Problem(name, str(error)))
            return
        if isinstance(raw, str):
            self.known[name][raw] = value
        values[name] = value


def _kind(name: str) -> type[Entity]:
    if name not in KINDS:
        near = difflib.get_close_matches(name, KINDS, 1, 0.5)
        raise Unreadable(f"{name}:", [Problem("", f"there is no kind '{name}'; {_kinds_hint(near)}")])
    return KINDS[name]


def _kinds_hint(near: list[str]) -> str:
    return f"did you mean '{near[0]}'?" if near else f"the kinds are {', '.join(sorted(KINDS))}"


_NONE_SET: set[str] = set()  # one for all items, which never change: a plan holds tens of thousands


def _built(kind: type[Entity], values: dict[str, Any]) -> Entity:
    """An entity from values that have been validated field by field: much faster than validating it whole."""
    made = kind.__new__(kind)
    for name, value in (
        ("__dict__", values),
        ("__pydantic_fields_set__", _NONE_SET),
        ("__pydantic_extra__", None),
        ("__pydantic_private__", None),
    ):
        object.__setattr__(made, name, value)
    return made


@cache
def _validators(kind: type[Entity]) -> dict[str, Callable[[Any], Any]]:
    return {name: _validator(_hint(info)) for name, info in kind.model_fields.items()}


@cache
def _validator(hint: Any) -> Callable[[Any], Any]:
    """One for each hint: many fields of many kinds are of the same type."""
    return TypeAdapter(hint).validator.validate_python


def _hint(info: FieldInfo) -> Any:
    annotation: Any = info.annotation
    hint = _any_case(annotation)
    if get_origin(hint) is dict and get_args(hint)[1] is str:
        hint = Annotated[hint, BeforeValidator(_without_open)]
    if get_origin(hint) is list and _shape(get_args(hint)[0]) != "part":
        hint = Annotated[hint, AfterValidator(_each_once)]
    return Annotated[hint, *info.metadata] if info.metadata else hint


def _without_open(value: object) -> object:
    return {name: one for name, one in value.items() if one is not None} if isinstance(value, dict) else value


def _each_once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


@cache
def _any_case(hint: Any) -> Any:
    """A choice may be written in capitals or not."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return Annotated[hint, BeforeValidator(_chooser({part.lower(): part for part in parts}))]
    return _any_case(parts[0]) | None if len(parts) == 2 and parts[1] is type(None) else hint


def _chooser(choices: dict[str, str]) -> Any:
    return lambda value: choices.get(value.lower(), value) if isinstance(value, str) else value


@cache
def _shapes(kind: type[Entity]) -> dict[str, Shape]:
    return {name: _shape(info.annotation) for name, info in kind.model_fields.items()}


def _only(kind: type[Entity], name: str) -> str:
    """The kind whose key a field holds, where it holds just one."""
    info = kind.model_fields[name]
    hints = [info, *get_args(info.annotation)]
    marks = [mark for hint in hints for mark in getattr(hint, "metadata", get_args(hint)) if isinstance(mark, To)]
    return marks[0].kinds[0] if marks and len(marks[0].kinds) == 1 else ""


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
