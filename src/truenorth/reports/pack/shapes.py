"""The shapes of slides: text, cards and tables, each where it is put and no larger."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from truenorth.reports.pack.blocks import Number, Told
from truenorth.reports.pack.columns import columns
from truenorth.reports.sight.lettering import cut, width

WIDE, TALL = 960.0, 540.0  # of a slide, in points
SIDE, TOP, FOOT = 44.0, 100.0, 30.0
PAD = 7.0  # of a cell, left and right
SAFE = 1.15  # letters of other fonts, and bold ones, are wider than ours
SANS, SERIF = "Calibri", "Georgia"
COLOURS = {
    "plain": "171C26", "quiet": "5F6572", "good": "12774F", "warn": "8A5607", "bad": "BB2A35", "north": "D8401F",
    "error": "BB2A35", "warning": "8A5607", "info": "3E5C86", "line": "E5E2DA", "sunk": "F6F5F1", "bar": "2F62C4",
    "white": "FFFFFF",
}  # fmt: skip
SMALLEST = 12.0
FIRST = 0.5  # by how much the first of some cards is wider
Words = Sequence[str]


def lines_of(says: str, room: float, size: float) -> int:
    """How many lines a text takes, parted between words; a word that is wider than a line takes several."""
    many, left = 1, room
    for word in says.split():
        wide = width(word, size) * SAFE
        if wide > room:
            many += int(wide // room) + (left < room)
            left = room - wide % room
        elif wide > left:
            many, left = many + 1, room - wide
        else:
            left -= wide
        left -= width(" ", size) * SAFE
    return many


def widths(head: Words, rows: Sequence[Words], room: float) -> list[float]:
    """How wide the columns of a table on a slide are."""
    return columns(head, rows, SMALLEST * SAFE, room, 2 * PAD)


def row_lines(row: Words, wide: Sequence[float]) -> int:
    """How many lines the cell of a row takes that takes most."""
    return max(lines_of(cell, room - 2 * PAD, SMALLEST) for cell, room in zip(row, wide, strict=True))


def is_rtl(says: str) -> bool:
    """Whether a text is read from the right: its first letter with a direction says so."""
    return next((way != "L" for one in says if (way := unicodedata.bidirectional(one)) in ("L", "R", "AL")), False)


class Deck:
    """Slides, one after the other, and what is put on the last of them. All measures are points."""

    top, wide = TOP, WIDE - 2 * SIDE
    room = TALL - TOP - FOOT - 14

    def __init__(self, made: Any, foot: str) -> None:
        from pptx.util import Pt

        self.made, self._foot, self.pt = made, foot, Pt
        made.slide_width, made.slide_height = Pt(WIDE), Pt(TALL)
        self.slide: Any = None
        self._many = 0

    def begin(self, title: str) -> None:
        """A new slide, with its title and what stands at the foot of each."""
        self.slide = self.made.slides.add_slide(self.made.slide_layouts[5])
        self._many += 1
        shape = self.slide.shapes.title
        if title:
            self._place(shape, SIDE, 34, self.wide, 52)
            self.write(shape.text_frame, cut(title, self.wide / SAFE, 28), 28, "plain", serif=True)
        else:
            shape._element.getparent().remove(shape._element)
        room = self.wide - 60
        self._box(cut(self._foot, room / SAFE, SMALLEST), SMALLEST, SIDE, TALL - FOOT - 4, room, 18, "quiet")
        self._box(str(self._many), SMALLEST, WIDE - SIDE - 50, TALL - FOOT - 4, 50, 18, "quiet", end=True)

    def text(
        self, says: str, size: float, *, top: float, height: float, tone: str = "plain", serif: bool = False
    ) -> None:
        """A text over the whole width."""
        bold = tone in ("bad", "warn", "good")
        self._box(says, size, SIDE, top, self.wide, height, tone, serif=serif, bold=bold)

    def card(self, one: Number, place: int, many: int, *, top: float, height: float) -> None:
        """A number on a card, beside others."""
        one_ = (self.wide - 14 * (many - 1)) / (many + FIRST)
        wide = one_ * (1 if place else 1 + FIRST)
        left = SIDE + place * (one_ + 14) + (one_ * FIRST if place else 0)
        shape = self.slide.shapes.add_shape(5, *self.rect(left, top, wide, height))
        shape.adjustments[0] = 0.06
        self._fill(shape, "sunk")
        frame = self._frame(shape.text_frame, 12)
        room = (wide - 24) / SAFE
        size = next((size for size in (28, 24, 20) if width(one.says, size) <= room), 16)
        tone = "north" if one.tone == "bad" else one.tone
        lines = ((one.name, 12, "quiet", False), (one.says, size, tone, True), (one.of, 12, "quiet", False))
        for number, (says, size_, colour, serif) in enumerate(lines):
            paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
            paragraph.alignment = import_module("pptx.enum.text").PP_ALIGN.LEFT
            self._run(paragraph, cut(says, room, size_), size_, colour, serif=serif)

    def told(self, one: Told, *, top: float, height: float) -> None:
        """A finding: its code and what is at stake, what it says, and a way out."""
        frame = self._frame(self._shape(SIDE, top, self.wide, height).text_frame, 0)
        first = frame.paragraphs[0]
        self._run(first, one.code, SMALLEST, one.severity, bold=True)
        self._run(first, f"   {one.stake}" if one.stake else "", SMALLEST, "quiet")
        self._run(frame.add_paragraph(), one.says, 15, "plain", bold=True)
        if one.way:
            self._run(frame.add_paragraph(), f"→ {one.way}", SMALLEST, "quiet")

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], *, top: float, inset: float, line: float
    ) -> None:
        """A table that can be changed, without more colour than lines."""
        wide = widths(head, rows, self.wide)
        every = (head, *rows)
        tall = [
            max(lines_of(cell, room - 2 * PAD, SMALLEST) for cell, room in zip(row, wide, strict=True)) * line
            + 2 * inset
            for row in every
        ]
        made = self.grid(len(every), wide, tall, top)
        for row, cells in enumerate(every):
            for column, says in enumerate(cells):
                cell = made.cell(row, column)
                self.bare(cell, inset)
                tone = "quiet" if row == 0 or column else "plain"
                self.write(cell.text_frame, says, SMALLEST, tone, bold=bool(row and not column))

    def grid(self, many: int, wide: Sequence[float], tall: Sequence[float], top: float) -> Any:
        """A table of so many rows, with nothing in it yet."""
        frame = self.slide.shapes.add_table(many, len(wide), *self.rect(SIDE, top, sum(wide), sum(tall)))
        made = frame.table
        properties = frame._element.graphic.graphicData.tbl.tblPr
        properties.set("bandRow", "0")
        properties.set("firstRow", "0")
        style = properties.find("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId")
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
        for column, room in zip(made.columns, wide, strict=True):
            column.width = self.pt(room)
        for row, height in zip(made.rows, tall, strict=True):
            row.height = self.pt(height)
        return made

    def bare(self, cell: Any, inset: float) -> None:
        """A cell with little around what it says."""
        cell.margin_left = cell.margin_right = self.pt(PAD)
        cell.margin_top = cell.margin_bottom = self.pt(inset)

    def _box(
        self,
        says: str,
        size: float,
        left: float,
        top: float,
        wide: float,
        height: float,
        tone: str,
        *,
        serif: bool = False,
        bold: bool = False,
        end: bool = False,
    ) -> None:
        frame = self._frame(self._shape(left, top, wide, height).text_frame, 0)
        self.write(frame, says, size, tone, serif=serif, bold=bold, end=end)

    def _shape(self, left: float, top: float, wide: float, height: float) -> Any:
        return self.slide.shapes.add_textbox(*self.rect(left, top, wide, height))

    def _place(self, shape: Any, left: float, top: float, wide: float, height: float) -> None:
        shape.left, shape.top, shape.width, shape.height = self.rect(left, top, wide, height)
        self._frame(shape.text_frame, 0)

    def _frame(self, frame: Any, margin: float) -> Any:
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE

        frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = self.pt(margin)
        return frame

    def write(self, frame: Any, says: str, size: float, tone: str, *, middle: bool = False, **look: bool) -> None:
        """Write a text into a frame, from the side that it is read from."""
        from pptx.enum.text import PP_ALIGN

        first = frame.paragraphs[0]
        end = look.pop("end", False)
        self._run(first, says, size, tone, **look)
        if middle or end:
            first.alignment = PP_ALIGN.CENTER if middle else PP_ALIGN.RIGHT
        elif not is_rtl(says):
            first.alignment = PP_ALIGN.LEFT

    def _run(
        self, paragraph: Any, says: str, size: float, tone: str, *, serif: bool = False, bold: bool = False
    ) -> None:
        run = paragraph.add_run()
        run.text = says
        font = run.font
        font.size, font.bold, font.name = self.pt(size), bold, SERIF if serif else SANS
        font.color.rgb = self.rgb(COLOURS[tone])
        if is_rtl(says):
            paragraph._p.get_or_add_pPr().set("rtl", "1")

    def _fill(self, shape: Any, colour: str) -> None:
        self.fill_of(shape, COLOURS[colour])
        shape.line.fill.background()
        shape.shadow.inherit = False

    def fill_of(self, shape: Any, colour: str) -> None:
        """Fill a shape or a cell with a colour."""
        shape.fill.solid()
        shape.fill.fore_color.rgb = self.rgb(colour)

    def rgb(self, colour: str) -> Any:
        """A colour, of its six digits."""
        return import_module("pptx.dml.color").RGBColor.from_string(colour)

    def rect(self, left: float, top: float, wide: float, height: float) -> tuple[Any, Any, Any, Any]:
        """A place and a size, as a slide takes them."""
        return self.pt(left), self.pt(top), self.pt(wide), self.pt(height)
