"""The roadmap as a part of a page: bars that can be moved, with all that a browser needs to draw the weeks again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from truenorth.plan.calendar import Calendar, week
from truenorth.plan.entity import Ref
from truenorth.reports.roadmap import geometry
from truenorth.reports.roadmap.roadmap import Roadmap
from truenorth.reports.words import visible

Address = Callable[[Ref], str]


def drawn(
    roadmap: Roadmap,
    address: Address,
    *,
    calendar: Calendar,
    worst: Mapping[Ref, str] | None = None,
    short: Mapping[tuple[Ref, str], str] | None = None,
    can_move: Callable[[Ref], bool] = lambda ref: False,
    lane_address: Callable[[str], str] | None = None,
) -> Markup:
    """The lanes with their bars; `worst` tells how serious what is out of line with an item is, `short` in which
    weeks (as `2027-W14`) a lane has too few hours, and of what.
    """
    return Markup(
        _templates()
        .get_template("roadmap.html")
        .render(
            road=roadmap,
            window=roadmap.window,
            address=address,
            worst=worst or {},
            short=short or {},
            names=[week(monday) for monday in roadmap.window.mondays],
            can_move=can_move,
            lane_address=lane_address,
            geometry=geometry,
            lines=list(geometry.lines(roadmap)),
            height=geometry.tops(roadmap)[-1],
            off=_off(roadmap, calendar),
            json=json.dumps,
            initials=initials,
        )
    )


def _off(roadmap: Roadmap, calendar: Calendar) -> dict[str, list[int] | list[str]]:
    """The days on which nobody works, for a browser that spreads hours over days."""
    near = (day for day in calendar.holidays if abs((day - roadmap.window.first).days) < 1500)
    holidays = sorted(map(date.isoformat, near))
    return {"weekend": sorted(calendar.weekend), "holidays": holidays}


def initials(name: str) -> str:
    """Two letters for a badge."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("truenorth.reports.roadmap", "."),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        finalize=lambda value: value if hasattr(value, "__html__") else visible(str(value)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
