"""History: who changed what, when and why; any version beside any other; and every way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from truenorth.server.models import Change
from truenorth.server.services import history as services
from truenorth.server.services import lists, plan
from truenorth.server.services.tables import Column
from truenorth.server.typed import day_of, number_of
from truenorth.server.views.cells import csv_file
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem
from truenorth.server.views.tables import as_file, listed

HEAD = ("change", "when", "who", "what", "why", "items")
GONE = (
    Column("name", "what", lambda one: one.title),
    Column("kind", "kind", lambda one: one.ref.partition(":")[0], choose=True),
    Column("at", "taken out", lambda one: localtime(one.change.at)),
    Column("by", "by", lambda one: one.change.by, choose=True),
    Column("why", "why", lambda one: one.change.why),
)


@page
def history(here: Here) -> HttpResponse:
    """The changes, the newest first, narrowed by who, what, when and which item."""
    wanted, is_partner = _wanted(here.request), here.seat.party == "partner"
    if is_partner:  # what others did, and why, is not theirs to read
        wanted = replace(wanted, who=str(here.member.pk))
    if here.request.GET.get("as") == "csv":
        return csv_file(f"{here.workspace.key}-history.csv", HEAD, _rows(here, wanted))
    changes, more = services.found(here.scenario, wanted)
    context = {
        "here": here,
        "at": "plan:history",
        "changes": changes,
        "wanted": wanted,
        "more": more,
        "members": [here.member]
        if is_partner
        else here.workspace.members.select_related("user").order_by("user__name"),
        "kinds_of_change": Change.Does.choices,
        "item": here.plan.find(wanted.ref),
        "kept": lists.kept(here.member, "plan:history"),
        "whatifs": here.whatifs,
    }
    return render(here.request, "plan/history.html", context)


def _rows(here: Here, wanted: services.Wanted) -> Iterator[tuple[object, ...]]:
    for one in services.every(here.scenario, wanted):
        when = localtime(one.at).isoformat(timespec="seconds")
        yield one.number, when, one.by or "", one.get_does_display(), one.why, one.items


def _wanted(request: HttpRequest) -> services.Wanted:
    given = request.GET
    return services.Wanted(
        text=given.get("text", "")[:200],
        who=given.get("who", "")[:9],
        does=given.get("does", ""),
        ref=given.get("ref", "")[:200],
        after=day_of(given.get("after", "")),
        before=day_of(given.get("before", "")),
        sort=given.get("sort", "")[:20],
        page=number_of(given.get("page", ""), 1),
    )


@page
def change(here: Here, number: int) -> HttpResponse:
    """One change: every item before and after."""
    try:
        made, told = services.change(here.scenario, number, here.seat)
    except Change.DoesNotExist:
        raise Http404 from None
    context = {"here": here, "at": "plan:history", "made": services.as_seen(made, here.member), "told": told}
    return render(here.request, "plan/change.html", context)


@page
def trash(here: Here) -> HttpResponse:
    """What was taken out, and can be brought back."""
    shown = listed(here, "plan:trash", GONE, services.trash(here.scenario, here.seat))
    context = {"here": here, "at": "plan:history", **shown}
    return as_file(here, "trash", shown) or render(here.request, "plan/trash.html", context)


@require_POST
@page
def undo(here: Here, number: int) -> HttpResponse:
    """Take a change back."""
    try:
        made = plan.undo(here.scenario, number, by=here.member)
    except Change.DoesNotExist:
        raise Http404 from None
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say("Taken back." if made else "That was taken back already.", made)
    return _back(here)


@require_POST
@page
def restore(here: Here) -> HttpResponse:
    """Bring items back from the trash."""
    refs = here.request.POST.getlist("ref")
    try:
        made = plan.restore(here.scenario, refs, by=here.member)
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say(f"{made.items} back." if made else "They are back already.", made)
    return redirect(here.url("plan:trash"))


@require_POST
@page
def revert(here: Here, number: int) -> HttpResponse:
    """Make the plan again what it was after a change; what came since can be had again by undoing that."""
    if number > here.scenario.head:
        raise Http404
    try:
        made = plan.revert(here.scenario, number, by=here.member)
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say(f"The plan is as it was after change {number}." if made else "It is so already.", made)
    return redirect(here.url("plan:history"))


def _back(here: Here) -> HttpResponse:
    """To the page somebody came from, if it is one of ours."""
    path = here.came.path
    try:
        resolve(path)
    except Resolver404:
        path = ""
    return redirect(path or here.url("plan:history"))
