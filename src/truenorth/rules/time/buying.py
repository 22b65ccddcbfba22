"""Results that are due before customers can have decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import ceil

from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.sight import parents
from truenorth.plan.strategy import Expectation, Goal, Metric, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule
from truenorth.rules.time.lags import Asked, Coming, Topped, coming_to, results, results_of


def _concerned(plan: Plan, ref: Ref) -> Iterable[Ref]:
    """Personas, metrics and rates concern everything that is due; work, what it serves and what is expected of that."""
    if ref.startswith(("persona:", "metric:", "role:")):
        return [item.ref for kind in (Goal, Objective, Expectation) for item in plan.all(kind)]
    same = plan.alike.get(ref, (ref,))  # what a thing costs hangs on what means the same
    above, waiting = set(same), list(same)
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

    A result cannot be there before the customers whom the work reaches have had the time to decide. When the number
    is missed the work is stopped, just before it would have paid.

    For each goal, objective and expectation with a date: every piece of work below it, from the day it is in market,
    and the time from there to the result: the lag with which an objective drives the metric, and, for revenue, how
    long the persona takes to buy. Lags are spread evenly between shortest and longest, work counts by its cost (all
    the same where some cost is not known), and work without dates or lag counts as if its result came at once. It is
    found where nothing can have landed by the date, or less than `share` %; once, at the objective, where all work for
    a goal is for one objective of which the same is true. At stake is the work of which not all lands in time. Lags
    as they really were come with measurement.

    ## Example

        goal: {grow: {horizon: 2027-05}}

    ## Finds

        goal:grow is due on 2027-05-31; 4 % of what its work brings lands by then: 60 to 90 days after it is in market

    ## Put right

        goal: {grow: {horizon: 2027-12}}
    """
    asked = _asked(case, item)
    says = _too_soon(case, asked, share) if asked else ""
    if asked and says and not _told_below(case, item, share):
        yield _finding(case, asked, says, share)


def _too_soon(case: Case, asked: Asked, share: float) -> str:
    """What is too soon about a date; nothing where it leaves the time."""
    so_far = results_of(case, asked) if _has_lags(case, asked) else None
    if so_far is None or not so_far.lagged:
        return ""
    if so_far.first and asked.by < so_far.first:
        return f"the first result of its work can come on {so_far.first}"
    if not isinstance(asked.item, Expectation) and so_far.share < share:
        return f"{so_far.share:.0f} % of what its work brings lands by then"
    return ""


def _told_below(case: Case, item: Goal | Objective | Expectation, share: float) -> bool:
    """Whether all work for a goal is for one objective that says it of the same work."""
    if not isinstance(item, Goal):
        return False
    below = [one for kind in (Objective, Program, Activity) for one in case.plan.pointing_at(item.ref, kind)]
    serving = [one for one in below if item.ref in parents(one) and one.status not in ("stopped", "idea")]
    if len(serving) != 1 or not isinstance(serving[0], Objective):
        return False
    asked = _asked(case, serving[0])
    return asked is not None and bool(_too_soon(case, asked, share))


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


def _after(coming: list[Coming]) -> str:
    """How long after it is in market, over all of the work."""
    lags = [c.lag for c in coming if c.lag.high]
    low, high = min(lag.low for lag in lags), max(lag.high for lag in lags)
    days = f"{low:.0f} to {high:.0f}" if round(low) != round(high) else f"{low:.0f}"
    return f"{days} days after it is in market"


def _finding(case: Case, asked: Asked, says: str, share: float) -> Finding:
    coming = coming_to(case, asked)
    enough = _enough(coming, asked.by, share)
    last = max(coming, key=lambda one: ((1 - one.landed(asked.by)) * (one.cost or 1), one.activity.key)).activity
    return found(
        asked.item.ref,
        f"{'is expected by' if asked.field == 'by' else 'is due on'} {asked.by}; {says}: {_after(coming)}",
        cause="are due before customers can have decided",
        stake=[one.activity.ref for one in coming if one.landed(asked.by) < 1],
        seen={
            "due": str(asked.by),
            "enough by": str(enough),
            "lags": "spread evenly between shortest and longest",
            "each": [_row(one, asked.by) for one in coming],
        },
        fixes=[
            Fix("Give it more time", {asked.item.ref: {asked.field: Blank(f"Until when, from {enough} on?")}}),
            Fix(f"Bring {last.title} to market earlier", {last.ref: {"in_market": Blank("From when?")}}),
        ],
    )


def _row(one: Coming, by: date) -> dict[str, str]:
    return {
        "at": one.activity.ref,
        "in market": str(one.span.start) if one.span else "",
        "days to result": f"{one.lag.low:.0f} to {one.lag.high:.0f}",
        "landed": f"{100 * one.landed(by):.0f} %",
    }


def _enough(coming: list[Coming], by: date, share: float) -> date:
    """The first day by which enough has landed."""
    low, high = by, max(one.span.end + timedelta(days=ceil(one.lag.high)) for one in coming if one.span)
    while low < high:
        middle = low + (high - low) // 2
        if results(coming, middle).share >= share:
            high = middle
        else:
            low = middle + timedelta(days=1)
    return low
