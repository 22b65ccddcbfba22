"""A sheet as a grid of cells, whatever file it came from, and what is said of a cell that cannot be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from truenorth.plan.amounts import short

Value = str | int | float | bool | date | datetime | time | timedelta
Place = tuple[int, int]  # row, column; both from 0
Box = tuple[Place, Place]  # the first and the last cell of an area


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet; an empty one is "". `marks` tells the unit that a number is shown with: %, EUR."""

    name: str
    rows: Sequence[Sequence[Value]]
    merged: Sequence[Box] = ()
    marks: Mapping[Place, str] = field(default_factory=dict)
    bad: Mapping[Place, str] = field(default_factory=dict)  # cells without a value of their own, and why
    hidden: bool = False
    mark: str = ""  # what parts the cells, where it is a text file
    file: str = ""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max(map(len, self.rows), default=0)

    @property
    def where(self) -> str:
        """The file, and the sheet where a file holds several."""
        return self.file if self.mark else f"{self.file}, sheet {self.name}"

    def at(self, place: Place) -> Value:
        """What a cell holds."""
        row, column = place
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot be taken: where it is, what it holds, and what to do."""

    sheet: str
    place: Place | None
    value: str
    says: str

    @property
    def cell(self) -> str:
        """The name of the cell: B7."""
        return address(self.place) if self.place else ""

    def __str__(self) -> str:
        said = f" '{short(' '.join(self.value.split()))}'" if self.value else ""
        return f"{', '.join(part for part in (self.sheet, self.cell) if part)}{said}: {self.says}"


def address(place: Place) -> str:
    """A cell as a spreadsheet names it: `B7`."""
    return f"{letters(place[1])}{place[0] + 1}"


def letters(column: int) -> str:
    """A column as a spreadsheet names it: 27 is AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number_of(name: str) -> int:
    """The number of a column by its letters, from 0."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


# What no cell of a plan needs, and what a terminal or a page should not get: all controls but tab and line end, and
# the marks that turn the way of writing round, which come along unseen when a number or a date is copied.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)


def text_of(value: Value) -> str:
    """What a cell holds as text: dates as 2027-03-31, whole numbers without a point."""
    if value.__class__ is str:
        return value
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return _number(value)
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
        case timedelta():
            return f"{_number(value.total_seconds() / 3600)} hours"
    return str(value)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = format(value, ".15g")
    return f"{value:.6f}".rstrip("0").rstrip(".") if "e" in text else text


def harmless(text: str) -> str:
    """A text without control characters; spaces that do not break are plain ones."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _CONTROL.sub("", text.replace("\xa0", " ").replace("\u202f", " ").replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip()


def is_empty(value: Value) -> bool:
    """Whether a cell holds nothing but space."""
    return value.__class__ is str and not value.strip()
