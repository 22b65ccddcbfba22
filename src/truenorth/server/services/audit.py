"""The audit history of what is no change of a plan: who did what, when, before and after."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from truenorth.server.models import Event, Member, Workspace


def note(
    workspace: Workspace, what: str, *, by: Member | None, about: str = "", before: Any = None, after: Any = None
) -> Event:
    """Keep that something was done; never a secret."""
    return Event.objects.create(workspace=workspace, by=by, what=what, about=about[:200], before=before, after=after)


ORDERS = {"when": "at", "who": "by__user__name", "what": "what", "about": "about"}


def events(workspace: Workspace, *, what: str = "", text: str = "", sort: str = "") -> QuerySet[Event]:
    """What was done in a workspace, of one kind, about or by somebody, in an order; else all, the newest first."""
    name, down = sort.removeprefix("-"), "-" if sort[:1] == "-" else ""
    order = [f"{down}{ORDERS[name]}"] if name in ORDERS else []
    found = Event.objects.filter(workspace=workspace).select_related("by__user").order_by(*order, "-at", "-pk")
    found = found.filter(what=what) if what else found
    by = Q(about__icontains=text) | Q(by__user__name__icontains=text) | Q(by__user__email__icontains=text)
    return found.filter(by) if text else found


def kinds(workspace: Workspace) -> list[str]:
    """The kinds of what was done there."""
    return sorted(set(Event.objects.filter(workspace=workspace).values_list("what", flat=True)))
