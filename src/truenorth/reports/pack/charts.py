"""What a figure shows, as plain values: bars, a line with its target, the load by week, a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from truenorth.reports.words import in_full

Row = tuple["str | float | None", ...]


@dataclass(frozen=True)
class Bars:
    """Amounts side by side, in one unit; None is no data."""

    names: tuple[str, ...]
    values: tuple[float | None, ...]
    unit: str = ""
    shape: Literal["bars"] = "bars"

    @property
    def head(self) -> tuple[str, ...]:
        """The columns of the same as a table."""
        return "", self.unit

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows."""
        return tuple(zip(self.names, self.values, strict=True))


@dataclass(frozen=True)
class Lines:
    """One number over time, and what it is to come to; None is no data."""

    names: tuple[str, ...]
    values: tuple[float | None, ...]
    target: float | None = None
    unit: str = ""
    shape: Literal["lines"] = "lines"

    @property
    def head(self) -> tuple[str, ...]:
        """The columns of the same as a table."""
        return ("", self.unit) if self.target is None else ("", self.unit, "target")

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows."""
        target = () if self.target is None else (self.target,)
        return tuple((name, value, *target) for name, value in zip(self.names, self.values, strict=True))


@dataclass(frozen=True)
class Strip:
    """How full each team is by week: 1 is full, None where nobody says how many hours there are."""

    weeks: tuple[str, ...]
    names: tuple[str, ...]
    shares: tuple[tuple[float | None, ...], ...]
    shape: Literal["strip"] = "strip"

    @property
    def head(self) -> tuple[str, ...]:
        """The columns of the same as a table."""
        return "% of the hours", *self.weeks

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows, in per cent."""
        return tuple(
            (name, *(None if share is None else round(100 * share) for share in shares))
            for name, shares in zip(self.names, self.shares, strict=True)
        )


@dataclass(frozen=True)
class Span:
    """A piece of work in time: a bar, or a point where it begins and ends on one day."""

    name: str
    start: date
    end: date
    says: str = ""
    late: bool = False


@dataclass(frozen=True)
class Timeline:
    """Work between two days, and the day it is."""

    first: date
    last: date
    today: date
    spans: tuple[Span, ...]
    shape: Literal["timeline"] = "timeline"

    @property
    def head(self) -> tuple[str, ...]:
        """The columns of the same as a table."""
        return "", "from", "to", ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows."""
        return tuple((one.name, in_full(one.start), in_full(one.end), one.says) for one in self.spans)


Chart = Bars | Lines | Strip | Timeline
