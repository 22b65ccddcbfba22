"""What a report is made of: blocks, each marked for whom it is; and the report that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from truenorth.plan.entity import Ref
from truenorth.reports.pack.charts import Chart
from truenorth.reports.words import number, short

Tone = Literal["plain", "quiet", "good", "warn", "bad"]
Cell = str | float | None
MORE = " … more in Truenorth"


@dataclass(frozen=True)
class Block:
    """A part of a report, and for whom it is; nobody in particular means everybody."""

    readers: tuple[str, ...] = field(default=(), kw_only=True)

    def is_for(self, readers: frozenset[str]) -> bool:
        """Whether it is for one of some readers."""
        return not self.readers or bool(readers & set(self.readers))


@dataclass(frozen=True)
class Heading(Block):
    """The name of a section; everything up to the next heading belongs to it."""

    says: str
    is_: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Text(Block):
    """A sentence or two."""

    says: str
    tone: Tone = "plain"
    is_: Literal["text"] = "text"


@dataclass(frozen=True)
class Number(Block):
    """One number: what it is, the number in words, and what it is a part of."""

    name: str
    says: str
    of: str = ""
    tone: Tone = "plain"
    is_: Literal["number"] = "number"


@dataclass(frozen=True)
class Figure(Block):
    """A sentence, and the chart that shows it. Without its sentence there is no figure."""

    says: str
    chart: Annotated[Chart, Field(discriminator="shape")]
    is_: Literal["figure"] = "figure"

    def __post_init__(self) -> None:
        """A picture that says nothing is not drawn."""
        if not self.says.strip():
            raise ValueError("a figure has a sentence: say what it shows")


@dataclass(frozen=True)
class Table(Block):
    """Rows under a head. `refs` are the items of the rows; `more` says what is left out."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    refs: tuple[Ref, ...] = ()
    more: str = ""
    is_: Literal["table"] = "table"

    def __post_init__(self) -> None:
        """Every row is as wide as the head."""
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("a row of a table is as wide as its head")


@dataclass(frozen=True)
class Told:
    """A finding as it is reported."""

    code: str
    says: str
    way: str = ""
    stake: str = ""
    asks: str = ""
    severity: str = "info"
    ref: Ref = ""


@dataclass(frozen=True)
class Findings(Block):
    """Findings, and how many more there are."""

    told: tuple[Told, ...]
    more: str = ""
    is_: Literal["findings"] = "findings"


AnyBlock = Annotated[Heading | Text | Number | Figure | Table | Findings, Field(discriminator="is_")]


@dataclass(frozen=True)
class Pack:
    """Everything that is reported of a plan as of a day. `version` is what that version of it is called."""

    company: str
    as_of: date
    version: str
    fingerprint: str
    blocks: tuple[AnyBlock, ...]
    titles: tuple[tuple[str, str], ...] = ()  # what the report is called, by reader

    def for_(self, *readers: str) -> Pack:
        """The report for some readers: what is marked for them, with the numbers that everybody gets."""
        wanted = frozenset(readers)
        kept = tuple(one for one in self.blocks if one.is_for(wanted))
        titles = tuple(pair for pair in self.titles if pair[0] in wanted)
        return replace(self, blocks=_without_empty(kept), titles=titles)

    @property
    def title(self) -> str:
        """What it is called."""
        return ", ".join(title for _, title in self.titles) or "Report"

    @property
    def whose(self) -> str:
        """Of which company and plan it is, as of which day."""
        return f"{self.company}, as of {self.as_of.day} {self.as_of:%B %Y}, {self.version}"

    @property
    def headline(self) -> str:
        """The first sentence of it."""
        return next((one.says for one in self.blocks if isinstance(one, Text)), self.title)

    @property
    def sections(self) -> Iterator[tuple[str, tuple[AnyBlock, ...]]]:
        """Its sections: the heading of each, and what stands under it."""
        said, under = "", list[AnyBlock]()
        for one in self.blocks:
            if isinstance(one, Heading):
                if under:
                    yield said, tuple(under)
                said, under = one.says, []
            else:
                under.append(one)
        if under:
            yield said, tuple(under)

    def data(self) -> dict[str, Any]:
        """As plain data: what `read` makes the same report of, whatever has become of the plan."""
        made: dict[str, Any] = _whole().dump_python(self, mode="json")
        return made


def read(data: Any) -> Pack:
    """A report of plain data. ValidationError where it is none."""
    return _whole().validate_python(data)


@cache
def _whole() -> TypeAdapter[Pack]:
    return TypeAdapter(Pack)


def _without_empty(blocks: tuple[AnyBlock, ...]) -> tuple[AnyBlock, ...]:
    """Blocks without headings that nothing stands under."""
    after = (*blocks[1:], Heading(""))
    return tuple(
        one
        for one, next_ in zip(blocks, after, strict=True)
        if not (isinstance(one, Heading) and isinstance(next_, Heading))
    )


def cut(text: str, most: int) -> str:
    """A text of at most so many columns; where it is cut, it says that there is more."""
    return text if len(text) <= most // 2 or short(text, most) == text else short(text, most - len(MORE))[:-1] + MORE


def said(cell: Cell) -> str:
    """A cell in words; a dash where there is nothing."""
    return "\N{EN DASH}" if cell is None or cell == "" else cell if isinstance(cell, str) else number(cell)
