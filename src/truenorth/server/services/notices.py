"""What a member is told of: kept until it is read, mailed as they want to hear."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.timezone import now

from truenorth.reports.words import plain, short
from truenorth.server.models import Member, Notice

LONGEST = 280  # letters of what is told


def tell(whom: Mapping[Member, str], about: str, text: str, *, by: Member | None) -> None:
    """Tell some members, each for a reason, of something that was said about an item, a finding or the plan."""
    told = short(plain(text), LONGEST)
    made = [Notice(member=member, what=what, about=about[:200], text=told, by=by) for member, what in whom.items()]
    Notice.objects.bulk_create(made, batch_size=500)


def of(member: Member) -> QuerySet[Notice]:
    """All that a member was told, the newest first."""
    return Notice.objects.filter(member=member).select_related("by__user").order_by("-at", "-pk")


def unread(member: Member) -> int:
    """How much of it they have not read."""
    return Notice.objects.filter(member=member, read=None).count()


def read(member: Member, number: int | None = None) -> None:
    """Mark as read one of the things that a member was told, or all."""
    found = Notice.objects.filter(member=member, read=None)
    (found if number is None else found.filter(pk=number)).update(read=now())
