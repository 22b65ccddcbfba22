"""Three short forms for whoever has no sheet; and the example, in a workspace of its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from truenorth.server.services import describe as services
from truenorth.server.services import people, plan, workspaces
from truenorth.server.views.here import Here, page, person
from truenorth.server.views.problems import PROBLEMS, problem

LONGEST = 2000


@page
def describe(here: Here, step: int) -> HttpResponse:
    """One of the forms; what is typed in it becomes one change, and the next form follows."""
    if not 1 <= step <= len(services.FORMS):
        raise Http404
    form = services.FORMS[step - 1]
    rows = [_row(here.request, form, number) for number in range(form.rows)]
    problems: Mapping[tuple[int, str], str] = {}
    if here.request.method == "POST":
        try:
            made = plan.change(here.scenario, services.edits(here.whole, form, rows), by=here.member, why=form.title)
        except services.Wrong as error:
            problems = error.problems
        except PROBLEMS as error:
            problem(here, error)
        else:
            here.say("Kept." if made else "Nothing was filled in.", made)
            return redirect(_next(here, step))
    context = {"here": here, "at": "plan:start", "form": form, "step": step, "steps": len(services.FORMS)}
    context |= {"rows": rows, "problems": problems, "onward": _next(here, step)}
    return render(here.request, "plan/describe.html", context, status=400 if problems else 200)


def _row(request: HttpRequest, form: services.Form, number: int) -> services.Row:
    return {one.name: request.POST.get(f"{one.name}-{number}", "")[:LONGEST] for one in form.blanks}


def _next(here: Here, step: int) -> str:
    return here.url("plan:describe", step=step + 1) if step < len(services.FORMS) else here.url("home")


@require_POST
@login_required
def example(request: HttpRequest) -> HttpResponse:
    """An example company, in a workspace of its own."""
    try:
        made = workspaces.begin("Example: Acme", user=person(request), example="acme-bent")
    except people.Refused as error:
        messages.error(request, str(error))
        return redirect("cockpit")
    return redirect("home", workspace=made.workspace.key)
