"""The roadmap as lines of text: each lane with its load, its work in the order of the dates, what names none."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.reports.roadmap.roadmap import Roadmap


def lines(road: Roadmap) -> Iterator[str]:
    """What is on the roadmap, in words."""
    yield road.says
    for lane in road.lanes:
        yield ""
        yield f"{lane.title}: {lane.says}"
        yield from (f"  {one.says}" for one in lane.bars)
        if lane.more:
            yield f"  and {lane.more:,} more"
    if road.more_lanes:
        yield f"\n{road.more_lanes:,} more lanes are not shown."
    if road.undated:
        yield "\nNo dates yet:"
        yield from (f"  {title}" for _, title in road.undated)
    if road.links:
        yield "\nWhat leads from one to another:"
        yield from (f"  {one.says}" for one in road.links)
