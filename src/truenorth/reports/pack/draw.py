"""The charts of a report as SVG: for pages by the names of their colours, for print in plain ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import escape

from truenorth.reports.pack.charts import Bars, Chart, Lines, Strip, Timeline
from truenorth.reports.sight.lettering import cut, width
from truenorth.reports.sight.svg import PRINT
from truenorth.reports.words import number

Paint = Callable[[str], str]
WIDE, LABEL, VALUE = 720.0, 220.0, 96.0
BAR, STRIP, SPAN = 26.0, 28.0, 26.0
TALL, SIDE = 200.0, 54.0  # of a line
COLOURS = PRINT | {"h1": "#e4e8df", "h2": "#cdd5c0", "h3": "#f3d48a", "h4": "#ecb65c", "north": "#d8401f"}
LEVELS = (0.5, 0.8, 0.95, 1 + 1e-9)
DAY = timedelta(days=1)


def svg(chart: Chart, says: str, paint: Paint | None = None) -> str:
    """A chart; `says` is what is read out for it."""
    colour = paint or COLOURS.__getitem__
    match chart:
        case Bars():
            height, parts = _bars(chart, colour)
        case Lines():
            height, parts = _lines(chart, colour)
        case Strip():
            height, parts = _strip(chart, colour)
        case Timeline():
            height, parts = _timeline(chart, colour)
    size = f'viewBox="0 0 {_n(WIDE)} {_n(height)}" width="{_n(WIDE)}" height="{_n(height)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{_text(says)}"'
    return f'{head} font-family="Inter, sans-serif">{"".join(parts)}</svg>'


def level(share: float | None) -> int:
    """How full a week is, in steps: 0 for nothing, 1 to 4 up to all of it, 5 for more than there is."""
    return 0 if not share else 1 + sum(share > one for one in LEVELS)


def _bars(chart: Bars, colour: Paint) -> tuple[float, list[str]]:
    most = max((value or 0.0 for value in chart.values), default=0.0) or 1.0
    parts = []
    for place, (name, value) in enumerate(zip(chart.names, chart.values, strict=True)):
        y = BAR * place
        long = max((WIDE - LABEL - VALUE) * max(value or 0.0, 0.0) / most, 0.0)
        parts.append(_says(0, y + 17, cut(name, LABEL - 12, 12), 12, colour("ink")))
        parts.append(_rect(LABEL, y + 6, max(long, 1.0), 14, colour("g0"), 3))
        text = "no data" if value is None else number(value)
        parts.append(_says(LABEL + long + 8, y + 17, text, 12, colour("ink2"), 600))
    return BAR * len(chart.names), parts


def _lines(chart: Lines, colour: Paint) -> tuple[float, list[str]]:
    known = [value for value in (*chart.values, chart.target) if value is not None]
    top, low = max(known, default=1.0), min(known, default=0.0)
    low = min(low, 0.0) if low < 0 or top > 3 * abs(top - low) + 1 or low < top / 2 else low * 0.95
    step = (WIDE - SIDE - VALUE) / max(len(chart.names) - 1, 1)

    def at(place: int, value: float) -> tuple[float, float]:
        return SIDE + step * place, TALL - 24 - (TALL - 48) * (value - low) / ((top - low) or 1.0)

    parts = [*_axis(chart, at, low, top, colour)]
    points = [at(place, value) for place, value in enumerate(chart.values) if value is not None]
    path = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    parts.append(f'<path d="M{path}" fill="none" stroke="{colour("g0")}" stroke-width="2.5"/>' if path else "")
    parts += [f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3.5" fill="{colour("g0")}"/>' for x, y in points]
    if chart.target is not None:
        _, y = at(0, chart.target)
        dashes = 'stroke-width="1.5" stroke-dasharray="5 4"'
        parts.append(f'<path d="M{_n(SIDE)} {_n(y)}H{_n(WIDE - VALUE)}" stroke="{colour("north")}" {dashes}/>')
        parts.append(_says(WIDE - VALUE + 8, y + 4, f"to reach {number(chart.target)}", 11, colour("ink2"), 600))
    return TALL, parts


def _axis(
    chart: Lines, at: Callable[[int, float], tuple[float, float]], low: float, top: float, colour: Paint
) -> Iterator[str]:
    for value in (low, top):
        _, y = at(0, value)
        yield f'<path d="M{_n(SIDE)} {_n(y)}H{_n(WIDE - VALUE)}" stroke="{colour("line")}"/>'
        yield _says(SIDE - 8, y + 4, number(value), 11, colour("ink3"), anchor="end")
    every = -(-len(chart.names) // 8)
    for place, name in enumerate(chart.names):
        if place % every == 0:
            yield _says(at(place, low)[0], TALL - 4, cut(name, 90, 11), 11, colour("ink3"), anchor="middle")


def _strip(chart: Strip, colour: Paint) -> tuple[float, list[str]]:
    wide = (WIDE - LABEL) / max(len(chart.weeks), 1)
    parts = [
        _says(LABEL + wide * (place + 0.5), 13, week, 11, colour("ink3"), anchor="middle")
        for place, week in enumerate(chart.weeks)
    ]
    for row, (name, shares) in enumerate(zip(chart.names, chart.shares, strict=True)):
        y = 20 + STRIP * row
        parts.append(_says(0, y + 18, cut(name, LABEL - 12, 12), 12, colour("ink")))
        for place, share in enumerate(shares):
            fill = ("sunk", "h1", "h2", "h3", "h4", "bad")[level(share)]
            parts.append(_rect(LABEL + wide * place + 1, y + 2, wide - 2, 23, colour(fill), 4))
            text = "?" if share is None else f"{100 * share:.0f} %"
            ink = colour("card") if level(share) == 5 else colour("ink3" if share is None else "ink")
            parts.append(_says(LABEL + wide * (place + 0.5), y + 18, text, 11, ink, 600, anchor="middle"))
    return 20 + STRIP * len(chart.names), parts


def _timeline(chart: Timeline, colour: Paint) -> tuple[float, list[str]]:
    days = (chart.last - chart.first).days + 1
    height = 22 + SPAN * len(chart.spans)

    def x(day: date) -> float:
        return LABEL + (WIDE - LABEL) * min(max((day - chart.first).days, 0), days) / days

    parts = list(_weeks(chart, x, height, colour))
    for row, one in enumerate(chart.spans):
        y = 22 + SPAN * row
        parts.append(_says(0, y + 17, cut(one.name, LABEL - 12, 12), 12, colour("ink")))
        begin, end = x(one.start), x(one.end + DAY)
        if one.says == "milestone":
            parts.append(_diamond(begin + 5, y + 13, colour("north")))
            parts.append(_says(begin + 16, y + 17, "milestone", 11, colour("ink3")))
            continue
        parts.append(_rect(begin, y + 6, max(end - begin, 4), 14, colour("bad" if one.late else "g0s"), 3))
        parts.append(_rect(begin, y + 6, 3, 14, colour("bad" if one.late else "g0"), 1.5))
        inside = width(one.says, 11) + 14 <= end - begin
        room = end - begin - 14 if inside else WIDE - end - 8
        said = cut(one.says, room, 11) if room > 40 else ""
        parts.append(_says(begin + 9 if inside else end + 6, y + 17, said, 11, colour("ink2")))
    return height, parts


def _weeks(chart: Timeline, x: Callable[[date], float], height: float, colour: Paint) -> Iterator[str]:
    day = chart.first
    while day <= chart.last:
        yield f'<path d="M{_n(x(day))} 2V{_n(height)}" stroke="{colour("line")}"/>'
        yield _says(x(day) + 4, 12, f"{day.day} {day:%b}", 11, colour("ink3"))
        day += 7 * DAY
    now = x(chart.today)
    yield f'<path d="M{_n(now)} 16V{_n(height)}" stroke="{colour("north")}" stroke-width="1.5"/>'


def _diamond(x: float, y: float, fill: str) -> str:
    return f'<path d="M{_n(x)} {_n(y - 6)}l6 6-6 6-6-6z" fill="{fill}"/>'


def _rect(x: float, y: float, wide: float, tall: float, fill: str, round_: float) -> str:
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(tall)}" rx="{_n(round_)}"'
    return f'<rect {place} fill="{fill}"/>'


def _says(x: float, y: float, text: str, size: float, fill: str, weight: int = 400, *, anchor: str = "start") -> str:
    place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" font-weight="{weight}" text-anchor="{anchor}"'
    return f'<text {place} fill="{fill}">{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(text, quote=True)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
