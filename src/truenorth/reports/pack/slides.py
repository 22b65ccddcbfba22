"""A report as slides: text that stays text, tables and charts that can be changed; nothing leaves its slide."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from truenorth.reports.pack import shapes, slide_charts
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
from truenorth.reports.pack.charts import Bars, Chart, Lines, Strip, Timeline
from truenorth.reports.pack.shapes import Deck, lines_of
from truenorth.reports.page.pdf import NotInstalled
from truenorth.reports.words import plain

TEXT, CELL, SAYS, WAY = 300, 96, 190, 130  # letters of each, before it is cut
LONG = {1: 300, 2: 300, 3: 150}  # of a cell, in a table of few columns
LINE = 1.22  # the height of a line, in sizes of its letters
BODY, SMALL, SUB = 15.0, 12.0, 18.0
CARD = 92.0
GAP = 10.0
INSET = 5.0  # of a cell, above and below


@dataclass(frozen=True)
class Piece:
    """Something on a slide: how high it is in points, and what it is."""

    height: float
    block: Any


@dataclass(frozen=True)
class Slide:
    """What stands on a slide, and what it is called."""

    title: str
    pieces: tuple[Piece, ...]

    @property
    def height(self) -> float:
        """How much of it is taken, in points."""
        return _height(self.pieces)


def pptx(pack: Pack) -> bytes:
    """The slides. Raises NotInstalled where python-pptx is not there."""
    try:
        import pptx as there
    except ImportError:
        raise NotInstalled("Slides need python-pptx: pip install 'truenorth[slides]'") from None
    deck = Deck(there.Presentation(), _plain(pack.whose, 110))
    _opening(deck, pack)
    for slide in _slides(deck, pack):
        deck.begin(slide.title)
        top = deck.top
        for piece in slide.pieces:
            _put(deck, piece, top)
            top += piece.height + GAP
    out = io.BytesIO()
    deck.made.core_properties.title = _plain(pack.title, 200)
    deck.made.core_properties.author = "Truenorth"
    deck.made.save(out)
    return out.getvalue()


def _opens(block: AnyBlock) -> bool:
    """Whether it stands on the first slide already."""
    return isinstance(block, Number) or (isinstance(block, Text) and block.tone == "plain")


def _opening(deck: Deck, pack: Pack) -> None:
    """The first slide: what it is, the plan in a sentence, and its numbers."""
    deck.begin("")
    deck.text(_plain(pack.title, 90), 40, top=120, height=60, serif=True)
    deck.text(_plain(pack.headline, 150), 22, top=190, height=64, tone="quiet")
    first = next(iter(pack.sections), ("", ()))[1]
    cards = [one for one in first if isinstance(one, Number)][:4]
    for place, one in enumerate(cards):
        deck.card(one, place, len(cards), top=290, height=CARD)


def _slides(deck: Deck, pack: Pack) -> Iterator[Slide]:
    """The sections parted into slides: one that does not fit goes on, small ones share a slide."""
    open_: Slide | None = None
    for says, blocks in pack.sections:
        title = _plain(says or "Where it stands", 80)
        shown = blocks if says else tuple(one for one in blocks if not _opens(one))
        pieces = [piece for block in shown for piece in _pieces(deck, block)]
        name = Piece(SUB * LINE + GAP, Heading(title))
        if open_ and open_.height + _height([name, *pieces]) <= deck.room:
            open_ = Slide(open_.title, (*open_.pieces, name, *pieces))
            continue
        if open_:
            yield open_
        *full, open_ = _parted(deck, title, pieces) or [Slide(title, ())]
        yield from full
    if open_ and open_.pieces:
        yield open_


def _parted(deck: Deck, title: str, pieces: list[Piece]) -> list[Slide]:
    """The slides of a section, each with its name."""
    parts, room = list[list[Piece]](), 0.0
    for piece in pieces:
        if piece.height > room:
            parts.append([])
            room = deck.room
        parts[-1].append(piece)
        room -= piece.height + GAP
    return [Slide(f"{title} ({place})" if place > 1 else title, tuple(some)) for place, some in enumerate(parts, 1)]


def _height(pieces: Iterable[Piece]) -> float:
    return sum(piece.height + GAP for piece in pieces)


def _pieces(deck: Deck, block: AnyBlock) -> Iterator[Piece]:
    match block:
        case Text():
            says = _plain(block.says, TEXT)
            yield Piece(_tall(says, deck.wide, BODY), Text(says, block.tone))
        case Figure():
            says = _plain(block.says, TEXT)
            tall = _tall(says, deck.wide, BODY)
            chart = min(_chart(block.chart), deck.room - tall - GAP)
            yield Piece(tall + GAP + chart, Figure(says, block.chart))
        case Table():
            yield from _tables(deck, block)
        case Findings():
            yield from (_told(deck, one) for one in block.told)
            yield from _more(deck, block.more)
        case Number():
            yield Piece(BODY * LINE, Text(f"{block.name}: {block.says} {block.of}".strip()))
        case Heading():
            pass


def _told(deck: Deck, one: Told) -> Piece:
    cut_ = Told(one.code, _plain(one.says, SAYS), _plain(one.way, WAY), _plain(one.stake, 60), "", one.severity)
    tall = (
        SMALL * LINE + _tall(cut_.says, deck.wide, BODY) + (_tall(f"→ {cut_.way}", deck.wide, SMALL) if cut_.way else 0)
    )
    return Piece(tall + 4, cut_)


def _more(deck: Deck, more: str) -> Iterator[Piece]:
    if more:
        yield Piece(SMALL * LINE + 2, Text(_plain(more, 150), "quiet"))


def _tables(deck: Deck, block: Table) -> Iterator[Piece]:
    """A table in parts that fit on a slide each, with the head on each of them."""
    most = LONG.get(len(block.head), CELL)
    rows = [tuple(_plain(said(cell), most) for cell in row) for row in block.rows]
    wide = shapes.widths(block.head, rows, deck.wide)
    head = _row(block.head, wide)
    part, tall = list[tuple[str, ...]](), head
    for row in rows:
        if part and tall + _row(row, wide) > deck.room - 2 * GAP:
            yield Piece(tall, Table(block.head, tuple(part)))
            part, tall = [], head
        part.append(row)
        tall += _row(row, wide)
    if part:
        yield Piece(tall, Table(block.head, tuple(part)))
    yield from _more(deck, block.more)


def _row(row: tuple[str, ...], wide: list[float]) -> float:
    return shapes.row_lines(row, wide) * SMALL * LINE + 2 * INSET


def _tall(says: str, room: float, size: float) -> float:
    return lines_of(says, room, size) * size * LINE


def _chart(chart: Chart) -> float:
    match chart:
        case Bars():
            return 60 + 34.0 * len(chart.names)
        case Lines():
            return 300.0
        case Strip():
            return 26.0 * (len(chart.names) + 1)
        case Timeline():
            return 60 + 26.0 * len(chart.spans)


def _put(deck: Deck, piece: Piece, top: float) -> None:
    block = piece.block
    match block:
        case Heading():
            deck.text(block.says, SUB, top=top + GAP, height=piece.height - GAP, serif=True)
        case Text():
            size = SMALL if block.tone == "quiet" else BODY
            deck.text(block.says, size, top=top, height=piece.height, tone=block.tone)
        case Told():
            deck.told(block, top=top, height=piece.height)
        case Table():
            rows = [tuple(map(said, row)) for row in block.rows]
            deck.table(block.head, rows, top=top, inset=INSET, line=SMALL * LINE)
        case Figure():
            tall = _tall(block.says, deck.wide, BODY)
            deck.text(block.says, BODY, top=top, height=tall)
            below = top + tall + GAP
            slide_charts.put(deck, block.chart, block.says, top=below, height=piece.height - tall - GAP)


def _plain(text: str, most: int) -> str:
    return cut(plain(text), most)
