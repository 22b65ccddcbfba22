"""`truenorth measure`: bring data in, see what is there, what was spent and what came; take a load back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from truenorth.cli import day, options
from truenorth.cli.screen import confirmed, show, typed, width
from truenorth.cli.telling import careful, telling

if TYPE_CHECKING:
    from truenorth.services.measure import Asked, Looked

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
FIRST = 10


@app.callback(invoke_without_command=True)
def top(context: typer.Context) -> None:
    """Bring data in, see what is there, what was spent and what came; take a load back."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def load(
    folder: options.Folder,
    file: options.DataFile,
    table: options.Table = "",
    map_: options.ColumnMap = None,
    set_: options.SameForAll = None,
    source: options.Source = "",
    sheet: options.OneSheet = "",
    date_order: options.DateOrder = None,
    decimal: options.Decimal = None,
    same: options.Same = None,
    preview: options.PreviewLoad = False,
    yes: options.Yes = False,
    format_: options.TextOrJson = "text",
) -> None:
    """Load a file of data: show how it is read, what is taken, what is refused and why, then do it.

    The file stays as it is; its rows are kept beside the plan, in facts/. The same file is never loaded twice, and rows
    that an older load of the same source has already count once.
    """
    with careful("nothing was loaded"):
        asked = _asked(table, map_, set_, source, sheet, date_order, decimal, same)
        _load(folder, file, asked, preview=preview, yes=yes, as_json=format_ == "json")


def _asked(table: str, map_: Any, set_: Any, source: str, sheet: str, order: Any, mark: Any, same: Any) -> Asked:
    from truenorth.services.measure import Asked, wanted

    columns, values = _pairs(map_, "--map COLUMN=FIELD"), _pairs(set_, "--set FIELD=VALUE")
    return Asked(wanted(table, columns, values, order, mark), source, sheet, _pairs(same, "--same NAME=ITEM"))


def _pairs(words: list[str] | None, form: str) -> dict[str, str]:
    from truenorth.services.plan import Refused

    found = {}
    for word in words or []:
        name, sign, value = word.rpartition("=")
        if not sign or not name.strip():
            raise Refused(f"'{word[:60]}' is not {form}")
        found[name.strip()] = value.strip()
    return found


def _load(folder: Path, file: Path, asked: Asked, *, preview: bool, yes: bool, as_json: bool) -> None:
    from truenorth.services.measure import AlreadyLoaded, load, looked_at

    try:
        with telling() as tell, looked_at(folder, file, asked, tell.say) as found:
            tell.stop()
            _show(found, as_json)
            if preview or not (yes or confirmed("Load it?", "Nothing was loaded")):
                return _printed(found, as_json, loaded=False)
            tell.say("Loading")
            done = load(found)
            tell.stop()
            _printed(found, as_json, loaded=True)
            if not as_json:
                show([f"Loaded as {done.id}. To take it back: truenorth measure take-back {typed(folder)} {done.id}"])
    except AlreadyLoaded as error:
        if as_json:
            _print({"schema": 1, "loaded": False, "already": error.load.id})
        else:
            show([f"{str(error)[:1].upper()}{str(error)[1:]}."])


def _show(found: Looked, as_json: bool) -> None:
    from truenorth.reports.measure.load import comes_to, read_as, worth_knowing

    if as_json:
        return
    currency = found.plan.company.currency if found.plan.company else ""
    show(read_as(found.raw, found.brought, found.load, known=found.known))
    show(comes_to(found.brought, found.load, currency))
    show(worth_knowing(found.notes, found.overlap, found.load, currency, typed(found.folder)))


def _printed(found: Looked, as_json: bool, *, loaded: bool) -> None:
    from truenorth.reports.measure.load import data

    if as_json:
        _print(data(found.raw, found.brought, found.load, found.overlap, found.notes, loaded=loaded))


@app.command()
def tables(folder: options.Folder, format_: options.TextOrJson = "text") -> None:
    """List the tables: how many rows count, from when to when, and the loads that they come from."""
    with careful():
        from truenorth.reports.measure.tables import data, lines
        from truenorth.services.measure import counted

        register, counts = counted(folder)
        if format_ == "json":
            _print(data(register, counts))
        else:
            show(lines(register, counts))


@app.command("show")
def show_(
    context: typer.Context,
    folder: options.Folder,
    what: options.What = "spend",
    format_: options.TextOrJson = "text",
    as_of: options.AsOf = "",
) -> None:
    """Show what was spent and how much of it leads to a goal, opportunities beside it, or how goals stand; or a table.

    Of a table, the first rows are shown. How goals stand is told as of a day.
    """
    with careful():
        from truenorth.services import measured

        if what == "spend":
            _said(measured.spend(folder), format_ == "json", typed(folder))
        elif what in ("opportunities", "opportunity"):
            _said(measured.opportunities(folder), format_ == "json", typed(folder))
        elif what in ("goals", "goal"):
            _said(measured.goals(folder, day.day_of(context, folder, as_of)), format_ == "json", typed(folder))
        else:
            rows = measured.first(folder, what, FIRST)
            _print({"schema": 1, "rows": rows}) if format_ == "json" else _rows(rows)


def _said(found: Any, as_json: bool, folder: str) -> None:
    if as_json:
        _print(found.data())
    else:
        show(found.lines(folder))


def _rows(rows: list[dict[str, Any]]) -> None:
    from truenorth.reports.measure.show import NO_DATA, first_rows

    show(first_rows(rows, width()) if rows else [NO_DATA])


@app.command("take-back")
def take_back(
    folder: options.Folder,
    load: options.Load,
    undo: options.Undo = False,
    for_good: options.ForGood = False,
    format_: options.TextOrJson = "text",
) -> None:
    """Take a load back: its rows no longer count. They are kept, until they are thrown away for good."""
    with careful("nothing was changed"):
        from truenorth.services import measure

        done = measure.take_back(folder, load, undo=undo, for_good=for_good)
        what = "put back" if undo else "thrown away" if for_good else "taken back"
        if format_ == "json":
            _print({"schema": 1, "load": done.id, "done": what, "rows": done.rows})
            return
        show([f"{done.id} ({done.file}, {done.rows:,} rows of {done.table}) is {what}."])
        if what == "taken back":
            show([f"To put it back: truenorth measure take-back {typed(folder)} {done.id} --undo"])


@app.command()
def same(
    folder: options.Folder,
    names: options.NamePairs,
) -> None:
    """Say what names in the data mean in the plan: an item, or for a stage lead, opportunity, won or lost.

    It holds for what is loaded already, too. It is kept in facts/names.yaml.
    """
    with careful("nothing was changed"):
        from truenorth.services.measure import same as keep

        pairs = _pairs(names, "NAME=ITEM")
        keep(folder, pairs)
        what = "1 name is" if len(pairs) == 1 else f"{len(pairs):,} names are"
        show([f"{what} kept in {typed(folder / 'facts' / 'names.yaml')}."])


def _print(data: dict[str, Any]) -> None:
    import json

    typer.echo(json.dumps(data, indent=2, default=str))
