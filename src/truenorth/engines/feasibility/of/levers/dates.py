"""Dates that may give: work over later, in the market later, or begun sooner."""

from __future__ import annotations

from datetime import date

from truenorth.engines.between import over
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.levers.edits import edit
from truenorth.engines.feasibility.of.says import day
from truenorth.engines.feasibility.of.says import name as called
from truenorth.engines.feasibility.problem import Claim, Lever, LeverKind
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Entity
from truenorth.plan.plan import Plan
from truenorth.plan.work import Activity

STEP = 1  # working day: no date moves further than it has to
MOST = 40  # steps: eight weeks
LOST = 0.02 / 5  # of the value of work, for each day that it comes later: a fiftieth a week
_LATER = {
    "end": "Give {} until {}",
    "due": "Finish {} by {}",
    "period": "Finish {} by {}",
    "in_market": "Bring {} to market on {}",
}


def put_dates(draft: Draft) -> None:
    """Offer to move each date that work is bound to."""
    enabling = {claim.item for claim in draft.claims.values() if claim.kind == "tool" and claim.source == "end"}
    for claim in list(draft.claims.values()):
        if claim.kind == "due" and claim.item not in enabling:
            _later(draft, claim)
        elif claim.kind == "ready" and claim.source != "period":
            _sooner(draft, claim)


def _later(draft: Draft, claim: Claim) -> None:
    """A date some days later; only its end where work has a start: then it stretches."""
    clock, item, name = draft.clock, draft.asof.plan.entities[claim.item], claim.source
    last = draft.asof.calendar.end(getattr(item, name))
    if last is None or (item.ref in draft.begun and name != "in_market"):
        return  # how much of work under way is left would be told from its new dates
    at = clock.first(last) if last in clock or name == "in_market" else clock.after(last) - 1
    most = min(MOST, (clock.size - 1 - at) // STEP)
    if most < 1:
        return
    stretches = name == "end" and bool(getattr(item, "start", None))
    key = f"later {claim.key}"
    kind: LeverKind = "stretch" if stretches else "move"

    def moved(steps: int) -> date:
        return clock.date(at + STEP * steps)

    def change(plan: Plan, steps: int) -> list[Edit]:
        return _set_end(plan, item, name, last, moved(steps))

    def told(steps: int) -> str:
        return _LATER[name].format(called(item.title), day(moved(steps), draft.asof.today))

    draft.lever(Lever(key, kind, claim.key, told(1), STEP, most, loses=LOST), change, told)


def _set_end(plan: Plan, item: Entity, name: str, was: date, moved: date) -> list[Edit]:
    """The date, and other dates for the same day; a period alone becomes its two ends."""
    now = plan.find(item.ref)
    if name == "period" and isinstance(now, Activity):
        start = plan.calendar.start(now.period)
        return edit(plan, item.ref, {"start": start and start.isoformat(), "end": moved.isoformat()})
    if name == "period":
        return edit(plan, item.ref, {"due": moved.isoformat()})
    same = [
        other
        for other in ("due", "end")
        if other != name and now and plan.calendar.end(getattr(now, other, None)) == was
    ]
    return edit(plan, item.ref, dict.fromkeys([name, *(same if name != "in_market" else [])], moved.isoformat()))


def _sooner(draft: Draft, claim: Claim) -> None:
    """A start, or a brief, some days sooner, from today on."""
    clock, item, name = draft.clock, draft.asof.plan.entities[claim.item], claim.source
    first = draft.asof.calendar.start(getattr(item, name))
    at = clock.first(first) if first else 0
    most = min(MOST, (at - _soonest(draft, item) if name == "start" else at) // STEP)
    if most < 1:
        return

    def moved(steps: int) -> date:
        return clock.date(at - STEP * steps)

    def change(plan: Plan, steps: int) -> list[Edit]:
        return edit(plan, item.ref, {name: moved(steps).isoformat()})

    def told(steps: int) -> str:
        brief = name == "brief_ready"
        says = "Have the brief for {} ready on {}" if brief else "Start {} on {}"
        return says.format(called(item.title), day(moved(steps), draft.asof.today))

    draft.lever(Lever(f"sooner {claim.key}", "start earlier", claim.key, told(1), STEP, most), change, told)


def _soonest(draft: Draft, item: Entity) -> int:
    """The first day on which work can start as planned: what it waits for is over, and its tools are there."""
    if not isinstance(item, Activity):
        return 0
    before = ((draft.asof.plan.find(waits.ref), waits.lag) for waits in item.after)
    ends = [over(draft.asof, first, lag) for first, lag in before if isinstance(first, Activity) and first is not item]
    there = (window.first for work in draft.works if work.key == item.ref for window in work.windows)
    return max([*(draft.clock.first(end) for end in ends if end), *there], default=0)
