"""The workspaces of one person side by side, each by itself: its index, what is asked of them, and the next date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from truenorth.engines.asof import OVER
from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity
from truenorth.plan.plan import Plan
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity
from truenorth.server import policy, store
from truenorth.server.models import Member, User
from truenorth.server.services import check, fit, people, workspaces


@dataclass(frozen=True)
class Next:
    """A date that comes, and what is due then."""

    day: date
    title: str


@dataclass(frozen=True)
class Card:
    """One workspace: the index of its plan (0 to 100; None where there is no data, or it is not theirs to see)."""

    member: Member
    index: int | None
    asked: int  # open findings that ask their party
    next: Next | None


def cards(user: User) -> list[Card]:
    """A card for each workspace somebody is in, by name."""
    return [card(of) for of in people.memberships(user)]


def card(of: Member) -> Card:
    """What somebody's place in one workspace asks of them."""
    scenario, seat = workspaces.main(of.workspace), people.seat(of)
    day = fit.today(of.workspace)
    told, plan = check.told(scenario, day), policy.seen(seat, store.load(scenario))
    asked = sum(one.finding.asks in seat.parties and one.is_open for one in check.shown(told, seat, plan))
    value = None if seat.party == "partner" else told.report.index.value
    return Card(of, None if value is None else int(value), asked, coming(plan, day))


def coming(plan: Plan, day: date) -> Next | None:
    """The first date from a day on: an objective or a commitment falls due, or a milestone is reached."""
    found = [Next(when, plan.title(item.ref)) for item, when in _dates(plan) if when and when >= day]
    return min(found, key=lambda one: (one.day, one.title), default=None)


def _dates(plan: Plan) -> Iterator[tuple[Entity, date | None]]:
    end = plan.calendar.end
    yield from ((one, end(one.due)) for one in plan.all(Objective) if one.status not in OVER)
    yield from ((one, end(one.by)) for one in plan.all(Commitment) if one.status not in OVER)
    for one in plan.all(Activity):
        if one.milestone and one.status not in OVER:
            yield one, end(one.due or one.in_market or one.end or one.start)
