"""People: who is in a workspace and for which party; inviting, moving and letting go; following an invitation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from truenorth.plan.resources import Role, Team
from truenorth.plan.work import Program
from truenorth.reports.words import PARTIES
from truenorth.server import accounts
from truenorth.server.models import Invitation, Member
from truenorth.server.services import people
from truenorth.server.services.people import Place, Refused
from truenorth.server.services.tables import Column
from truenorth.server.views.here import Here, page, person
from truenorth.server.views.tables import as_file, listed

PAGE = "settings:members"
MANY = frozenset({"member", "partner", "viewer"})  # parties that a plan can do without


@page
def members(here: Here) -> HttpResponse:
    """Who is in the workspace, and which invitations hold."""
    context = _context(here)
    return as_file(here, "members", context) or render(here.request, "settings/members.html", context)


@require_POST
@never_cache
@page
def invite(here: Here) -> HttpResponse:
    """Make an invitation; its link is shown on this answer and never again."""
    asked, place = here.request.POST, _place(here.request.POST)
    try:
        made, token = people.invite(here.workspace, place, by=here.member, email=asked.get("email", ""))
    except Refused as error:
        return _wrong(here, "invite", error)
    link = here.request.build_absolute_uri(reverse("join", kwargs={"token": token}))
    return render(here.request, "settings/invited.html", {"here": here, "at": PAGE, "made": made, "link": link})


@require_POST
@page
def revoke(here: Here, number: int) -> HttpResponse:
    """Take an invitation back."""
    found = people.invitations(here.workspace).filter(pk=number).first()
    if found is None:
        raise Http404
    people.revoke(found, by=here.member)
    here.say("The invitation does not hold any more.")
    return redirect(here.url(PAGE))


@require_POST
@page
def move(here: Here, number: int) -> HttpResponse:
    """Give a member another place."""
    found = _member(here, number)
    manages = "manages" in here.request.POST
    try:
        people.move(found, _place(here.request.POST), by=here.member, manages=manages)
    except Refused as error:
        return _wrong(here, number, error)
    here.say(f"{found} has a new place.")
    return redirect(here.url(PAGE))


@require_POST
@page
def remove(here: Here, number: int) -> HttpResponse:
    """Let a member go, or leave."""
    found = _member(here, number)
    try:
        people.remove(found, by=here.member)
    except Refused as error:
        return _wrong(here, number, error)
    if found.pk == here.member.pk:
        messages.success(here.request, f"You have left {here.workspace}.")
        return redirect("cockpit")
    here.say(f"{found} is not in the workspace any more. What they did stays in the history.")
    return redirect(here.url(PAGE))


def _member(here: Here, number: int) -> Member:
    found = people.members(here.workspace).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _place(asked: QueryDict) -> Place:
    names = {name: asked.get(name, "").strip() for name in ("party", "team", "role")}
    return Place(**names, programs=tuple(asked.getlist("programs")))


def _wrong(here: Here, where: str | int, error: Refused) -> HttpResponse:
    """The page once more, with what is wrong where it was typed."""
    context = _context(here) | {"wrong": {where: str(error)}, "asked": here.request.POST}
    return render(here.request, "settings/members.html", context, status=400)


def _context(here: Here) -> dict[str, Any]:
    members_, manages = _shown(here), here.member.manages
    invited = people.invitations(here.workspace) if manages else ()
    return {
        "here": here,
        "at": PAGE,
        "members": members_,
        "missing": [key for key in PARTIES if key in here.seat.absent - MANY],
        **listed(here, PAGE, _columns(here), [*members_, *invited]),
        "teams": here.plan.all(Team),
        "roles": here.plan.all(Role),
        "programs": here.plan.all(Program),
        "wrong": {},
        "asked": {},
    }


def _columns(here: Here) -> Iterator[Column]:
    """What the list tells of members, and of invitations, which are nobody's yet."""
    title = here.plan.title
    yield Column("name", "name", lambda one: str(one) if _is_in(one) else one.email or "whoever has the link")
    if here.member.manages:
        yield Column("address", "address", lambda one: one.user.email if _is_in(one) else one.email)
    yield Column("party", "party", lambda one: PARTIES[one.party], choose=True)
    yield Column("team", "team", lambda one: title(f"team:{one.team}") if one.team else "", choose=True)
    yield Column("role", "role", lambda one: title(f"role:{one.role}") if one.role else "")
    yield Column("state", "state", _state, choose=True)
    yield Column("since", "since", lambda one: localtime(one.since if _is_in(one) else one.made))


def _is_in(one: Member | Invitation) -> bool:
    return isinstance(one, Member)


def _state(one: Member | Invitation) -> str:
    return "invited" if isinstance(one, Invitation) else "manages" if one.manages else "member"


def _shown(here: Here) -> list[Member]:
    """Everybody; to a partner, those who manage the workspace, and itself."""
    found = people.members(here.workspace)
    if here.seat.party != "partner":
        return list(found)
    return [one for one in found if one.manages or one.pk == here.member.pk]


@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: whoever is not signed in signs up or in first, and comes back."""
    found = people.invitation(token)
    if found is not None and not request.user.is_authenticated:
        accounts.remember(request, token)
    if request.method == "POST" and request.user.is_authenticated:
        return _join(request, token)
    return render(request, "people/join.html", {"invitation": found}, status=200 if found else 404)


@login_required
def _join(request: HttpRequest, token: str) -> HttpResponse:
    try:
        member = people.join(token, person(request))
    except Refused as error:
        return render(request, "people/join.html", {"invitation": None, "error": str(error)}, status=409)
    request.session.pop(accounts.INVITATION, None)
    return redirect("home", workspace=member.workspace.key)
