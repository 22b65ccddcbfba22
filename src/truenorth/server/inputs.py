"""What a form shows for each field: its label, how it is filled in, what it holds now and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from truenorth.plan.entity import Entity
from truenorth.plan.problems import Problem
from truenorth.plan.sheet.fields import LAST, Field, fields, within
from truenorth.server.choices import Choices, offered
from truenorth.server.forms import OF_A_FIELD, Shown, widget

FEW = 200  # names that are sent with a page; of more, the first letters are asked for
HOW = {
    "date": "2027-03-31, 2027-03, 2027-W13, 2027-Q1 or a period such as FY27-Q1",
    "money": "1200 or 1200 EUR",
    "number": "40, 40 %, 20..30 %, >= 15, +30 % or x3",
    "duration": "10 working days, 90 days or 2..4 weeks",
    "whole": "a whole number",
}
SHORT = {"date": "2027-03", "money": "1200 EUR", "number": "20..30", "duration": "2..4 weeks", "whole": "3"}


@dataclass(frozen=True)
class Input:
    """A field of a form. `wrong_rows` are what is wrong with a row, by its place."""

    field: Field
    widget: str
    shown: Shown
    columns: tuple[Field, ...] = ()
    wrong: tuple[str, ...] = ()
    wrong_rows: Mapping[int, str] | None = None
    prefix: str = OF_A_FIELD

    @property
    def name(self) -> str:
        """The field's name."""
        return self.field.name

    @property
    def id(self) -> str:
        """What its label points at."""
        return f"{self.prefix}{self.name}".replace(".", "-")

    @property
    def label(self) -> str:
        """What it is called, with what it is counted in."""
        return label(self.field)

    @property
    def help(self) -> str:
        """What it is for, and how it is written."""
        written = HOW.get(self.field.form, "") if self.widget in ("text", "lines") else ""
        several = "One a line." if self.widget == "lines" else ""
        return " ".join(part for part in (self.field.meaning, several, written and f"Write {written}.") if part)

    @property
    def is_filled(self) -> bool:
        """Whether it says something, or something is wrong with it."""
        return bool(self.shown or self.wrong or self.wrong_rows)

    def blank(self) -> list[str]:
        """An empty row."""
        return [""] * len(self.columns)


def label(field: Field) -> str:
    """A field's name in words: `Effort (hours)`."""
    words = field.name.replace("_", " ")
    unit = f" ({field.unit})" if field.unit and field.unit not in ("numbers", "money") else ""
    return f"{words[:1].upper()}{words[1:]}{unit}"


def example(field: Field) -> str:
    """How a value of a row is written, as short as can be; what may be left open of names with values says nothing."""
    return SHORT.get(field.form, "a; b" if field.shape == "list" else "name=2027-01" if field.shape == "map" else "")


def inputs(
    kind: type[Entity],
    names: Iterable[str],
    shown: Mapping[str, Shown],
    problems: Iterable[Problem] = (),
    prefix: str = OF_A_FIELD,
) -> list[Input]:
    """The fields of a form, in their order, each with what it holds and what is wrong with it."""
    known, problems = fields(kind), list(problems)
    return [_input(kind, known[name], shown.get(name), problems, prefix) for name in names if name in known]


def _input(kind: type[Entity], field: Field, shown: Shown | None, problems: list[Problem], prefix: str) -> Input:
    way, columns = widget(kind, field), within(kind, field.name)
    if shown is None:
        shown = [] if columns or field.shape == "list" else ""
    mine = [one for one in problems if one.field.partition(".")[0] == field.name]
    rows: dict[int, str] = {}
    if columns and isinstance(shown, list):
        for one in mine:
            if (place := _row(field, one, shown)) is not None:
                rows[place] = f"{rows[place]} {one.says}" if place in rows else one.says
        mine = [one for one in mine if _row(field, one, shown) is None]
    return Input(field, way, shown, columns, tuple(dict.fromkeys(one.says for one in mine)), rows, prefix)


def _row(field: Field, problem: Problem, rows: list[str] | list[list[str]]) -> int | None:
    """The row that a problem is in: its place or its name stands after the field's."""
    rest = problem.field.partition(".")[2]
    if not rest:
        return 0 if rows and field.shape == "one" else None
    number = rest.partition(".")[0]
    if number.isdecimal() and int(number) < len(rows):
        return int(number)
    named = (place for place, row in enumerate(rows) if row[0] and (rest == row[0] or rest.startswith(f"{row[0]}.")))
    return next(named, 0 if field.shape == "one" and rows else None)


def parted(inputs: Iterable[Input], front: Iterable[str]) -> dict[str, list[Input]]:
    """The fields in three parts: those that matter first or say something, others of the kind, those of every kind."""
    first = {*front, "name", "note", "owner", "status"}
    found: dict[str, list[Input]] = {"front": [], "more": [], "shared": []}
    for one in inputs:
        is_shared = one.name in LAST and one.name != "note"
        found["front" if one.name in first or one.is_filled else "shared" if is_shared else "more"].append(one)
    return found


def fields_of(inputs: Iterable[Input]) -> Iterator[Field]:
    """The fields of inputs, and those of their rows."""
    for one in inputs:
        yield from (one.field, *one.columns)


def datalists(many: Iterable[Field], choices: Choices) -> dict[str, tuple[tuple[str, ...], list[str]]]:
    """The lists that names are chosen from, by their id: the kinds, and the names where they are few enough to send."""
    kinds = dict.fromkeys(one.kinds for one in many if one.kinds)
    return {offered(some): (some, choices.found("", some, FEW) if choices.count(some) <= FEW else []) for some in kinds}
