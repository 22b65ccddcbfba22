"""People in a workspace: who is in, for which party; invitations by link; the seat that the policy judges."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import now

from truenorth.reports.words import PARTIES
from truenorth.server.models import Invitation, Member, User, Workspace
from truenorth.server.policy import Seat
from truenorth.server.services.audit import note

VALID_DAYS = 14


class Refused(ValueError):
    """Something that was asked for and cannot be done; says why and what to do instead."""


@dataclass(frozen=True)
class Place:
    """Where somebody sits: the party they speak for, their team and role, and a partner's programs."""

    party: str
    team: str = ""
    role: str = ""
    programs: tuple[str, ...] = field(default=())

    def fields(self) -> dict[str, Any]:
        """As a member or an invitation keeps it. Refused where it makes no sense."""
        if self.party not in PARTIES:
            raise Refused(f"there is no party “{self.party[:40]}”: choose one of {', '.join(PARTIES.values())}")
        if self.party == "partner" and not self.programs:
            raise Refused("a partner sees the programs it works on: name at least one")
        programs = sorted(set(self.programs)) if self.party == "partner" else []
        return {"party": self.party, "team": self.team, "role": self.role, "programs": programs}


def memberships(user: User) -> Iterable[Member]:
    """The workspaces somebody is in, by name."""
    return user.memberships.filter(left=None).select_related("workspace", "user").order_by("workspace__name")


def member(user: User, workspace: str) -> Member | None:
    """Somebody's membership of a workspace; None where they are not in it, or it does not exist."""
    return (
        Member.objects.filter(user=user, workspace__key=workspace, left=None)
        .select_related("workspace", "user")
        .first()
    )


def seat(of: Member) -> Seat:
    """A member as the policy sees one."""
    present = set(Member.objects.filter(workspace=of.workspace, left=None).values_list("party", flat=True))
    absent = frozenset(PARTIES) - present if of.manages else frozenset[str]()
    return Seat(of.party, of.team, frozenset(of.programs), of.manages, absent)


def invite(workspace: Workspace, place: Place, *, by: Member, email: str = "") -> tuple[Invitation, str]:
    """An invitation, and the secret that its link ends with: it is shown once and not kept."""
    _managing(by)
    token = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        workspace=workspace,
        digest=_digest(token),
        email=email.strip().lower(),
        by=by,
        until=now() + timedelta(days=VALID_DAYS),
        **place.fields(),
    )
    note(workspace, "invited", by=by, about=made.email, after=place.fields())
    return made, token


def invitation(token: str) -> Invitation | None:
    """The invitation of a link; None where it is unknown, used, taken back or too old."""
    open_ = Invitation.objects.filter(taken_by=None, revoked=None, until__gt=now())
    return open_.select_related("workspace", "by__user").filter(digest=_digest(token)).first()


def join(token: str, user: User) -> Member:
    """Follow an invitation: whoever has the link becomes a member, once."""
    with transaction.atomic():
        found = invitation(token)
        if found is None:
            raise Refused("this invitation was used, taken back, or is too old: ask for a new one")
        if found.email and found.email != user.email:
            raise Refused(f"this invitation is for {found.email}: sign in with that address")
        made, fresh = Member.objects.get_or_create(workspace=found.workspace, user=user, defaults=_place(found))
        if not fresh and made.left is None:
            raise Refused(f"you are in {found.workspace} already")
        if not fresh:
            Member.objects.filter(pk=made.pk).update(left=None, manages=False, **_place(found))
            made.refresh_from_db()
        taken = Invitation.objects.filter(pk=found.pk, taken_by=None).update(taken_by=made)
        if not taken:
            raise Refused("this invitation was used a moment ago: ask for a new one")
        note(found.workspace, "joined", by=made, after=_place(found))
    return made


def revoke(found: Invitation, *, by: Member) -> None:
    """Take an invitation back."""
    _managing(by)
    Invitation.objects.filter(pk=found.pk, taken_by=None).update(revoked=now())
    note(found.workspace, "invitation taken back", by=by, about=found.email)


def move(of: Member, place: Place, *, by: Member, manages: bool | None = None) -> None:
    """Give a member another seat."""
    _managing(by)
    was = {**_place(of), "manages": of.manages}
    will = {**place.fields(), "manages": of.manages if manages is None else manages}
    if of.manages and not will["manages"]:
        _somebody_manages(of)
    Member.objects.filter(pk=of.pk).update(**will)
    note(of.workspace, "moved", by=by, about=str(of), before=was, after=will)


def remove(of: Member, *, by: Member) -> None:
    """Let a member go; what they did stays in the history. Anybody may leave."""
    if of.pk != by.pk:
        _managing(by)
    if of.manages:
        _somebody_manages(of)
    Member.objects.filter(pk=of.pk).update(left=now(), manages=False)
    note(of.workspace, "left", by=by, about=str(of))


def _managing(by: Member) -> None:
    if not by.manages:
        raise PermissionDenied("only who manages the workspace may do that")


def _somebody_manages(but: Member) -> None:
    others = Member.objects.filter(workspace=but.workspace, manages=True, left=None).exclude(pk=but.pk)
    if not others.exists():
        raise Refused("somebody has to manage the workspace: name another first")


def _place(of: Member | Invitation) -> Mapping[str, Any]:
    return {"party": of.party, "team": of.team, "role": of.role, "programs": of.programs}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
