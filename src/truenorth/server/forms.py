"""A form for any kind, made from the kind: what each field shows, and what was filled in as fields of an item."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from truenorth.plan.cells import cell, tidy, unfold
from truenorth.plan.entity import KINDS, Entity, Ref, data
from truenorth.plan.problems import Problem
from truenorth.plan.reading import Unreadable, entity
from truenorth.plan.sheet.fields import Field, fields, within
from truenorth.server.choices import Choices

Shown = str | list[str] | list[list[str]]  # one text, several, or rows of cells
Fields = Mapping[str, Any]
LONG = ("note", "text", "statement", "definition", "quote")
OF_A_FIELD, OF_ANOTHER = "f.", "o."


class Posted(Protocol):
    """What a browser sent: every name with its values."""

    def getlist(self, name: str) -> list[str]:
        """The values of a name."""
        ...


def widget(kind: type[Entity], field: Field) -> str:
    """How a field is filled in: text, long, choice, truth, link, chips, lines or rows."""
    if within(kind, field.name):
        return "rows"
    if field.shape == "list":
        return "chips" if field.kinds else "lines"
    if field.form in ("choice", "truth"):
        return field.form
    return "link" if field.kinds else "long" if field.name in LONG else "text"


def shown(kind: type[Entity], name: str, value: Any, choices: Choices) -> Shown:
    """A value of an item's data as its form shows it: links by name, all else as a plan writes it."""
    field = fields(kind)[name]
    if columns := within(kind, name):
        return [[_text(column, one, choices) for column, one in pairs] for pairs in _rows(field, columns, value)]
    if field.shape != "list":
        return _text(field, value, choices)
    items = [_text(field, one, choices) for one in value or ()]
    in_lines = not any("\n" in item or item[:1] in "[{" for item in items)
    return items if field.kinds or in_lines else [json.dumps(items, ensure_ascii=False)]


def _rows(field: Field, columns: tuple[Field, ...], value: Any) -> Iterator[Iterable[tuple[Field, Any]]]:
    if field.shape == "map":
        for name, one in (value or {}).items():
            inner = [one.get(column.name) for column in columns[1:]] if isinstance(one, dict) else [one]
            yield zip(columns, [name, *inner], strict=True)
        return
    many = value or () if field.shape == "list" else [value] if value else ()
    for part in many:
        yield ((column, part.get(column.name)) for column in columns)


def _text(field: Field, value: Any, choices: Choices) -> str:
    text = cell(value)
    return choices.shown(text, field.kinds) if field.kinds and text and text not in field.choices else text


def given(kind: type[Entity], posted: Posted, prefix: str = OF_A_FIELD) -> dict[str, Shown]:
    """What a form was filled in with, for the fields that it had; empty rows and lines are left out."""
    had = [name for name in posted.getlist("has") if name in fields(kind)]
    return {name: _given(kind, fields(kind)[name], posted, prefix + name) for name in dict.fromkeys(had)}


def _given(kind: type[Entity], field: Field, posted: Posted, at: str) -> Shown:
    if columns := within(kind, field.name):
        cells = [[_clean(text) for text in posted.getlist(f"{at}.{column.name}")] for column in columns]
        return [list(row) for row in zip(*cells, strict=False) if any(row)]
    texts = [_clean(text) for text in posted.getlist(at)]
    if field.shape != "list":
        return texts[-1] if texts else ""
    lines = texts if field.kinds else [line for text in texts for line in _lines(text)]
    return list(dict.fromkeys(line for line in map(str.strip, lines) if line))


def _lines(text: str) -> list[str]:
    return [text] if text[:1] in ("[", "{") else text.split("\n")


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class Filled:
    """What a form gives: the item's fields as they would be, and every problem. With problems nothing is changed."""

    after: dict[str, Any]
    problems: tuple[Problem, ...] = ()


def filled(ref: Ref, before: Fields, given: Mapping[str, Shown], choices: Choices) -> Filled:
    """An item's fields with what a form was filled in with; a field that says what it said stays to the letter."""
    kind, after, problems = KINDS[ref.partition(":")[0]], dict(before), list[Problem]()
    for name, said in given.items():
        if said == shown(kind, name, before.get(name), choices):
            continue
        value = _value(kind, fields(kind)[name], said, choices, problems)
        after.pop(name, None)
        if value not in (None, "", [], {}):
            after[name] = value
    try:
        made = entity(ref, after)
    except Unreadable as error:
        told = {one.field.partition(".")[0] for one in problems}
        problems += [one for one in error.problems if one.field.partition(".")[0] not in told]
        return Filled(after, tuple(problems))
    return Filled(data(made), tuple(problems))


def _value(kind: type[Entity], field: Field, said: Shown, choices: Choices, problems: list[Problem]) -> Any:
    """What was filled in as plain data; what is wrong with names and rows is added to the problems."""
    if isinstance(said, str):
        return _one(field, said, choices, problems, field.name)
    if columns := within(kind, field.name):
        rows = [[*row] if isinstance(row, list) else [row] for row in said]
        return _of_rows(field, columns, rows, choices, problems)
    texts = [one for one in said if isinstance(one, str)]
    if len(texts) == 1 and texts[0][:1] in ("[", "{") and not field.kinds:
        return texts[0]
    return [_one(field, text, choices, problems, field.name) for text in texts]


def _one(field: Field, text: str, choices: Choices, problems: list[Problem], at: str) -> Any:
    if not field.kinds or text in field.choices or not tidy(text):
        return text
    try:
        return choices.meant(text, field.kinds)
    except ValueError as error:
        if field.form == "link":
            problems.append(Problem(at, str(error)))
        return text


def _cell(field: Field, text: str, choices: Choices, problems: list[Problem], at: str) -> Any:
    """A cell of a row; a list or a map in one is written `a; b`, `name=value; name=value`."""
    if field.shape == "one":
        return _one(field, text, choices, problems, at)
    try:
        return unfold(text, "list" if field.shape == "list" else "map")
    except ValueError as error:
        problems.append(Problem(at, str(error)))
        return None


def _of_rows(
    field: Field, columns: tuple[Field, ...], rows: list[list[str]], choices: Choices, problems: list[Problem]
) -> Any:
    parts = []
    for number, row in enumerate(rows):
        at = f"{field.name}.{number}"
        cells = zip(columns, row, strict=False)
        parts.append({one.name: _cell(one, text, choices, problems, at) or None for one, text in cells})
    if field.shape == "one":
        return {name: value for name, value in parts[0].items() if value is not None} if parts else None
    if field.shape == "list":
        return [{name: value for name, value in part.items() if value is not None} for part in parts]
    return _named(field, parts, problems)


def _named(field: Field, parts: list[dict[str, Any]], problems: list[Problem]) -> dict[str, Any]:
    """Rows as names with values, each name once."""
    found: dict[str, Any] = {}
    for number, part in enumerate(parts):
        name = part.pop("name")
        if not name or name in found:
            says = f"“{name}” is there twice: keep one of the two" if name else "needs a name in its first cell"
            problems.append(Problem(f"{field.name}.{number}", says))
        else:
            found[name] = part["value"] if part.keys() == {"value"} else part
    return found
