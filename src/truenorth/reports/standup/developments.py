"""Program developments: what people say of their work, what its dates say, and what became other in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from truenorth.engines.asof import OVER
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.edit import diff
from truenorth.plan.entity import Entity
from truenorth.plan.story import Content
from truenorth.plan.work import Activity, Program
from truenorth.records.week import AgendaPart, Line, Update
from truenorth.reports.diff import Difference, differences
from truenorth.reports.standup.agenda import Material, some
from truenorth.reports.words import plain, short

PART: AgendaPart = "program developments"
LONGEST = 220
SAYS = {"moved": "on its way", "stuck": "stuck", "done": "done", "new date": "new date"}


def lines(of: Material) -> Iterator[Line]:
    """The lines of the part."""
    yield from some([_told(of, one) for one in of.updates if one.says in ("moved", "done")], "more updates")
    yield from some(list(_dates(of, of.span, ahead=False)), "more dates in these days")
    ahead = Span(of.span.end + DAY, of.span.end + (of.span.end - of.span.start) + DAY)
    yield from some(list(_dates(of, ahead, ahead=True)), "more dates in the days to come")
    yield from some([_changed(of, one) for one in _changes(of)], "more items changed in the plan")


def said(one: Update) -> str:
    """`stuck: no access to the server (sure to 40 %)`."""
    until = f" {one.until}" if one.until else ""
    sure = f"{one.confidence} %" if isinstance(one.confidence, int) else one.confidence
    note = f": {short(plain(one.note), LONGEST)}" if one.note.strip() else ""
    return f"{SAYS[one.says]}{until}{note}{f' (sure: {sure})' if sure is not None else ''}"


def _told(of: Material, one: Update) -> Line:
    return about(of, one, PART)


def about(of: Material, one: Update, part: AgendaPart) -> Line:
    """A line for an update; an item that was taken out since is told of too."""
    there = one.about in of.case.whole.entities
    title = plain(of.title(one.about) if there or not one.called else one.called)
    gone = "" if there else " (not in the plan any more)"
    return Line(part=part, says=f"{title}{gone}: {said(one)}", about=one.about, source="update", place=str(one.on))


def _dates(of: Material, span: Span, *, ahead: bool) -> Iterator[Line]:
    """What begins, comes to market, comes out or ends within some days, by day."""
    found: list[tuple[date, str, Entity]] = []
    for item in (*of.case.plan.all(Program), *of.case.plan.all(Activity), *of.case.plan.all(Content)):
        if item.status not in ("idea", "stopped"):
            found += [(day, what, item) for day, what in _days(of, item, ahead=ahead) if span.start <= day <= span.end]
    for day, what, item in sorted(found, key=lambda one: (one[0], one[2].ref)):
        yield Line(part=PART, says=f"{plain(item.title)}: {what} {day}", about=item.ref)


def _days(of: Material, item: Entity, *, ahead: bool) -> Iterator[tuple[date, str]]:
    """The days of an item, in words; the last of a thing on which it is only due is told as that."""
    calendar = of.case.calendar
    if isinstance(item, Content):
        day = calendar.start(item.date)
        if day and calendar.end(item.date) == day:
            yield day, "comes out on" if ahead else "was to come out on"
        return
    assert isinstance(item, (Program, Activity))
    market = calendar.start(item.in_market) if isinstance(item, Activity) else None
    start = calendar.start(item.start)
    if start and start != market:
        yield start, "begins on" if ahead else "was to begin on"
    if market:
        yield market, "is in market from" if ahead else "was to be in market from"
    end = calendar.end(item.end or getattr(item, "due", None))
    if end and end not in (market, start) and (ahead or item.status in OVER):
        yield end, "is to be over on" if ahead else "is done, and was to be over on"


def _changes(of: Material) -> list[Difference]:
    edits = diff(of.was, of.now)
    return list(differences(of.was, of.now, edits)) if edits else []


def _changed(of: Material, one: Difference) -> Line:
    what = {"+": "added to the plan", "-": "taken out of the plan"}.get(one.mark, "")
    if one.mark == "=":
        what = "has another key"
    if one.mark == "~":
        what = "; ".join(f"{name} {text.replace(' -> ', ' → ')}" for name, text in one.fields[:3])
        what += f" and {len(one.fields) - 3} more fields" if len(one.fields) > 3 else ""
    place = of.changed.get(one.ref, "")
    says = f"{one.title}: {short(what, LONGEST)}"
    return Line(part=PART, says=says, about=one.now or one.ref, source="change", place=place)
