"""Stand-ups: the calendar of what was held and missed, one meeting with its agenda, and what comes of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from truenorth.plan.consent import Cadence
from truenorth.plan.entity import PARTIES, Ref
from truenorth.plan.resources import Role, Team
from truenorth.records.week import MOST, PARTS, Line, Suggestion
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
from truenorth.server.views.problems import problem
from truenorth.server.views.week import case_of
from truenorth.services.run import usual_meeting

BETWEEN = "-"  # in an address: a stand-up of no cadence
ROLES = 40  # that can be ticked as there
FIELDS = ("due", "end", "start", "in_market", "status", "owner", "cost", "budget", "target", "blocked_by", "note")


@page
def standups(here: Here) -> HttpResponse:
    """Every meeting and report with its hits and misses, and the stand-up that is next."""
    case = case_as_read(here)
    times = [(one, found, _next(here, one)) for one, found in services.calendar(case)]
    first = usual_meeting(here.plan)
    context = {
        "here": here,
        "at": "run:week",
        "times": times,
        "next": address(here, first.key if first else BETWEEN, here.day),
        "first": first,
        "between": address(here, BETWEEN, here.day),
        "may_hold": here.is_now and policy.may_run(here.seat, "hold"),
        "parties": PARTIES,
        "past": sorted(case.records.standups, key=lambda one: one.day, reverse=True)[:30],
    }
    return render(here.request, "run/standups.html", context)


def case_as_read(here: Here) -> Case:
    """What stand-ups are about; to partners they do not exist."""
    if not policy.may_run(here.seat, "look"):
        raise Http404
    return case_of(here)


def _next(here: Here, cadence: Cadence) -> str:
    """The address of the stand-up of a cadence on this day."""
    return address(here, cadence.key, here.day) if cadence.form != "report" else ""


def address(here: Here, cadence: str, day: Any) -> str:
    """The page of a stand-up."""
    return here.url("run:standup", cadence=cadence or BETWEEN, day=str(day))


def prepared(here: Here, cadence: str, day: str) -> services.Prepared:
    """A stand-up with its agenda; what is none does not exist."""
    case, on = case_as_read(here), day_of(day)
    meeting = case.plan.get(Cadence, cadence) if cadence != BETWEEN else None
    if on is None or (meeting is None and cadence != BETWEEN):
        raise Http404
    return services.prepared(here.scenario, case, meeting, min(on, here.day))


@page
def standup(here: Here, cadence: str, day: str) -> HttpResponse:
    """One stand-up: its agenda in four parts, who was there, notes, decisions and suggestions."""
    found, case = prepared(here, cadence, day), case_as_read(here)
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
        "owners": owners(here),
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


def owners(here: Here) -> list[tuple[str, str]]:
    """The roles that can do what was decided, by name."""
    roles = [(one.key, plain(one.title)) for one in here.plan.all(Role)]
    return sorted(roles, key=lambda one: one[1].casefold())


def _abouts(here: Here, found: services.Prepared) -> list[tuple[Ref, str]]:
    """The items that a decision or a suggestion may be about: those of the agenda, then work under way."""
    refs = [line.about for line in found.lines if line.about in here.plan.entities]
    more = waiting(case_as_read(here))[:60]
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
    found, post = prepared(here, cadence, day), here.request.POST
    there = [key for key in post.getlist("there") if here.plan.get(Role, key)]
    try:
        services.hold(here.scenario, found, there, _notes(post.get("note", "").strip()), by=here.member)
    except Refused as error:
        problem(here, error)
    else:
        here.say("Kept, with its agenda as it is.")
    return redirect(address(here, cadence, found.day))


def _notes(text: str) -> str:
    if len(text) > MOST:
        raise Refused(f"Not kept: the notes have {len(text):,} letters, and {MOST:,} are kept: shorten them.")
    return text


@require_POST
@page
def sent(here: Here, cadence: str) -> HttpResponse:
    """Keep that a report was sent today."""
    case_as_read(here)
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
