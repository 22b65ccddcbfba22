"""People in a workspace: who is in, for which party; invitations by link; the seat that the policy judges."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from truenorth.reports.words import PARTIES, plain
from truenorth.server import store
from truenorth.server.models import Invitation, Member, Scenario, User, Workspace
from truenorth.server.policy import Seat
from truenorth.server.services.audit import note

VALID_DAYS = 14
MOST_TRIES = 3  # addresses that have an account already, with one invitation
THEMES = ("", "light", "dark")


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


def named(text: str) -> str:
    """A person's name in one line, of letters that can be seen. Refused where nothing is left of it."""
    name = plain(text)[:80].strip()
    if not name:
        raise Refused("write a name that others can read")
    return name


def describe(user: User, name: str, zone: str, theme: str) -> None:
    """Keep what somebody says of themselves. Refused where there is no such zone."""
    if zone not in available_timezones():
        raise Refused(f"there is no time zone “{plain(zone)[:40]}”: write one such as Europe/Berlin")
    user.name, user.zone, user.theme = named(name), zone, theme if theme in THEMES else ""
    user.save(update_fields=["name", "zone", "theme"])


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


def members(workspace: Workspace) -> QuerySet[Member]:
    """Who is in a workspace, by name."""
    return Member.objects.filter(workspace=workspace, left=None).select_related("user").order_by("user__name", "pk")


def invitations(workspace: Workspace) -> QuerySet[Invitation]:
    """The invitations that hold, the newest first."""
    return _open().filter(workspace=workspace).order_by("-made")


def seat(of: Member) -> Seat:
    """A member as the policy sees one."""
    present = set(Member.objects.filter(workspace=of.workspace, left=None).values_list("party", flat=True))
    absent = frozenset(PARTIES) - present if of.manages else frozenset[str]()
    return Seat(of.party, of.team, frozenset(of.programs), of.manages, absent)


def invite(workspace: Workspace, place: Place, *, by: Member, email: str = "") -> tuple[Invitation, str]:
    """An invitation, and the secret that its link ends with: it is shown once and not kept."""
    _managing(by, workspace)
    _in_the_plan(workspace, place)
    token = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        workspace=workspace,
        digest=digest(token),
        email=email.strip().lower(),
        by=by,
        until=now() + timedelta(days=VALID_DAYS),
        **place.fields(),
    )
    note(workspace, "invited", by=by, about=made.email, after=place.fields())
    return made, token


def invitation(token: str) -> Invitation | None:
    """The invitation of a link; None where it is unknown, used, taken back or too old."""
    return invitation_of(digest(token))


def invitation_of(kept: str) -> Invitation | None:
    """The invitation of a digest, as sessions keep it; None as above."""
    return _open().filter(digest=kept).first()


def digest(token: str) -> str:
    """What is kept of an invitation's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open() -> QuerySet[Invitation]:
    held = Invitation.objects.filter(taken_by=None, revoked=None, until__gt=now())
    return held.select_related("workspace", "by__user")


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
            Member.objects.filter(pk=made.pk).update(left=None, manages=False, since=now(), **_place(found))
            made.refresh_from_db()
        taken = Invitation.objects.filter(pk=found.pk, taken_by=None).update(taken_by=made)
        if not taken:
            raise Refused("this invitation was used a moment ago: ask for a new one")
        note(found.workspace, "joined", by=made, after=_place(found))
    return made


def tried(found: Invitation) -> None:
    """An invitation for anybody was tried with an address that has an account: a few times, and it is closed."""
    key = f"invitation-tried-{found.pk}"
    cache.add(key, 0, timeout=VALID_DAYS * 24 * 3600)
    if cache.incr(key) >= MOST_TRIES and Invitation.objects.filter(pk=found.pk, revoked=None).update(revoked=now()):
        note(found.workspace, "invitation closed", by=None, about="it was tried with addresses that have accounts")


def revoke(found: Invitation, *, by: Member) -> None:
    """Take an invitation back."""
    _managing(by, found.workspace)
    Invitation.objects.filter(pk=found.pk, taken_by=None).update(revoked=now())
    note(found.workspace, "invitation taken back", by=by, about=found.email)


def move(of: Member, place: Place, *, by: Member, manages: bool | None = None) -> None:
    """Give a member another seat."""
    _managing(by, of.workspace)
    _in_the_plan(of.workspace, place)
    was = {**_place(of), "manages": of.manages}
    will = {**place.fields(), "manages": of.manages if manages is None else manages}
    if was == will:
        return
    with transaction.atomic():
        if of.manages and not will["manages"]:
            _somebody_manages(of)
        Member.objects.filter(pk=of.pk).update(**will)
        note(of.workspace, "moved", by=by, about=str(of), before=was, after=will)


def remove(of: Member, *, by: Member) -> None:
    """Let a member go; what they did stays in the history. Anybody may leave."""
    if of.pk != by.pk:
        _managing(by, of.workspace)
    with transaction.atomic():
        if of.manages:
            _somebody_manages(of)
        Member.objects.filter(pk=of.pk).update(left=now(), manages=False)
        for secrets_ in (of.tokens, of.calendars):  # who comes back begins anew
            secrets_.filter(revoked=None).update(revoked=now())
        note(of.workspace, "left" if of.pk == by.pk else "removed", by=by, about=str(of), before=_place(of))


def _managing(by: Member, workspace: Workspace) -> None:
    if not by.manages or by.workspace_id != workspace.pk or by.left:
        raise PermissionDenied("only who manages the workspace may do that")


def _in_the_plan(workspace: Workspace, place: Place) -> None:
    """Refused where a place names a team, a role or a program that the plan does not have."""
    plan = store.load(Scenario.objects.get(workspace=workspace, key=store.MAIN))
    named_ = [("team", place.team), ("role", place.role), *(("program", key) for key in place.programs)]
    for kind, key in named_:
        if key and plan.find(f"{kind}:{key}") is None:
            raise Refused(f"the plan has no {kind} “{plain(key)[:40]}”: choose one of the list")


def _somebody_manages(but: Member) -> None:
    """Refused where nobody else manages; holds the workspace, so that two who leave at once do not both go."""
    Workspace.objects.select_for_update().get(pk=but.workspace_id)
    others = Member.objects.filter(workspace=but.workspace, manages=True, left=None).exclude(pk=but.pk)
    if not others.exists():
        raise Refused("somebody has to manage the workspace: name another first")


def _place(of: Member | Invitation) -> Mapping[str, Any]:
    return {"party": of.party, "team": of.team, "role": of.role, "programs": of.programs}
