"""The demonstration's doors: one click signs in as somebody of a party. They exist in the demonstration alone."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from truenorth.server.services import demo, people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def doors(request: HttpRequest) -> HttpResponse:
    """Whom to look at the demonstration as."""
    members = demo.members()
    if not members:
        raise Http404
    return render(request, "demo.html", {"members": members})


def door(request: HttpRequest, party: str) -> HttpResponse:
    """Sign in as the member of a party."""
    member = next((one for one in demo.members() if one.party == party), None)
    if member is None:
        raise Http404
    try:
        demo.alone()
    except people.Refused:
        raise Http404 from None
    login(request, member.user, backend=BACKEND)
    return redirect("home", workspace=member.workspace.key)
