"""Two versions of the plan side by side: changes, days, agreed versions and what-ifs in any mixture."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from truenorth.server.services import beside, people
from truenorth.server.services.beside import Version
from truenorth.server.views.here import Here, page


@page
def compare(here: Here) -> HttpResponse:
    """What one version means beside another: goals, money, hours, dates, findings; the differences by what they serve.

    Where nothing else is asked for, a what-if stands beside the plan it left; the plan beside what both sides agreed
    last, or else beside the version before.
    """
    given = here.request.GET
    other = given.get("other", "")[:80]
    one = given.get("one", "")[:80] or (beside.NOW if other else beside.usual(here.scenario))
    other = other or beside.NOW
    context: dict[str, Any] = {"here": here, "at": "plan:compare", "one": one, "other": other, "told": None}
    context |= {"choices": list(beside.choices(here.scenario, here.member)), "wrong": "", "since": False}
    try:
        old, new = (beside.version(here.scenario, text, here.member) for text in (one, other))
        told = beside.beside(old, new, here.day, here.seat)
        context |= {"old": old, "new": new, "told": told, "since": _has_moved_on(old, new)}
    except people.Refused as error:
        context["wrong"] = str(error)
    return render(here.request, "plan/compare.html", context, status=400 if context["wrong"] else 200)


def _has_moved_on(old: Version, new: Version) -> bool:
    """Whether a what-if stands beside a plan that was changed since the what-if left it."""
    left = new.scenario.parent_at
    return new.scenario.parent_id == old.scenario.pk and left is not None and left < old.number
