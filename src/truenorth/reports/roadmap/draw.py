"""The roadmap as SVG for paper: the same lanes, bars and weeks as on the page, in the colours of print."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from truenorth.reports.fit.draw import COLOURS
from truenorth.reports.roadmap import geometry
from truenorth.reports.roadmap.lanes import Strip
from truenorth.reports.roadmap.roadmap import Lane, Placed, Roadmap
from truenorth.reports.roadmap.span import Window
from truenorth.reports.words import short

WIDTH, LABEL, HEAD = 1480.0, 150.0, 74.0
LETTER = 6.1  # how wide a letter is, at the size of a bar
SHARES = ("sunk", "h1", "h2", "h3", "h4", "bad")


def svg(road: Roadmap) -> str:
    """The roadmap. Its height is that of its lanes."""
    height = HEAD + geometry.tops(road)[-1] + 6
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}"'
        f' height="{height:.0f}" role="img" aria-label="{_text(road.says)}" font-family="Inter, sans-serif">',
        *_scale(road.window, height),
        *_links(road),
    ]
    for top, lane in zip(geometry.tops(road), road.lanes, strict=False):
        parts += _lane(lane, HEAD + top, road.window)
    return "".join([*parts, *_over(road, height), "</svg>"])


def _x(place: float) -> float:
    return LABEL + (WIDTH - LABEL) * place / 100


def _scale(window: Window, height: float) -> Iterator[str]:
    for tick in window.months:
        yield _line(_x(tick.left), 2, _x(tick.left), 16, COLOURS["line"])
        yield _says(_x(tick.left) + 6, 14, tick.name, 12.5, weight=600)
    for tick in window.scale:
        yield _line(_x(tick.left), HEAD, _x(tick.left), height, "#efece5")
        yield _says(_x(tick.left + tick.width / 2), 33, tick.name, 11, COLOURS["ink3"], anchor="middle")


def _over(road: Roadmap, height: float) -> Iterator[str]:
    for mark in road.marks:
        x, end = _x(mark.place), mark.place > 82
        yield f'<path d="M{x:.1f} 46l5 5-5 5-5-5Z" fill="{COLOURS["ink"]}"/>'
        yield _says(x + (-10 if end else 10), 55, mark.title, 11.5, COLOURS["ink2"], anchor="end" if end else "start")
        yield _line(x, HEAD, x, height, COLOURS["line"], ' stroke-dasharray="3 3"')
    if road.window.now is not None:
        x = _x(road.window.now)
        yield _line(x, HEAD - 8, x, height, "#d8401f", ' stroke-width="1.5"')
        yield _says(x, HEAD - 11, "Today", 11, "#d8401f", weight=620, anchor="middle")


def _links(road: Roadmap) -> Iterator[str]:
    dash = {"feed": ' stroke-dasharray="2 4"', "next": ' stroke-dasharray="5 3"'}
    for one in geometry.lines(road):
        path = one.path((WIDTH - LABEL) / 100, LABEL)
        colour = COLOURS["ink3"]
        yield f'<g transform="translate(0 {HEAD:.0f})"><path d="{path}" fill="none" stroke="{colour}" opacity="0.4"'
        yield f"{dash.get(one.link.kind, '')}/></g>"


def _lane(lane: Lane, y: float, window: Window) -> Iterator[str]:
    yield _line(0, y, WIDTH, y, COLOURS["line"])
    yield _says(0, y + 20, short(lane.title, 21), 12.5, weight=600)
    yield _says(0, y + 36, f"{lane.work} {'piece' if lane.work == 1 else 'pieces'} of work", 11, COLOURS["ink3"])
    if lane.strip:
        yield _says(0, y + 51, lane.strip.says, 11, COLOURS["bad" if lane.strip.over else "ink3"])
        yield from _strip(lane.strip, y + geometry.height(lane) - 21, window)
    for one in lane.bars:
        yield from _bar(one, y + geometry.TOP + geometry.ROW * one.row, window)


def _bar(one: Placed, y: float, window: Window) -> Iterator[str]:
    group = f"g{one.bar.goal % 6}" if one.bar.goal >= 0 else "none"
    tone, x = COLOURS[group], _x(one.left)
    wide = (WIDTH - LABEL) * one.width / 100
    if one.bar.form == "point":
        yield f'<path d="M{x:.1f} {y + 7:.1f}l6 6-6 6-6-6Z" fill="{tone}"/>'
        yield _says(x + 11, y + 17, short(one.bar.title, 26), 11.5)
        return
    dashed = f' fill="none" stroke="{COLOURS["ink3"]}" stroke-dasharray="3 3"'
    fill = dashed if one.bar.form == "period" else f' fill="{COLOURS[f"{group}s"]}"'
    yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 4):.1f}" height="{geometry.BAR:.0f}" rx="5"{fill}/>'
    yield f'<rect x="{x + 4:.1f}" y="{y + 6:.1f}" width="3" height="12" rx="1.5" fill="{tone}"/>'
    for band in geometry.bands(one, window):
        begin, much = x + wide * band.left / 100, wide * band.width / 100
        opacity = {"lead": "0.4", "impact": "0.22"}.get(band.kind, "1")
        place = f'x="{begin:.1f}" y="{y + 23:.1f}" width="{max(much, 0):.1f}" height="3"'
        yield f'<rect {place} fill="{tone}" opacity="{opacity}"/>'
    if wide > 34:
        yield _says(x + 12, y + 16, short(one.bar.title, max(int((wide - 16) / LETTER), 3)), 11.5)


def _strip(strip: Strip, y: float, window: Window) -> Iterator[str]:
    wide = (WIDTH - LABEL) / window.weeks
    for cell in strip.cells:
        x, fill = LABEL + wide * cell.begin + 0.75, COLOURS[SHARES[cell.level]]
        yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide - 1.5:.1f}" height="15" rx="3" fill="{fill}"/>'
        if cell.level >= 3 and wide > 20:
            ink = COLOURS["card" if cell.level == 5 else "ink"]
            number = min(round(100 * cell.share), 999)
            yield _says(x + wide / 2, y + 11, str(number), 9, ink, weight=600, anchor="middle")


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, more: str = "") -> str:
    return f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="{colour}" fill="none"{more}/>'


def _says(
    x: float, y: float, text: str, size: float, fill: str = COLOURS["ink"], *, weight: int = 400, anchor: str = "start"
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}"'
    return f'<text {place} fill="{fill}">{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(text, quote=True)
