"""The charts of slides: drawn by the office program itself, so that people can change them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Any

from truenorth.reports.pack.charts import Bars, Chart, Lines, Strip, Timeline
from truenorth.reports.pack.draw import level
from truenorth.reports.pack.shapes import COLOURS, PAD, SANS, SIDE, SMALLEST, Deck
from truenorth.reports.sight.lettering import cut

FILLS = ("F3F1EC", "E4E8DF", "CDD5C0", "F3D48A", "ECB65C", "BB2A35")
ORIGIN = date(1899, 12, 30)  # day 0 of a spreadsheet


def put(deck: Deck, chart: Chart, says: str, *, top: float, height: float) -> None:
    """A chart that can be changed."""
    match chart:
        case Bars():
            _bars(deck, chart, top, height)
        case Lines():
            _lines(deck, chart, top, height)
        case Strip():
            _strip(deck, chart, top, height)
        case Timeline():
            _timeline(deck, chart, top, height)
    deck.slide.shapes[-1]._element.nvGraphicFramePr.cNvPr.set("descr", says)


def _bars(deck: Deck, chart: Bars, top: float, height: float) -> None:
    data = _data("#,##0", [cut(name, 230, 12) for name in chart.names], [(chart.unit or "amount", chart.values)])
    made = _chart(deck, _kind("BAR_CLUSTERED"), data, top, height)
    made.category_axis.reverse_order = True
    _quiet_axis(deck, made.value_axis, shown=False)
    plot = made.plots[0]
    plot.gap_width, plot.has_data_labels = 45, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0", False
    _series(deck, plot.series[0], "bar")


def _lines(deck: Deck, chart: Lines, top: float, height: float) -> None:
    series: list[tuple[str, Sequence[float | None]]] = [(chart.unit or "measured", chart.values)]
    series += [("to reach", [chart.target] * len(chart.names))] if chart.target is not None else []
    made = _chart(deck, _kind("LINE_MARKERS"), _data("#,##0.##", chart.names, series), top, height)
    made.has_legend = len(series) > 1
    if made.has_legend:
        made.legend.position = import_module("pptx.enum.chart").XL_LEGEND_POSITION.BOTTOM
        made.legend.include_in_layout = False
    _quiet_axis(deck, made.value_axis, shown=True)
    for one, colour in zip(made.plots[0].series, ("bar", "north"), strict=False):
        one.smooth = False
        one.format.line.color.rgb = deck.rgb(COLOURS[colour])


def _timeline(deck: Deck, chart: Timeline, top: float, height: float) -> None:
    """Bars that begin where what is before them, and has no colour, ends."""
    first, last = ((day - ORIGIN).days for day in (chart.first, chart.last))
    begins = [min(max((one.start - ORIGIN).days, first), last) for one in chart.spans]
    ends = [min(max((one.end - ORIGIN).days + 1, first), last + 1) for one in chart.spans]
    long = [max(end - begin, 1) for begin, end in zip(begins, ends, strict=True)]
    names = [cut(one.name, 230, 12) for one in chart.spans]
    data = _data("General", names, [("until it begins", begins), ("days", long)])
    made = _chart(deck, _kind("BAR_STACKED"), data, top, height)
    made.category_axis.reverse_order = True
    axis = made.value_axis
    _quiet_axis(deck, axis, shown=True)
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = first, last + 1, 7
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "d mmm", False
    plot = made.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    plot.series[0].format.fill.background()
    _series(deck, plot.series[1], "bar")


def _strip(deck: Deck, chart: Strip, top: float, height: float) -> None:
    """Nothing of the kind is a chart in an office program: a table with its cells filled."""
    first = deck.wide * 0.3
    wide = [first, *[(deck.wide - first) / max(len(chart.weeks), 1)] * len(chart.weeks)]
    tall = min(height / (len(chart.names) + 1), 26.0)
    made = deck.grid(len(chart.names) + 1, wide, [tall] * (len(chart.names) + 1), top)
    rows = [(name, *shares) for name, shares in zip(chart.names, chart.shares, strict=True)]
    for row, cells in enumerate([("", *chart.weeks), *rows]):
        for column, value in enumerate(cells):
            _cell(deck, made.cell(row, column), value, wide[column], (row, column))


def _cell(deck: Deck, cell: Any, value: Any, room: float, place: tuple[int, int]) -> None:
    row, column = place
    deck.bare(cell, 2)
    if not (row and column):
        says = cut(str(value), room - 2 * PAD, SMALLEST)
        deck.write(cell.text_frame, says, SMALLEST, "plain" if row else "quiet", middle=bool(column))
        return
    deck.fill_of(cell, FILLS[level(value)])
    tone = "white" if level(value) == len(FILLS) - 1 else "plain"
    deck.write(cell.text_frame, _share(value), SMALLEST, tone, bold=True, middle=True)


def _chart(deck: Deck, kind: Any, data: Any, top: float, height: float) -> Any:
    made = deck.slide.shapes.add_chart(kind, *deck.rect(SIDE, top, deck.wide, height), data).chart
    made.has_legend = made.has_title = False
    made.font.size, made.font.name = deck.pt(SMALLEST), SANS
    made.category_axis.format.line.color.rgb = deck.rgb(COLOURS["line"])
    made.category_axis.has_major_gridlines = False
    return made


def _quiet_axis(deck: Deck, axis: Any, *, shown: bool) -> None:
    axis.visible, axis.has_major_gridlines = shown, shown
    if shown:
        axis.major_gridlines.format.line.color.rgb = deck.rgb(COLOURS["line"])
        axis.format.line.fill.background()


def _series(deck: Deck, series: Any, colour: str) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = deck.rgb(COLOURS[colour])


def _data(form: str, names: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]) -> Any:
    made = import_module("pptx.chart.data").CategoryChartData(number_format=form)
    made.categories = list(map(_inert, names))
    for name, values in series:
        made.add_series(_inert(name), values)
    return made


def _inert(text: str) -> str:
    """A text that the workbook behind a chart takes for nothing but text: no formula, no address."""
    is_word = text[:1].isalnum() and not re.match(r"(ftp|https?|mailto|internal|external):", text, re.IGNORECASE)
    return text if is_word or not text else f" {text}"


def _kind(name: str) -> Any:
    return getattr(import_module("pptx.enum.chart").XL_CHART_TYPE, name)


def _share(value: Any) -> str:
    return "?" if value is None else f"{100 * value:.0f} %"
