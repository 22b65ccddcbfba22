"""A sheet taken into a plan's folder: previewed as edits, applied as one change, its layout remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from truenorth.plan.entity import KINDS
from truenorth.plan.fault import Fault, Faults
from truenorth.plan.sheet.guard import LARGEST_FILE, too_large
from truenorth.plan.sheet.layout import Layout, fingerprint
from truenorth.plan.sheet.outcome import Sheet, Taken
from truenorth.plan.sheet.take import Given, take
from truenorth.records import Records
from truenorth.records import Sheet as Remembered
from truenorth.services import folder as folders
from truenorth.services.folder import Folder
from truenorth.services.plan import make

Tell = Callable[[str], object]


@dataclass(frozen=True)
class Import:
    """A sheet that was read for a folder, and what it gives."""

    folder: Folder
    file: str
    taken: Taken


def looked_at(path: Path, sheet: Path, given: Given, tell: Tell = lambda _: None) -> Import:
    """Read a sheet (or a folder of CSV files) for a plan's folder; nothing is changed. `tell` hears what is read."""
    tell(f"Reading {path.name or path}")
    was = folders.read(path)
    tell(f"Reading {sheet.name or sheet}")
    taken = take(_files(sheet), was.plan, given, known(was.records))
    return Import(was, sheet.name, taken)


def imported(path: Path, found: Import, *, by: str = "") -> Folder:
    """Make the edits of a sheet that was looked at, as one change, and remember how it was read."""
    new = {one.header: one for sheet in found.taken.sheets if (one := remembered(found.file, sheet, by))}
    if found.taken.edits:
        return make(path, found.taken.edits, f"import {found.file}", by, lambda records: _with(records, new))
    return folders.recorded(path, lambda records: _with(records, new)) if new else found.folder


def _with(records: Records, new: Mapping[str, Remembered]) -> Records:
    """The records with the layouts that were not known yet, or were known otherwise."""
    known = {one.header: one for one in records.sheets}
    news = {
        header: one
        for header, one in new.items()
        if _layout(one) != (_layout(known[header]) if header in known else None)
    }
    return replace(records, sheets=tuple((known | news).values())) if news else records


def _files(sheet: Path) -> dict[str, bytes]:
    if sheet.is_dir():
        files = sorted(file for file in sheet.iterdir() if file.suffix.lower() == ".csv" and file.stem.lower() in KINDS)
        if not files:
            raise Faults(
                [Fault(str(sheet), 0, "", "holds no CSV file that is named after a kind, such as activity.csv")]
            )
        return {file.name: _bytes(file) for file in files}
    return {sheet.name: _bytes(sheet)}


def _bytes(file: Path) -> bytes:
    if not file.exists():
        raise Faults([Fault(str(file), 0, "", "there is no such file")])
    if not file.is_file():
        raise Faults([Fault(str(file), 0, "", "is not a file")])
    if file.stat().st_size > LARGEST_FILE:
        raise too_large(file.name, file.stat().st_size)
    return file.read_bytes()


def known(records: Records) -> dict[str, Layout]:
    """The layouts that are remembered, by the fingerprint of a sheet's columns."""
    return {one.header: _layout(one) for one in records.sheets if one.kind in KINDS}


def _layout(one: Remembered) -> Layout:
    return Layout(one.kind, one.columns, one.date_order, one.decimal, one.id, known=True)


def remembered(file: str, sheet: Sheet, by: str) -> Remembered | None:
    """How a sheet of other people was read, as it is remembered."""
    layout = sheet.layout
    if layout.own:
        return None
    return Remembered(
        header=fingerprint(sheet.table.columns),
        file=file,
        kind=layout.kind,
        columns=dict(layout.columns),
        id=layout.id,
        date_order=layout.date_order,
        decimal=layout.decimal,
        by=by,
        on=datetime.now(UTC).date(),
    )
