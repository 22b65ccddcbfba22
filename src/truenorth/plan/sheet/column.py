"""The cells of a column as the values of a field: each distinct cell is read once."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from truenorth.plan.cells import cell
from truenorth.plan.sheet import meant, numbers
from truenorth.plan.sheet.dates import SAID, Order, reading
from truenorth.plan.sheet.fields import Field
from truenorth.plan.sheet.grid import Value, harmless, text_of
from truenorth.plan.sheet.numbers import Mark

LONGEST = 500_000  # characters of a cell
_BRIEF = ("date", "money", "number", "duration", "whole", "truth", "choice")

State = Literal["good", "empty", "open", "kept", "wrong"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it was read: its value as a plan writes it; or that it is empty, to be decided, kept aside or wrong."""

    state: State
    text: str = ""
    says: str = ""


@dataclass(frozen=True)
class ColumnReader:
    """How one column is read."""

    field: Field
    order: Order | None = None
    mark: Mark = "point"
    currency: str = ""  # the company's own: amounts in it need no currency
    unit: str = ""  # what the column's name says: EUR, %
    times: int = 1  # thousands, where the column's name says so
    periods: frozenset[str] = frozenset()  # the company's own names for stretches of time
    known: dict[Value, Cell] = dataclasses.field(default_factory=dict, compare=False)

    def read(self, value: Value, mark: str = "") -> Cell:
        """What a cell means; `mark` is the unit that its number is shown with."""
        if mark:
            return self._read(value, mark)
        found = self.known.get(value)
        if found is None or value.__class__ is bool:
            found = self.known[value] = self._read(value, "")
        return found

    def _read(self, value: Value, mark: str) -> Cell:
        text = harmless(text_of(value))
        if len(text) > (most := longest(self.field)):
            says = f"has {len(text):,} characters, more than the {most:,} a cell may have here: shorten it"
            return Cell("wrong", "" if most == LONGEST else text, says)
        if meant.is_unknown(text):
            return Cell("empty")
        if meant.is_open(text) and self.field.name != "status":
            return Cell("open", text)
        if (self.field.kinds or self.field.shape == "list") and not re.search(r"\w", text):
            return Cell("kept", text, "names nothing")
        return _READ.get(_way(self.field), _text)(self, text, value, mark)


def longest(field: Field) -> int:
    """How many characters a cell of a field may have."""
    if field.shape != "one":
        return LONGEST
    return 200 if field.form in _BRIEF else 2000 if field.kinds else LONGEST


def _way(field: Field) -> str:
    return field.form if field.shape == "one" else f"{field.form} {field.shape}"


def _text(column: ColumnReader, text: str, value: Value, mark: str) -> Cell:
    return Cell("good", text)


def _date(column: ColumnReader, text: str, value: Value, mark: str) -> Cell:
    if isinstance(value, date):  # and datetime, which is one
        return Cell("good", text[:10]) if 1900 <= value.year < 2200 else Cell("wrong", text, _OUT)
    if text in column.periods:
        return Cell("good", text)
    found = reading(text)
    if date_ := found.under(column.order):
        return Cell("good", date_)
    if found.by_order and column.order:
        return Cell("wrong", text, f"is no date when read as {SAID[column.order]}, as this column is")
    return Cell("kept" if found.vague else "wrong", text, found.says)


_OUT = "is a date no plan can hold: its year must be 1900 to 2199"


def _money(column: ColumnReader, text: str, value: Value, mark: str) -> Cell:
    if re.fullmatch(r"undisclosed\b.*", text, re.IGNORECASE):
        return Cell("good", text)
    try:
        amount = numbers.amount(text, "point" if isinstance(value, (int, float)) else column.mark)
    except ValueError as error:
        return Cell(
            "wrong",
            text,
            f"is not an amount of money: it {error}"
            if not str(error).startswith("is")
            else f"{error}; write 1200 or 1200 EUR",
        )
    if amount.unit.strip(" .,-\u2013"):
        return Cell(
            "wrong", text, f"has '{amount.unit[:20]}' after the number, which is no currency: write 1200 or 1200 EUR"
        )
    if amount.number < 0:
        return Cell("wrong", text, "is below zero: an amount of a plan is not")
    currency = amount.currency or (mark if mark != "%" else "") or column.unit
    plain = numbers.plain(amount.number * column.times)
    return Cell("good", plain if currency in ("", column.currency) else f"{plain} {currency}")


def _number(column: ColumnReader, text: str, value: Value, mark: str) -> Cell:
    if isinstance(value, float) and mark == "%":
        return Cell("good", f"{numbers.plain(numbers.amount(text_of(round(value * 100, 10)), 'point').number)} %")
    if isinstance(value, (int, float)):
        return Cell("good", f"{text} {column.unit}".strip())
    try:
        plain = numbers.in_point(text, column.mark)
    except ValueError as error:
        return Cell("wrong", text, str(error))
    return Cell("good", f"{plain} {column.unit}" if column.unit and re.fullmatch(r"[-+0-9.]+", plain) else plain)


def _duration(column: ColumnReader, text: str, value: Value, mark: str) -> Cell:
    return Cell("good", meant.duration(text))


def _truth(column: ColumnReader, text: str, value: Value, mark: str) -> Cell:
    found = meant.truth(text)
    return Cell("good", found) if found else Cell("wrong", text, "is neither yes nor no: write yes or no")


def _choice(column: ColumnReader, text: str, value: Value, mark: str) -> Cell:
    found = meant.status(text) if column.field.name == "status" else None
    chosen = found or next((one for one in column.field.choices if one == text.casefold()), "")
    return Cell("good", chosen) if chosen else Cell("kept", text, f"is none of {', '.join(column.field.choices)}")


def _list(column: ColumnReader, text: str, value: Value, mark: str) -> Cell:
    return Cell("good", cell(listed(text)))


def listed(text: str) -> list[str]:
    """The parts of a cell that names several things; a comma parts them only where all are short."""
    parts = re.split(r"[;\n|]|\s/\s", text)
    if len(parts) == 1:
        commas = text.split(",")
        parts = commas if all(len(one.split()) < 4 for one in commas) else parts
    return [one for part in parts if not meant.is_unknown(one := part.strip())]


_Read = Callable[[ColumnReader, str, Value, str], Cell]
_READ: Mapping[str, _Read] = {
    "date": _date,
    "money": _money,
    "number": _number,
    "whole": _number,
    "duration": _duration,
    "truth": _truth,
    "choice": _choice,
    "text list": _list,
}
