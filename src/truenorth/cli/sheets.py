"""`truenorth plan import`, `export` and `template`: a plan in and out of spreadsheets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from truenorth.cli.screen import bad_input, complain, show, typed, width

if TYPE_CHECKING:
    from truenorth.services.imports import Import

MOST_LINES = 30
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kinds", metavar="KIND", help="Only this kind; may be repeated.", show_default=False),
]
Replace = Annotated[bool, typer.Option("--replace", help="Write over a file that is there.")]


def add(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("import", short_help="Take a spreadsheet into a plan: your own, or one that Truenorth wrote.")(import_)
    app.command("export", short_help="Write a plan as a workbook or as CSV, to edit and import again.")(export)
    app.command("template", short_help="Write an empty workbook to fill in.")(template)


def import_(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The plan's folder.", show_default=False)],
    sheet: Annotated[
        Path, typer.Argument(metavar="SHEET", help="An XLSX or CSV file, or a folder of CSV files.", show_default=False)
    ],
    sheets: Annotated[
        list[str] | None, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook; may be repeated.")
    ] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="What its rows are: activity, program, ...")] = "",
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="COLUMN=FIELD", help="What a column means: a field, labels.X, id, or - for none."
        ),
    ] = None,
    date_order: Annotated[
        Literal["dmy", "mdy", "ymd"] | None, typer.Option("--date-order", help="How dates such as 11-03-17 are read.")
    ] = None,
    decimal: Annotated[
        Literal["comma", "point"] | None, typer.Option("--decimal", help="What parts decimals in texts: 1.200,50.")
    ] = None,
    skip_wrong: Annotated[
        bool, typer.Option("--skip-wrong", help="Leave out rows in which something is wrong.")
    ] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would be changed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Show every change, however many.")] = False,
    by: Annotated[str, typer.Option("--by", metavar="ROLE", help="The role that makes the change.")] = "",
) -> None:
    """Take a spreadsheet into a plan: show how it is read and what it changes, then do it as one change.

    A sheet of your own is guessed at, column by column; correct the guess with --map, and it is remembered for the
    next sheet with the same columns. Importing a sheet twice changes nothing; importing it corrected edits.
    """
    with _asked():
        from truenorth.plan.sheet.take import Given
        from truenorth.services.imports import imported, looked_at

        given = Given(tuple(sheets or ()), kind, tuple(map_ or ()), date_order, decimal, skip_wrong)
        found = looked_at(folder, sheet, given)
        _shown(found, every=all_)
        if found.taken.wrong and not skip_wrong:
            _refuse(found)
        if preview or not (found.taken.edits and (yes or _confirmed())):
            return
        imported(folder, found, by=by)
        show([f"Done. To take it back: truenorth plan undo {typed(folder)}"])


def _shown(found: Import, *, every: bool) -> None:
    from truenorth.reports.diff import changes
    from truenorth.reports.sheet import read_as

    show(read_as(found.taken, found.file, width()))
    if found.taken.wrong and not found.taken.skipped:
        return
    if found.taken.skipped:
        _say_skipped(found)
    if not found.taken.edits:
        there = any(sheet.rows for sheet in found.taken.sheets)
        empty = "There are no rows in it yet: fill some in, save it, and import it again."
        show(["The plan says all of this already: nothing to change." if there else empty])
        return
    *lines, count = changes(found.folder.plan, found.taken.after, found.taken.edits)
    shown = lines if every or len(lines) <= MOST_LINES else lines[:MOST_LINES]
    more = [f"and {len(lines) - len(shown):,} more lines (--all shows them)"] if len(shown) < len(lines) else []
    show([*shown, *more, count])


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


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        complain("Nothing was written: say --yes to do it.")
        return False
    return typer.confirm("Do it?", err=True)


@contextmanager
def _asked() -> Iterator[None]:
    """What only people can tell is asked for on one line, with what to add to the command."""
    from truenorth.plan.sheet.layout import Asked
    from truenorth.services.plan import Refused

    with bad_input():
        try:
            yield
        except Asked as error:
            raise Refused(str(error)) from None


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The plan's folder.", show_default=False)],
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="A name ending with .xlsx or .csv, or a folder.", show_default=False)
    ],
    kinds: Kinds = None,
    replace: Replace = False,
) -> None:
    """Write a plan as a workbook (a sheet a kind), as the CSV of one kind, or as a folder of CSV files.

    Edit it in any spreadsheet and import it again: only what you changed is changed.
    """
    with _asked():
        from truenorth.services import folder as folders
        from truenorth.services.exports import computed, exported

        plan = folders.read(folder).plan
        written = exported(plan, out, kinds or (), replace=replace)
        show([f"{typed(path)} is written." for path in written])
        if out.suffix.lower() != ".xlsx":
            _say_computed(computed(plan, kinds or [path.stem for path in written]))
        show([f"To import it again: truenorth plan import {typed(folder)} {typed(out)}"])


def _say_computed(count: int) -> None:
    """CSV has no way to say that a cell is text."""
    if count:
        what = "1 cell begins" if count == 1 else f"{count:,} cells begin"
        complain(f"{what} like a formula, which a spreadsheet would compute: export to .xlsx to be safe.")


def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.", show_default=False)],
    kinds: Kinds = None,
    replace: Replace = False,
) -> None:
    """Write an empty workbook to fill in: a short form for a list of work, and a sheet for each kind of item."""
    with _asked():
        from truenorth.services.exports import template as written

        show([f"{typed(written(out, kinds or (), replace=replace))} is written: begin with its first sheet."])
        show([f"To import it: truenorth plan init my-plan, then truenorth plan import my-plan {typed(out)}"])
