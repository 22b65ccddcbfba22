"""`truenorth run`: the working week of a plan's folder."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truenorth.cli import options
from truenorth.cli.screen import bad_input, place_and_words, show, typed, width

if TYPE_CHECKING:
    from datetime import date

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FOLDER [SENTENCE]", help="The plan's folder; with --update, a sentence.", show_default=False
    ),
]
Updated = Annotated[
    str,
    typer.Option(
        "--update",
        metavar="ITEM=HOW",
        help="Say what became of an item: moved, stuck, done or a new date.",
        show_default=False,
    ),
]
Sure = Annotated[
    str, typer.Option("--sure", metavar="SURE", help="With --update: how sure it is: 80 %, low, medium, high.")
]
By = Annotated[str, typer.Option("--by", metavar="ROLE", help="With --update: the role that says it.")]
Meeting = Annotated[
    str, typer.Option("--meeting", metavar="NAME", help="Which meeting the agenda is for.", show_default=False)
]


def run(
    context: typer.Context,
    words: Words = None,
    update: Updated = "",
    sure: Sure = "",
    by: By = "",
    meeting: Meeting = "",
    as_of: options.AsOf = "",
    format_: options.TextOrJson = "text",
) -> None:
    """Show the week: what waits for an update, and the agenda of the stand-up; or say what became of an item."""
    with bad_input():
        folder, sentence = place_and_words(words or [], 1 if update else 0)
        today = _day(context, folder, as_of)
        if update:
            _updated(folder, update, " ".join(sentence), today, by, sure)
        else:
            _shown(folder, today, meeting, format_)


def _day(context: typer.Context, folder: Path, as_of: str) -> date:
    from truenorth.services import folder as folders
    from truenorth.services.check import day
    from truenorth.services.clock import now

    today: date = (context.obj or now)().date()
    return day(as_of, folders.read(folder).plan.calendar) if as_of else today


def _shown(folder: Path, today: date, meeting: str, format_: str) -> None:
    from truenorth.reports.standup.told import told, told_data
    from truenorth.services.run import week

    found = week(folder, today, meeting)
    if format_ == "json":
        import json

        cadence = found.cadence.ref if found.cadence else ""
        show([json.dumps(told_data(found.waiting, found.agenda, found.span, cadence), indent=2, ensure_ascii=False)])
    else:
        title = found.cadence.title if found.cadence else ""
        show(told(found.waiting, found.agenda, found.span, title, width()))


def _updated(folder: Path, words: str, sentence: str, today: date, by: str, sure: str) -> None:
    from truenorth.reports.standup.developments import said
    from truenorth.reports.words import plain
    from truenorth.services.run import update

    given, edit = update(folder, words, sentence, today, by=by, sure=sure)
    show([f"{plain(given.called)}: {said(given)}. It is kept; the plan says what it said."])
    if edit:
        sets = " ".join(shlex.quote(f"{name}={(edit.after or {}).get(name)}") for name in sorted(edit.fields))
        show([f"To change the plan too: truenorth plan set {typed(folder)} {given.about} {sets}"])
