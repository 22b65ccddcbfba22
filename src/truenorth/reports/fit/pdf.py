"""The verdict as it is given to Typst: what is said as JSON, the load and the schedule as SVG."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from truenorth.reports.fit.conflict import Group
from truenorth.reports.fit.draw import heat_svg, timeline_svg
from truenorth.reports.fit.told import Told
from truenorth.reports.fit.ways import Way

GROUPS = 2
PRINTED = 780.0  # so that its smallest letters are set in 7 points


def said(told: Told) -> dict[str, Any]:
    """What is set as text."""
    more = len(told.groups) - GROUPS
    return {
        "tone": told.tone,
        "title": told.title,
        "headline": told.headline,
        "says": list(told.says),
        "margins": told.margins,
        "groups": [_group(group) for group in told.groups[:GROUPS]],
        "more": f"and {more:,} more like this: truenorth check --all tells them" if more > 0 else "",
        "faults": [list(fault) for fault in told.faults],
        "lacks": list(told.lacks),
        "ways": [_way(way) for way in told.ways],
        "ways_said": told.ways_said,
        "asks": told.asks,
        "questions": [[question.says, question.also] for question in told.questions],
        "fewer": told.fewer,
        "load": told.heat.whose if told.heat else "",
        "whose": told.timeline.whose if told.timeline else "",
        "left": told.timeline.left if told.timeline else "",
    }


def drawn(told: Told | None) -> dict[str, str]:
    """What is set as pictures; empty where there is none."""
    return {
        "heat": heat_svg(told.heat, width=PRINTED) if told and told.heat else "",
        "schedule": timeline_svg(told.timeline, width=PRINTED) if told and told.timeline else "",
    }


def _way(way: Way) -> dict[str, Any]:
    also = [f"and {step}" for step in (*way.others, way.more) if step]
    return asdict(way) | {"lead": way.lead, "also": also, "effects": way.effects_said}


def _group(group: Group) -> dict[str, Any]:
    return {
        "called": group.called,
        "statements": [asdict(one) for one in group.statements],
        "folds": group.folds,
        "because": group.because,
        "most": group.most,
        "checked": group.checked,
        "proof": group.proof,
    }
