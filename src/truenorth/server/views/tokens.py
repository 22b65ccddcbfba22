"""Tokens of one's account: what programs may do in one's name; made, shown once, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from truenorth.server.models import Member
from truenorth.server.services import people
from truenorth.server.services import tokens as services
from truenorth.server.views.here import person


@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens that hold, and a form for another; its secret is on this answer and never again."""
    user = person(request)
    seats = list(people.memberships(user))
    context = {"seats": seats, "secret": "", "wrong": "", "name": ""}
    if request.method == "POST":
        context |= _made(request, seats)
    context["tokens"] = list(services.of(user))
    return render(request, "account/tokens.html", context, status=400 if context["wrong"] else 200)


def _made(request: HttpRequest, seats: list[Member]) -> dict[str, str]:
    given = request.POST
    member = next((one for one in seats if one.workspace.key == given.get("workspace")), None)
    name = given.get("name", "")[:200]
    if member is None:
        return {"wrong": "choose the workspace that the program asks about", "name": name}
    try:
        _, secret = services.make(member, name, writes=given.get("writes") == "1")
    except people.Refused as error:
        return {"wrong": str(error), "name": name}
    return {"secret": secret}


@require_POST
@login_required
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End a token: the program that has it is let in no more."""
    found = services.revoke(person(request), number)
    if found is None:
        raise Http404
    messages.success(request, f"“{found.name}” is let in no more.")
    return redirect("tokens")
