"""Stand-ups: the calendar of what was held and missed, one meeting with its agenda, and what comes of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from truenorth.plan.consent import Cadence
from truenorth.plan.entity import PARTIES, Ref
from truenorth.plan.resources import Role, Team
from truenorth.records.week import PARTS, Choice, Line, Suggestion
from truenorth.reports.standup.told import EMPTY
from truenorth.reports.week import waiting
from truenorth.reports.words import plain
from truenorth.rules import Case
from truenorth.server import policy
from truenorth.server.services import people
from truenorth.server.services import standup as services
from truenorth.server.services.people import Refused
from truenorth.server.services.run import offered
from truenorth.server.typed import day_of
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem
from truenorth.server.views.week import case_of
from truenorth.services.run import usual_meeting

BETWEEN = "-"  # in an address: a stand-up of no cadence
ROLES = 40  # that can be ticked as there
FIELDS = ("due", "end", "start", "in_market", "status", "owner", "cost", "budget", "target", "blocked_by", "note")


@page
def standups(here: Here) -> HttpResponse:
    """Every meeting and report with its hits and misses, and the stand-up that is next."""
    case = _case(here)
    times = [(one, found, _next(here, one)) for one, found in services.calendar(case)]
    first = usual_meeting(here.plan)
    context = {
        "here": here,
        "at": "run:week",
        "times": times,
        "next": _address(here, first.key if first else BETWEEN, here.day),
        "first": first,
        "between": _address(here, BETWEEN, here.day),
        "may_hold": here.is_now and policy.may_run(here.seat, "hold"),
        "parties": PARTIES,
        "past": sorted(case.records.standups, key=lambda one: one.day, reverse=True)[:30],
    }
    return render(here.request, "run/standups.html", context)


def _case(here: Here) -> Case:
    """What stand-ups are about; to partners they do not exist."""
    if not policy.may_run(here.seat, "look"):
        raise Http404
    return case_of(here)


def _next(here: Here, cadence: Cadence) -> str:
    """The address of the stand-up of a cadence on this day."""
    return _address(here, cadence.key, here.day) if cadence.form != "report" else ""


def _address(here: Here, cadence: str, day: Any) -> str:
    return here.url("run:standup", cadence=cadence or BETWEEN, day=str(day))


def _prepared(here: Here, cadence: str, day: str) -> services.Prepared:
    case, on = _case(here), day_of(day)
    meeting = case.plan.get(Cadence, cadence) if cadence != BETWEEN else None
    if on is None or (meeting is None and cadence != BETWEEN):
        raise Http404
    return services.prepared(here.scenario, case, meeting, min(on, here.day))


@page
def standup(here: Here, cadence: str, day: str) -> HttpResponse:
    """One stand-up: its agenda in four parts, who was there, notes, decisions and suggestions."""
    found, case = _prepared(here, cadence, day), _case(here)
    lines = [_line(here, case, one) for one in found.lines]
    context = {
        "here": here,
        "at": "run:week",
        "found": found,
        "cadence": cadence,
        "key": services.new_key(),
        "title": plain(found.cadence.title) if found.cadence else "Stand-up between times",
        "parts": [(part, [one for one in lines if one["line"].part == part], EMPTY[part]) for part in PARTS],
        "roles": _roles(here, found),
        "may": {
            what: here.is_now and policy.may_run(here.seat, what) for what in ("hold", "decide", "suggest", "drop")
        },
        "suggestions": [_suggested(here, one) for one in found.suggestions],
        "abouts": _abouts(here, found),
        "fields": FIELDS,
        "owners": _owners(here),
        "title_of": lambda ref: plain(here.plan.title(ref)),
    }
    return render(here.request, "run/standup.html", context)


def _line(here: Here, case: Case, line: Line) -> dict[str, Any]:
    """A line with the address of what it rests on, and whether its way out can be suggested."""
    address, called = _source(here, line)
    can = line.source == "finding" and line.says.startswith(("New: ", "Grown: "))
    can = can or (line.source == "update" and offered(case, line.about)[1] is not None)
    return {"line": line, "address": address, "called": called, "can_suggest": can}


def _source(here: Here, line: Line) -> tuple[str, str]:
    there = line.about in here.plan.entities
    item = here.item_url(line.about) if there else ""
    match line.source:
        case "finding":
            return here.url("check:finding", ident=line.place), "finding"
        case "change" if line.place.isdecimal():
            return here.url("plan:change", number=int(line.place)), f"change {line.place}"
        case "update":
            return (f"{item}#stands" if item else here.url("plan:trash")), f"update of {line.place}"
        case "data":
            return item, f"data: {line.place.replace('_', ' ')}" if line.place else "data"
        case "record":
            return item, "said"
    return item, "plan" if item else ""


def _roles(here: Here, found: services.Prepared) -> list[tuple[str, str, bool]]:
    """The roles that may have been there: leads, those of the teams it is for, and those of members; who is ticked."""
    audience = set(found.cadence.audience) if found.cadence else set()
    teams = here.plan.all(Team)
    leads = [one.lead for one in teams if "lead" in audience or one.key in audience or not found.cadence]
    members = [
        one.role for one in people.members(here.workspace) if one.role and (one.party in audience or not audience)
    ]
    own = found.cadence.owner if found.cadence else ""
    keys = dict.fromkeys([own, *leads, *members, *(found.held.there if found.held else [])])
    roles = [role for key in keys if (role := here.plan.get(Role, key))][:ROLES]
    there = set(found.held.there) if found.held else set()
    return [(one.key, plain(one.title), one.key in there) for one in roles]


def _owners(here: Here) -> list[tuple[str, str]]:
    roles = [(one.key, plain(one.title)) for one in here.plan.all(Role)]
    return sorted(roles, key=lambda one: one[1].casefold())


def _abouts(here: Here, found: services.Prepared) -> list[tuple[Ref, str]]:
    """The items that a decision or a suggestion may be about: those of the agenda, then work under way."""
    refs = [line.about for line in found.lines if line.about in here.plan.entities]
    more = waiting(_case(here))[:60]
    every = dict.fromkeys([*refs, *(one.ref for one in more)])
    return sorted(((ref, plain(here.plan.title(ref))) for ref in every), key=lambda one: one[1].casefold())


def _suggested(here: Here, one: Suggestion) -> dict[str, Any]:
    edits = services.edits(one)
    own = one.by == (here.member.role or here.member.party) or one.owner in (here.member.party, here.member.role)
    return {
        "one": one,
        "does": services.told(here.whole, one, here.seat) if edits else [],
        "may_accept": one.state == "open" and bool(edits) and all(here.may(edit) for edit in edits),
        "may_drop": one.state == "open" and here.is_now and policy.may_run(here.seat, "drop", is_own=own),
    }


@require_POST
@page
def hold(here: Here, cadence: str, day: str) -> HttpResponse:
    """Keep that it was held, who was there and what was noted."""
    found, post = _prepared(here, cadence, day), here.request.POST
    there = [key for key in post.getlist("there") if here.plan.get(Role, key)]
    try:
        services.hold(here.scenario, found, there, post.get("note", "").strip()[:10_000], by=here.member)
    except Refused as error:
        problem(here, error)
    else:
        here.say("Kept, with its agenda as it is.")
    return redirect(_address(here, cadence, found.day))


@require_POST
@page
def sent(here: Here, cadence: str) -> HttpResponse:
    """Keep that a report was sent today."""
    _case(here)
    report = here.plan.get(Cadence, cadence)
    if report is None:
        raise Http404
    try:
        services.sent(here.scenario, report.key, here.day, by=here.member)
    except Refused as error:
        problem(here, error)
    else:
        here.say("Kept: it was sent today.")
    return redirect(here.url("run:standups"))


@require_POST
@page
def choose(here: Here, cadence: str, day: str) -> HttpResponse:
    """Write down a decision, with its owner and day."""
    found, post = _prepared(here, cadence, day), here.request.POST
    typed = {name: post.get(name, "").strip() for name in ("what", "about", "owner", "until")}
    fields = {name: one for name, one in typed.items() if one} | {"key": _key(here), "meeting": found.key}
    try:
        given = Choice.model_validate({**fields, "on": found.day})
        if not services.decided(_case(here).records, given.key):
            services.choose(here.scenario, given, by=here.member)
    except ValidationError as error:
        problem(here, Refused(_wrong(error)))
    except Refused as error:
        problem(here, error)
    else:
        here.say("Decided.")
    return redirect(_address(here, cadence, found.day) + "#decided")


def _key(here: Here) -> str:
    """What tells what a form says, so that a form that was sent twice says it once."""
    given = here.request.POST.get("key", "")
    return given if given.isalnum() and len(given) <= 40 else services.new_key()


def _wrong(error: ValidationError) -> str:
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    says = {"what": "Not kept: say what.", "until": "Not kept: the day is none; choose one."}
    return says.get(field) or f"Not kept: {first['msg'].removeprefix('Value error, ')}."


@require_POST
@page
def settle(here: Here, key: str) -> HttpResponse:
    """Say that a decision is done, or dropped."""
    said, post = _case(here).records, here.request.POST
    state = "dropped" if post.get("state") == "dropped" else "done"
    try:
        services.settle(here.scenario, said, key, state, post.get("reason", "").strip(), here.day, by=here.member)
    except (ValidationError, Refused) as error:
        problem(here, error)
    else:
        here.say("Done." if state == "done" else "Dropped.")
    return _back(here)


@require_POST
@page
def suggest(here: Here, cadence: str, day: str) -> HttpResponse:
    """Suggest a change: one that was typed, the way out of a finding, or what an update suggests."""
    found = _prepared(here, cadence, day)
    try:
        given = _suggestion(here, found)
        if not services.decided(_case(here).records, given.key):
            services.suggest(here.scenario, given, by=here.member)
    except ValidationError as error:
        problem(here, Refused(_wrong(error)))
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say("Suggested: whoever may change it accepts or drops it.")
    return redirect(_address(here, cadence, found.day) + "#suggested")


def _suggestion(here: Here, found: services.Prepared) -> Suggestion:
    post = here.request.POST
    typed = {
        name: post.get(name, "").strip() for name in ("what", "about", "owner", "field", "value", "finding", "update")
    }
    what, edits = typed["what"], list[dict[str, Any]]()
    if typed["finding"]:
        what, edits = services.way_out(here.scenario, here.day, typed["finding"])
    elif typed["update"]:
        what, edits = services.of_update(here.whole, case_of(here), typed["update"])
    elif typed["field"]:
        edits = services.draft(here.whole, typed["about"], typed["field"], typed["value"])
    about = edits[0]["ref"] if edits else typed["about"]
    said = {"by": here.member.role or here.member.party, "party": here.member.party, "on": found.day}
    fields = {"key": _key(here), "meeting": found.key, "what": what, "about": about, "owner": typed["owner"]}
    return Suggestion.model_validate({**fields, "edits": edits, **said})


@require_POST
@page
def answer(here: Here, key: str) -> HttpResponse:
    """Accept a suggestion, which changes the plan, or drop it with a reason."""
    said, post = _case(here).records, here.request.POST
    try:
        if post.get("do") == "accept":
            made = services.accept(here.scenario, said, key, here.day, by=here.member)
            here.say("Accepted: the plan says so now." if made else "Accepted: the plan said so already.", made)
        else:
            services.drop(here.scenario, said, key, post.get("reason", ""), here.day, by=here.member)
            here.say("Dropped, with the reason.")
    except ValidationError as error:
        problem(here, Refused(_wrong(error)))
    except PROBLEMS as error:
        problem(here, error)
    return _back(here)


def _back(here: Here) -> HttpResponse:
    """To the stand-up somebody came from, else to all of them."""
    start = here.url("run:standups")
    return redirect(here.came.path if here.came.path.startswith(start) else start)
