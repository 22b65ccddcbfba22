"""`truenorth check --accept`, `--acknowledge` and `--baseline`: what people decide about findings."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from truenorth.cli.screen import complain, show

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Said:
    """What was said about a finding on the command line, as of a day, and the day on which it is said."""

    today: date
    on: date
    until: str = ""
    owner: str = ""
    reason: str = ""
    yes: bool = False


def accept(folder: Path, ident: str, said: Said) -> None:
    """Accept a finding until a day."""
    from truenorth.records import Decision
    from truenorth.services import folder as folders
    from truenorth.services.check import day
    from truenorth.services.decisions import decide
    from truenorth.services.plan import Refused

    given = (("--until", said.until), ("--owner", said.owner), ("--reason", said.reason))
    if missing := [name for name, text in given if not text]:
        raise Refused(f"to accept a finding, say until when, who takes the risk and why: {', '.join(missing)} missing")
    last = day(said.until, folders.read(folder).plan.calendar, last=True)
    if last < said.today:
        raise Refused(f"{last} is over already: name a later day after --until")
    _need_owner(folder, said)
    one = Decision(finding=ident, state="accepted", until=last, owner=said.owner, reason=said.reason, on=said.on)
    found = decide(folder, one.model_copy(update={"by": said.owner}), said.today)
    show([f"Accepted until {last}, after which it counts again: {found.says}"])


def acknowledge(folder: Path, ident: str, said: Said) -> None:
    """Note that a finding is known."""
    from truenorth.records import Decision
    from truenorth.services.decisions import decide

    if said.owner:
        _need_owner(folder, said)
    one = Decision(finding=ident, state="acknowledged", on=said.on, by=said.owner, note=said.reason)
    show([f"Acknowledged: {decide(folder, one, said.today).says}"])


def baseline(folder: Path, today: date) -> bool:
    """Take all present findings for known; whether every rule could be run."""
    from truenorth.services.decisions import adopt

    count, known, faults = adopt(folder, today)
    complain("\n".join(faults))
    many = "1 finding is" if count == 1 else f"{count} findings are"
    show([f"{many} known from now on ({count - known} more than before); only new ones count."])
    return not faults


def _need_owner(folder: Path, said: Said) -> None:
    """A role that the plan does not know may be meant, but is not taken without asking."""
    from truenorth.services import folder as folders
    from truenorth.services.decisions import no_owner
    from truenorth.services.plan import Refused

    doubt = no_owner(folders.read(folder).plan, said.owner)
    if not doubt or said.yes:
        return
    if not sys.stdin.isatty():
        raise Refused(f"{doubt}. To take it all the same: --yes")
    complain(doubt)
    if not typer.confirm("Take it all the same?", err=True):
        raise typer.Exit(2)
