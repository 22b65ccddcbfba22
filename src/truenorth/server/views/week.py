"""The week: what waits for a word, an update in thirty seconds, and work that nobody planned."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Team
from truenorth.records.week import Unplanned, Update
from truenorth.reports.week import Waiting
from truenorth.reports.words import plain
from truenorth.rules import Case
from truenorth.server import policy, store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import check, fit, history, items, people, run, workspaces
from truenorth.server.services.people import Refused
from truenorth.server.typed import day_of
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem, unfit

SHOWN = 40  # items on a page
SAYS = {"moved": "On its way", "stuck": "Stuck", "done": "Done", "new date": "New date"}
FIELDS = ("says", "note", "until", "confidence", "once")


@page
def week(here: Here) -> HttpResponse:
    """A member's work under way, by how much it needs an update; and what came in beside the plan."""
    case = case_of(here)
    hours = run.counted(case.records.unplanned, here.day)
    context = {
        "here": here,
        "at": "run:week",
        **waits(here, SHOWN),
        "unplanned": _unplanned(here, case) if policy.may_run(here.seat, "unplanned") else None,
        "hours": [(here.plan.title(f"team:{key}") if key else "no team", much) for key, much in sorted(hours.items())],
    }
    return render(here.request, "run/week.html", context)


def waits(here: Here, most: int) -> dict[str, Any]:
    """A member's work under way: what waits for a word, and what was heard of lately."""
    found = run.waits(case_of(here), here.member)
    old = [one for one in found if not one.is_fresh]
    return {
        "old": old[:most],
        "fresh": [one for one in found if one.is_fresh][:most],
        "count": len(old),
        "form": form(here),
    }


def case_of(here: Here) -> Case:
    """The plan as a member may see it, with what people said."""
    return here.case


def form(here: Here) -> dict[str, Any]:
    """What every form for an update needs."""
    return {"says": SAYS, "once": uuid4().hex, "may": here.is_now and here.seat.party != "viewer"}


def state(here: Here, item: Entity) -> dict[str, Any]:
    """What the page of an item tells of its updates, and the change that the last one suggests."""
    if item.kind not in run.UPDATED:
        return {"stands": None}
    case, told = case_of(here), run.told(here.workspace, item.ref)
    edit = run.offered(case, item.ref)[1] if here.is_now else None
    sets = [(name.replace("_", " "), (edit.after or {}).get(name, "")) for name in sorted(edit.fields)] if edit else []
    may = here.is_now and run.may_update(here.member, item, here.whole, here.seat)
    return {
        "stands": run.state(case, item, told[0] if told else None),
        "updates": told[:5],
        "may_update": may,
        "offered": sets,
        "may_take": bool(edit and here.may(edit)),
        "update": form(here),
    }


def _unplanned(here: Here, case: Case) -> dict[str, Any]:
    mine = run.mine(case, here.member)
    return {
        "once": uuid4().hex,
        "count": len(case.records.unplanned),
        "teams": [(one.key, plain(one.title)) for one in here.plan.all(Team)],
        "mine": [(ref, plain(here.plan.title(ref))) for ref in mine if ref.startswith(("activity:", "content:"))][:60],
        "last": [one for one in reversed(case.records.unplanned) if one.on][:8],
    }


@page
def update(here: Here, kind: str, key: str) -> HttpResponse:
    """Say what became of an item; the plan stays as it is."""
    ref = f"{kind}:{key}"
    if kind not in run.UPDATED:
        raise Http404
    if here.request.method == "POST":
        return _kept(here, ref)
    item = here.plan.find(ref)
    if item is None:
        return _gone(here, ref)
    steps = items.changes(here.scenario, here.plan, ref, here.seat, 3)
    context = {"here": here, "at": "run:week", "item": item, "steps": steps, **state(here, item)}
    return render(here.request, "run/update.html", context)


def _gone(here: Here, ref: Ref) -> HttpResponse:
    """That an item was taken out meanwhile, where it ever was there."""
    gone = next((one for one in history.trash(here.scenario, here.seat) if one.ref == ref), None)
    if gone is None:
        raise Http404
    problem(here, Refused(f"“{plain(gone.title)}” was taken out of the plan in change {gone.change.number}."))
    return redirect(here.url("run:week"))


def _kept(here: Here, ref: Ref) -> HttpResponse:
    kind, _, key = ref.partition(":")
    try:
        kept = run.update(here.scenario, given(here.request, ref, here.day), by=here.member)
    except (ValidationError, Refused) as error:
        problem(here, error if isinstance(error, Refused) else Refused(wrong(error)))
        there = here.plan.find(ref) is not None
        return redirect(here.url("run:update", kind=kind, key=key) if there else here.url("run:week"))
    here.say(words(kept))
    return redirect(here.item_url(ref) + "#stands" if kept.gone is None else here.url("run:week"))


def given(request: HttpRequest, ref: Ref, day: Any) -> Update:
    """What was typed, as an update; ValidationError where it is none."""
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if typed["says"] != "new date":
        typed["until"] = ""
    elif day_of(typed["until"]) is None:
        typed["until"] = "none" if typed["until"] else ""
    return Update.model_validate({**{name: one for name, one in typed.items() if one}, "about": ref, "on": day})


def wrong(error: ValidationError) -> str:
    """What is wrong with an update or with unplanned work, in words."""
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    says = {
        "says": "Not kept: choose one of on its way, stuck, done and new date.",
        "until": "Not kept: the new date is no day; choose one.",
        "confidence": "Not kept: write how sure it is as 80 %, or low, medium, high.",
        "hours": "Not kept: write the hours as a number, such as 4.",
        "what": "Not kept: say what it is.",
        "note": "Not kept: a sentence has at most 10,000 characters.",
    }
    is_long = first["type"] == "string_too_long" and field != "note"
    return f"Not kept: {field} {unfit(error)}." if is_long or field not in says else says[field]


def words(kept: run.Kept) -> str:
    """What happened to an update."""
    if kept.gone:
        return (
            f"“{kept.update.called}” was taken out of the plan meanwhile, in change {kept.gone.number}. What you wrote"
            " is kept: it is told at the stand-up, and stands with the item if it is brought back."
        )
    return "Kept: the plan says what it said." if kept.is_new else "That was kept already: it counts once."


@require_POST
@page
def take(here: Here, kind: str, key: str) -> HttpResponse:
    """Change the plan as the last update about an item suggests."""
    ref = f"{kind}:{key}"
    if here.plan.find(ref) is None:
        raise Http404
    try:
        made = run.take(here.scenario, case_of(here), ref, by=here.member)
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say("The plan says so now.", made)
    return redirect(here.item_url(ref))


@require_POST
@page
def unplanned(here: Here) -> HttpResponse:
    """Write down work that nobody planned."""
    post = here.request.POST
    typed = {name: post.get(name, "").strip() for name in ("what", "team", "hours", "whom", "once")}
    typed["team"] = typed["team"] if here.plan.get(Team, typed["team"]) else ""
    displaces = [ref for ref in post.getlist("displaces") if ref in here.plan.entities]
    fields = {**{name: one for name, one in typed.items() if one}, "displaces": displaces, "on": here.day}
    try:
        is_new = run.unplanned(here.scenario, Unplanned.model_validate(fields), by=here.member)
    except (ValidationError, Refused) as error:
        problem(here, error if isinstance(error, Refused) else Refused(wrong(error)))
    else:
        here.say("Written down: it is counted." if is_new else "That was written down already: it counts once.")
    return redirect(here.url("run:week"))


@require_POST
@page
def revoke(here: Here) -> HttpResponse:
    """Take back every link of this member that a digest brought."""
    run.revoke(here.member)
    here.say("Taken back: the links in mails until now lead nowhere.")
    return redirect(here.url("run:week"))


@never_cache
def linked(request: HttpRequest, token: str) -> HttpResponse:
    """One item, for one member, without signing in: how it stands, and a word on it."""
    found = run.linked(token)
    if found is None:
        return render(request, "run/no_link.html", status=404)
    member, ref = found
    scenario = workspaces.main(member.workspace)
    plan, day = policy.seen(people.seat(member), store.load(scenario)), fit.today(member.workspace)
    context: dict[str, Any] = {"member": member, "workspace": member.workspace, "kept": "", "wrong": "", "says": SAYS}
    if request.method == "POST":
        try:
            context["kept"] = words(run.update(scenario, given(request, ref, day), by=member))
        except (ValidationError, Refused) as error:
            context["wrong"] = str(error) if isinstance(error, Refused) else wrong(error)
    item = plan.find(ref)
    told = run.told(member.workspace, ref)
    context |= {"item": item, "updates": told[:1], "once": uuid4().hex, "token": token}
    if item is None and not context["kept"]:
        context["wrong"] = context["wrong"] or "This was taken out of the plan meanwhile. What was said of it is kept."
    elif item is not None:
        context["stands"] = _state(member, scenario, item, told[0] if told else None)
    return render(request, "run/linked.html", context, status=422 if context["wrong"] and item else 200)


def _state(member: Member, scenario: Scenario, item: Entity, last: Update | None) -> Waiting:
    case = check.judged(scenario, fit.today(member.workspace)).case
    return run.state(case, item, last)
