"""`truenorth plan`: start a plan, look at it, change it, compare it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truenorth.cli import roadmap, sheets
from truenorth.cli.options import AsOf, By
from truenorth.cli.screen import bad_input, place_and_words, show, typed

if TYPE_CHECKING:
    from truenorth.plan.edit import Edit
    from truenorth.plan.plan import Plan

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="FOLDER REF", help="The plan's folder (default: here), and an item.", show_default=False),
]
OneItem = Annotated[
    list[str], typer.Argument(metavar="FOLDER REF", help="The plan's folder (default: here), and an item.")
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="What the change is for; it is recorded.")]


@app.callback(invoke_without_command=True)
def top(context: typer.Context) -> None:
    """Start a plan, look at it, change it, compare it."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", show_default=False)],
    example: Annotated[
        str, typer.Option("--example", metavar="acme|acme-bent|kestrel|empty", help="What to start from.")
    ] = "empty",
) -> None:
    """Start a plan: a file for each kind of item with an example in it to replace, or a whole example company."""
    with bad_input():
        from truenorth.services.plan import init as start

        files = start(folder, example)
        place = typed(folder)
        show([f"{len(files)} files are in {place}."])
        if example == "empty":
            show(["Each explains itself; fill in what you know, leave out the rest, delete the files you do not need."])
            show(["What an item can say: truenorth plan kinds (all kinds), truenorth plan kinds activity (one)."])
        show([f"What is in it: truenorth plan show {place}", f"What is out of line: truenorth check {place}"])


@app.command("show")
def show_(words: Words = None) -> None:
    """Show a plan at a glance, or one item: what it says, why it is there, what hangs on it."""
    with bad_input():
        from truenorth.reports.item import glance, shown
        from truenorth.services import folder as folders
        from truenorth.services.plan import find

        folder, refs = place_and_words(words or [], 1)
        plan = folders.read(folder).plan
        show(shown(plan, find(plan, refs[0])) if refs else glance(plan))


@app.command()
def why(
    words: Annotated[
        list[str], typer.Argument(metavar="FOLDER REF", help="The plan's folder (default: here), and an item.")
    ],
) -> None:
    """Say in a sentence what an item is for: the way from it to the vision."""
    with bad_input():
        from truenorth.plan.sight import why as sentence
        from truenorth.reports.words import plain
        from truenorth.services import folder as folders
        from truenorth.services.plan import find

        folder, refs = place_and_words(words, 1)
        plan = folders.read(folder).plan
        _need(refs, "the item")
        show([plain(sentence(plan, find(plan, ref))) for ref in refs])


app.command("roadmap")(roadmap.roadmap)


@app.command("diff")
def diff_(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="A B | FOLDER REF REF...", show_default=False)],
    by_goal: Annotated[
        bool,
        typer.Option("--by-goal", help="What it means for goals, money, hours, dates and findings (two folders)."),
    ] = False,
    as_of: AsOf = "",
) -> None:
    """Say in words how two folders differ; or how two or more items of one plan do, such as two budgets."""
    with bad_input():
        from truenorth.plan.edit import diff
        from truenorth.reports.diff import changes, compared
        from truenorth.services import folder as folders
        from truenorth.services.plan import Refused, find

        if len(words) == 2 and all(Path(word).is_dir() for word in words):
            if by_goal:
                _beside(Path(words[0]), Path(words[1]), context, as_of)
                return
            old, new = (folders.read(Path(word)).plan for word in words)
            show(changes(old, new, diff(old, new)))
            return
        folder, refs = place_and_words(words, 99)
        plan = folders.read(folder).plan
        _need(refs, "two folders that are there, or a folder and two of its items", 2)
        found = [find(plan, ref) for ref in refs]
        if len({ref.partition(":")[0] for ref in found}) > 1:
            raise Refused(f"only items of one kind can be set side by side: {', '.join(found)} are of several")
        show(compared(plan, found))


def _beside(one: Path, other: Path, context: typer.Context, as_of: str) -> None:
    from truenorth.cli import day
    from truenorth.reports.compare import lines
    from truenorth.services.compare import beside

    show(lines(beside(one, other, day.day_of(context, one, as_of))))


@app.command("set")
def set_(
    words: Annotated[list[str], typer.Argument(metavar="[FOLDER] REF FIELD=VALUE...", show_default=False)],
    new: Annotated[bool, typer.Option("--new", help="Add the item; without it, a wrong name is refused.")] = False,
    why: Why = "",
    by: By = "",
) -> None:
    """Give fields of an item other values, written as in a cell of a sheet; `field=` takes the value away.

    The change is recorded, and `truenorth plan undo` takes it back.
    """
    with bad_input():
        from truenorth.services import folder as folders
        from truenorth.services.plan import set_fields

        folder, rest = place_and_words(words, len(words)) if "=" not in words[0] else (Path(), [])
        _need(rest, "the item before its fields")
        fields = _fields(rest[1:])
        before = folders.read(folder).plan if Path(folder).is_dir() else None
        after = set_fields(folder, rest[0], fields, new=new, why=why, by=by).plan
        if before:
            _changed(before, after)


def _fields(words: list[str]) -> dict[str, str]:
    from truenorth.services.plan import Refused

    if not words or any("=" not in word for word in words):
        raise Refused("say which fields, and their values: truenorth plan set FOLDER REF field=value field=value")
    return {name.strip(): value for name, _, value in (word.partition("=") for word in words)}


def _changed(before: Plan, after: Plan) -> None:
    from truenorth.plan.edit import diff
    from truenorth.reports.diff import changes

    edits: list[Edit] = diff(before, after)
    show(changes(before, after, edits))


@app.command()
def undo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", show_default=False)] = Path(),
    again: Annotated[bool, typer.Option("--again", help="Make the change that was last taken back once more.")] = False,
    by: By = "",
) -> None:
    """Take back the last change that was made here with `set`, `rename` or `check --fix`."""
    with bad_input():
        from truenorth.reports.words import plain
        from truenorth.services import folder as folders
        from truenorth.services.plan import undo as take_back

        before = folders.read(folder).plan
        after, what = take_back(folder, again=again, by=by)
        show([f"{'Made again' if again else 'Taken back'}: {plain(what)}"])
        _changed(before, after.plan)


@app.command()
def rename(
    words: Annotated[list[str], typer.Argument(metavar="[FOLDER] REF KEY", show_default=False)], by: By = ""
) -> None:
    """Give an item another key; everything that points at it follows, and so do decisions about it."""
    with bad_input():
        from truenorth.services import folder as folders
        from truenorth.services.plan import rename as give_key

        folder, rest = place_and_words(words, 2)
        _need(rest, "the item and its new key", 2)
        before = folders.read(folder).plan
        _changed(before, give_key(folder, rest[0], rest[1], by=by).plan)


@app.command()
def kinds(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as activity.", show_default=False)] = "",
) -> None:
    """List the kinds of items a plan holds, or explain one: its fields, how each is written, an example."""
    with bad_input():
        from truenorth.plan.example import folder as example
        from truenorth.reports.kinds import listing, page
        from truenorth.services.plan import kind_named

        if kind:
            show(page(kind_named(kind), example("acme")).splitlines())
            return
        last = ""
        for group, name, meaning in listing():
            show([*(["", group] if group != last else []), f"  {name:<12} {meaning}"])
            last = group


@app.command()
def schema(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", show_default=False)] = Path(),
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Where to (default: schemas in it).")
    ] = None,
) -> None:
    """Write a JSON Schema for the file of each kind, with which editors complete and check as you type."""
    with bad_input():
        from truenorth.services.plan import write_schemas

        place = write_schemas(folder, out)
        show([f"The schemas are in {typed(place)}. Many editors read them when a file begins with a line such as"])
        show([f"# yaml-language-server: $schema={(out or Path('schemas')).as_posix()}/activity.json"])


def _need(words: list[str], what: str, least: int = 1) -> None:
    from truenorth.services.plan import Refused

    if len(words) < least:
        raise Refused(f"name {what}; `truenorth plan show FOLDER` lists what is in a plan")


sheets.add(app)
