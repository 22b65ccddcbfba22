"""A report as plain text: for mail without pictures, and for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from truenorth.reports.pack.blocks import (
    AnyBlock,
    Figure,
    Findings,
    Heading,
    Number,
    Pack,
    Table,
    Text,
    Told,
    cut,
    said,
)
from truenorth.reports.pack.charts import Row
from truenorth.reports.words import plain

WIDE = 78
LONGEST = 400


def text(pack: Pack) -> str:
    """The whole of it."""
    lines = [*_wrapped(pack.title), *_wrapped(pack.whose), ""]
    for block in pack.blocks:
        lines += _block(block)
    return "\n".join(lines).rstrip() + "\n"


def _block(block: AnyBlock) -> Iterator[str]:
    match block:
        case Heading():
            yield from ("", block.says.upper(), "-" * min(len(block.says), WIDE))
        case Text():
            yield from _wrapped(block.says)
        case Number():
            yield f"{block.name}: {block.says}{f' ({block.of})' if block.of else ''}"
        case Figure():
            yield from _wrapped(block.says)
            yield from _rows(block.chart.head, block.chart.rows)
        case Table():
            yield from _rows(block.head, block.rows)
            yield from ([f"  ({block.more})"] if block.more else [])
        case Findings():
            for one in block.told:
                yield from _told(one)
            yield from ([f"  ({block.more})"] if block.more else [])


def _told(one: Told) -> Iterator[str]:
    yield from _wrapped(f"{one.code}  {one.says}", "* ")
    if one.stake:
        yield f"    At stake: {one.stake}"
    if one.way:
        yield from _wrapped(f"-> {one.way}", "    ")


def _rows(head: tuple[str, ...], rows: tuple[Row, ...]) -> Iterator[str]:
    """Each row as one entry: its first cell, then the others with their names."""
    for row in rows:
        rest = (f"{name}: {said(cell)}" if name else said(cell) for name, cell in zip(head[1:], row[1:], strict=True))
        told = "; ".join(one for one, cell in zip(rest, row[1:], strict=True) if cell not in (None, ""))
        yield from _wrapped(f"{said(row[0])}{f' ({told})' if told else ''}", "* ")


def _wrapped(says: str, lead: str = "") -> list[str]:
    return textwrap.wrap(cut(plain(says), LONGEST), WIDE, initial_indent=lead, subsequent_indent=" " * len(lead))
