"""Work that is moved keeps the order that a plan states: what waits for it is planned to begin no sooner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from truenorth.engines.asof import AsOf
from truenorth.engines.between import between, over
from truenorth.engines.feasibility.answer import Schedule
from truenorth.engines.feasibility.asked import Asked
from truenorth.engines.feasibility.of.levers.edits import edit
from truenorth.plan.edit import apply
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.values import Duration
from truenorth.plan.work import Activity


def kept_in_order(plan: Plan, after: Plan, moved: Iterable[Ref], asked: Asked, schedule: Schedule) -> Plan:
    """A plan after some work was moved, with what waits for it moved along as far as a schedule that holds allows.

    Where work would be planned to begin before what it waits for is over, it is planned to begin then. Where it has
    to begin sooner in the schedule, the other is planned to be over when it is over there.
    """
    if not asked.days:
        return after
    before = AsOf(plan, asked.days[0])
    for ref in moved:
        for then, lag in _waiting(before, after, ref):
            latest = _begins(asked, schedule, then)
            if latest is None:
                continue
            now = AsOf(after, before.today)
            first = after.entities[ref]
            ends = over(now, first, lag) if isinstance(first, Activity) else None
            if ends and ends > latest:
                after = _over_sooner(before, after, ref, asked, schedule)
                first = after.entities[ref]
                ends = over(AsOf(after, before.today), first, lag) if isinstance(first, Activity) else None
            if ends and ends <= latest:
                after = apply(after, edit(after, then.ref, {"start": ends.isoformat()}))
    return after


def _waiting(before: AsOf, after: Plan, ref: Ref) -> Iterator[tuple[Activity, Duration | None]]:
    """The work that was planned to begin once other work is over, and no longer is; with its wait."""
    was, now, first = before.plan.find(ref), AsOf(after, before.today), after.find(ref)
    if not isinstance(was, Activity) or not isinstance(first, Activity):
        return
    for then in after.pointing_at(ref, Activity):
        for waits in then.after:
            starts = after.calendar.start(then.start)
            if waits.ref == ref and starts and then.status != "active" and now.live(then):
                ended, ends = over(before, was, waits.lag), over(now, first, waits.lag)
                if ended and ends and ended <= starts < ends:
                    yield then, waits.lag


def _begins(asked: Asked, schedule: Schedule, item: Activity) -> date | None:
    """The day on which work begins in a schedule, or sooner where customers meet it sooner."""
    starts = [schedule[key].start for key in (item.ref, f"{item.ref}/market") if key in schedule]
    return asked.days[min(starts)] if starts and item.ref in schedule else None


def _over_sooner(before: AsOf, after: Plan, ref: Ref, asked: Asked, schedule: Schedule) -> Plan:
    """A plan in which moved work is over when it is over in a schedule, and not before it was to be."""
    was, item = before.plan.find(ref), after.find(ref)
    if ref not in schedule or not isinstance(was, Activity) or not isinstance(item, Activity):
        return after
    last, field = between(before, was).last, between(AsOf(after, before.today), item).end_field
    there = asked.days[schedule[ref].end - 1]
    return apply(after, edit(after, ref, {field: max(there, last or there).isoformat()})) if field else after
