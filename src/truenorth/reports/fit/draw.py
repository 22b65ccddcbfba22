"""The load by week and the schedule against the plan, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from truenorth.reports.fit.heat import Cell, Heat
from truenorth.reports.fit.heat import Row as HeatRow
from truenorth.reports.fit.timeline import Bar, Timeline
from truenorth.reports.sight.svg import PRINT
from truenorth.reports.words import short

Paint = Callable[[str], str]  # the name of a colour -> how it is written
WIDTH, LABEL, SIDE = 1200.0, 250.0, 190.0
HEAD, HEAT_ROW, BAR_ROW = 40.0, 40.0, 30.0
NARROWEST = 15.0  # a cell that still holds its number
COLOURS = PRINT | {
    "h1": "#e4e8df", "h2": "#cdd5c0", "h3": "#f3d48a", "h4": "#ecb65c", "good": "#12774f",
}  # fmt: skip


def heat_svg(heat: Heat, paint: Paint | None = None, *, width: float = WIDTH) -> str:
    """The load of each resource by week; from 80 % on it stands in the cell as a number."""
    colour = paint or COLOURS.__getitem__
    height = HEAD + HEAT_ROW * len(heat.rows)
    wide = (width - LABEL) / max(len(heat.weeks), 1)
    parts = [_open(width, height, f"{heat.whose}. {'. '.join(f'{row.title}: {row.peak_said}' for row in heat.rows)}")]
    parts += _weeks(heat, wide, colour)
    for number, row in enumerate(heat.rows):
        parts += _heat_row(row, HEAD + HEAT_ROW * number, wide, len(heat.weeks), colour)
    return "".join([*parts, "</svg>"])


def _weeks(heat: Heat, wide: float, colour: Paint) -> Iterator[str]:
    before = ""
    every = 1 if wide >= 22 else 2 if wide >= 11 else 4
    for number, (month, week) in enumerate(heat.weeks):
        x = LABEL + wide * number
        if month != before:
            yield _says(x, 13, month, 12, colour("ink2"), 560)
            before = month
        if number % every == 0:
            yield _says(x + wide / 2, 31, str(week), 11, colour("ink3"), anchor="middle")


def _heat_row(row: HeatRow, y: float, wide: float, weeks: int, colour: Paint) -> Iterator[str]:
    over = row.peak > 1 + 1e-9
    yield _rule(LABEL + wide * weeks, y, colour)
    yield _says(0, y + 17, short(row.title, 36), 12.5, colour("ink"), 560)
    yield _says(0, y + 32, row.peak_said, 11.5, colour("bad" if over else "ink3"), 560 if over else 400)
    for cell in row.cells:
        yield _cell(cell, y + 9, wide, weeks, colour)


def _cell(cell: Cell, y: float, wide: float, weeks: int, colour: Paint) -> str:
    begin, end = max(cell.begin, 0.0), min(cell.end, float(weeks))
    x, width = LABEL + wide * begin + 1, max(wide * (end - begin) - 2, 1.0)
    level = cell.level
    fill = colour(("sunk", "h1", "h2", "h3", "h4", "bad")[level])
    parts = [f"<g><title>{_text(cell.says)}</title>", _rect(x, y, width, 22, fill, 4)]
    if level >= 3 and width >= NARROWEST:
        ink = colour("card" if level == 5 else "ink")
        size = 11 if width >= 22 else 8.5
        number = min(round(100 * cell.share), 999) if level == 5 else min(int(100 * cell.share), 100)
        parts.append(_says(x + width / 2, y + 15, str(number), size, ink, 600, anchor="middle"))
    return "".join([*parts, "</g>"])


def timeline_svg(timeline: Timeline, paint: Paint | None = None, *, width: float = WIDTH) -> str:
    """When work is scheduled (filled) and when the plan has it (outlined), with the difference in words."""
    colour = paint or COLOURS.__getitem__
    height = HEAD + BAR_ROW * len(timeline.bars) + 4
    said = "; ".join(f"{bar.title} {bar.start} to {bar.end}, {bar.says}" for bar in timeline.bars)
    axis = _Axis(timeline.first, timeline.last, width)
    parts = [_open(width, height, f"{timeline.whose}: {said}"), *_months(axis, height, colour)]
    for number, bar in enumerate(timeline.bars):
        parts += _bar(axis, bar, HEAD + BAR_ROW * number, colour)
    return "".join([*parts, "</svg>"])


@dataclass(frozen=True)
class _Axis:
    """The days from one to another, on a picture of some width."""

    first: date
    last: date
    width: float

    def x(self, day: date) -> float:
        """Where a day begins."""
        days = (self.last - self.first).days + 1
        return LABEL + (self.width - LABEL - SIDE) * (day - self.first).days / days


def _months(axis: _Axis, height: float, colour: Paint) -> Iterator[str]:
    day, last = axis.first, -100.0
    while day <= axis.last:
        x = axis.x(day)
        if x - last >= 34:
            text = f"{day:%b %Y}" if day.month == 1 or last < 0 else f"{day:%b}"
            yield _says(x + 4, 16, text, 12, colour("ink2"), 560)
            last = x + (24 if len(text) > 3 else 0)
        yield f'<path d="M{_n(x)} 6V{_n(height)}" stroke="{colour("line")}"/>'
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _bar(axis: _Axis, bar: Bar, y: float, colour: Paint) -> Iterator[str]:
    tone = colour("warn" if bar.moved > 0 else "good" if bar.moved < 0 else "ink3")
    yield f"<g><title>{_text(_all_of(bar))}</title>"
    yield _says(0, y + 16, short(bar.title, 36), 12.5, colour("ink"), 500)
    if bar.planned:
        x, end = (axis.x(max(day, axis.first)) for day in (bar.planned.start, bar.planned.end + timedelta(days=1)))
        yield _rect(x, y + 3, max(end - x, 3), 20, "none", 5, f' stroke="{colour("ink3")}" stroke-dasharray="3 3"')
    x, end = (axis.x(day) for day in (bar.start, bar.end + timedelta(days=1)))
    yield _rect(x, y + 7, max(end - x, 3), 12, colour("g0"), 3)
    yield _says(axis.width, y + 17, bar.says, 11.5, tone, 560 if bar.moved else 400, anchor="end")
    yield "</g>"


def _all_of(bar: Bar) -> str:
    planned = f"; planned {bar.planned.start} to {bar.planned.end}" if bar.planned else ""
    return f"{bar.title}: {bar.start} to {bar.end}{planned}; {bar.says}"


def _open(width: float, height: float, label: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}"'
        f' height="{_n(height)}" role="img" aria-label="{_text(label)}" font-family="Inter, sans-serif">'
    )


def _rule(width: float, y: float, colour: Paint) -> str:
    return f'<path d="M0 {_n(y)}H{_n(width)}" stroke="{colour("line")}"/>'


def _rect(x: float, y: float, width: float, height: float, fill: str, round_: float, more: str = "") -> str:
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" rx="{_n(round_)}"'
    return f'<rect {place} fill="{fill}"{more}/>'


def _says(x: float, y: float, text: str, size: float, fill: str, weight: int = 400, *, anchor: str = "start") -> str:
    place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" font-weight="{weight}"'
    return f'<text {place} fill="{fill}" text-anchor="{anchor}">{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(text, quote=True)


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
