"""Line of sight: the whole map, narrowed and enlarged as one likes; what has none is put where it belongs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from markupsafe import Markup

from truenorth.reports.sight.outline import outline
from truenorth.reports.sight.svg import svg
from truenorth.server.services import sight as services
from truenorth.server.views.here import Here, page
from truenorth.server.views.plan import asked_about
from truenorth.server.views.problems import PROBLEMS, problem

MOST_APART = 60


@page
def sight(here: Here) -> HttpResponse:
    """The map, and what has no line of sight beside it."""
    through = services.Through(*(here.request.GET.get(name, "")[:120] for name in ("team", "persona", "goal")))
    found, laid = services.shown(here.plan, here.day, here.judged.open, through)
    context = {
        "here": here,
        "at": "plan:sight",
        "sight": found,
        "map": Markup(svg(laid, lambda name: f"var(--{name})")),
        "branches": outline(found),
        "through": through,
        "choices": services.choices(here.plan),
        "apart": found.apart[:MOST_APART],
        "apart_more": max(len(found.apart) - MOST_APART, 0),
        "ends": services.ends(here.plan),
        **asked_about(here, "GOAL"),
    }
    return render(here.request, "plan/sight.html", context)


@require_POST
@page
def link(here: Here) -> HttpResponse:
    """Put something that has no line of sight under an objective, a goal or a program."""
    ref, to = here.request.POST.get("ref", ""), here.request.POST.get("to", "")
    try:
        made = services.link(here.scenario, here.plan, ref, to, by=here.member)
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say(f"{here.plan.title(ref)} now serves {here.plan.title(to)}." if made else "It does already.", made)
    query = here.request.POST.get("query", "")
    return redirect(f"{here.url('plan:sight')}?{query}" if query else here.url("plan:sight"))
