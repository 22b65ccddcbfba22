"""A piece of work as a bar: when it is worked on, how early it must begin, when it is in market and when it has effect.

Nothing is invented: what names no date has no bar, and a band that no date or duration tells is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Literal

from truenorth.engines.asof import OVER
from truenorth.engines.hours import in_hours, when_worked
from truenorth.engines.processes import latest, process_of
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Role
from truenorth.plan.strategy import Goal
from truenorth.plan.work import Activity
from truenorth.reports.words import in_full, number, plain, short
from truenorth.rules.case import Case
from truenorth.rules.time.lags import buying_cycle

Form = Literal["work", "point", "period"]  # from a day to a day; one date; only the period whose plan it stands in
LONGEST_TITLE = 90


@dataclass(frozen=True)
class Bar:
    """Work with a date. `lead` is how long it takes to get ready, `market` when the customer meets it, `impact` when
    those who meet it then decide; `hours` are all it asks for; `goal` is the number of the goal it serves, or -1.
    """

    ref: Ref
    title: str
    form: Form
    span: Span
    lead: Span | None
    market: Span | None
    impact: Span | None
    status: str
    goal: int
    owner: str
    hours: float
    stuck: str  # what stands in its way, where it is stuck
    says: str

    @property
    def is_over(self) -> bool:
        """Whether it is done or stopped."""
        return self.status in OVER


def bar_of(case: Case, activity: Activity) -> Bar | None:
    """The bar of a piece of work; None where it names no date."""
    known: dict[Ref, Bar | None] = case.known("bars of the roadmap")
    if activity.ref not in known:
        known[activity.ref] = _bar(case, activity)
    return known[activity.ref]


def span_of(case: Case, activity: Activity) -> Span | None:
    """From the day on which work starts to the day on which it has to be over; else the dates it names."""
    return when_worked(case, activity) or case.span(activity)


def _bar(case: Case, activity: Activity) -> Bar | None:
    span = span_of(case, activity)
    if span is None or span.end < span.start:
        span = case.span(activity)
    if span is None:
        return None
    form = _form(case, activity)
    market = _market(case, activity) if form == "work" else None
    lead = _lead(case, activity, span, market) if form == "work" else None
    impact = _impact(case, activity, market)
    owner = _owner(case, activity)
    title = short(plain(activity.title), LONGEST_TITLE)
    hours = sum(numbers[1] for effort in activity.effort.values() if (numbers := in_hours(effort)))
    says = "; ".join(part for part in _says(case, activity, form, span, lead, market, impact, hours) if part)
    return Bar(
        activity.ref,
        title,
        form,
        span,
        lead,
        market,
        impact,
        activity.status or "planned",
        _number(case, activity),
        owner,
        hours,
        plain(activity.blocked_by),
        f"{title}: {says}.",
    )


def _form(case: Case, activity: Activity) -> Form:
    if activity.milestone:
        return "point"
    if when_worked(case, activity):
        return "work" if activity.start else "period"
    return "point" if activity.start or activity.end or activity.due or activity.in_market else "period"


def _market(case: Case, activity: Activity) -> Span | None:
    """From the day on which the customer first sees it, where it is said."""
    if not activity.in_market:
        return None
    return case.in_market(activity)


def _lead(case: Case, activity: Activity, span: Span, market: Span | None) -> Span | None:
    """From the latest start that its process allows, or else the start of work, to the day before it is in market."""
    through = process_of(case, activity)
    ready = market.start if market else span.end
    first = latest(case, through[0], ready) if through else None
    if first is None and market is None:
        return None
    starts = first or min(filter(None, (span.start, case.calendar.start(activity.brief_ready))))
    return Span(starts, ready - DAY) if starts < ready else None


def _impact(case: Case, activity: Activity, market: Span | None) -> Span | None:
    """From the first to the last day on which those who meet it decide, by the buying cycle of its personas."""
    lag = buying_cycle(case, activity) if market else None
    if market is None or lag is None or not lag.high:
        return None
    return Span(market.start + timedelta(days=ceil(lag.low)), market.end + timedelta(days=ceil(lag.high)))


def goal_of(case: Case, activity: Activity) -> str:
    """The key of the goal that it serves by the shortest way; nothing where it serves none."""
    known: dict[Ref, str] = case.known("goal of work")
    if activity.ref not in known:
        last = (case.path(activity.ref) or [""])[-1]
        known[activity.ref] = last.removeprefix("goal:") if last.startswith("goal:") else ""
    return known[activity.ref]


def _number(case: Case, activity: Activity) -> int:
    numbers: dict[str, int] = case.once(_numbers)
    return numbers.get(goal_of(case, activity), -1)


def _numbers(case: Case) -> dict[str, int]:
    return {goal.key: number for number, goal in enumerate(case.all_live(Goal))}


def _owner(case: Case, activity: Activity) -> str:
    role = case.plan.get(Role, activity.owner)
    return plain(role.title if role else activity.owner or "")


def _says(
    case: Case,
    activity: Activity,
    form: Form,
    span: Span,
    lead: Span | None,
    market: Span | None,
    impact: Span | None,
    hours: float,
) -> Iterator[str]:
    yield _when(form, span)
    yield f"{number(round(hours))} hours" if hours else ""
    yield f"in market from {in_full(market.start)}" if market else ""
    if lead and lead.start < span.start:
        yield f"by its process it has to begin by {in_full(lead.start)}"
    yield f"those who meet it decide from {in_full(impact.start)} to {in_full(impact.end)}" if impact else ""
    yield activity.status if activity.status and activity.status != "planned" else ""
    yield f"stuck: {plain(activity.blocked_by)}" if activity.blocked_by else ""


def _when(form: Form, span: Span) -> str:
    if form == "period":
        return f"some time between {in_full(span.start)} and {in_full(span.end)}, no days yet"
    return spanned(span) if form == "work" or span.start == span.end else f"on {in_full(span.end)} at the latest"


def spanned(span: Span) -> str:
    """`4 to 29 January 2027`, `4 January to 5 February 2027`."""
    one, other = span
    if one == other:
        return in_full(one)
    if (one.year, one.month) == (other.year, other.month):
        return f"{one.day} to {in_full(other)}"
    return (
        f"{one.day} {one:%B} to {in_full(other)}" if one.year == other.year else f"{in_full(one)} to {in_full(other)}"
    )


def waits_until(case: Case, activity: Activity) -> tuple[date, str] | None:
    """The first day on which what it waits for lets it begin, and what that is; None where it waits for nothing."""
    found = [one for before in activity.after if (one := _over(case, before.ref, activity)) is not None]
    return max(found, default=None)


def _over(case: Case, ref: Ref, activity: Activity) -> tuple[date, str] | None:
    first = case.plan.find(ref)
    span = span_of(case, first) if isinstance(first, Activity) and first.status not in OVER else None
    if span is None or not isinstance(first, Activity):
        return None
    lag = next(before.lag for before in activity.after if before.ref == ref)
    day = case.calendar.ahead(span.end, lag) if lag else span.end
    return day + DAY, plain(first.title)
