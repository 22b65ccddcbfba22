"""The verdict for machines: the `verdict` of check.schema.json."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from truenorth.reports.fit.conflict import Group
from truenorth.reports.fit.heat import Heat
from truenorth.reports.fit.timeline import Timeline
from truenorth.reports.fit.told import Told
from truenorth.reports.fit.ways import Way


def data(told: Told) -> dict[str, Any]:
    """The verdict as plain data."""
    return {
        "verdict": told.verdict,
        "headline": told.headline,
        "says": list(told.says),
        "conflicts": [_conflict(group) for group in told.groups],
        "ways_out": [_way(way) for way in told.ways],
        "fewer": told.fewer,
        "questions": [asdict(question) for question in told.questions],
        "faults": [{"at": where, "says": says} for where, says in told.faults],
        "lacks": list(told.lacks),
        "tightest": told.tightest,
        "margins": told.margins,
        "load": _load(told.heat) if told.heat else [],
        "schedule": _schedule(told.timeline) if told.timeline else None,
    }


def _conflict(group: Group) -> dict[str, Any]:
    return {
        "sure": group.sure,
        "because": group.because,
        "need": group.need,
        "have": group.have,
        "short": group.short,
        "statements": [asdict(one) for one in (*group.statements, *group.folded)],
        "biggest": [{"title": title, "much": much} for title, much in group.biggest],
        "checked": group.checked,
        "proof": group.proof,
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "number": way.number,
        "kind": way.kind,
        "title": way.title,
        "steps": list(way.steps),
        "price": way.price,
        "effects": list(way.effects),
        "keeps": way.keeps,
        "proved": way.proved,
    }


def _load(heat: Heat) -> list[dict[str, Any]]:
    return [
        {
            "title": row.title,
            "peak": round(row.peak, 4),
            "by": [{"says": cell.says, "share": round(cell.share, 4)} for cell in row.cells if cell.share > 0],
        }
        for row in heat.rows
    ]


def _schedule(timeline: Timeline) -> dict[str, Any]:
    return {
        "whose": timeline.whose,
        "work": [
            {
                "at": bar.ref,
                "title": bar.title,
                "start": bar.start.isoformat(),
                "end": bar.end.isoformat(),
                "planned": [day.isoformat() for day in bar.planned] if bar.planned else None,
                "says": bar.says,
            }
            for bar in timeline.bars
        ],
    }
