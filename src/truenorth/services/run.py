"""The working week of a folder: what waits for an update, the agenda of a stand-up, and an update given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from truenorth.engines.lately import Lately
from truenorth.engines.rhythm import first_day
from truenorth.plan.calendar import DAY, Calendar, Span
from truenorth.plan.consent import Cadence
from truenorth.plan.edit import Edit, apply
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.records import Records
from truenorth.records.week import HOWS, Line, Update, held
from truenorth.reports.standup import Material, agenda
from truenorth.reports.week import Waiting, offer, waiting
from truenorth.rules import Case
from truenorth.services import folder as folders
from truenorth.services.check import Judged, judged
from truenorth.services.folder import Folder
from truenorth.services.plan import Refused, find

HOW = "write ITEM=moved, ITEM=stuck, ITEM=done or ITEM=2027-03-31 for a new date"


@dataclass(frozen=True)
class Week:
    """What waits for an update as of a day, the stand-up it is for, and its agenda."""

    plan: Plan
    today: date
    waiting: tuple[Waiting, ...]
    cadence: Cadence | None
    span: Span
    agenda: tuple[Line, ...]


def week(path: Path, today: date, cadence: str = "", lately: Lately | None = None) -> Week:
    """The week of a folder as of a day, with its data unless they are given. Refused where there is no such meeting."""
    now = folders.read(path)
    then = _meeting(now.plan, cadence)
    span = span_of(now.records, then, today, now.plan.calendar)
    material = _material(now, span, data_of(path, now.plan) if lately is None else lately)
    case = material.case
    return Week(now.plan, today, tuple(waiting(case)), then, span, agenda(material))


def _meeting(plan: Plan, word: str) -> Cadence | None:
    """The meeting that is meant: by key or name, else the one that is held most often."""
    if word:
        item = plan.find(find(plan, word))
        if not isinstance(item, Cadence):
            raise Refused(f"'{word[:60]}' is no meeting of this plan: its meetings are items of the kind cadence")
        return item
    return usual_meeting(plan)


def usual_meeting(plan: Plan) -> Cadence | None:
    """The meeting that is held most often; one that calls itself a stand-up goes before others."""
    meetings = [one for one in plan.all(Cadence) if one.form == "meeting" and one.every]
    is_standup = re.compile(r"stand-?\s?up", re.IGNORECASE)
    return min(
        meetings,
        key=lambda one: (not is_standup.search(one.title), one.every.longest_days if one.every else 0, one.title),
        default=None,
    )


def span_of(records: Records, cadence: Cadence | None, day: date, calendar: Calendar) -> Span:
    """The days that a meeting on a day looks back on: those after the one before, up to that day."""
    key = cadence.key if cadence else ""
    before = [one.day for one in held(records.standups, key) if one.day < day]
    if before:
        return Span(before[-1] + DAY, day)
    return Span((first_day(cadence, day, calendar) if cadence else day - timedelta(days=7)) + DAY, day)


def _material(now: Folder, span: Span, lately: Lately) -> Material:
    ends, before = _moment(span.end + DAY), _moment(span.start)
    at_end = replace(now, plan=plan_at(now, ends), records=said_by(now.records, span.end))
    at_start = replace(now, plan=plan_at(now, before), records=said_by(now.records, span.start - DAY))
    found, was = (_judged(one, day) for one, day in ((at_end, span.end), (at_start, span.start - DAY)))
    return Material(found.case, at_start.plan, span, found.report().entries, was.report().entries, lately)


def _judged(folder: Folder, day: date) -> Judged:
    """The check without the engine's proof, which takes long and is told by `check`."""
    return judged(folder, day, prove=lambda _: None)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def plan_at(folder: Folder, moment: datetime) -> Plan:
    """The plan of a folder at a moment: as it is, with the changes since then taken back, as far as they are kept."""
    plan = folder.plan
    for made in reversed(folder.records.changes):
        at = made.at if made.at.tzinfo else made.at.replace(tzinfo=UTC)
        if at >= moment:
            back = [_back(plan, one) for one in made.edits if {"ref", "before", "after"} <= one.keys()]
            plan = apply(plan, [one for one in back if one])
    return plan


def _back(plan: Plan, one: Mapping[str, object]) -> Edit | None:
    edit = Edit(str(one["ref"]), one["after"], one["before"])  # type: ignore[arg-type]
    there = plan.find(edit.ref)
    return edit if there is not None or edit.after is not None else None


def said_by(records: Records, day: date) -> Records:
    """What people had said by a day: later decisions, updates and meetings are left out."""

    def until(many: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(one for one in many if (on := getattr(one, "on", None)) is None or on <= day)

    named = {
        name: until(many) for name, many in vars(records).items() if isinstance(many, tuple) and name != "baseline"
    }
    return replace(records, **named)  # type: ignore[arg-type]


def data_of(path: Path, plan: Plan) -> Lately:
    """What happened, where data are loaded and can be read."""
    from truenorth.facts.register import FOLDER

    if not (path / FOLDER).is_dir():
        return Lately()
    try:
        from truenorth.engines.lately import of
        from truenorth.facts.facts import Facts

        return of(Facts(path, plan=plan))
    except ModuleNotFoundError:
        return Lately()


def update(
    path: Path, words: str, note: str, today: date, *, by: str = "", sure: str = ""
) -> tuple[Update, Edit | None]:
    """Keep an update written as ITEM=stuck; it, and the change of the plan that it suggests.

    The same update sent twice is one. Refused where there is no such item, or no such word.
    """
    with folders.changing(path) as was:
        given = read_update(was.plan, words, note, today, by=by, sure=sure)
        records = was.records
        if not any(given.repeats(one) for one in records.updates):
            records = replace(records, updates=(*records.updates, given))
        folders.put(was, was.plan, {}, records)
        return given, offer(Case(was.plan, today), was.plan.entities[given.about], given)


def read_update(plan: Plan, words: str, note: str, today: date, *, by: str = "", sure: str = "") -> Update:
    """An update written as ITEM=stuck, ITEM=done, ITEM=moved or ITEM=DATE."""
    word, sign, how = words.rpartition("=")
    how = how.strip().lower()
    if not sign or not word.strip():
        raise Refused(f"'{words[:60]}' is no update: {HOW}")
    ref: Ref = find(plan, word.strip())
    until = how if re.fullmatch(r"\d{4}-\d\d-\d\d", how) else None
    fields = {"about": ref, "called": plan.title(ref), "says": "new date" if until else how, "until": until}
    try:
        return Update.model_validate({**fields, "note": note, "confidence": sure or None, "by": by, "on": today})
    except ValueError as error:
        raise Refused(_why(how, until, error)) from None


def _why(how: str, until: str | None, error: ValueError) -> str:
    if until is None and how not in HOWS:
        return f"'{how[:40]}' says nothing of an item: {HOW}"
    errors: list[Any] = getattr(error, "errors", list)()
    says = str(errors[0]["msg"]).removeprefix("Value error, ") if errors else str(error)
    return f"{says}" if not errors or not errors[0]["loc"] else f"{errors[0]['loc'][0]}: {says}"
