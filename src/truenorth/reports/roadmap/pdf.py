"""The roadmap as PDF, set by Typst: the lanes on wide paper, then what names no date and what leads where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from truenorth.reports.page.pdf import set_
from truenorth.reports.roadmap.draw import svg
from truenorth.reports.roadmap.geometry import height
from truenorth.reports.roadmap.roadmap import Lane, Roadmap

TALL = 820.0  # how high the lanes of one sheet of paper are at most, as they are drawn


def pdf(road: Roadmap, whose: str) -> bytes:
    """The roadmap as PDF. Raises page.pdf.NotInstalled where Typst is not there."""
    return set_("roadmap.typ", inputs(road, whose))


def inputs(road: Roadmap, whose: str) -> dict[str, str]:
    """What the sheet is given to set."""
    more = f"and {road.undated_more:,} more" if road.undated_more else ""
    said = {
        "title": f"{whose}: roadmap",
        "whose": whose,
        "says": road.says,
        "more": f"{road.more_lanes:,} more lanes are not shown." if road.more_lanes else "",
        "undated": [title for _, title in road.undated] + [more] * bool(more),
        "links": [one.says for one in road.links],
    }
    return {"said": json.dumps(said), "lanes": json.dumps([svg(sheet) for sheet in sheets(road)])}


def sheets(road: Roadmap) -> Iterator[Roadmap]:
    """The roadmap in parts that each fit on a sheet; a line is drawn where both its ends are on one."""
    part: list[Lane] = []
    for lane in road.lanes:
        if part and sum(map(height, (*part, lane))) > TALL:
            yield _sheet(road, part)
            part = []
        part.append(lane)
    if part:
        yield _sheet(road, part)


def _sheet(road: Roadmap, lanes: list[Lane]) -> Roadmap:
    refs = {one.bar.ref for lane in lanes for one in lane.bars}
    links = tuple(one for one in road.links if {one.giver, one.taker} <= refs)
    return replace(road, lanes=tuple(lanes), links=links)
