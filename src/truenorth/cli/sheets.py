"""`truenorth plan import`, `export` and `template`: a plan in and out of spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from truenorth.cli import options
from truenorth.cli.screen import bad_input, complain, confirmed, show, typed, width
from truenorth.cli.telling import stoppable, telling

if TYPE_CHECKING:
    from truenorth.plan.sheet.take import Given
    from truenorth.reports.lines import Line
    from truenorth.services.imports import Import

MOST_LINES = 30


def add(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("import", short_help="Take a spreadsheet into a plan: your own, or one that Truenorth wrote.")(import_)
    app.command("export", short_help="Write a plan as a workbook or as CSV, to edit and import again.")(export)
    app.command("template", short_help="Write an empty workbook to fill in.")(template)


def import_(
    folder: options.Folder,
    sheet: options.Spreadsheet,
    sheets: options.Sheets = None,
    kind: options.Kind = "",
    map_: options.FieldMap = None,
    date_order: options.DateOrder = None,
    decimal: options.Decimal = None,
    skip_wrong: options.SkipWrong = False,
    preview: options.PreviewChange = False,
    yes: options.Yes = False,
    all_: options.EveryChange = False,
    by: options.By = "",
) -> None:
    """Take a spreadsheet into a plan: show how it is read and what it changes, then do it as one change.

    A sheet of your own is guessed at, column by column; correct the guess with --map, and it is remembered for the
    next sheet with the same columns. Importing a sheet twice changes nothing; importing it corrected edits.
    """
    with _asked("nothing was changed"):
        from truenorth.plan.sheet.take import Given

        given = Given(tuple(sheets or ()), kind, tuple(map_ or ()), date_order, decimal, skip_wrong)
        found = _looked_at(folder, sheet, given, every=all_)
        if found.taken.wrong and not skip_wrong:
            _refuse(found)
        if not preview and found.taken.edits and (yes or confirmed()):
            _make(folder, found, by)


def _looked_at(folder: Path, sheet: Path, given: Given, *, every: bool) -> Import:
    """How a sheet is read and what it changes, shown."""
    from truenorth.services.imports import looked_at

    with telling() as tell:
        found = looked_at(folder, sheet, given, tell.say)
        tell.say("Comparing it with the plan")
        lines = _lines(found, every=every)
    show(lines)
    if found.taken.skipped:
        _say_skipped(found)
    return found


def _make(folder: Path, found: Import, by: str) -> None:
    from truenorth.services.imports import imported

    back = f"To take it back: truenorth plan undo {typed(folder)}"
    with stoppable("nothing was changed", folder, f"the change was made by then. {back}"):
        with telling() as tell:
            tell.say(f"Changing {folder.name or folder}")
            imported(folder, found, by=by)
        show([f"Done. {back}"])


def _lines(found: Import, *, every: bool) -> Sequence[Line | str]:
    """How a sheet is read, and what it changes; what is wrong in it is said apart."""
    from truenorth.reports.diff import changes
    from truenorth.reports.sheet import read_as

    read = read_as(found.taken, found.file, width())
    if found.taken.wrong and not found.taken.skipped:
        return read
    if not found.taken.edits:
        there = any(sheet.rows for sheet in found.taken.sheets)
        empty = "There are no rows in it yet: fill some in, save it, and import it again."
        return [*read, "The plan says all of this already: nothing to change." if there else empty]
    *lines, count = changes(found.folder.plan, found.taken.after, found.taken.edits)
    shown = lines if every or len(lines) <= MOST_LINES else lines[:MOST_LINES]
    more = [f"and {len(lines) - len(shown):,} more lines (--all shows them)"] if len(shown) < len(lines) else []
    return [*read, *shown, *more, count]


def _say_skipped(found: Import) -> None:
    _say_wrong(found)
    one = found.taken.skipped == 1
    what = (
        "1 row is left out, because something in it" if one else f"{found.taken.skipped:,} rows are left out: something"
    )
    complain(f"{what} is wrong{'' if one else ' in each'}.")


def _say_wrong(found: Import) -> None:
    from truenorth.reports.sheet import wrongs

    for line in wrongs(found.taken.wrong):
        complain(line)


def _refuse(found: Import) -> None:
    _say_wrong(found)
    count = len(found.taken.wrong)
    what = "1 cell cannot be taken" if count == 1 else f"{count:,} cells cannot be taken"
    complain(f"{what}, and nothing was changed: mend the sheet, or leave those rows out with --skip-wrong.")
    raise typer.Exit(2)


@contextmanager
def _asked(meanwhile: str, place: Path | None = None, done: str = "") -> Iterator[None]:
    """What only people can tell is asked for on one line, with what to add to the command; Ctrl-C ends with 130."""
    from truenorth.plan.sheet.layout import Asked
    from truenorth.services.plan import Refused

    with stoppable(meanwhile, place, done), bad_input():
        try:
            yield
        except Asked as error:
            raise Refused(str(error)) from None


def export(
    folder: options.Folder, out: options.Out, kinds: options.Kinds = None, replace: options.Replace = False
) -> None:
    """Write a plan as a workbook (a sheet a kind), as the CSV of one kind, or as a folder of CSV files.

    Edit it in any spreadsheet and import it again: only what you changed is changed.
    """
    with _asked("nothing was written", out, f"{typed(out)} was written by then."):
        from truenorth.services import folder as folders
        from truenorth.services.exports import computed, exported

        with telling() as tell:
            tell.say(f"Reading {folder.name or folder}")
            plan = folders.read(folder).plan
            tell.say(f"Writing {out.name}")
            written = exported(plan, out, kinds or (), replace=replace)
        show([f"{typed(path)} is written." for path in written])
        if out.suffix.lower() != ".xlsx":
            _say_computed(computed(plan, kinds or [path.stem for path in written]))
        kind = f" --kind {kinds[0]}" if kinds and out.suffix.lower() == ".csv" and out.stem != kinds[0] else ""
        show([f"To import it again: truenorth plan import {typed(folder)} {typed(out)}{kind}"])


def _say_computed(count: int) -> None:
    """CSV has no way to say that a cell is text."""
    if count:
        what = "1 cell begins" if count == 1 else f"{count:,} cells begin"
        complain(f"{what} like a formula, which a spreadsheet would compute: export to .xlsx to be safe.")


def template(out: options.OutWorkbook, kinds: options.Kinds = None, replace: options.Replace = False) -> None:
    """Write an empty workbook to fill in: a short form for a list of work, and a sheet for each kind of item."""
    with _asked("nothing was written", out, f"{typed(out)} was written by then."):
        from truenorth.services.exports import template as written

        with telling() as tell:
            tell.say(f"Writing {out.name}")
            written(out, kinds or (), replace=replace)
        show([f"{typed(out)} is written: begin with its first sheet."])
        show([f"To import it: truenorth plan init my-plan, then truenorth plan import my-plan {typed(out)}"])
