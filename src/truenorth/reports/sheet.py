"""What a sheet was read as, and what is wrong in it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from truenorth.plan.entity import KINDS, Ref
from truenorth.plan.sheet.grid import Wrong, address, harmless, is_empty, text_of
from truenorth.plan.sheet.layout import LABEL, OUT
from truenorth.plan.sheet.outcome import Sheet, Taken
from truenorth.plan.sheet.rows import Kept, Row
from truenorth.plan.sheet.start import START
from truenorth.plan.sheet.table import Column
from truenorth.reports.words import listed, plain, short

SAMPLES = 3
WIDEST = 24  # columns of the screen that a name may take
LONGEST = 36  # of a sample
MOST_CELLS = 8  # cells with one fault that are named


def read_as(taken: Taken, file: str, width: int = 100) -> list[str]:
    """How each sheet was read, what to know of it, and how to correct a column."""
    lines: list[str] = []
    for sheet in taken.sheets:
        lines += _own(sheet) if sheet.layout.own else _peoples(sheet, file, width)
    return [*lines, *_of_the_file(taken)]


def notes(taken: Taken) -> list[str]:
    """What to know of how a file was read, besides its columns."""
    of_sheets = [
        line
        for sheet in taken.sheets
        for line in (*(plain(_sentence(note)) for note in sheet.notes), *(_kept(one, sheet) for one in sheet.kept))
    ]
    return [*of_sheets, *_of_the_file(taken)]


def _of_the_file(taken: Taken) -> Iterator[str]:
    yield from map(_sentence, taken.notes)
    if taken.unread:
        yield f"Not read: {listed(map(plain, taken.unread), 8)} (--sheet NAME reads another sheet)."
    if taken.stays:
        there = "1 item of the plan is" if taken.stays == 1 else f"{taken.stays:,} items of the plan are"
        yield f"{there} not in the file: nothing is taken away."
    if taken.made:
        yield _made(taken.made)


def _own(sheet: Sheet) -> Iterator[str]:
    if sheet.rows:
        yield f"Sheet {plain(sheet.table.grid.name)}: {_count(sheet)}, in Truenorth's own columns."
        yield from (f"  {plain(_sentence(note))}" for note in sheet.notes)
        yield from (f"  {_kept(one, sheet)}" for one in sheet.kept)


def _count(sheet: Sheet) -> str:
    return _many(len(sheet.rows), sheet.layout.kind)


def _many(count: int, kind: str) -> str:
    return f"{count:,} {kind if count == 1 else KINDS[kind].plural}"


@dataclass(frozen=True)
class Read:
    """A column as it was read: its letter and name, the field it becomes, in words, and its first values."""

    letter: str
    name: str
    target: str
    becomes: str
    samples: tuple[str, ...]


def columns(sheet: Sheet) -> list[Read]:
    """How the columns of a sheet were read."""
    return [
        Read(
            column.letter,
            plain(column.name),
            sheet.layout.columns.get(column.name, LABEL + column.name),
            _becomes(sheet, column),
            tuple(_samples(sheet, column)),
        )
        for column in sheet.table.columns
    ]


def _peoples(sheet: Sheet, file: str, width: int) -> Iterator[str]:
    grid = sheet.table.grid
    name = f", sheet {plain(grid.name)}" if grid.name and not grid.mark else ""
    how = " (as it was read before)" if sheet.layout.known else ""
    yield f"{plain(file)}{name}: {_count(sheet)} below row {sheet.table.header + 1}{how}."
    read = columns(sheet)
    names, fields = (
        min(max(map(len, texts)), WIDEST) for texts in zip(*((one.name, one.becomes) for one in read), strict=True)
    )
    for one in read:
        lead = f"  {one.letter:<2} {short(one.name, WIDEST):<{names}}  {short(one.becomes, WIDEST):<{fields}}  "
        samples = " | ".join(short(sample, LONGEST) for sample in one.samples)
        yield lead + short(samples, max(width - len(lead), LONGEST))
    yield from (f"  {plain(_sentence(note))}" for note in sheet.notes)
    yield from (f"  {_kept(one, sheet)}" for one in sheet.kept)
    if not sheet.layout.known and grid.name != START:
        yield '  To correct a column: --map "COLUMN=field" (or labels.X, or id, or - to leave it out).'


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def _becomes(sheet: Sheet, column: Column) -> str:
    target = sheet.layout.columns.get(column.name, LABEL + column.name)
    if target == OUT:
        return "left out"
    said = f"label {target[len(LABEL) :]}" if target.startswith(LABEL) else target
    return plain(f"{said} (tells rows apart)" if column.name == sheet.layout.id else said)


def _samples(sheet: Sheet, column: Column) -> list[str]:
    """The first values of a column, and how they were read where that is not as they are written."""
    target = sheet.layout.columns.get(column.name, "")
    found: dict[str, str] = {}
    for row in sheet.rows:
        value = sheet.table.grid.at((row.index, column.number))
        if not is_empty(value):
            found.setdefault(plain(harmless(text_of(value))), plain(_read(row, target)))
        if len(found) == SAMPLES:
            break
    return [raw if read in ("", raw) else f"{raw} -> {read}" for raw, read in found.items()]


def _read(row: Row, target: str) -> str:
    return row.texts.get(target, "")


def _kept(one: Kept, sheet: Sheet) -> str:
    """Cells that no field can hold: they are labels now."""
    number = next(column.number for column in sheet.table.columns if column.name == one.column)
    cells = listed((f"{address((index, number))} '{short(plain(text), 24)}'" for index, text in one.cells), 4)
    count = len(one.cells)
    what = "cell is kept as a label, because what it says" if count == 1 else "cells are kept as labels: what each says"
    return f"{count:,} {what} {one.says}: {cells}."


def _made(made: Mapping[Ref, str]) -> str:
    """The items that are made because the sheet names them."""
    by_kind: dict[str, list[str]] = {}
    for ref, name in made.items():
        by_kind.setdefault(ref.partition(":")[0], []).append(plain(name))
    said = "; ".join(f"{_many(len(names), kind)} ({listed(names, 4)})" for kind, names in by_kind.items())
    return f"Made because the sheet names them: {said}."


def wrongs(wrong: Sequence[Wrong]) -> list[str]:
    """Everything that cannot be taken; the same fault of the same value is said once, with its cells."""
    groups: dict[tuple[str, str, str], list[Wrong]] = {}
    for one in wrong:
        groups.setdefault((one.sheet, one.value, one.says), []).append(one)
    return [plain(_wrong(same)) for same in groups.values()]


def _wrong(same: Sequence[Wrong]) -> str:
    first = str(same[0])
    if len(same) == 1:
        return first
    return f"{first} (also {_cells(one.cell for one in same[1:])})"


def _cells(names: Iterable[str]) -> str:
    return listed((name for name in names if name), MOST_CELLS)
