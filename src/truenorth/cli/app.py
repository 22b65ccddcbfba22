"""The commands, and how all of them begin and end."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import Any

import typer
from typer.core import TyperGroup

from truenorth.cli import agree, check, measure, plan, report, rules, run, serve


class InOrder(TyperGroup):
    """Lists the commands as they are used, one after the other."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        first = ["plan", "check", "agree", "run", "report", "measure", "serve", "work", "backup", "restore"]
        return [*first, "rule", "rules", "version"]


app = typer.Typer(cls=InOrder, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(plan.app, name="plan")
app.add_typer(measure.app, name="measure")
app.command("check", short_help="Say what is out of line, and what would put it right.")(check.check)
app.command("agree", short_help="Show what both sides agree on, and what stands in the way.")(agree.agree)
app.command("run", short_help="Show the week: what waits for an update, and the stand-up.")(run.run)
app.command("report", short_help="Write a report for one reader: a page, slides, a workbook.")(report.report)
app.command("serve", short_help="Serve workspaces as web pages, for many at once.")(serve.serve)
app.command("work", short_help="Work off what takes long; serve does it by itself.")(serve.work)
app.command("backup", short_help="Write all workspaces into one file.")(serve.backup)
app.command("restore", short_help="Bring a backup back.")(serve.restore)
app.command("rule", short_help="Explain a rule.")(rules.rule)
app.command("rules", short_help="List the rules.")(rules.rules)


@app.callback(invoke_without_command=True)
def top(context: typer.Context) -> None:
    """One plan for the business and marketing: what is out of line, why it matters, and what would put it right."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("version")
def version() -> None:
    """Print the version."""
    from truenorth import __version__

    typer.echo(f"truenorth {__version__}")


def main() -> None:
    """Run the command line; text that this terminal cannot show is replaced, never an error."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - closed by who started us
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        try:
            app(prog_name="truenorth")
        finally:
            sys.stdout.flush()
    except OSError as error:
        raise SystemExit(_unsaid(error)) from None


def _unsaid(error: OSError) -> int:
    """The end where the answer could not be written: nobody reads on (`| head`), or the disk is full."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - or Python would try once more
    if error.errno == errno.EPIPE:
        return 1
    with suppress(OSError):
        typer.echo(f"the answer could not be written: {(error.strerror or str(error)).lower()}", err=True)
    return 2
