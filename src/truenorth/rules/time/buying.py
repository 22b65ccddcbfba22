"""Results that are due before customers can have decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import ceil

from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.sight import parents
from truenorth.plan.strategy import Expectation, Goal, Metric, Objective
from truenorth.plan.work import Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule
from truenorth.rules.time.lags import Asked, Coming, Topped, coming_to


def _concerned(plan: Plan, ref: Ref) -> Iterable[Ref]:
    """Personas, metrics and rates concern everything that is due; work, what it serves and what is expected of that."""
    if ref.startswith(("persona:", "metric:", "role:")):
        return [item.ref for kind in (Goal, Objective, Expectation) for item in plan.all(kind)]
    above, waiting = {ref}, [ref]
    while waiting:
        item = plan.find(waiting.pop())
        new = {to for to in (parents(item) if item else ()) if to not in above}
        above |= new
        waiting += new
    return above | {e.ref for to in above for e in plan.pointing_at(to, Expectation)}


@rule(
    "TIME02",
    asks="cmo",
    each=(Goal, Objective, Expectation),
    reads=["program", "activity", "persona", "metric", "role"],
    looks=_concerned,
)
def before_buyers_decide(case: Case, item: Goal | Objective | Expectation, *, share: float = 60) -> Iterator[Finding]:
    """
    A result is due before customers can have decided.

    ## Why it matters

    The business looks for revenue at the end of the quarter; the customers whom the work reaches in this quarter
    sign in the next. When the number is missed the work is stopped, just before it would have paid.

    For each goal, objective and expectation with a date: every piece of work below it, from the day it is in market,
    and the time from there to the result: the lag with which an objective drives the metric, and, for revenue, how
    long the persona takes to buy. Lags are spread evenly between shortest and longest, work counts by its cost (all
    the same where some cost is not known), and work without dates or lag counts as if its result came at once. It is
    found where nothing can have landed by the date, or less than `share` %. Lags as they really were come with
    measurement.

    ## Example

        goal: {grow: {horizon: 2027-05}}

    ## Finds

        goal:grow is due on 2027-05-31; 4 % of what its work brings lands by then: 60 to 90 days after it is in market

    ## Put right

        goal: {grow: {horizon: 2027-12}}
    """
    asked = _asked(case, item)
    if asked is None or not _has_lags(case, asked):
        return
    coming = list(coming_to(case, asked))
    if not any(c.lag.high for c in coming):
        return
    firsts = [c.first for c in coming if c.first]
    first = min(firsts) if len(firsts) == len(coming) else None
    if first and asked.by < first:
        yield _finding(
            case, asked, coming, f"the first result of its work can come on {first}: {_after(coming)}", share
        )
    elif not isinstance(item, Expectation) and (landed := _landed(coming, asked.by)) < share:
        yield _finding(
            case, asked, coming, f"{landed:.0f} % of what its work brings lands by then: {_after(coming)}", share
        )


def _asked(case: Case, item: Goal | Objective | Expectation) -> Asked | None:
    expected = isinstance(item, Expectation)
    by = case.calendar.end(item.by) if isinstance(item, Expectation) else case.due(item)
    top = _about(case, item) if isinstance(item, Expectation) else item
    if by is None or top is None or not case.live(item) or getattr(item, "answer", "") == "declined":
        return None
    metric = item.metric or (None if isinstance(top, Program) else top.metric)
    known = case.plan.get(Metric, item.metric)
    outcome = (known and known.outcome_type) or getattr(item, "outcome_type", None)
    if outcome is None and metric != item.metric:
        known = case.plan.get(Metric, metric)
        outcome = (known and known.outcome_type) or getattr(top, "outcome_type", None)
    field = "by" if expected else "horizon" if isinstance(item, Goal) else "due"
    return Asked(item, field, by, top, metric, outcome == "revenue")


def _about(case: Case, item: Expectation) -> Topped | None:
    about = case.plan.find(item.about if ":" in item.about else f"goal:{item.about}") if item.about else None
    return about if isinstance(about, (Goal, Objective, Program)) else None


def _has_lags(case: Case, asked: Asked) -> bool:
    """Whether any lag is known on the way to the metric: most plans say none, and need no walk."""
    if asked.revenue:
        return True
    metric = case.plan.get(Metric, asked.metric)
    if metric is None:
        return False
    driving = (drive.lag for item in case.plan.pointing_at(metric.ref, Objective) for drive in item.drives)
    return any(driver.lag for driver in metric.drivers) or any(driving)


def _landed(coming: list[Coming], day: date) -> float:
    return 100 * sum(c.weight * c.landed(day) for c in coming) / sum(c.weight for c in coming)


def _after(coming: list[Coming]) -> str:
    """How long after it is in market, over all of the work."""
    lags = [c.lag for c in coming if c.lag.high]
    low, high = min(lag.low for lag in lags), max(lag.high for lag in lags)
    days = f"{low:.0f} to {high:.0f}" if round(low) != round(high) else f"{low:.0f}"
    return f"{days} days after it is in market"


def _finding(case: Case, asked: Asked, coming: list[Coming], says: str, share: float) -> Finding:
    each = [
        {
            "at": c.activity.ref,
            "in_market": str(c.span.start) if c.span else "",
            "days_to_result": f"{c.lag.low:.0f}..{c.lag.high:.0f}",
            "landed": f"{100 * c.landed(asked.by):.0f} %",
        }
        for c in coming
    ]
    enough = _enough(coming, asked.by, share)
    heaviest = max(coming, key=lambda c: (1 - c.landed(asked.by)) * c.weight).activity
    return found(
        asked.item.ref,
        f"{'is expected by' if asked.field == 'by' else 'is due on'} {asked.by}; {says}",
        cause="are due before customers can have decided",
        stake=[c.activity.ref for c in coming],
        seen={
            "due": str(asked.by),
            "enough": str(enough),
            "spread": "evenly between shortest and longest",
            "each": each,
        },
        fixes=[
            Fix("Give it more time", {asked.item.ref: {asked.field: Blank(f"Until when, from {enough} on?")}}),
            Fix(f"Bring {heaviest.title} to market earlier", {heaviest.ref: {"in_market": Blank("From when?")}}),
        ],
    )


def _enough(coming: list[Coming], by: date, share: float) -> date:
    """The first day by which enough has landed."""
    low, high = by, max(c.span.end + timedelta(days=ceil(c.lag.high)) for c in coming if c.span)
    while low < high:
        middle = low + (high - low) // 2
        low, high = (low, middle) if _landed(coming, middle) >= share else (middle + timedelta(days=1), high)
    return low
