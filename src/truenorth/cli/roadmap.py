"""`truenorth plan roadmap`: when everything happens, as text, a picture or PDF."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from truenorth.cli import options
from truenorth.cli.screen import bad_input, complain


def roadmap(
    context: typer.Context,
    folder: options.Folder,
    by: Annotated[
        Literal["team", "goal", "persona", "program"], typer.Option("--by", help="What the lanes are made by.")
    ] = "team",
    zoom: Annotated[
        Literal["week", "month", "quarter", "year"], typer.Option("--zoom", help="How much of the time is shown.")
    ] = "quarter",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="A name ending with .pdf, .svg or .txt.")
    ] = None,
    as_of: options.AsOf = "",
    replace: options.Replace = False,
) -> None:
    """Show when everything happens, and the load of each week; without --to, as text on the screen."""
    with bad_input():
        from truenorth.cli.day import day_of
        from truenorth.reports.page.pdf import NotInstalled
        from truenorth.services.plan import Refused
        from truenorth.services.roadmap import bytes_of, form_of, road_of
        from truenorth.services.whole_file import write_whole

        form = form_of(to)
        if to and to.exists() and not replace:
            raise Refused(f"{to} is there already: name another file, or add --replace")
        try:
            made = bytes_of(road_of(folder, day_of(context, folder, as_of), by, zoom), form, folder.resolve().name)
        except NotInstalled as missing:
            raise Refused(str(missing)) from None
        if to is None:
            sys.stdout.buffer.write(made)
        else:
            write_whole(to, made)
            complain(f"Written to {to}")
