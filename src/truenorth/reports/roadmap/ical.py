"""Dates as an iCalendar file: short work as a stretch of days; of long work the days on which something happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from truenorth.plan.calendar import DAY, Span
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.work import Activity
from truenorth.reports.roadmap.bars import bar_of
from truenorth.reports.words import plain
from truenorth.rules.case import Case

LONGEST = 14  # days that are shown as one stretch: longer ones would fill every week of a calendar
MOST = 2_000  # events of a file


@dataclass(frozen=True)
class Day:
    """An entry of a calendar: what happens, on which days, and more about it."""

    ref: Ref
    part: str  # tells apart the entries of one item
    title: str
    span: Span
    says: str


def days(case: Case, items: Iterable[Entity]) -> Iterator[Day]:
    """The entries of some items, those that name no date left out."""
    for item in items:
        if isinstance(item, Activity):
            yield from _of_work(case, item)
        elif (day := case.due(item)) is not None:
            title = plain(getattr(item, "what", "") or item.title)
            yield Day(item.ref, "due", f"{title}: due", Span(day, day), f"The {item.kind} is due.")


def _of_work(case: Case, item: Activity) -> Iterator[Day]:
    bar = bar_of(case, item)
    if bar is None or bar.form == "period" or bar.status in ("stopped", "idea"):
        return
    first, last = bar.span
    if bar.form == "point":
        yield Day(bar.ref, "due", bar.title, Span(last, last), bar.says)
        return
    if (last - first).days < LONGEST:
        yield Day(bar.ref, "all", bar.title, bar.span, bar.says)
    else:
        yield Day(bar.ref, "begins", f"{bar.title}: begins", Span(first, first), bar.says)
        yield Day(bar.ref, "ends", f"{bar.title}: ends", Span(last, last), bar.says)
    if bar.market and bar.market.start not in (first, last):
        seen = bar.market.start
        yield Day(bar.ref, "market", f"{bar.title}: in market", Span(seen, seen), bar.says)


def ical(name: str, entries: Iterable[Day], made: datetime, address: Callable[[Ref], str], home: str) -> bytes:
    """The file, with `name` as the calendar's; an entry keeps its id as long as its item keeps its key."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    for key, value in (("prodid", "-//Truenorth//Roadmap//EN"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(key, value)
    for key, value in (
        ("x-wr-calname", name),
        ("refresh-interval;value=duration", "PT1H"),
        ("x-published-ttl", "PT1H"),
    ):
        calendar.add(key, value)
    for number, one in enumerate(entries):
        if number >= MOST:
            break
        event = Event()
        event.add("uid", f"{one.ref.replace(':', '-')}-{one.part}@{home}")
        event.add("dtstamp", made)
        event.add("summary", one.title)
        event.add("dtstart", one.span.start)
        event.add("dtend", _after(one.span.end))
        event.add("description", one.says)
        event.add("url", address(one.ref))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _after(day: date) -> date:
    """The day after the last one, with which an entry of whole days ends."""
    return day + DAY
