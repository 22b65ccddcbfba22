"""Work that is asked for: the door by which anybody asks, the list of what was asked, and the answers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from truenorth.plan.resources import Team
from truenorth.records.talk import OUTCOMES, Request, Response
from truenorth.server import policy, store
from truenorth.server.models import Scenario
from truenorth.server.services import fit, intake
from truenorth.server.services.people import Refused
from truenorth.server.typed import day_of
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem, unfit

SHOWN = 30
FIELDS = ("what", "why", "whom", "team", "hours", "wanted", "key")


@page
def requests(here: Here) -> HttpResponse:
    """What was asked for: what waits for an answer first, with what it would displace; and the door."""
    token = here.request.session.pop("door", "")
    return render(here.request, "intake/requests.html", {**_context(here), "link": _link(here, token)})


def _context(here: Here) -> dict[str, Any]:
    found = intake.seen(here.workspace, here.member)
    waiting = [one for one in found if one.response is None]
    return {
        "here": here,
        "at": "intake:requests",
        "waiting": [_told(here, one) for one in waiting[:SHOWN]],
        "answered": [one for one in found if one.response][:SHOWN],
        "more": max(len(waiting) - SHOWN, 0),
        "teams": here.plan.all(Team),
        "key": uuid4().hex,
        "own": sum(one.by == here.member for one in found),
        "door": intake.opened(here.workspace) if policy.may_talk(here.seat, "open a door") else None,
        "may_open": policy.may_talk(here.seat, "open a door"),
        "asked": {},
        "wrong": "",
    }


def _told(here: Here, one: intake.Asked) -> dict[str, Any]:
    would = intake.would_displace(here.case, one.request)
    gives_way = [(ref, here.plan.title(ref)) for ref in would.items]
    may = here.is_now and intake.may_respond(here.seat, one.request)
    return {"one": one, "would": would, "gives_way": gives_way, "may_respond": may}


def _link(here: Here, token: str) -> str:
    return here.request.build_absolute_uri(reverse("ask", kwargs={"token": token})) if token else ""


@require_POST
@page
def ask(here: Here) -> HttpResponse:
    """Ask for work, as a member."""
    try:
        intake.ask(here.workspace, _request(here.request, by=here), by=here.member)
    except (ValidationError, Refused) as error:
        context = _context(here) | {"asked": here.request.POST, "wrong": _wrong(error), "link": ""}
        return render(here.request, "intake/requests.html", context, status=422)
    here.say("Asked. You hear when it is answered.")
    return redirect(here.url("intake:requests"))


def _request(request: HttpRequest, by: Here | None = None) -> Request:
    """What was typed, as a request; what is left empty is not known."""
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    known: dict[str, Any] = {name: value for name, value in given.items() if value}
    if "wanted" in known and (day := day_of(given["wanted"])) is None:
        raise Refused(f"“{given['wanted'][:20]}” is no day: choose one")
    elif "wanted" in known:
        known["wanted"] = day
    if by is not None:
        known["team"] = given["team"] if by.plan.get(Team, given["team"]) else ""
        known |= {"by": by.member.role or by.member.party, "party": by.member.party, "on": by.day}
        known.setdefault("whom", str(by.member))
    return Request.model_validate({"key": uuid4().hex, **known})


def _wrong(error: ValidationError | Refused) -> str:
    if isinstance(error, Refused):
        return str(error)
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    says = {"what": "say what you need", "hours": "write the hours as a number, such as 12"}.get(field)
    return says if says and first["type"] != "string_too_long" else f"{field} {unfit(error)}"


@require_POST
@page
def respond(here: Here) -> HttpResponse:
    """Answer a request: accept it as an activity, offer something else, or decline it with a reason."""
    given = {name: here.request.POST.get(name, "").strip() for name in ("request", "outcome", "says")}
    if given["outcome"] not in OUTCOMES:
        raise Http404
    by = {"by": here.member.role or here.member.party, "party": here.member.party, "on": here.day}
    try:
        made = intake.respond(here.scenario, Response.model_validate({**given, **by}), by=here.member)
    except ValidationError as error:
        problem(here, Refused(f"Not answered: it {unfit(error)}."))
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say({"accepted": "Accepted: it stands in the plan as an idea."}.get(given["outcome"], "Answered."), made)
    return redirect(here.url("intake:requests"))


@require_POST
@page
def door(here: Here) -> HttpResponse:
    """Open a link by which anybody asks for work, anew; or close it."""
    if here.request.POST.get("do") == "close":
        intake.close_door(here.workspace, by=here.member)
        here.say("Closed: the link leads nowhere now.")
    else:
        here.request.session["door"] = intake.open_door(here.workspace, by=here.member)
        here.say("Opened. The link is shown once: copy it.")
    return redirect(here.url("intake:requests"))


@never_cache
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """The door: whoever has its link asks for work, and comes back to see the answer."""
    found = intake.door(token)
    if found is None:
        return render(request, "intake/closed.html", status=404)
    context: dict[str, Any] = {"door": found, "key": uuid4().hex, "asked": {}, "wrong": "", "one": None}
    plan = store.load(Scenario.objects.select_related("workspace").get(workspace=found.workspace, key=store.MAIN))
    context["teams"] = plan.all(Team)
    if key := request.GET.get("asked", ""):
        context["one"] = intake.find(found.workspace, key)
    if request.method != "POST":
        return render(request, "intake/ask.html", context)
    try:
        given = _request(request)
        team = given.team if plan.get(Team, given.team) else ""
        made = given.model_copy(update={"on": fit.today(found.workspace), "team": team})
        intake.ask(found.workspace, made, by=None)
    except (ValidationError, Refused) as error:
        context |= {"asked": request.POST, "wrong": _wrong(error)}
        return render(request, "intake/ask.html", context, status=422)
    return redirect(f"{request.path}?asked={made.key}")
