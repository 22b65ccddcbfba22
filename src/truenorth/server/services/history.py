"""What happened to a plan: its changes in words, versions side by side, and what was taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from truenorth.plan.entity import Ref
from truenorth.server import store
from truenorth.server.models import Change, Member, Scenario
from truenorth.server.policy import Seat, seen
from truenorth.server.services.compare import Compared, compared

PAGE = 50
SHOWN = 200  # items of one change that are told one by one


@dataclass(frozen=True)
class Wanted:
    """Which changes of the history are asked for; what is left out does not narrow it."""

    text: str = ""
    who: str = ""
    does: str = ""
    ref: Ref = ""
    after: date | None = None
    before: date | None = None
    sort: str = ""
    page: int = 1

    @property
    def query(self) -> Q:
        """As a condition on changes; the item is another question."""
        found = Q(why__icontains=self.text) if self.text else Q()
        found &= Q(by__pk=int(self.who)) if self.who.isdecimal() else Q()
        found &= Q(does=self.does) if self.does in Change.Does.values else Q()
        found &= Q(at__gte=_moment(self.after, time.min)) if self.after else Q()
        return found & (Q(at__lte=_moment(self.before, time.max)) if self.before else Q())


@dataclass(frozen=True)
class Gone:
    """An item in the trash: as it last was, and the change that took it out."""

    ref: Ref
    title: str
    change: Change


ORDERS = {"number": "number", "who": "by__user__name", "what": "does", "items": "items"}


def every(scenario: Scenario, wanted: Wanted) -> QuerySet[Change]:
    """The changes asked for, in the order asked for; else the newest first."""
    rows = store.history(scenario, wanted.ref or None).filter(wanted.query)
    name, down = wanted.sort.removeprefix("-"), "-" if wanted.sort[:1] == "-" else ""
    return rows.order_by(f"{down}{ORDERS[name]}", "-number") if name in ORDERS else rows


def found(scenario: Scenario, wanted: Wanted) -> tuple[list[Change], bool]:
    """A page of the changes asked for, and whether there are more."""
    rows = every(scenario, wanted)
    start = (max(wanted.page, 1) - 1) * PAGE
    some = list(rows[start : start + PAGE + 1])
    return some[:PAGE], len(some) > PAGE


def change(scenario: Scenario, number: int, seat: Seat) -> tuple[Change, Compared]:
    """One change, and what it did, as a member may see it. Change.DoesNotExist where there is none."""
    made = store.history(scenario).get(number=number)
    edits = store.edits_of(made)
    old, new = store.load(scenario, number - 1), store.load(scenario, number)
    return made, compared(old, new, seat, edits, most=SHOWN)


def as_seen(made: Change, member: Member) -> Change:
    """A change as a member is told of it: of those of others a partner hears neither the reason nor who made it."""
    if member.party == "partner" and made.by_id != member.pk:
        made.why, made.by = "", None
    return made


def trash(scenario: Scenario, seat: Seat) -> list[Gone]:
    """What was taken out and is not back, the latest first, as far as a member may see it."""
    found = []
    for ref, fields, made in store.trash(scenario):
        if ref in seen(seat, store.load(scenario, made.number - 1)).entities:
            found.append(Gone(ref, _title(ref, fields), made))
    return found


def _title(ref: Ref, fields: Mapping[str, Any]) -> str:
    return str(fields.get("name") or ref.partition(":")[2])


def _moment(day: date, at: time) -> datetime:
    return make_aware(datetime.combine(day, at))
