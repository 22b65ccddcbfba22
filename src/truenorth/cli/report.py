"""`truenorth report`: what there is to say of a plan, for one reader."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from truenorth.cli import options
from truenorth.cli.screen import bad_input, complain
from truenorth.cli.telling import stoppable, telling

For = Annotated[
    str,
    typer.Option(
        "--for", metavar="READER", help="ceo, board, cmo, mops, finance, sales, service, team:KEY or partner:PROGRAM."
    ),
]
To = Annotated[
    Path | None,
    typer.Option("--to", metavar="FILE", help="A name ending with .pdf, .pptx, .xlsx, .html or .txt."),
]


def report(
    context: typer.Context,
    folder: options.Folder,
    for_: For = "ceo",
    to: To = None,
    as_of: options.AsOf = "",
    replace: options.Replace = False,
) -> None:
    """Write a report of a plan for one reader: a page, slides, a workbook; without --to, as text on the screen."""
    with bad_input(), stoppable("nothing was written"):
        from truenorth.cli.day import day_of
        from truenorth.services import reports
        from truenorth.services.fit import asking
        from truenorth.services.plan import Refused

        form = reports.ending(to) if to else "txt"
        if to and to.exists() and to.is_file() and not replace:
            raise Refused(f"{to} is there already: name another file, or add --replace")
        today = day_of(context, folder, as_of)
        with telling() as tell:
            pack = reports.report(folder, today, for_, asking(3, tell.say))
            made = reports.bytes_of(pack, form)
        _put(made, to)


def _put(made: bytes, to: Path | None) -> None:
    if to is None:
        sys.stdout.buffer.write(made)
        return
    from truenorth.services.whole_file import write_whole

    write_whole(to, made)
    complain(f"Written to {to}")
