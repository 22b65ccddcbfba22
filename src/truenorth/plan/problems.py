"""What is wrong with a value, in our words: what was found, and what to write instead."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

from truenorth.plan.cells import Shape
from truenorth.plan.links import KEY, a, near_key

LONGEST_KEY = 120


@dataclass(frozen=True)
class Problem:
    """A value that cannot be read: the field (dotted), what is wrong, and what to write instead."""

    field: str
    says: str


def problem(place: str, error: Any, shape: Shape = "part", of: str = "") -> Problem:
    """What pydantic says of a value at a place, in our words; `of` is the kind whose key the field holds."""
    inside = [str(part) for part in error["loc"] if part != "[key]" and not str(part).startswith("function-")]
    says = _says(error, "part" if inside and shape != "map" else shape, "" if inside else of)
    return Problem(".".join([place, *inside]), says)


def _says(error: Any, shape: Shape, of: str) -> str:
    type_, value, more = error["type"], error["input"], error.get("ctx", {})
    if isinstance(value, (list, tuple)) and type_ in _ONE and shape in ("text", "scalar"):
        return only_one(value, of)
    match type_:
        case "value_error":
            return str(more["error"])
        case "extra_forbidden":
            return "there is no such field here"
        case "missing":
            return "is not given, and cannot be left out here"
        case "literal_error" | "enum":
            if isinstance(value, (list, tuple, dict)):
                return f"expected one of {more['expected']}, found {found(value)}"
            return f"'{str(value)[:60]}' is not one of {more['expected']}{_rather(value, more['expected'])}"
        case "string_type" | "list_type" | "dict_type" | "model_type" | "model_attributes_type":
            return f"expected {_expected(type_, shape)}, found {found(value)}"
    if type_ in _LIMITS:
        return f"'{str(value)[:60]}' must be {_LIMITS[type_]} {next(iter(more.values())):,}"
    wanted = next((words for start, words in _WANTED.items() if type_.startswith(start)), "a value that is read here")
    if value is None or isinstance(value, (list, tuple, dict)):
        return f"expected {wanted}, found {found(value)}"
    return f"'{str(value)[:60]}' is not {wanted}"


_ONE = {"string_type", "literal_error", "bool_type", "int_type", "decimal_type", "float_type"}
_LIMITS = {
    "greater_than": "above",
    "greater_than_equal": "at least",
    "less_than": "below",
    "less_than_equal": "at most",
}
_WANTED = {
    "bool": "true or false",
    "int": "a whole number such as 3",
    "decimal": "a number such as 1.08",
    "float": "a number such as 1.08",
    "finite": "a number such as 1.08",
    "datetime": "a moment such as 2027-03-31T09:30:00Z",
    "date": "a day such as 2027-03-31",
    "json": "JSON",
}


def only_one(values: Any, of: str = "") -> str:
    """That a field takes one value, where a list was given."""
    named = [f"'{value[:40]}'" for value in values if isinstance(value, str)]
    if len(values) == 1 and named:
        return f"takes one{f' {of}' if of else ' value'}, not a list: write {named[0][1:-1]} without brackets"
    choice = f": keep {' or '.join(named)}" if 1 < len(named) <= 3 and len(named) == len(values) else ""
    return f"takes only one{f' {of}' if of else ''}, and is given a list of {len(values)}{choice}"


def _rather(value: Any, expected: str) -> str:
    """Which of the choices was most likely meant."""
    from truenorth.plan.sheet.meant import status  # a table of words, read only where one is wrong

    choices = re.findall(r"'([^']+)'", expected)
    text = str(value)[:60]
    meant = status(text) if "stopped" in choices else None
    if meant == "stopped":
        return "; write 'stopped' where nobody works on it now; an activity says in blocked_by what stands in its way"
    near = [meant] if meant else difflib.get_close_matches(text, choices, 1, 0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def _expected(type_: str, shape: Shape) -> str:
    wanted = {"string_type": "text", "list_type": _EXPECTED["list"], "dict_type": _EXPECTED["map"]}
    return _EXPECTED[shape] if shape != "part" and type_ == "model_type" else wanted.get(type_, _EXPECTED["part"])


_EXPECTED: dict[Shape, str] = {
    "text": "text",
    "scalar": "one value",
    "list": "a list (a; b)",
    "map": "names with values (name=value; name=value)",
    "part": "a value with fields ({name: value})",
}


def found(value: Any) -> str:
    """What a value is, where another was expected."""
    match value:
        case None:
            return "nothing"
        case str():
            return f"the text '{value[:60]}'"
        case list() | tuple():
            return "a list"
        case dict():
            return "names with values"
    return f"'{str(value)[:60]}'"


def no_field(kind: str, name: str, names: list[str]) -> str:
    """That a kind has no field of a name, and which was meant."""
    near = difflib.get_close_matches(name, names, 1, 0.6)
    hint = f"did you mean '{near[0]}'?" if near else f"`truenorth plan kinds {kind}` lists the fields."
    return f"{a(kind)} has no field '{name[:60]}'; {hint} The company's own fields go to labels."


def no_key(key: str) -> str:
    """Why a text is no key, and how it may be written."""
    if KEY.fullmatch(key[:LONGEST_KEY]) and len(key) > LONGEST_KEY:
        return f"'{key[:60]}...' is {len(key):,} characters long: a key has at most {LONGEST_KEY}"
    hint = f"; write '{near}'" if (near := near_key(key)) else ""
    return f"'{key[:60]}' is not a key: use letters, digits, '-', '_' and '.'{hint}"
