"""`truenorth check`: the verdict, its ways out, why a date is what it is, and the one slide for a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from truenorth.cli.screen import NOT_RUN, complain, confirmed, show, typed, width
from truenorth.cli.telling import telling

if TYPE_CHECKING:
    from truenorth.reports.report import Report
    from truenorth.services.check import Judged

REPAIRS = 3
ROOM = "room"


def place(words: list[str]) -> tuple[Path, bool]:
    """The folder that is meant, and whether it is wanted as one slide."""
    from truenorth.services.plan import Refused

    is_room = bool(words) and words[0] == ROOM and (len(words) > 1 or not Path(ROOM).is_dir())
    left = words[1:] if is_room else words
    if len(left) > 1:
        raise Refused(f"one folder at a time: {left[0]} and {left[1]} are two")
    return Path(left[0]) if left else Path(), is_room


def why(found: Judged, word: str) -> None:
    """Say why an item is when it is."""
    from truenorth.reports.lines import wrapped
    from truenorth.services.fit import why as said

    show(wrapped(said(found, word), width()))


@dataclass(frozen=True)
class Wanted:
    """What is asked of a folder as of a day, and what is to be changed: a way out by its number, or an answer."""

    folder: Path
    today: date
    repairs: int = REPAIRS
    apply: int = 0
    answer: str = ""
    yes: bool = False

    def judged(self) -> Judged:
        """The check of the folder as it is now, told while it takes long."""
        from truenorth.services.check import judge
        from truenorth.services.fit import asking

        with telling() as tell:
            return judge(self.folder, self.today, asking(self.repairs, tell.say))


def changed(found: Judged, wanted: Wanted) -> Judged:
    """The check after a way out was taken or a question answered; what it changes is shown, and agreed to, first."""
    from truenorth.plan.edit import change
    from truenorth.reports.diff import changes
    from truenorth.services.fit import answered, take
    from truenorth.services.plan import make

    taken = take(found, wanted.apply) if wanted.apply else answered(found, wanted.answer)
    plan = found.folder.plan
    after, edits = change(plan, taken.edits)
    complain(f"{taken.title}:")
    for line in changes(plan, after, edits):
        typer.echo(line, err=True)
    if not (wanted.yes or confirmed()):
        return found
    what = f"--apply {wanted.apply}" if wanted.apply else f"--answer {wanted.answer}"
    make(wanted.folder, edits, f"check {what}: {taken.title}")
    complain(f"Done. To take it back: truenorth plan undo {typed(wanted.folder)}")
    return wanted.judged()


def room(found: Judged, folder: Path, out: Path | None) -> int:
    """The verdict as one slide: on the screen, or in a file whose name ends with .html or .pdf."""
    from truenorth.reports.fit import slide
    from truenorth.services.fit import verdict
    from truenorth.services.plan import Refused

    _, told = verdict(found)
    report = found.report(typed(folder))
    if out is None:
        show(slide.lines(report, told, width()))
    else:
        from truenorth.reports.page.pdf import NotInstalled
        from truenorth.services.whole_file import write_whole

        try:
            write_whole(out, slide.made(report, told, out.suffix))
        except NotInstalled as missing:
            raise Refused(str(missing)) from None
        complain(f"Written to {out}")
    complain("\n".join(report.faults))
    return ends_with(report)


def ends_with(report: Report) -> int:
    """What a check ends with: 3 where a rule could not be run, 1 where something new is out of line."""
    if report.not_run:
        return NOT_RUN
    return 1 if report.fails else 0
