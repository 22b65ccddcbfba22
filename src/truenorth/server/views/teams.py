"""Teams: the vision from each team's view, what it serves, feeds, needs and owes."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from truenorth.plan.resources import Team
from truenorth.reports import team as report
from truenorth.reports.moved import NO_CLAIM, moved
from truenorth.server.services.tables import Column
from truenorth.server.views.here import Here, page
from truenorth.server.views.plan import asked_about
from truenorth.server.views.tables import as_file, listed

COLUMNS = (
    Column("name", "name", lambda one: one[0].title),
    Column("does", "what it does", lambda one: one[0].says),
    Column("work", "pieces of work", lambda one: one[1]),
    Column("worth", "what they are worth", lambda one: one[2]),
)


@page
def teams(here: Here) -> HttpResponse:
    """All teams, with their work."""
    shown = listed(here, "plan:teams", COLUMNS, report.teams(here.case))
    context = {"here": here, "at": "plan:teams", **shown, **asked_about(here, "TEAM", "FLOW", "LOAD")}
    return as_file(here, "teams", shown) or render(here.request, "plan/teams.html", context)


@page
def team(here: Here, key: str) -> HttpResponse:
    """One team's view."""
    case = here.case
    found = case.plan.get(Team, key)
    if found is None:
        raise Http404
    context = {"here": here, "at": "plan:teams", "view": report.view(case, found), "item": found}
    context |= {"moved": moved(case, found), "no_claim": NO_CLAIM}
    return render(here.request, "plan/team.html", context)
