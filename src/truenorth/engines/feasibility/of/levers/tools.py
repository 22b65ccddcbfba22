"""Tools that may give: more of them, for longer, sooner."""

from __future__ import annotations

from datetime import date
from math import ceil

from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.levers.dates import MOST, STEP
from truenorth.engines.feasibility.of.levers.edits import edit
from truenorth.engines.feasibility.of.levers.means import PLACES
from truenorth.engines.feasibility.of.says import amount, day
from truenorth.engines.feasibility.problem import Claim, Lever
from truenorth.engines.rates import period
from truenorth.plan.edit import Edit
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Tool
from truenorth.plan.values import Quantity

TENTHS = 10  # steps of a tenth of a limit, at most
YEAR = 365.25  # days


def put_tools(draft: Draft) -> None:
    """Offer more of a limit, seats, a longer contract, a tool that comes sooner, what makes it possible sooner."""
    for claim in list(draft.claims.values()):
        tool = draft.asof.plan.find(claim.item)
        if claim.kind == "limit" and isinstance(tool, Tool):
            _limit(draft, claim, tool)
        elif claim.kind == "places" and isinstance(tool, Tool):
            _seats(draft, claim, tool)
        elif claim.kind == "tool" and claim.source in ("contract_to", "retired_on") and isinstance(tool, Tool):
            _longer(draft, claim, tool)
        elif claim.kind == "tool" and claim.source in ("contract_from", "available_from") and isinstance(tool, Tool):
            _sooner(draft, claim, tool)
        elif claim.kind == "tool" and claim.source == "end":
            _finish_sooner(draft, claim)


def _limit(draft: Draft, claim: Claim, tool: Tool) -> None:
    name = claim.key.removeprefix(f"limit {tool.ref} ")
    limit = tool.limits[name]
    has = limit.high if limit.high is not None else limit.low
    if has is None:
        return
    more = max(1, ceil(has / 10))

    def change(plan: Plan, steps: int) -> list[Edit]:
        now = plan.find(tool.ref)
        if not steps or not isinstance(now, Tool):
            return []
        limits = {key: str(one) for key, one in now.limits.items()}
        much = Quantity(has + more * steps, has + more * steps, limit.unit)
        return edit(plan, tool.ref, {"limits": {**limits, name: str(much)}})

    def told(steps: int) -> str:
        return f"Raise {tool.title} to {amount(float(has + more * steps))} {name} a {period(limit, 'month')}"

    draft.lever(Lever(f"raise {claim.key}", "raise", claim.key, told(1), more, TENTHS, price=None), change, told)


def _seats(draft: Draft, claim: Claim, tool: Tool) -> None:
    def change(plan: Plan, steps: int) -> list[Edit]:
        return edit(plan, tool.ref, {"seats": (tool.seats or 0) + steps}) if steps else []

    def told(steps: int) -> str:
        many = (tool.seats or 0) + steps
        return f"Have {amount(many)} seat{'s' if many > 1 else ''} of {tool.title}"

    draft.lever(Lever(f"place {claim.key}", "place", claim.key, told(1), 1, PLACES, price=None), change, told)


def _longer(draft: Draft, claim: Claim, tool: Tool) -> None:
    """A contract, or a tool, until the last day that is looked at."""
    last, ends = draft.clock.days[-1], draft.asof.calendar.end(getattr(tool, claim.source))
    cost = draft.asof.money(tool.cost)
    price = None if cost is None or ends is None else round(100 * cost * max((last - ends).days, 0) / YEAR)

    def change(plan: Plan, steps: int) -> list[Edit]:
        return edit(plan, tool.ref, {claim.source: last.isoformat()}) if steps else []

    when = day(last, draft.asof.today)
    says = f"{'Renew' if claim.source == 'contract_to' else 'Keep'} {tool.title} until {when}"
    draft.lever(Lever(f"longer {claim.key}", "tool", claim.key, says, price=price), change)


def _sooner(draft: Draft, claim: Claim, tool: Tool) -> None:
    """A tool some days sooner, as far as setting it up allows."""
    clock, calendar = draft.clock, draft.asof.calendar
    at = max((window.first for work in draft.works for window in work.windows if claim.key in window.claims), default=0)
    set_up = clock.first(calendar.ahead(draft.asof.today, tool.set_up)) if tool.set_up else 0
    most = min(MOST, (at - set_up) // STEP)
    if most < 1:
        return

    def moved(steps: int) -> date:
        return clock.date(at - STEP * steps)

    def change(plan: Plan, steps: int) -> list[Edit]:
        fields = {"available_from": moved(steps).isoformat()} if tool.available_from else {}
        if tool.contract_from:
            signed = calendar.back(moved(steps), tool.set_up) if tool.set_up else moved(steps)
            begun = calendar.start(tool.contract_from)
            fields["contract_from"] = min(signed, begun or signed).isoformat()
        return edit(plan, tool.ref, fields or {"available_from": moved(steps).isoformat()}) if steps else []

    def told(steps: int) -> str:
        return f"Have {tool.title} from {day(moved(steps), draft.asof.today)}"

    lever = Lever(f"sooner {claim.key}", "start earlier", claim.key, told(1), STEP, most, price=None)
    draft.lever(lever, change, told)


def _finish_sooner(draft: Draft, claim: Claim) -> None:
    """Work that makes a tool possible, over in time for all that customers meet only then."""
    waiting = [work for work in draft.works if any(claim.key in window.claims for window in work.windows)]
    lags = {one.then: one.lag for one in draft.afters if one.first == claim.item}
    if any(not work.key.endswith("/launch") or work.key not in lags for work in waiting):
        return
    last = min(work.latest - 2 - lags[work.key] for work in waiting)
    begins = next((work.earliest for work in draft.works if work.key == claim.item), draft.clock.size)
    if last < begins:
        return
    over, item = draft.clock.date(last), draft.asof.plan.entities[claim.item]

    def change(plan: Plan, steps: int) -> list[Edit]:
        now = plan.find(claim.item)
        name = next((one for one in ("end", "due", "in_market") if getattr(now, one, None)), "end")
        return edit(plan, claim.item, {name: over.isoformat()}) if steps else []

    says = f"Finish {item.title} by {day(over, draft.asof.today)}"
    draft.lever(Lever(f"sooner {claim.key}", "tool", claim.key, says), change)
