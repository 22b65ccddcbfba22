"""Who is reached when: the calendar of personas, channels and teams, and what one person gets from all teams."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from truenorth.plan.story import Persona
from truenorth.reports.roadmap import ZOOMS, Window, Zoom, options
from truenorth.reports.roadmap.calendar import Met, met, overlay
from truenorth.reports.roadmap.customer import customer as timeline
from truenorth.server.services import check
from truenorth.server.services import roadmap as services
from truenorth.server.typed import day_of
from truenorth.server.views.here import Here, page

AT = "run:roadmap"


@page
def calendar(here: Here) -> HttpResponse:
    """Each persona's channels by week, with what collides."""
    window, given = window_of(here), here.request.GET
    case = services.case_of(here.judged, here.plan, here.seat, here.day)
    persona, team = given.get("persona", "")[:120], given.get("team", "")[:120]
    context = {
        "here": here,
        "at": AT,
        "window": window,
        "zooms": list(ZOOMS),
        "overlay": overlay(case, window, _met(here), persona=persona, team=team),
        "options": {"persona": options(here.plan, "persona"), "team": options(here.plan, "team")},
        "chosen": {"persona": persona, "team": team},
    }
    return render(here.request, "run/calendar.html", context)


@page
def customer(here: Here, key: str) -> HttpResponse:
    """What one person of a persona gets in which week, by stage."""
    persona = here.plan.get(Persona, key)
    if persona is None:
        raise Http404
    window = window_of(here)
    case = services.case_of(here.judged, here.plan, here.seat, here.day)
    context = {
        "here": here,
        "at": AT,
        "window": window,
        "zooms": [zoom for zoom in ZOOMS if zoom != "week"],
        "customer": timeline(case, persona, window, _met(here)),
        "personas": options(here.plan, "persona"),
    }
    return render(here.request, "run/customer.html", context)


def window_of(here: Here) -> Window:
    """The weeks that an address asks for."""
    given = here.request.GET.get("zoom")
    zoom: Zoom = given if given in ZOOMS else "quarter"
    return Window.of(zoom, here.day, day_of(here.request.GET.get("from", "")))


def _met(here: Here) -> Met:
    """The collisions that a member may see."""
    entries = check.shown(here.told, here.seat, here.plan)
    return met(entry.finding for entry in entries if entry.is_open)
