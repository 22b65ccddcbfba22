"""A report as a workbook: a sheet for each section, numbers as numbers, charts that Excel draws itself."""

from __future__ import annotations

import io
import re
from typing import Any

from truenorth.reports.pack.blocks import AnyBlock, Cell, Figure, Findings, Number, Pack, Table, Text, cut
from truenorth.reports.pack.charts import Bars, Chart, Lines, Strip, Timeline
from truenorth.reports.words import visible

LONGEST = 4_000  # letters of one cell
WIDTHS = (48, 26, 22, 22, 24, 34)  # of the columns, in letters
TALL = 15  # of a line, in points
MOST_LINES = 26  # of a row: no row of a workbook is higher than 409 points
INK, QUIET, LINE, NORTH = "#171c26", "#5f6572", "#e5e2da", "#d8401f"
FILLS = ((1.0, "#bb2a35"), (0.95, "#ecb65c"), (0.8, "#f3d48a"))
CHART_ROWS = 16


def xlsx(pack: Pack) -> bytes:
    """The workbook. No text of it is ever computed: what begins with = is a text as any other."""
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": _cell(pack.title), "subject": _cell(pack.whose), "author": "Truenorth"})
        names = set[str]()
        for says, blocks in pack.sections:
            _Sheet(book, pack, _name(says or "Summary", names), says or pack.title).write(blocks)
    return out.getvalue()


def _name(says: str, taken: set[str]) -> str:
    """What a sheet is called: what Excel takes, once."""
    name = re.sub(r"[\[\]:*?/\\']", " ", visible(says)).strip()[:28] or "Sheet"
    many = sum(one == name.lower() or one.startswith(f"{name.lower()} ") for one in taken)
    found = f"{name} {many + 1}" if many else name
    taken.add(found.lower())
    return found


def _cell(text: Cell) -> Any:
    return cut(visible(text), LONGEST) if isinstance(text, str) else text


def _lines(says: str, wide: float) -> int:
    """About how many lines a text takes in so many letters of room."""
    return min(sum(1 + int(len(line) / wide) for line in says[:LONGEST].splitlines() or [""]), MOST_LINES)


class _Sheet:
    """A sheet that is written from the top."""

    def __init__(self, book: Any, pack: Pack, name: str, says: str) -> None:
        self.book, self.name = book, name
        self.sheet = book.add_worksheet(name)
        self.sheet.hide_gridlines(2)
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.row = 0
        self.line(says, bold=True, font_size=16, font_color=INK)
        self.line(pack.whose, font_color=QUIET)
        self.row += 1

    def form(self, **more: Any) -> Any:
        """How cells look."""
        return self.book.add_format({"font_name": "Calibri", "valign": "top", **more})

    def put(self, row: int, column: int, cell: Cell, form: Any) -> None:
        """One cell: a text as a text, whatever it begins with."""
        value = _cell(cell)
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, form)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, form)
        else:
            self.sheet.write_number(row, column, value, form)

    def line(self, says: str, **look: Any) -> None:
        """A line over all columns."""
        form = self.form(text_wrap=True, **look)
        size = look.get("font_size", 11) / 11
        self.sheet.set_row(self.row, TALL * size * _lines(says, sum(WIDTHS) / size))
        self.sheet.merge_range(self.row, 0, self.row, len(WIDTHS) - 1, "", form)
        self.put(self.row, 0, says, form)
        self.row += 1

    def write(self, blocks: tuple[AnyBlock, ...]) -> None:
        """Everything of a section."""
        for block in blocks:
            match block:
                case Text():
                    self.line(block.says)
                case Number():
                    self.cells((block.name, block.says, block.of), bold=True)
                case Figure():
                    self.figure(block)
                case Table():
                    self.table(block.head, block.rows, block.more)
                case Findings():
                    head = ("What is out of line", "Way out", "At stake", "Asks", "Rule")
                    rows = tuple((one.says, one.way, one.stake, one.asks, one.code) for one in block.told)
                    self.table(head, rows, block.more)

    def cells(self, row: tuple[Cell, ...], **look: Any) -> None:
        """A row."""
        form = self.form(text_wrap=True, num_format="#,##0.##", **look)
        wide = [*WIDTHS, *[9] * len(row)]
        lines = (_lines(cell, wide[column]) for column, cell in enumerate(row) if isinstance(cell, str))
        self.sheet.set_row(self.row, TALL * max(lines, default=1))
        for column, cell in enumerate(row):
            self.put(self.row, column, cell, form)
        self.row += 1

    def table(self, head: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], more: str = "") -> tuple[int, int]:
        """Rows under their head; the first and the last row of it."""
        self.cells(head, bold=True, bottom=1, bottom_color=LINE, font_color=QUIET)
        first = self.row
        for row in rows:
            self.cells(row)
        last = self.row - 1
        if more:
            self.line(more, font_color=QUIET, italic=True)
        self.row += 1
        return first, last

    def figure(self, block: Figure) -> None:
        """The sentence, the numbers, and the chart of them."""
        self.line(block.says, bold=True)
        chart: Chart = block.chart
        first, last = self.table(chart.head, chart.rows)
        match chart:
            case Bars():
                self.chart("bar", first, last, 1)
            case Lines():
                self.chart("line", first, last, len(chart.head) - 1)
            case Strip():
                for above, fill in FILLS:
                    look = self.book.add_format({"bg_color": fill})
                    rule = {"type": "cell", "criteria": ">", "value": 100 * above, "format": look, "stop_if_true": True}
                    self.sheet.conditional_format(first, 1, max(last, first), len(chart.weeks), rule)
            case Timeline():
                pass

    def chart(self, kind: str, first: int, last: int, series: int) -> None:
        """A chart of the rows just written, which Excel draws and people can change."""
        made = self.book.add_chart({"type": kind})
        for column in range(1, series + 1):
            made.add_series(
                {
                    "name": [self.name, first - 1, column],
                    "categories": [self.name, first, 0, last, 0],
                    "values": [self.name, first, column, last, column],
                    **({"line": {"color": NORTH, "dash_type": "dash"}} if column > 1 else {}),
                }
            )
        made.set_legend({"none": series < 2, "position": "bottom"})
        amounts = {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": LINE}}}
        made.set_x_axis(amounts if kind == "bar" else {})
        made.set_y_axis({"reverse": True} if kind == "bar" else amounts)
        self.sheet.insert_chart(self.row, 0, made, {"x_scale": 1.4, "y_scale": 1.0})
        self.row += CHART_ROWS
