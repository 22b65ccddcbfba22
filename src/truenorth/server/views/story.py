"""Storyboard: what each persona meets at each stage, of all work, a team's or a program's."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from truenorth.plan.resources import Team
from truenorth.plan.work import Program
from truenorth.reports.storyboard import storyboard
from truenorth.server.views.here import Here, page
from truenorth.server.views.plan import asked_about


@page
def story(here: Here) -> HttpResponse:
    """The grid."""
    team, program = (here.request.GET.get(name, "")[:120] for name in ("team", "program"))
    case = here.case
    context = {
        "here": here,
        "at": "plan:story",
        "board": storyboard(case, here.judged.open, team=team, program=program),
        "team": team,
        "program": program,
        "teams": case.plan.all(Team),
        "programs": case.plan.all(Program),
        **asked_about(here, "AUD", "STORY"),
    }
    return render(here.request, "plan/story.html", context)
