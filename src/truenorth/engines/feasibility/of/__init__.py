"""The problem that a plan poses: its work, and what that draws on, with the statements behind every limit."""

from __future__ import annotations

from datetime import date

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.asked import Asked
from truenorth.engines.feasibility.of.bundles import put_bundles
from truenorth.engines.feasibility.of.clock import clock_of
from truenorth.engines.feasibility.of.dates import planned
from truenorth.engines.feasibility.of.deciding import put_deciding
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.levers import put_levers
from truenorth.engines.feasibility.of.parts import put_work
from truenorth.engines.feasibility.of.steps import chains
from truenorth.engines.feasibility.of.work import put_in_order
from truenorth.engines.feasibility.problem import Problem
from truenorth.plan.garbage import uncollected
from truenorth.plan.plan import Plan
from truenorth.plan.work import Activity

__all__ = ["of"]


def of(plan: Plan, today: date, agreed: Plan | None = None, *, assume: bool = True) -> Asked:
    """The problem that a plan poses on a day; `assume` fills in hours that nobody stated, and marks them.

    Dates that are those of the version both sides agreed are marked as such, and so is what would change them.

    Raises ValueError where the calendar of the company has no working day.
    """
    with uncollected():
        return _asked(_draft(AsOf(plan, today, agreed), assume=assume))


def _draft(asof: AsOf, *, assume: bool) -> Draft:
    draft = Draft(asof, clock_of(asof.calendar, asof.today, _last(asof)))
    if draft.clock.clipped:
        draft.say_silent(f"what lies after {draft.clock.days[-1]}")
    work = planned(draft)
    steps = chains(draft, (one.activity for one in work))
    put_work(draft, work, assume=assume)
    put_in_order(draft, work, steps)
    put_bundles(draft)
    put_levers(draft)
    put_deciding(draft)
    return draft


def _last(asof: AsOf) -> date:
    """The last day that live work names."""
    ends = (span.end for activity in asof.all_live(Activity) if (span := asof.span(activity)))
    return max(ends, default=asof.today)


def _asked(draft: Draft) -> Asked:
    problem = Problem(
        draft.clock.size,
        draft.clock.weeks,
        draft.claims,
        tuple(draft.bundles),
        tuple(draft.works),
        tuple(draft.afters),
        tuple(draft.supplies),
        tuple(draft.pots),
        tuple(draft.staff),
        tuple(draft.clashes),
        tuple(draft.levers),
        draft.units,
    )
    return Asked(problem, draft.clock.days, draft.items, draft.changes, draft.told, silent=tuple(draft.silent))
