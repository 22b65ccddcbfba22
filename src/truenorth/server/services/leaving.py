"""Deleting an account: what is a person's alone goes, what they did stays, by somebody who left."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_hex

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from truenorth.server.models import Event, Invitation, Member, User
from truenorth.server.services import people
from truenorth.server.services.audit import note
from truenorth.server.services.people import Refused

NAME = "Somebody who left"


@dataclass(frozen=True)
class Stays:
    """What becomes of one workspace: nothing, or who has to manage it first, or that nobody is left in it."""

    member: Member
    first: str = ""  # what has to be done before, in words
    last: bool = False  # nobody else is in it


def stays(user: User) -> list[Stays]:
    """The workspaces somebody is in, and what stands in the way there."""
    return [_stays(one) for one in people.memberships(user)]


def _stays(one: Member) -> Stays:
    others = people.members(one.workspace).exclude(pk=one.pk)
    if not others:
        return Stays(one, last=True)
    is_needed = one.manages and not others.filter(manages=True)
    return Stays(one, first=f"let somebody else manage {one.workspace} first" if is_needed else "")


def leave(user: User) -> None:
    """Delete an account. Refused where a workspace has others in it and nobody to manage it, and in a demonstration."""
    if user.memberships.filter(workspace__demo=True).exists():
        raise Refused("the people of a demonstration stay: others look through their eyes")
    with transaction.atomic():
        if first := [one.first for one in stays(user) if one.first]:
            raise Refused(f"{'; '.join(first)}: under Settings, Members")
        for one in people.memberships(user):
            note(one.workspace, "left", by=one)
        _unnamed(user)
        for member in user.memberships.all():
            _forget(member, but=())
        user.memberships.update(left=now(), manages=False, mail={})
        _forget(user, but=(Member,))
        user.set_unusable_password()
        user.name, user.email, user.zone, user.theme = NAME, f"{token_hex(12)}@left.invalid", "UTC", ""
        user.is_active = False
        user.save()


def _unnamed(user: User) -> None:
    """Take a name and an address out of what was kept for the audit."""
    workspaces = list(user.memberships.values_list("workspace", flat=True))
    named = Q(about__in=[user.email, user.name or user.email, str(user)])
    Event.objects.filter(named, workspace__in=workspaces).update(about=NAME)
    Event.objects.filter(about=user.email).update(about=NAME)
    Invitation.objects.filter(email=user.email).update(email="")


def _forget(of: User | Member, but: tuple[type, ...]) -> None:
    """Delete the rows that belong to somebody: ways to sign in, sessions, tokens, kept views, letters; nothing said."""
    for relation in of._meta.related_objects:
        if relation.related_model not in but and relation.field.name in ("user", "member"):
            relation.related_model._base_manager.filter(**{relation.field.name: of}).delete()
