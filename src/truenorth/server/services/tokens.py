"""Tokens: secrets with which programs speak for a member, to read or to write as well; shown once, kept as digests."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from truenorth.reports.words import plain
from truenorth.server.models import Member, Token, User
from truenorth.server.services.audit import note
from truenorth.server.services.people import Refused, digest

START = "tn_"  # tells people, and programs that look for leaked secrets, what a token is
MOST = 20  # tokens of one member that hold
SEEN = timedelta(minutes=1)  # how exactly it is kept when a token was used last


def of(user: User) -> Iterable[Token]:
    """The tokens of somebody that hold, in every workspace they are in, the newest first."""
    held = Token.objects.filter(member__user=user, member__left=None, revoked=None)
    return held.select_related("member__workspace").order_by("-made", "-pk")


def make(member: Member, name: str, *, writes: bool = False) -> tuple[Token, str]:
    """A token of a member, and the secret itself: it is shown once and not kept. Refused without a name."""
    called = plain(name)[:60].strip()
    if not called:
        raise Refused("say what the token is for, such as “the dashboard”")
    if Token.objects.filter(member=member, revoked=None).count() >= MOST:
        raise Refused(f"there are {MOST} tokens already: revoke those that nobody uses")
    secret = START + secrets.token_urlsafe(32)
    made = Token.objects.create(member=member, name=called, digest=digest(secret), writes=writes)
    note(member.workspace, "token made", by=member, about=called, after={"writes": writes})
    return made, secret


def revoke(user: User, number: int) -> Token | None:
    """End a token of somebody; None where they have none of the number."""
    found = Token.objects.select_related("member__workspace").filter(member__user=user, pk=number, revoked=None).first()
    if found is not None:
        Token.objects.filter(pk=found.pk).update(revoked=now())
        note(found.member.workspace, "token revoked", by=found.member, about=found.name)
    return found


def opened(secret: str) -> Token | None:
    """The token of a secret, marked as used; None where it is unknown or revoked, or its member has left."""
    held = Token.objects.filter(revoked=None, member__left=None, member__user__is_active=True)
    found = held.select_related("member__workspace", "member__user").filter(digest=digest(secret)).first()
    if found is not None:
        seen = Q(used=None) | Q(used__lt=now() - SEEN)
        Token.objects.filter(seen, pk=found.pk).update(used=now())
    return found
