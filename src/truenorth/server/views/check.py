"""Findings: what is out of line, whom it asks, and what would put it right."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from truenorth.reports.page.page import page as told
from truenorth.server.views.here import Here, page


@page
def findings(here: Here) -> HttpResponse:
    """All open findings."""
    shown = told(here.judged.report(), here.judged.case)
    return render(here.request, "check/findings.html", {"here": here, "at": "check:findings", "page": shown})
