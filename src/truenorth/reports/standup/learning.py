"""Learning from execution: what is stuck or late, what came out other than it was thought, what was put right."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.asof import OVER
from truenorth.engines.lately import is_unusual
from truenorth.plan.calendar import Span
from truenorth.plan.work import Activity, Program
from truenorth.records.week import AgendaPart, Line, latest
from truenorth.reports.standup import results
from truenorth.reports.standup.agenda import Material, some
from truenorth.reports.standup.developments import about
from truenorth.reports.words import number, plain

PART: AgendaPart = "learning from execution"
EXPECTED = {"leads": "leads", "opportunities": "opportunities"}  # of what work expects, what stages tell


def lines(of: Material) -> Iterator[Line]:
    """The lines of the part."""
    yield from (about(of, one, PART) for one in of.updates if one.says in ("stuck", "new date"))
    yield from some(list(_not_done(of)), "more that were to be over")
    yield from _unusual(of)
    yield from _came(of)
    yield from some(list(_restated(of)), "more numbers were told otherwise")
    yield from some(list(_put_right(of)), "more were put right")
    yield from _unplanned(of)
    yield from _overdue(of)


def _not_done(of: Material) -> Iterator[Line]:
    """Work whose last day was within these days, and that nobody says is done."""
    done = {one.about for one in of.case.records.updates if one.says == "done" and one.on and one.on <= of.span.end}
    for item in of.case.plan.all(Activity):
        over = of.case.calendar.end(item.end or item.due)
        if (
            over
            and of.span.start <= over <= of.span.end
            and item.status not in (*OVER, "idea")
            and item.ref not in done
        ):
            says = f"{plain(item.title)}: was to be over on {over}, and nothing says that it is"
            yield Line(part=PART, says=says, about=item.ref)


def _unusual(of: Material) -> Iterator[Line]:
    """Counts that lie beyond what chance makes of a usual number."""
    until = (of.lately.until or {}).get("stage_changes")
    if until is None or until < of.span.end:
        return
    for what, called in results.COUNTS.items():
        now, usual = of.lately.total(what, of.span), of.lately.usual(what, of.span)
        if usual is not None and is_unusual(now, usual):
            more = "more" if now > usual else "fewer"
            says = f"{called}: {number(now)}, {more} than chance makes of {number(round(usual, 1))}"
            yield Line(part=PART, says=says, source="data", place="stage_changes")


def _came(of: Material) -> Iterator[Line]:
    """What came of work that ended in these days, beside what was expected of it."""
    work: tuple[Program | Activity, ...] = (*of.case.plan.all(Program), *of.case.plan.all(Activity))
    for item in work:
        over = of.case.calendar.end(item.end or getattr(item, "due", None))
        start = of.case.calendar.start(getattr(item, "in_market", None) or item.start)
        if over is None or start is None or not of.span.start <= over <= of.span.end:
            continue
        for what in EXPECTED.keys() & item.expects.keys():
            if "stage_changes" in (of.lately.until or {}):
                came = of.lately.total(what, Span(start, of.span.end), item.ref)
                says = f"{plain(item.title)}: {number(came)} {what} came so far, {item.expects[what]} were expected"
                yield Line(part=PART, says=says, about=item.ref, source="data", place="stage_changes")


def _restated(of: Material) -> Iterator[Line]:
    for one in of.lately.said:
        if not (one.recorded and of.span.start <= one.recorded <= of.span.end and one.ref in of.case.whole.entities):
            continue
        many = [other for other in of.lately.said if (other.ref, other.source) == (one.ref, one.source)]
        if was := results.restated(many, one):
            says = (
                f"{plain(of.title(one.ref))} for {results.stretch(one)}: {results.value(of, one)} instead of"
                f" {results.value(of, was)}, as {plain(one.source)} says since {one.recorded}"
            )
            yield Line(part=PART, says=says, about=one.ref, source="data", place="observations")


def _put_right(of: Material) -> Iterator[Line]:
    now = {one.finding.id for one in of.found}
    for entry in of.before:
        if entry.is_open and entry.finding.kind == "contradiction" and entry.finding.id not in now:
            says = f"Put right, or over: {entry.headline}"
            yield Line(
                part=PART, says=says, about=_first(of, entry.finding.at), source="finding", place=entry.finding.id
            )


def _first(of: Material, at: tuple[str, ...]) -> str:
    return at[0] if at[0] in of.case.whole.entities else ""


def _unplanned(of: Material) -> Iterator[Line]:
    for one in of.case.records.unplanned:
        if one.on and of.span.start <= one.on <= of.span.end:
            team = plain(of.title(f"team:{one.team}")) if one.team else "nobody named"
            waits = ", ".join(plain(of.title(ref)) for ref in one.displaces)
            whom = f" for {plain(one.whom)}" if one.whom else ""
            says = f"Not planned: {plain(one.what)}{whom}, {number(one.hours)} hours of {team}"
            yield Line(
                part=PART, says=f"{says}; displaces {waits}" if waits else says, source="record", place="unplanned"
            )


def _overdue(of: Material) -> Iterator[Line]:
    for one in latest(of.case.records.choices):
        if one.state == "open" and one.until and one.until <= of.span.end and (one.on is None or one.on <= of.span.end):
            says = f"Decided and not done: {plain(one.what)}, by {one.until}"
            yield Line(part=PART, says=says, about=one.about, source="record", place=one.key)
