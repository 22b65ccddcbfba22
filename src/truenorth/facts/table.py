"""What a canonical table is made of: columns with a meaning, a type and a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Type = Literal["text", "day", "time", "number"]


@dataclass(frozen=True)
class Column:
    """A column of a table: its type, what it means, in which unit, and the kinds of item that its values name."""

    name: str
    type: Type
    about: str
    unit: str = ""
    links: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The column that says which item of the plan a value names."""
        return f"{self.name}_ref"


@dataclass(frozen=True)
class Step:
    """A date in the row of a lead or a deal, and the stage that was entered on it; "" where the row names the stage."""

    name: str
    stage: str
    about: str


@dataclass(frozen=True)
class Table:
    """A table that every source is brought to.

    `needs` must be filled in every row; a file may be taken for the table where it has all columns of one of `tells`.
    Rows with the same `key` speak of the same thing, and `sums` add up. `when` is the date of a row. `label` takes the
    names of columns where each is a series of its own. `money` is brought to the currency of the company.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    needs: tuple[str, ...]
    tells: tuple[frozenset[str], ...]
    key: tuple[str, ...]
    when: str = ""
    sums: tuple[str, ...] = ()
    label: str = ""
    money: str = ""
    steps: tuple[Step, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def linked(self) -> tuple[Column, ...]:
        """The columns whose values name items of the plan."""
        return tuple(column for column in self.columns if column.links)

    @cached_property
    def fields(self) -> Mapping[str, Column]:
        """All that a column of a file can be taken for: the table's own columns, and the dates of steps."""
        return {**self.by_name, **{step.name: Column(step.name, "time", step.about) for step in self.steps}}


WHENCE = (
    Column("source", "text", "The source it comes from, as it was named when it was loaded."),
    Column("load", "text", "The load that brought it."),
    Column("row", "number", "Which row of that file it was, counted from the first below the header."),
)
