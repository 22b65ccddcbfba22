"""When the work of a plan can be done: the days between which it lies, and the statements behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from truenorth.engines.between import between
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

    `span` are its dates; `share` is the part of it that is left, by its working days: nothing else tells how far it is.
    """

    activity: Activity
    span: Span
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
    clock, dates = draft.clock, between(draft.asof, activity)
    span, share = dates.span(draft.asof.today), dates.left(draft.asof)
    if dates.is_over:  # the work is; what it brings is not
        return Planned(activity, span, 0, (), clock.size, share, ())
    earliest, ready = _from(draft, activity, dates.start_field, dates.first)
    if dates.last is None:
        return Planned(activity, span, earliest, ready, clock.size, share, ())
    due = (due_claim(draft, activity, dates.end_field, dates.last),)
    return Planned(activity, span, earliest, ready, clock.after(dates.last), share, due)


def _from(draft: Draft, activity: Activity, name: str, first: date | None) -> tuple[int, tuple[str, ...]]:
    """The first day on which work can be done, with the claim behind it."""
    if first is None or first <= draft.asof.today:
        return 0, ()
    return draft.clock.first(first), (ready_claim(draft, activity, name, first),)


def ready_claim(draft: Draft, item: Entity, name: str, first: date) -> str:
    """The statement that work cannot begin before a day."""
    key = f"{name} {item.ref} from"
    if key not in draft.claims:
        when = day(first, draft.asof.today)
        begins = f"The brief for {called(item.title)} is ready on {when}" if name == "brief_ready" else ""
        says = begins or f"{called(item.title)} does not start before {when}"
        draft.claim(key, "ready", f"{says}{_as_agreed(draft, key, item, name)}", item.ref, name)
    return key


def due_claim(draft: Draft, item: Entity, name: str, last: date) -> str:
    """The statement that work is over, or in the market, by a day."""
    key = f"{name} {item.ref}"
    if key not in draft.claims:
        says = f"{called(item.title)} {WORDS[name]} {day(last, draft.asof.today)}"
        draft.claim(key, "due", f"{says}{_as_agreed(draft, key, item, name)}", item.ref, name)
    return key


def _as_agreed(draft: Draft, claim: str, item: Entity, name: str) -> str:
    """`, as agreed` where the version that both sides agreed states the same date; it is noted for what moves it."""
    then = draft.asof.agreed.find(item.ref) if draft.asof.agreed else None
    if then is None or getattr(then, name) != getattr(item, name):
        return ""
    draft.agreed.add(claim)
    return ", as agreed"
