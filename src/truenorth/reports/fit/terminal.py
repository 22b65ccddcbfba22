"""The verdict for a terminal: a headline, the statements with the party that may change each, and the ways out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.engines.feasibility.proved import WAYS
from truenorth.reports.fit.conflict import Group, Statement
from truenorth.reports.fit.told import Told
from truenorth.reports.fit.ways import Way
from truenorth.reports.lines import Line, wrapped
from truenorth.reports.words import columns

STYLES = {"good": "good", "bad": "error", "unsure": "warning"}
INDENT = "  "
NARROW = 52  # columns that a statement needs beside its party


@dataclass(frozen=True)
class Room:
    """How many conflicts and questions are shown, how many lines a sentence may take, and what is left out.

    `small` print is how it was proved, the effects and the margins; `folded` statements are counted.
    """

    groups: int = 3
    lines: int = 3
    small: bool = True
    folded: bool = True


EVERY, FULL, BRIEF, LEAST = Room(99, 9, True, False), Room(), Room(2, 2, False), Room(1, 1, False)


def lines(told: Told, width: int, *, folder: str = ".", room: Room = FULL) -> list[Line]:
    """The verdict, in as much room as there is; small print is how it was proved, the effects and the margins."""
    return [
        *(Line(text, STYLES[told.tone]) for text in wrapped(told.headline, width)),
        *(Line(text, "quiet") for says in told.says for text in wrapped(says, width)),
        *_groups(told, width, room),
        *_lists(told, width),
        *_ways(told, width, folder, room),
        *_questions(told, width, folder, room),
        *(Line(text, "quiet") for text in wrapped(told.margins, width) if told.margins and room.small),
    ]


def _groups(told: Told, width: int, room: Room) -> Iterator[Line]:
    for number, group in enumerate(told.groups[: room.groups], 1):
        if len(told.groups) > 1 and room.groups > 1:
            yield from (Line(text, "strong") for text in wrapped(group.called, width, f"{number}. "))
        yield from _group(group, width, room)
    if len(told.groups) > room.groups:
        more = f"and {len(told.groups) - room.groups:,} more like this: --all holds all of them"
        yield from (Line(text, "quiet") for text in wrapped(more, width))


def _group(group: Group, width: int, room: Room) -> Iterator[Line]:
    side = _side(group, width)
    shown = group.statements if room.folded else (*group.statements, *group.folded)
    for number, statement in enumerate(shown, 1):
        yield from _statement(number, statement, width, side, room)
    if group.folds and room.folded:
        yield Line(f"{INDENT}   {group.folds}", "quiet")
    if group.because:
        text = f"{group.because}{f'; {group.most}' if group.most and room.small else ''}."
        yield from (Line(one) for one in wrapped(text, width, INDENT, INDENT, min(room.lines, 2)))
    if room.small:
        small = " ".join(part for part in (group.checked, group.proof) if part)
        yield from (Line(one, "quiet") for one in wrapped(small, width, INDENT, INDENT) if small)


def _statement(number: int, statement: Statement, width: int, side: int, room: Room) -> Iterator[Line]:
    """A statement, the party that may change it at the right; below it where there is no room."""
    mark = " (assumed)" if statement.assumed else ""
    text = wrapped(f"{statement.says}{mark}", width - side, f"{INDENT}{number}. ", f"{INDENT}   ", room.lines)
    if side:
        text[0] += " " * (width - columns(text[0]) - columns(statement.party)) + statement.party
    elif statement.party:
        text += wrapped(f"({statement.party})", width, f"{INDENT}   ")
    yield from (Line(one) for one in text)


def _side(group: Group, width: int) -> int:
    """How many columns the parties take at the right; none where the statements would be squeezed."""
    widest = max((columns(one.party) for one in group.statements), default=0)
    return widest + 2 if widest and width - widest >= NARROW else 0


def _lists(told: Told, width: int) -> Iterator[Line]:
    for where, says in told.faults:
        yield from (
            Line(text) for text in wrapped(f"{where}: {says}" if where else says, width, f"{INDENT}- ", None, 2)
        )
    if told.more_faults:
        yield Line(f"{INDENT}and {told.more_faults} more", "quiet")
    for lack in told.lacks:
        yield from (Line(text) for text in wrapped(lack, width, f"{INDENT}- ", None, 2))


def _ways(told: Told, width: int, folder: str, room: Room) -> Iterator[Line]:
    shown = told.ways
    if shown:
        yield from (Line(text, "strong") for text in wrapped(f"{told.ways_said}:", width))
    for way in shown:
        yield from _way(way, width, room)
    if shown:
        yield from (Line(text, "quiet") for text in wrapped(_take(shown, folder), width, INDENT, INDENT))
    if told.fewer:
        yield from (Line(text, "quiet") for text in wrapped(told.fewer, width, INDENT, INDENT))


def _take(shown: tuple[Way, ...], folder: str) -> str:
    as_many = f" --repairs {len(shown)}" if len(shown) > WAYS else ""  # of more, another may be the first
    return f"To see one as a diff and take it: truenorth check {folder}{as_many} --apply {shown[0].number}"


def _way(way: Way, width: int, room: Room) -> Iterator[Line]:
    first, *rest = wrapped(
        way.title, width - columns(way.price) - 2, f"{INDENT}{way.number}. ", f"{INDENT}   ", min(room.lines, 2)
    )
    gap = " " * max(width - columns(first) - columns(way.price), 1)
    yield Line(f"{first}{gap}{way.price}")
    yield from (Line(one) for one in rest)
    small = "; ".join(part for part in (*way.effects[:2], way.keeps, way.proved) if part)
    if room.small:
        yield from (Line(one, "quiet") for one in wrapped(small, width, f"{INDENT}   ", None, 2))


def _questions(told: Told, width: int, folder: str, room: Room) -> Iterator[Line]:
    if room.lines == 1 and any(group.sure for group in told.groups):
        return  # where there is little room, what is certain comes first
    if told.questions:
        yield from (Line(text, "strong") for text in wrapped(f"{told.asks}:", width))
    for number, question in enumerate(told.questions[: room.groups], 1):
        text = f"{question.says}{f' ({question.also})' if question.also else ''}"
        yield from (Line(one) for one in wrapped(text, width, f"{INDENT}{number}. ", None, min(room.lines, 2)))
    if told.questions:
        how = f"To answer one: truenorth check {folder} --answer 1=VALUE"
        yield from (Line(one, "quiet") for one in wrapped(how, width, INDENT, INDENT))
