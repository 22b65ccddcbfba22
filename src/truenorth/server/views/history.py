"""History: who changed what, when and why; and every way back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from truenorth.plan.edit import Broken, Clashes
from truenorth.server import store
from truenorth.server.models import Change
from truenorth.server.services import plan
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import problem


@page
def history(here: Here) -> HttpResponse:
    """The changes, the newest first."""
    return render(
        here.request,
        "plan/history.html",
        {"here": here, "at": "plan:history", "changes": store.history(here.scenario)[:100]},
    )


@require_POST
@page
def undo(here: Here, number: int) -> HttpResponse:
    """Take a change back."""
    try:
        made = plan.undo(here.scenario, number, by=here.member)
    except Change.DoesNotExist:
        raise Http404 from None
    except (Broken, Clashes, plan.Denied, store.Closed) as error:
        problem(here, error)
    else:
        here.say("Taken back." if made else "That was taken back already.", made)
    return redirect(here.request.headers.get("HX-Current-URL") or here.url("plan:history"))
