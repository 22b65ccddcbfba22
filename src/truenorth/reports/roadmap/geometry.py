"""Where the lanes, rows and lines of a roadmap stand: pixels from the top, per cent from the left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.plan.calendar import DAY, Span
from truenorth.plan.entity import Ref
from truenorth.reports.roadmap.links import Link
from truenorth.reports.roadmap.roadmap import Lane, Placed, Roadmap
from truenorth.reports.roadmap.span import Window

TOP, ROW, BAR, STRIP, LEAST = 8.0, 31.0, 26.0, 25.0, 68.0
NARROW = 7.0  # per cent below which a bar shows nobody's badge


@dataclass(frozen=True)
class Band:
    """A part of a bar, in per cent of its width: it may begin before the bar and end after it."""

    kind: str
    left: float
    width: float


@dataclass(frozen=True)
class Drawn:
    """A line between two bars: from where to where, x in per cent and y in pixels."""

    link: Link
    x0: float
    y0: float
    x1: float
    y1: float

    def path(self, wide: float = 1.0, left: float = 0.0) -> str:
        """As SVG writes it, with `wide` units for a per cent."""
        x0, x1 = left + wide * self.x0, left + wide * self.x1
        bend = max(abs(x1 - x0) / 2, 1.5 * wide)
        y0, y1 = f"{self.y0:.0f}", f"{self.y1:.0f}"
        return f"M{x0:.2f} {y0}C{x0 + bend:.2f} {y0} {x1 - bend:.2f} {y1} {x1:.2f} {y1}"


def height(lane: Lane) -> float:
    """How high a lane is."""
    return max(TOP + ROW * lane.rows + (STRIP if lane.strip else 4.0), LEAST)


def tops(roadmap: Roadmap) -> list[float]:
    """Where each lane begins."""
    found, y = [], 0.0
    for lane in roadmap.lanes:
        found.append(y)
        y += height(lane) + 1  # the rule between two
    return [*found, y]


def lines(roadmap: Roadmap) -> Iterator[Drawn]:
    """The lines between the bars that are shown; what stands in several lanes is joined where it first stands."""
    at: dict[Ref, tuple[float, float, float]] = {}
    for top, lane in zip(tops(roadmap), roadmap.lanes, strict=False):
        for one in lane.bars:
            y = top + TOP + ROW * one.row + BAR / 2
            at.setdefault(one.bar.ref, (one.left, one.left + one.width, y))
    for link in roadmap.links:
        (begin, end, y0), (other, _, y1) = at[link.giver], at[link.taker]
        yield Drawn(link, begin if link.kind == "feed" else end, y0, other, y1)


def bands(one: Placed, window: Window) -> Iterator[Band]:
    """The lead time, the time in market and the impact of a bar, as far as they are known and in sight."""
    bar = one.bar
    for kind, span in (("lead", bar.lead), ("market", bar.market), ("impact", bar.impact)):
        if span is not None and one.width and (band := _band(kind, span, one, window)):
            yield band


def _band(kind: str, span: Span, one: Placed, window: Window) -> Band | None:
    begin, end = (min(max(place, 0.0), 100.0) for place in (window.place(span.start), window.place(span.end + DAY)))
    if end <= begin:
        return None
    return Band(kind, round(100 * (begin - one.left) / one.width, 2), round(100 * (end - begin) / one.width, 2))
