"""Seats that may give: open ones filled, and hours by contract for a month."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Any

from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.levers.edits import edit
from truenorth.engines.feasibility.of.people import MINUTES
from truenorth.engines.feasibility.of.says import of_skills
from truenorth.engines.feasibility.problem import Lever, Staff
from truenorth.engines.hours import hours_of
from truenorth.engines.seats import filled
from truenorth.plan.calendar import Span, months
from truenorth.plan.edit import Edit
from truenorth.plan.keys import slug
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.plan.resources import Role

A_WEEK, MOST = 8, 10  # hours a step, and steps
_TINY = 1e-6


def put_hiring(draft: Draft) -> None:
    """Offer, for all seats that have some skills in common, to fill an open one and to buy hours for a month."""
    by_month = {month: _each(draft, month) for month in months(Span(draft.clock.days[0], draft.clock.days[-1]))}
    for staff in draft.staff:
        roles = draft.seats[staff.claim]
        for role in roles:
            if role.open and role.hours_per_week:
                _fill(draft, staff, role)
        for month, each in by_month.items():
            if any(each):
                _contract(draft, staff, roles, month, each)


def _fill(draft: Draft, staff: Staff, role: Role) -> None:
    """An open seat, filled."""
    weeks, seats = draft.clock.by_week, filled(role)
    more = [a - b for a, b in zip(hours_of(weeks, role, seats + 1), hours_of(weeks, role, seats), strict=True)]
    each = tuple(floor(hours * MINUTES + _TINY) for hours in draft.clock.left_of(more))

    def change(plan: Plan, steps: int) -> list[Edit]:
        left = max((role.open or 0) - steps, 0)
        return edit(plan, role.ref, {"filled": seats + steps, "open": left}) if steps else []

    rate = draft.asof.money(role.rate)
    price = None if rate is None else round(rate * sum(more) * 100)
    says = f"Fill the open seat of {role.title}"
    lever = Lever(f"fill {role.ref}", "staff", staff.claim, says, max(each), role.open or 1, price=price, each=each)
    draft.lever(lever, change)


def _contract(draft: Draft, staff: Staff, roles: Sequence[Role], month: str, each: tuple[int, ...]) -> None:
    """So many more hours a week in one month, from outside."""
    team, skills = roles[0].team, sorted({skill for role in roles for skill in role.skills})
    ref = f"role:{slug(' '.join(['contract', team or '', *skills]))[:90].strip('-')}-{month}"
    span = draft.asof.calendar.span(month)
    if span is None or draft.asof.plan.find(ref):
        return
    rate = draft.asof.rates.get((team or "", "")) or draft.asof.hourly_rate
    price = None if rate is None else round(rate * sum(each) / MINUTES * 100)

    def change(plan: Plan, steps: int) -> list[Edit]:
        hired = _contractor(span, A_WEEK * steps) | {"name": f"Contract hours {month}", "team": team, "skills": skills}
        return [Edit(ref, None, {name: value for name, value in hired.items() if value})] if steps else []

    def told(steps: int) -> str:
        whose = draft.asof.plan.title(f"team:{team}") if team else "everybody"
        can = f" of {of_skills(skills)}" if skills else ""
        return f"Contract {A_WEEK * steps} hours a week{can} for {whose} in {month}"

    first, last = draft.clock.between(span)
    lever = Lever(
        f"contract {staff.claim} {month}",
        "staff",
        staff.claim,
        told(1),
        max(each),
        MOST,
        price=price,
        first=first,
        last=last,
        each=each,
    )
    draft.lever(lever, change, told)


def _each(draft: Draft, month: str) -> tuple[int, ...]:
    """The minutes that a contract for some hours a week in a month gives in each week."""
    span = draft.asof.calendar.span(month)
    if span is None:
        return ()
    hired = entity("role:contract", _contractor(span, A_WEEK))
    hours = hours_of(draft.clock.by_week, hired, 1) if isinstance(hired, Role) else []
    return tuple(floor(hour * MINUTES + _TINY) for hour in draft.clock.left_of(hours))


def _contractor(span: Span, hours: int) -> dict[str, Any]:
    first, last = (day.isoformat() for day in span)
    return {"hours_per_week": str(hours), "filled": 1, "commitment": "contractor", "start": first, "end": last}
