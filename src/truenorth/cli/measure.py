"""`truenorth measure`: bring data in, see what is there, what was spent and what came; take a load back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from truenorth.cli.screen import complain, show, typed, width
from truenorth.cli.telling import careful, telling

if TYPE_CHECKING:
    from truenorth.services.measure import Asked, Looked

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
FIRST = 10
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The plan's folder.", show_default=False)]
Format = Annotated[Literal["text", "json"], typer.Option("--format", metavar="text|json", help="How to print.")]
Same = Annotated[
    list[str] | None,
    typer.Option("--same", metavar="NAME=ITEM", help="What a name in the data means in the plan; may be repeated."),
]


@app.callback(invoke_without_command=True)
def top(context: typer.Context) -> None:
    """Bring data in, see what is there, what was spent and what came; take a load back."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def load(
    folder: Folder,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A CSV, XLSX or Parquet file, as a system gave it out.", show_default=False
        ),
    ],
    table: Annotated[
        str, typer.Option("--table", metavar="NAME", help="What its rows are: spend, touches, stage_changes, ...")
    ] = "",
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=FIELD",
            help="What a column is (- for none): Cost=amount, cost_micros/1000000=amount, '*_S=amount'.",
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="What is the same for all rows: currency=USD; may be repeated."
        ),
    ] = None,
    source: Annotated[
        str,
        typer.Option(
            "--source",
            metavar="NAME",
            help="The source, for which all this is remembered (default: the file's name).",
            show_default=False,
        ),
    ] = "",
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook.")] = "",
    date_order: Annotated[
        Literal["dmy", "mdy", "ymd"] | None, typer.Option("--date-order", help="How dates such as 11-03-17 are read.")
    ] = None,
    decimal: Annotated[
        Literal["comma", "point"] | None, typer.Option("--decimal", help="What parts decimals in texts: 1.200,50.")
    ] = None,
    same: Same = None,
    preview: Annotated[bool, typer.Option("--preview", help="Only show how it is read and what it comes to.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    format_: Format = "text",
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
            if preview or not (yes or _confirmed()):
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


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        complain("Nothing was loaded: say --yes to do it.")
        return False
    return typer.confirm("Load it?", err=True)


@app.command()
def tables(folder: Folder, format_: Format = "text") -> None:
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
    folder: Folder,
    what: Annotated[
        str,
        typer.Argument(
            metavar="[spend|opportunities|TABLE]", help="What to show (default: spend).", show_default=False
        ),
    ] = "spend",
    format_: Format = "text",
) -> None:
    """Show what was spent and how much of it leads to a goal; opportunities beside it; or the first rows of a table."""
    with careful():
        from truenorth.services import measured

        if what == "spend":
            _said(measured.spend(folder), format_ == "json", typed(folder))
        elif what in ("opportunities", "opportunity"):
            _said(measured.opportunities(folder), format_ == "json", typed(folder))
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
    folder: Folder,
    load: Annotated[str, typer.Argument(metavar="LOAD", help="Such as crm-3.", show_default=False)],
    undo: Annotated[bool, typer.Option("--undo", help="Put a load that was taken back in again.")] = False,
    for_good: Annotated[bool, typer.Option("--for-good", help="Throw a load that was taken back away.")] = False,
    format_: Format = "text",
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
    folder: Folder,
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME=ITEM...", help="Such as 916=activity:spring-letter.", show_default=False),
    ],
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
