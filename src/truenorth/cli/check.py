"""`truenorth check`: what is out of line in a plan's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from truenorth.cli import day, decisions, fit, options
from truenorth.cli.formats import put
from truenorth.cli.screen import NOT_RUN, bad_input, complain, confirmed, typed
from truenorth.cli.telling import stoppable

if TYPE_CHECKING:
    from truenorth.services.check import Judged, Mend


def check(
    context: typer.Context,
    words: options.RoomOrFolder = None,
    repairs: options.Repairs = fit.REPAIRS,
    apply: options.Apply = 0,
    answer: options.Answer = "",
    why: options.Why = "",
    rule: options.OnlyRules = None,
    format_: options.FormatOption = "text",
    json: options.Json = False,
    out: options.OutFile = None,
    all_: options.EveryFinding = False,
    as_of: options.AsOf = "",
    put_right: options.PutRight = False,
    yes: options.YesToFixOrAccept = False,
    baseline: options.Baseline = False,
    accept: options.Accept = "",
    until: options.Until = "",
    owner: options.Owner = "",
    reason: options.Reason = "",
    acknowledge: options.Acknowledge = "",
) -> None:
    """Say whether a plan fits, what is out of line in it, why it matters, how we know, and what would put it right.

    Ends with 0 where nothing new is out of line, 1 where there are new errors or warnings, 2 where the input cannot
    be read, 3 where a rule could not be run, which is a fault of Truenorth.
    """
    with bad_input(), stoppable("nothing was changed"):
        folder, is_room = fit.place(words or [])
        real, today = day.today(context), day.day_of(context, folder, as_of)
        wanted = fit.Wanted(folder, today, repairs, apply, answer, yes)
        if accept or acknowledge or baseline:
            said = decisions.Said(today, real, until, owner, reason, yes)
            raise typer.Exit(_decided(folder, said, accept, acknowledge))
        if why:
            fit.why(wanted.judged(), why)
        elif is_room:
            raise typer.Exit(fit.room(wanted.judged(), folder, out))
        else:
            raise typer.Exit(_told(wanted, Shown(rule or [], "json" if json else format_, out, all_), put_right))


@dataclass(frozen=True)
class Shown:
    """What is shown of a check, and how: only these rules, the format, the file that it goes to, and each finding."""

    rules: list[str]
    format_: options.Format
    out: Path | None
    every: bool


def _decided(folder: Path, said: decisions.Said, accept: str, acknowledge: str) -> int:
    """Keep what was decided of a finding, or of all of them; what the command ends with."""
    if accept:
        decisions.accept(folder, accept, said)
    elif acknowledge:
        decisions.acknowledge(folder, acknowledge, said)
    elif not decisions.baseline(folder, said.today):
        return NOT_RUN
    return 0


def _told(wanted: fit.Wanted, shown: Shown, put_right: bool) -> int:
    """Say what is out of line, after what was wanted is done; what the command ends with."""
    from truenorth.services.check import codes
    from truenorth.services.fit import missing

    only = codes(shown.rules)
    found = _mended(wanted, only) if put_right else wanted.judged()
    if wanted.apply or wanted.answer:
        found = fit.changed(found, wanted)
    report = found.report(typed(wanted.folder), only, where=shown.format_ in ("sarif", "json"))
    put(found, report, shown.format_, shown.every, shown.out)
    if shown.format_ == "text" and not only and (hint := missing()):
        complain(hint)
    return fit.ends_with(report)


def _mended(wanted: fit.Wanted, only: tuple[str, ...]) -> Judged:
    """The check after every way out was taken that needs nobody's answer; each is shown, and agreed to, first."""
    from truenorth.services.check import mend
    from truenorth.services.plan import make

    found = wanted.judged()
    way = mend(found, only)
    _preview(found, way)
    if way.edits and (wanted.yes or confirmed()):
        make(wanted.folder, way.edits, f"check --fix: {_findings(len(way.taken))} put right")
        complain(f"Done. To take it back: truenorth plan undo {typed(wanted.folder)}")
        return wanted.judged()
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
