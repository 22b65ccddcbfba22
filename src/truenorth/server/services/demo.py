"""The demonstration: an example company with somebody of every party in it; never beside real data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction

from truenorth.reports.words import PARTIES
from truenorth.server.models import Member, User, Workspace
from truenorth.server.services import demo_said, fit, later, people, workspaces
from truenorth.server.services.people import Refused

EXAMPLE = "kestrel"
NAME = "Kestrel Freight Cloud"
# Invented people, a party each, where they sit in the example.
PEOPLE: dict[str, tuple[str, dict[str, Any]]] = {
    "cmo": ("Nadia Berg", {"team": "marketing", "role": "cmo"}),
    "business": ("Walter Osei", {"team": "management", "role": "chief-executive"}),
    "mops": ("Ines Duarte", {"team": "mops", "role": "mops-lead"}),
    "finance": ("Priya Raman", {"team": "finance", "role": "finance-lead"}),
    "sales": ("Tom Lindqvist", {"team": "sales", "role": "sales-lead"}),
    "service": ("Grace Mbeki", {"team": "service", "role": "service-lead"}),
    "lead": ("Leo Hartmann", {"team": "product-marketing", "role": "pmm-lead"}),
    "member": ("Yuki Tanaka", {"team": "automation", "role": "lifecycle-manager"}),
    "partner": ("Sofia Keller", {"programs": ["retargeting", "search"]}),
    "viewer": ("Sam Novak", {}),
}


def ready() -> Workspace:
    """The demonstration's workspace, made where there is none. Refused where there is one that is no demonstration."""
    alone()
    found = Workspace.objects.filter(demo=True).order_by("pk").first()
    return found or _made()


def alone() -> None:
    """Refused where real workspaces are kept in the same place: everybody would be let in to them."""
    if (real := Workspace.objects.filter(demo=False).order_by("name").first()) is not None:
        raise Refused(f"{settings.DATA} holds a workspace that is no demo ({real}): show the demo from another folder")


def _made() -> Workspace:
    with transaction.atomic():
        users = {party: _user(party) for party in PEOPLE}
        made = workspaces.begin(NAME, user=users["cmo"], example=EXAMPLE, demo=True).workspace
        Member.objects.filter(workspace=made, user=users["cmo"]).update(**PEOPLE["cmo"][1])
        for party, user in users.items():
            if party != "cmo":
                Member.objects.create(workspace=made, user=user, party=party, **PEOPLE[party][1])
        there = {one.party: one for one in people.members(made)}
        demo_said.say(workspaces.main(made), there, fit.today(made))
    later.ask(workspaces.main(made))
    return made


def _user(party: str) -> User:
    return User.objects.create_user(f"{party}@kestrel.example", name=PEOPLE[party][0])


def members() -> list[Member]:
    """Who can be looked through the eyes of, in the order of the parties; nobody where this is no demonstration."""
    if not settings.DEMO:
        return []
    first = Workspace.objects.filter(demo=True).order_by("pk")[:1]
    there = Member.objects.filter(workspace__in=first, left=None).select_related("user", "workspace")
    return sorted(there.filter(user__email__endswith="@kestrel.example"), key=lambda one: [*PARTIES].index(one.party))
