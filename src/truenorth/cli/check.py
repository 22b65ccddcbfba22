"""`truenorth check`: what is out of line in a plan's folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truenorth.cli import decisions
from truenorth.cli.formats import FORMATS, Format, put
from truenorth.cli.screen import bad_input, complain, typed

if TYPE_CHECKING:
    from datetime import date

    from truenorth.services.check import Judged, Mend


def check(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The plan's folder.", show_default=False)] = Path(),
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="CODE", help="Only this rule or family, in full; may be repeated."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", metavar=FORMATS, help="How to print.")] = "text",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to a file instead.", show_default=False)
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every finding, a line each.")] = False,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="Judge as of a day (default: today).", show_default=False)
    ] = "",
    fix: Annotated[
        bool, typer.Option("--fix", help="Show what can be put right without asking anybody, then do it.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --fix or --accept: do it without asking.")] = False,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Take all present findings for known: from now on only new ones count.")
    ] = False,
    accept: Annotated[
        str, typer.Option("--accept", metavar="ID", help="Accept a finding until a day.", show_default=False)
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="With --accept: until when; the last day of a period.")
    ] = "",
    owner: Annotated[str, typer.Option("--owner", metavar="ROLE", help="With --accept: who takes the risk.")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="With --accept: why.")] = "",
    acknowledge: Annotated[
        str, typer.Option("--acknowledge", metavar="ID", help="Note that a finding is known.", show_default=False)
    ] = "",
) -> None:
    """Say what is out of line in a plan, why it matters, how we know, and what would put it right.

    Ends with 0 where nothing new is out of line, 1 where there are new errors or warnings, 2 where the input cannot
    be read.
    """
    with bad_input():
        from truenorth.services.check import codes
        from truenorth.services.clock import now

        real = (context.obj or now)().date()
        today = _day(folder, as_of) if as_of else real
        said = decisions.Said(today, real, until, owner, reason, yes)
        if accept:
            decisions.accept(folder, accept, said)
            raise typer.Exit(0)
        if acknowledge:
            decisions.acknowledge(folder, acknowledge, said)
            raise typer.Exit(0)
        if baseline:
            decisions.baseline(folder, today)
            raise typer.Exit(0)
        only = codes(rule or ())
        found = _mended(folder, today, only, yes) if fix else _judged(folder, today)
        report = found.report(typed(folder), only, where=format_ == "sarif" or format_ == "json")
        put(found, report, format_, all_, out)
    raise typer.Exit(1 if report.fails else 0)


def _day(folder: Path, as_of: str) -> date:
    """A day that was asked for: a date, or a period of the plan's own calendar."""
    from truenorth.services import folder as folders
    from truenorth.services.check import day

    return day(as_of, folders.read(folder).plan.calendar)


def _judged(folder: Path, today: date) -> Judged:
    from truenorth.services.check import judge

    return judge(folder, today)


def _mended(folder: Path, today: date, only: tuple[str, ...], yes: bool) -> Judged:
    from truenorth.services.check import mend
    from truenorth.services.plan import make

    found = _judged(folder, today)
    way = mend(found, only)
    _preview(found, way)
    if way.edits and (yes or _confirmed()):
        make(folder, way.edits, f"check --fix: {_findings(len(way.taken))} put right")
        complain(f"Done. To take it back: truenorth plan undo {typed(folder)}")
        return _judged(folder, today)
    return found


def _preview(found: Judged, way: Mend) -> None:
    from truenorth.plan.edit import apply
    from truenorth.reports.diff import changes
    from truenorth.reports.words import plain

    for finding, fix in way.taken:
        complain(f"{finding.rule} {plain(finding.says)}: {plain(fix.says)}")
    if way.edits:
        plan = found.folder.plan
        for line in changes(plan, apply(plan, way.edits), way.edits):
            typer.echo(line, err=True)
    else:
        complain("Nothing can be put right without asking somebody.")
    if way.asking or way.choices:
        complain(f"{_left(way)}: see their ways out.")


def _left(way: Mend) -> str:
    """`2 findings ask for a value, 1 leaves a choice`."""
    asking = f"{_findings(way.asking)} {'asks' if way.asking == 1 else 'ask'} for a value" if way.asking else ""
    choices = (
        f"{way.choices if asking else _findings(way.choices)} {'leaves' if way.choices == 1 else 'leave'} a choice"
    )
    return ", ".join(part for part in (asking, choices if way.choices else "") if part)


def _findings(count: int) -> str:
    return "1 finding" if count == 1 else f"{count:,} findings"


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        complain("Nothing was written: say --yes to do it.")
        return False
    return typer.confirm("Do it?", err=True)
