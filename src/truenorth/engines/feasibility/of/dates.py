"""When the work of a plan can be done: the days between which it lies, and the statements behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.says import day
from truenorth.engines.feasibility.of.says import name as called
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Entity
from truenorth.plan.work import Activity

WORDS = {"end": "is over by", "due": "is done by", "in_market": "is in market on", "period": "is done by"}


@dataclass(frozen=True, slots=True)
class Planned:
    """Work that is ahead or under way: from day `earliest` to before day `latest`, with the claims behind both.

    `share` is the part of it that is left: where it began before today and nothing tells how far it is, the share of
    its working days to come. `span` are its dates, `end_field` the field that its last day is stated in.
    """

    activity: Activity
    span: Span
    start_field: str
    end_field: str
    earliest: int
    ready: tuple[str, ...]
    latest: int
    share: float
    due: tuple[str, ...]


def planned(draft: Draft) -> list[Planned]:
    """The live work that has dates and is not over by today."""
    asof, found, undated, past = draft.asof, [], 0, 0
    for activity in asof.all_live(Activity):
        span = asof.span(activity)
        if span is None:
            undated += 1
        elif span.end < asof.today:
            past += 1
        else:
            found.append(_planned(draft, activity))
    if undated:
        draft.say_silent(f"work without a date ({undated:,})")
    if past:
        draft.say_silent(f"work whose dates are over ({past:,})")
    return found


def _planned(draft: Draft, activity: Activity) -> Planned:
    clock, today = draft.clock, draft.asof.today
    start_field, first = _begins(draft, activity)
    end_field, last = _ends(draft, activity)
    if last is None:
        span = Span(first or today, first or today)
        return Planned(
            activity, span, start_field, "", *_from(draft, activity, start_field, first), clock.size, 1.0, ()
        )
    span = Span(first or today, last)
    if first is None or _names_a_day(draft, span):
        start_field, first = "", None
    if last < today and (first is None or first < today):  # the work is over; what it brings is not
        return Planned(activity, span, "", "", 0, (), clock.size, 0.0, ())
    earliest, ready = _from(draft, activity, start_field, first)
    share = _left(draft, span) if first and first < today else 1.0
    due = (due_claim(draft, activity, end_field, last),)
    return Planned(activity, span, start_field, end_field, earliest, ready, clock.after(last), share, due)


def _begins(draft: Draft, activity: Activity) -> tuple[str, date | None]:
    """From when work is done: its start, or the first day of its period where it states nothing else."""
    calendar = draft.asof.calendar
    if start := calendar.start(activity.start):
        return "start", start
    if activity.start or activity.end or activity.due or activity.in_market:
        return "", None
    return "period", calendar.start(activity.period)


def _ends(draft: Draft, activity: Activity) -> tuple[str, date | None]:
    """Until when work is done: the first of its end, due date, day in market and period that is stated."""
    calendar = draft.asof.calendar
    for name in ("end", "due", "in_market"):
        if end := calendar.end(getattr(activity, name)):
            return name, end
    return ("", None) if activity.start else ("period", calendar.end(activity.period))


def _names_a_day(draft: Draft, span: Span) -> bool:
    """Whether dates name a day rather than a stretch of work: one day, or a few without a working day."""
    days = (span.end - span.start).days
    return days == 0 or (0 < days < 7 and draft.working_days(span) == 0)


def _from(draft: Draft, activity: Activity, name: str, first: date | None) -> tuple[int, tuple[str, ...]]:
    """The first day on which work can be done, with the claim behind it."""
    if first is None or first <= draft.asof.today:
        return 0, ()
    return draft.clock.first(first), (ready_claim(draft, activity, name, first),)


def _left(draft: Draft, span: Span) -> float:
    """The share of the working days of a span that is left from today on."""
    every = draft.working_days(span)
    return draft.working_days(Span(draft.asof.today, span.end)) / every if every else 1.0


def ready_claim(draft: Draft, item: Entity, name: str, first: date) -> str:
    """The statement that work cannot begin before a day."""
    key = f"{name} {item.ref} from"
    if key not in draft.claims:
        when = day(first, draft.asof.today)
        begins = f"The brief for {called(item.title)} is ready on {when}" if name == "brief_ready" else ""
        says = begins or f"{called(item.title)} does not start before {when}"
        draft.claim(key, "ready", says, item.ref, name)
    return key


def due_claim(draft: Draft, item: Entity, name: str, last: date) -> str:
    """The statement that work is over, or in the market, by a day."""
    key = f"{name} {item.ref}"
    if key not in draft.claims:
        draft.claim(key, "due", f"{called(item.title)} {WORDS[name]} {day(last, draft.asof.today)}", item.ref, name)
    return key
