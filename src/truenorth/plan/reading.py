"""Plain data or the cells of a sheet in, entities out, with every wrong value named."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from truenorth.plan.cells import Shape, plain, unfold
from truenorth.plan.entity import KEY, KINDS, Entity, Ref, a, data, near_key


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
            problems.append(Problem("key", _no_key(key)))
        for name, raw in fields.items():
            known = self.known.get(name)
            if known is None:
                problems.append(Problem(name, self._no_field(name)))
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
            problems.extend(problem(name, one, shape) for one in error.errors())
            return
        except (ValueError, RecursionError) as error:
            problems.append(Problem(name, str(error)))
            return
        if isinstance(raw, str):
            self.known[name][raw] = value
        values[name] = value

    def _no_field(self, name: str) -> str:
        near = difflib.get_close_matches(name, [n for n in self.defaults if n != "key"], 1, 0.6)
        hint = f"did you mean '{near[0]}'?" if near else f"`truenorth plan kinds {self.kind.kind}` lists the fields."
        return f"{a(self.kind.kind)} has no field '{name[:60]}'; {hint} The company's own fields go to labels."


def _no_key(key: str) -> str:
    hint = f"; write '{near}'" if (near := near_key(key)) else ""
    return f"'{key[:60]}' is not a key: use letters, digits, '-', '_' and '.'{hint}"


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


def problem(place: str, error: Any, shape: Shape = "part") -> Problem:
    """What pydantic says of a value at a place, in our words."""
    inside = (str(part) for part in error["loc"])
    place = ".".join([place, *(part for part in inside if part != "[key]" and not part.startswith("function-"))])
    match error["type"]:
        case "value_error":
            return Problem(place, str(error["ctx"]["error"]))
        case "extra_forbidden":
            return Problem(place, "there is no such field here")
        case "missing":
            return Problem(place, "is not given, and cannot be left out here")
        case "literal_error" | "enum":
            near = difflib.get_close_matches(str(error["input"]), re.findall(r"'([^']+)'", error["msg"]), 1, 0.5)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            return Problem(place, f"'{str(error['input'])[:60]}' is not one of {error['ctx']['expected']}{hint}")
        case "string_type" | "list_type" | "dict_type" | "model_type" | "model_attributes_type":
            return Problem(place, f"expected {_expected(error['type'], shape)}, found {_found(error['input'])}")
    if wanted := _PARSED.get(error["type"].partition("_")[0]):
        return Problem(place, f"'{str(error['input'])[:60]}' is not {wanted}")
    return Problem(place, f"{error['msg'][:1].lower()}{error['msg'][1:]}")


_PARSED = {"bool": "true or false", "int": "a whole number such as 3", "decimal": "a number such as 1.08"}


def _expected(type_: str, shape: Shape) -> str:
    wanted = {"string_type": "text", "list_type": _EXPECTED["list"], "dict_type": _EXPECTED["map"]}
    return _EXPECTED[shape] if shape != "part" and type_ == "model_type" else wanted.get(type_, _EXPECTED["part"])


_EXPECTED = {
    "text": "text",
    "scalar": "one value",
    "list": "a list (a; b)",
    "map": "names with values (name=value; name=value)",
    "part": "a value with fields ({name: value})",
}


def _found(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case str():
            return f"the text '{value[:60]}'"
        case list():
            return "a list"
        case dict():
            return "names with values"
    return f"'{str(value)[:60]}'"
