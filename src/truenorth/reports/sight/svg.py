"""The map as SVG: once with colours that follow the page's theme, once with plain ones for print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from truenorth.reports.sight.layout import LINE, Box, Map, Ribbon
from truenorth.reports.sight.lettering import CARD, INSET, cut, lines, width

Paint = Callable[[str], str]  # the name of a colour -> how it is written
GROUPS = 6
PRINT = {
    "paper": "#ffffff", "card": "#ffffff", "sunk": "#f3f1ec", "ink": "#171c26", "ink2": "#4c5361", "ink3": "#5f6572",
    "line": "#d9d5ca", "bad": "#bb2a35", "warn": "#8a5607",
    "g0": "#2f62c4", "g1": "#0d7d78", "g2": "#8d4bb0", "g3": "#9a6412", "g4": "#b03a5b", "g5": "#4d7a1f",
    "g0s": "#e9effb", "g1s": "#e0f2f0", "g2s": "#f4eaf8", "g3s": "#fbf1de", "g4s": "#fbe9ee", "g5s": "#edf5e2",
    "none": "#6d7380", "nones": "#f3f1ec",
}  # fmt: skip


def svg(plan_map: Map, paint: Paint | None = None, *, title: str = "Line of sight") -> str:
    """The map. `paint` writes a colour by its name; left out, colours are those of print."""
    colour = paint or PRINT.__getitem__
    width, height = round(plan_map.width + 2), round(plan_map.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{_text(f"{title}. {plan_map.sight.says}")}" font-family="Inter, sans-serif">',
        *_headings(plan_map, colour),
        *(_ribbon(ribbon, colour) for ribbon in plan_map.ribbons),
        *(part for box in plan_map.boxes for part in _box(plan_map, box, colour)),
        "</svg>",
    ]
    return "".join(parts)


def _headings(plan_map: Map, colour: Paint) -> Iterator[str]:
    for text, x in plan_map.headings:
        yield f'<text x="{_n(x)}" y="14" font-size="11.5" fill="{colour("ink3")}">{text}</text>'


def _ribbon(ribbon: Ribbon, colour: Paint) -> str:
    middle = (ribbon.x0 + ribbon.x1) / 2
    path = (
        f"M{_n(ribbon.x0)} {_n(ribbon.y0)}C{_n(middle)} {_n(ribbon.y0)} {_n(middle)} {_n(ribbon.y1)}"
        f" {_n(ribbon.x1)} {_n(ribbon.y1)}"
    )
    dash = "" if ribbon.amount else ' stroke-dasharray="3 3"'
    opacity = "0.28" if ribbon.thick > 2 else "0.5"
    return (
        f'<path class="rb" data-a="{_text(ribbon.child)}" data-b="{_text(ribbon.parent)}" d="{path}" fill="none"'
        f' stroke="{colour(_group(ribbon.group))}" stroke-opacity="{opacity}" stroke-width="{_n(ribbon.thick)}"{dash}/>'
    )


def _box(plan_map: Map, box: Box, colour: Paint) -> Iterator[str]:
    item = box.item
    said = plan_map.sight.said(item.amount)
    yield f'<g class="bx" data-r="{_text(item.ref)}"><title>{_text(f"{item.title}: {said}")}</title>'
    if item.asks:
        yield from _asking(box, colour)
    elif item.kind == "activity":
        yield from _chip(box, plan_map.sight.figure(item.amount), colour)
    else:
        yield from _card(box, said, colour)
    yield "</g>"


def _asking(box: Box, colour: Paint) -> Iterator[str]:
    yield _rect(box.x, box.y, box.w, box.h, 9, "none", colour("ink3"), ' stroke-dasharray="4 4"')
    for number, line in enumerate(lines(box.item.title, box.w - INSET, 12, 3)):
        yield _says(box.x + 11, box.y + 21 + LINE * number, line, 12, colour("ink2"))


def _chip(box: Box, said: str, colour: Paint) -> Iterator[str]:
    group = colour(_group(box.group))
    edge = colour("bad" if box.item.severity == "error" else "warn") if box.item.severity else "none"
    yield _rect(box.x, box.y, box.w, box.h, 6, colour("sunk"), edge)
    yield f'<rect x="{_n(box.x + 8)}" y="{_n(box.middle - 3)}" width="6" height="6" rx="2" fill="{group}"/>'
    amount_width = width(said, 10.5) if box.item.amount else 0
    room = box.w - 34 - amount_width
    yield _says(box.x + 20, box.middle + 4, cut(box.item.title, room, 11.5), 11.5, colour("ink"))
    if box.item.amount:
        yield _says(box.x + box.w - 8, box.middle + 4, said, 10.5, colour("ink3"), end=True)


def _card(box: Box, said: str, colour: Paint) -> Iterator[str]:
    item, group = box.item, _group(box.group)
    soft = item.kind in ("goal", "vision")
    edge = colour("bad" if item.severity == "error" else "warn") if item.severity else colour("line")
    yield _rect(box.x, box.y, box.w, box.h, 9, colour(f"{group}s") if soft else colour("card"), edge)
    if not soft:
        yield _rect(box.x, box.y + 1, 3, box.h - 2, 1.5, colour(group), "none")
    size = 12.5 if soft else CARD
    most = max(int((box.h - 22) // LINE), 1)
    said_in = lines(item.title, box.w - INSET, size, min(most, 3))
    top = box.middle - (LINE * len(said_in) + 14) / 2 + 11
    for number, line in enumerate(said_in):
        yield _says(box.x + 11, top + LINE * number, line, size, colour("ink"), weight=600)
    text = said if item.amount else "nothing yet"
    yield _says(box.x + 11, top + LINE * len(said_in) - 0.5, text, 10.5, colour("ink3"))


def _rect(x: float, y: float, w: float, h: float, r: float, fill: str, stroke: str, more: str = "") -> str:
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}" rx="{r}"'
    return f'<rect {place} fill="{fill}" stroke="{stroke}"{more}/>'


def _says(x: float, y: float, text: str, size: float, fill: str, *, weight: int = 400, end: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" fill="{fill}"{bold}{anchor}>{_text(text)}</text>'


def _group(number: int) -> str:
    return "none" if number < 0 else f"g{number % GROUPS}"


def _text(text: str) -> str:
    return escape(text, quote=True)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
