"""Addresses for calendar programs: made and revoked in one's part, and opened without a session."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from truenorth.plan.resources import Team
from truenorth.server.services import calendars as services
from truenorth.server.services.people import Refused
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import problem


@page
def calendars(here: Here) -> HttpResponse:
    """The addresses that hold, and a form for another."""
    links = [(one, services.title(here.plan, one)) for one in services.of(here.member)]
    context = {"here": here, "at": "mine", "links": links, "teams": here.plan.all(Team)}
    return render(here.request, "run/calendars.html", context)


@require_POST
@never_cache
@page
def make(here: Here) -> HttpResponse:
    """Make an address; it is shown on this answer and never again."""
    try:
        made, token = services.make(here.member, here.request.POST.get("team", "")[:120])
    except Refused as error:
        problem(here, error)
        return redirect(here.url("calendars"))
    link = here.request.build_absolute_uri(reverse("ics", kwargs={"token": token}))
    context = {"here": here, "at": "mine", "link": link, "title": services.title(here.plan, made)}
    return render(here.request, "run/calendar_made.html", context)


@require_POST
@page
def revoke(here: Here, number: int) -> HttpResponse:
    """End an address."""
    if services.revoke(here.member, number) is None:
        raise Http404
    here.say("The address does not hold any more: calendars that read it get nothing new.")
    return redirect(here.url("calendars"))


@require_safe
@never_cache
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """The dates behind an address: 404 where there never was one, 410 where it was revoked or its member has left."""
    link = services.opened(token)
    if link is None:
        raise Http404
    if not services.holds(link):
        return HttpResponse("This address was revoked.\n", status=410, content_type="text/plain; charset=utf-8")
    workspace = link.member.workspace.key

    def address(ref: str) -> str:
        kind, _, key = ref.partition(":")
        of = {"workspace": workspace, "kind": kind, "key": key}
        return request.build_absolute_uri(reverse("plan:item", kwargs=of))

    made = services.file(link, address, f"{workspace}.{request.get_host().partition(':')[0]}")
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{workspace}.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer
