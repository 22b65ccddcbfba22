"""The load of each resource by week: how much of what there is, is used."""

from __future__ import annotations

from dataclasses import dataclass

from truenorth.engines.feasibility.answer import Load
from truenorth.engines.feasibility.fit import Fit
from truenorth.reports.fit.words import Words, resource, share_of

ROWS = 12
LEVELS = (0.5, 0.8, 0.95, 1.0)  # a cell is one level up from each that it is above


@dataclass(frozen=True)
class Cell:
    """A stretch of time of a resource: where it begins and ends on the axis of weeks, and what is used of it."""

    begin: float
    end: float
    share: float
    says: str

    @property
    def level(self) -> int:
        """0 for nothing, 1 to 4 up to all of it, 5 for more than there is."""
        return 0 if self.share <= 0 else 1 + sum(self.share > level + 1e-9 for level in LEVELS)


@dataclass(frozen=True)
class Row:
    """A resource with its cells and where most of it is used."""

    title: str
    cells: tuple[Cell, ...]
    peak: float

    @property
    def peak_said(self) -> str:
        """`peak 97 %`, and in words where it is too much."""
        return f"peak {share_of(self.peak)}{', too much' if self.peak > 1 + 1e-9 else ''}"


@dataclass(frozen=True)
class Heat:
    """The rows, those with the highest peak first, over some weeks: (month, week) of each."""

    weeks: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    more: int
    whose: str


def heat(words: Words, fit: Fit) -> Heat | None:
    """The loads of an answer; None where it tells none."""
    used = [load for load in fit.loads if load.need > 0]
    if not used:
        return None
    first = _week(words, min(load.first for load in used))
    last = _week(words, max(load.last for load in used) - 1) + 1
    by: dict[tuple[str, str], list[Load]] = {}
    for load in fit.loads:
        by.setdefault((load.resource, load.title), []).append(load)
    made = (_row(words, title, loads, first, last) for (_, title), loads in by.items())
    rows = sorted((row for row in made if row.peak > 0), key=lambda row: (-row.peak, row.title))
    weeks = words.problem.weeks[first:last]
    return Heat(
        tuple((f"{words.day(day):%b}", words.day(day).isocalendar().week) for day in weeks),
        tuple(rows[:ROWS]),
        max(len(rows) - ROWS, 0),
        f"Load by week{', if the first way out is taken' if fit.taken else ''}",
    )


def _row(words: Words, title: str, loads: list[Load], first: int, last: int) -> Row:
    cells = [_cell(words, load, first) for load in sorted(loads, key=lambda load: load.first)]
    shown = tuple(cell for cell in cells if cell.end > 0 and cell.begin < last - first)
    return Row(resource(title), shown, max((load.share for load in loads), default=0.0))


def _cell(words: Words, load: Load, first: int) -> Cell:
    when = words.period(load.first, load.last)
    need, have = (words.much(load.resource, much) for much in (load.need, load.have))
    says = f"{when[:1].upper()}{when[1:]}: {need} of {have}, {share_of(load.share)}"
    return Cell(_place(words, load.first) - first, _place(words, load.last) - first, load.share, says)


def _place(words: Words, day: int) -> float:
    """Where a day is on the axis of weeks."""
    week = _week(words, day)
    begin, end = words.problem.weeks[week], words.problem.week_ends[week]
    return week + min(max(day - begin, 0), end - begin) / max(end - begin, 1)


def _week(words: Words, day: int) -> int:
    """The number of the week that a day is in."""
    return max((number for number, begin in enumerate(words.problem.weeks) if begin <= day), default=0)
