"""The way in: to one's workspace, to the list of them, or to the first steps on a new server."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from truenorth.server.models import User
from truenorth.server.services import cockpit as cockpits
from truenorth.server.services import demo, people, workspaces
from truenorth.server.views.here import person


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
def begin(request: HttpRequest) -> HttpResponse:
    """A new workspace; whoever begins it manages it."""
    name, party = request.POST.get("name", ""), request.POST.get("party", "cmo")
    try:
        made = workspaces.begin(name, user=person(request), party=party)
    except people.Refused as error:
        return _cockpit(request, str(error), name)
    return redirect("plan:start", workspace=made.workspace.key)


def _cockpit(request: HttpRequest, wrong: str = "", typed: str = "") -> HttpResponse:
    context = {"seats": cockpits.cards(person(request)), "wrong": wrong, "typed": typed}
    return render(request, "cockpit.html", context, status=400 if wrong else 200)
