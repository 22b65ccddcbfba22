"""Suggestions for refinements: what people suggested, and the ways out of what has come out of line or grown."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.records.life import GROWN, Weight
from truenorth.records.week import AgendaPart, Line, latest
from truenorth.reports.report import Entry, way
from truenorth.reports.standup.agenda import Material, some
from truenorth.reports.words import plain

PART: AgendaPart = "suggestions for refinements"


def lines(of: Material) -> Iterator[Line]:
    """The lines of the part."""
    for one in latest(of.case.records.suggestions):
        if one.state == "open" and (one.on is None or one.on <= of.span.end):
            whom = f" (for {plain(one.owner)})" if one.owner else ""
            says = f"Suggested: {plain(one.what)}{whom}"
            yield Line(part=PART, says=says, about=one.about, source="record", place=one.key)
    before = {one.finding.id: one for one in of.before}
    open_ = [one for one in of.found if one.is_open and one.finding.kind == "contradiction"]
    new = [one for one in open_ if one.finding.id not in before]
    grown = [one for one in open_ if (was := before.get(one.finding.id)) and _weight(one).grown(_weight(was), GROWN)]
    yield from some([_line(of, "New", one) for one in new], "more that are new")
    yield from some([_line(of, "Grown", one) for one in grown], "more that have grown")


def _weight(one: Entry) -> Weight:
    return Weight(one.finding.severity, one.finding.at_stake.money, one.finding.at_stake.hours)


def _line(of: Material, how: str, entry: Entry) -> Line:
    """A finding with its first way out."""
    finding = entry.finding
    out = f" Way out: {way(finding.fixes[0])}" if finding.fixes else ""
    at = finding.at[0] if finding.at[0] in of.case.whole.entities else ""
    says = f"{how}: {entry.headline}.{out}".replace("..", ".")
    return Line(part=PART, says=says, about=at, source="finding", place=finding.id)
