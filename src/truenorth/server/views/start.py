"""The way in: to one's workspace, to the list of them, or to the first steps on a new server."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from truenorth.reports.words import PARTIES
from truenorth.server.models import Member, User
from truenorth.server.services import cockpit as cockpits
from truenorth.server.services import demo, lists, people, workspaces
from truenorth.server.services.tables import Column, table
from truenorth.server.views.cells import csv_file
from truenorth.server.views.here import person
from truenorth.server.views.tables import kept

PAGE = "cockpit"
COLUMNS = (
    Column("name", "workspace", lambda one: str(one.member.workspace)),
    Column("party", "you are", lambda one: PARTIES[one.member.party], choose=True),
    Column("index", "alignment", lambda one: one.index),
    Column("asked", "findings that ask you", lambda one: one.asked),
    Column("day", "next date", lambda one: one.next.day if one.next else None),
    Column("due", "what is due", lambda one: one.next.title if one.next else ""),
)


def start(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in goes to their workspace; the first visitor of a new server makes an account."""
    if not request.user.is_authenticated:
        if demo.members():
            return redirect("demo")
        return redirect("account_login" if User.objects.exists() else "account_signup")
    seats = list(people.memberships(request.user))
    if len(seats) == 1:
        return redirect("home", workspace=seats[0].workspace.key)
    return redirect("cockpit")


@login_required
def cockpit(request: HttpRequest) -> HttpResponse:
    """The workspaces somebody is in, apart from each other."""
    return _cockpit(request)


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the order and filter of the workspaces under a name, or forget it."""
    cards = cockpits.cards(person(request))
    if not cards:
        raise Http404
    return redirect(f"{reverse('cockpit')}?{kept(request, _first(cards), PAGE)}")


def _first(cards: list[cockpits.Card]) -> Member:
    """The membership that somebody has had for longest: it keeps what they say of all of them."""
    return min((one.member for one in cards), key=lambda member: member.pk)


@require_POST
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """A new workspace; whoever begins it manages it."""
    name, party = request.POST.get("name", ""), request.POST.get("party", "cmo")
    try:
        made = workspaces.begin(name, user=person(request), party=party)
    except people.Refused as error:
        return _cockpit(request, str(error), name)
    return redirect("plan:start", workspace=made.workspace.key)


def _cockpit(request: HttpRequest, wrong: str = "", typed: str = "") -> HttpResponse:
    cards = cockpits.cards(person(request))
    shown = table(request.GET.dict(), COLUMNS, cards)
    if request.GET.get("as") == "csv":
        return csv_file("workspaces.csv", shown.head, shown.cells)
    kept_ = lists.kept(_first(cards), PAGE) if cards else []
    context = {"seats": cards, "table": shown, "kept": kept_, "wrong": wrong, "typed": typed}
    return render(request, "cockpit.html", context, status=400 if wrong else 200)
