"""Home: money at stake, what can't all be true and its ways out, and where the plan points; and news of changes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from truenorth.reports.fit import html as fit_html
from truenorth.reports.page import compass
from truenorth.reports.page.page import page as told
from truenorth.reports.sight.svg import svg
from truenorth.server.services import fit
from truenorth.server.views.here import Here, page


@page
def home(here: Here) -> HttpResponse:
    """The first page of a workspace."""
    proof = fit.newest(here.scenario, here.number)
    answered = fit.read(proof) if proof else None
    shown = told(here.judged.report(), here.judged.case)
    context = {
        "here": here,
        "at": "home",
        "page": shown,
        "compass": compass,
        "map": Markup(svg(shown.map, lambda name: f"var(--{name})")),
        "verdict": fit_html.card(answered.told if answered else None),
    }
    return render(here.request, "home.html", context)


@page
def live(here: Here) -> HttpResponse:
    """Whether the plan has moved on since a version: nothing where it has not, a signal to look again where it has."""
    since = here.request.GET.get("since", "")
    if since == str(here.scenario.head):
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Trigger": "plan-changed"})
