"""The way in: to one's workspace, to the list of them, or to the first steps on a new server."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from truenorth.server.models import User
from truenorth.server.services import people
from truenorth.server.views.here import person


def start(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in goes to their workspace; the first visitor of a new server makes an account."""
    if not request.user.is_authenticated:
        return redirect("account_login" if User.objects.exists() else "account_signup")
    seats = list(people.memberships(request.user))
    if len(seats) == 1:
        return redirect("home", workspace=seats[0].workspace.key)
    return redirect("cockpit")


@login_required
def cockpit(request: HttpRequest) -> HttpResponse:
    """The workspaces somebody is in, apart from each other."""
    return render(request, "cockpit.html", {"seats": list(people.memberships(person(request)))})
