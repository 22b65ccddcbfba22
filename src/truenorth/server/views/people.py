"""People: following an invitation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from truenorth.server.services import people
from truenorth.server.views.here import person


def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: whoever is not signed in signs up or in first, and comes back."""
    found = people.invitation(token)
    if found is not None and not request.user.is_authenticated:
        request.session["invitation"] = token
    if request.method == "POST" and request.user.is_authenticated:
        return _join(request, token)
    return render(request, "people/join.html", {"invitation": found}, status=200 if found else 404)


@login_required
def _join(request: HttpRequest, token: str) -> HttpResponse:
    try:
        member = people.join(token, person(request))
    except people.Refused as error:
        return render(request, "people/join.html", {"invitation": None, "error": str(error)}, status=409)
    request.session.pop("invitation", None)
    return redirect("home", workspace=member.workspace.key)
