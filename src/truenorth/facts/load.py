"""A file brought to its table: what is taken, in a Parquet file of its own, and what was refused and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truenorth.facts import dates, numbers
from truenorth.facts.connection import connection, literal
from truenorth.facts.layout import Layout
from truenorth.facts.reasons import Reason
from truenorth.facts.rows import Rows, World, rows_of
from truenorth.facts.shape import shaped
from truenorth.facts.source import BAD, Raw, Tell

EXAMPLES = 3


@dataclass(frozen=True)
class Example:
    """A row that was refused: its line in the file, the column, what stands there."""

    line: int
    column: str
    value: str
    says: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why rows were refused, how many, and a few of them."""

    says: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Brought:
    """What a file comes to: the rows that were taken stand in `staged`, as `kept` rows of the table.

    They go from the `first` to the `last` day, and add up to `total`.
    """

    layout: Layout
    staged: Path
    taken: int
    kept: int
    refused: tuple[Refusal, ...]
    how: Mapping[str, str]
    first: str = ""
    last: str = ""
    total: float | None = None

    @property
    def lost(self) -> int:
        """How many rows were refused."""
        return sum(one.count for one in self.refused)


def brought(
    raw: Raw, layout: Layout, world: World, *, source: str, load: str, into: Path, tell: Tell = lambda _: None
) -> Brought:
    """Bring the cells of a file to its table; Unclear where nobody can know how they are meant."""
    tell(f"Looking at {raw.rows:,} rows")
    rows = rows_of(raw, layout, world)
    typed = _stored(rows, layout, into)
    counts = dict(_counts(typed))
    refused = tuple(_refusals(raw, rows, typed, counts))
    tell("Writing what was taken")
    staged = into / f"{load}.parquet"
    good = typed.filter(typed.reason.isnull())
    connection().to_parquet(shaped(good, layout, world, source, load), str(staged), compression="zstd")
    kept, first, last, total = _extent(staged, layout)
    return Brought(layout, staged, counts.get(None, 0), kept, refused, rows.how, first, last, total)


def _extent(staged: Path, layout: Layout) -> tuple[int, str, str, float | None]:
    """How many rows there are, their first and last day, and what they add up to."""
    rows = connection().read_parquet(literal(staged))
    table = layout.of
    summed = rows[(table.sums or (table.money,))[0]].sum() if table.sums or table.money else None
    day = rows[table.when].cast("date").cast("string") if table.when else None
    wanted = {"count": rows.count()}
    wanted |= {"total": summed} if summed is not None else {}
    wanted |= {"first": day.min(), "last": day.max()} if day is not None else {}
    found = rows.aggregate(**wanted).to_pyarrow().to_pylist()[0]
    return found["count"], found.get("first") or "", found.get("last") or "", found.get("total")


def _stored(rows: Rows, layout: Layout, into: Path) -> Any:
    """The values of all rows that hold anything, worked out once."""
    wanted = [name for name in (*layout.of.fields, "row", "reason") if name in rows.table.columns]
    path = into / "values.parquet"
    connection().to_parquet(rows.table.filter(rows.filled).select(wanted), str(path), compression="snappy")
    return connection().read_parquet(literal(path))


def _counts(typed: Any) -> list[tuple[int | None, int]]:
    """How many rows each reason holds for, and (None) how many are taken."""
    found = typed.group_by("reason").agg(count=typed.count()).to_pyarrow().to_pylist()
    return [(one["reason"], one["count"]) for one in found]


def _refusals(raw: Raw, rows: Rows, typed: Any, counts: Mapping[int | None, int]) -> list[Refusal]:
    wrong = sorted(((number, count) for number, count in counts.items() if number is not None), key=lambda one: -one[1])
    first = {number: _first(typed, number) for number, _ in wrong}
    every = {row for some in first.values() for row in some}
    cells = _cells(raw, every, {_place(raw, rows.reasons[number]) for number in first})
    lines = raw.line_of(every) if every else {}
    return [
        Refusal(rows.reasons[number].says, count, tuple(_examples(raw, rows, number, first[number], cells, lines)))
        for number, count in wrong
    ] + _cut(raw)


def _first(typed: Any, number: int) -> list[int]:
    """The first few rows that a reason holds for."""
    wrong = typed.filter(typed.reason == number).select("row").order_by("row").limit(EXAMPLES)
    return list(dict.fromkeys(wrong.to_pyarrow()["row"].to_pylist()))


def _place(raw: Raw, reason: Reason) -> str:
    """Where the cells stand that a reason is about."""
    return raw.place(reason.column) if reason.column in raw.names else "c0"


def _cells(raw: Raw, rows: set[int], places: set[str]) -> dict[int, dict[str, str]]:
    """Some cells of some rows."""
    if not rows:
        return {}
    found = raw.table.filter(raw.table.row.isin(sorted(rows))).select("row", *sorted(places)).to_pyarrow().to_pylist()
    return {one["row"]: {place: one[place] or "" for place in places} for one in found}


def _examples(
    raw: Raw, rows: Rows, number: int, first: list[int], cells: Mapping[int, Mapping[str, str]], lines: dict[int, int]
) -> Iterator[Example]:
    reason = rows.reasons[number]
    for row in first:
        text = cells[row][_place(raw, reason)]
        yield Example(lines.get(row, 0), reason.column, _shown(text), _why(reason, text, rows))


def _shown(text: str) -> str:
    """What stands in a cell; nothing where only the reason is known why it has no value."""
    return "" if text.startswith(BAD) else text


def _why(reason: Reason, text: str, rows: Rows) -> str:
    if reason.why == "date":
        return dates.why_none(text)
    return numbers.why_none(text, rows.marks.get(reason.field, "point")) if reason.why == "number" else ""  # type: ignore[arg-type]


def _cut(raw: Raw) -> list[Refusal]:
    """Lines that are no rows at all."""
    by_reason: dict[str, list[Example]] = {}
    for one in raw.cut:
        by_reason.setdefault(one.why, []).append(Example(one.line, "", one.text.strip()))
    return [Refusal(why, len(all_), tuple(all_[:EXAMPLES])) for why, all_ in by_reason.items()]
