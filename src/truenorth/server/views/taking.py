"""A what-if taken over: what it does to the plan as it is now, and both values of whatever both changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render

from truenorth.plan.edit import Clash, Clashes, change
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.settle import Field, settled
from truenorth.reports.values import said, titles
from truenorth.reports.words import plain
from truenorth.server import store
from truenorth.server.models import Scenario
from truenorth.server.policy import seen
from truenorth.server.services import whatifs
from truenorth.server.services.compare import compared
from truenorth.server.services.plan import whom
from truenorth.server.typed import number_of
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem
from truenorth.server.views.whatifs import of

CHOOSE, PLAN, WHATIF = "choose.", "plan", "what-if"


@dataclass(frozen=True)
class Both:
    """What both changed: the item and the field, the value before, in the plan now and in the what-if; the choice."""

    name: str
    title: str
    field: str
    before: str
    plan: str
    whatif: str
    chosen: str


@page
def take(here: Here, whatif: str) -> HttpResponse:
    """Look at what taking a what-if over does, decide what both changed, and take it over."""
    found = of(here, whatif)
    if here.request.method != "POST":
        return _shown(here, found)
    try:
        number, theirs, open_ = _decided(here, found)
        if open_:
            return _shown(here, found, 409)
        made = whatifs.take_over(found, by=here.member, number=number, theirs=theirs)
    except Clashes:
        return _shown(here, found, 409)
    except PROBLEMS as error:
        problem(here, error)
        return redirect(here.url("plan:whatif", whatif=whatif))
    assert found.parent is not None
    here.say(f"“{found}” is taken over." if made else "The plan says all of this already; it is put away.", made)
    return redirect(here.url_in(found.parent, "home"))


def _decided(here: Here, found: Scenario) -> tuple[int, frozenset[Field], list[Clash]]:
    """The version of the plan on which somebody decided, what stays there as it is, and what is undecided yet."""
    given, merged = here.request.POST, whatifs.merge(found, by=here.member)
    number = min(number_of(given.get("version", ""), merged.number), merged.number)
    chosen = {(one.ref, one.field): given.get(_name(one), "") for one in merged.clashes}
    open_ = [one for one in merged.clashes if chosen[one.ref, one.field] not in (PLAN, WHATIF)]
    return number, frozenset(at for at, choice in chosen.items() if choice == PLAN), open_


def _shown(here: Here, found: Scenario, status: int = 200) -> HttpResponse:
    merged = whatifs.merge(found, by=here.member)
    assert found.parent is not None
    now = store.load(found.parent)
    theirs = frozenset((one.ref, one.field) for one in merged.clashes)
    context = {
        "here": here,
        "at": "plan:whatifs",
        "it": found,
        "number": merged.number,
        "told": None,
        "both": [] if merged.refused else list(_both(here, found, now, merged.clashes)),
        "whom": whom(merged.refused) if merged.refused else "",
        "refused": len(merged.refused),
        "again": status == 409,
        "wrong": "",
    }
    try:
        after, edits = change(now, settled(store.differences(found), now, theirs))
        context["told"] = compared(now, after, here.seat, edits)
    except PROBLEMS as error:
        context["wrong"] = str(error)
    return render(here.request, "plan/take.html", context, status=status)


def _both(here: Here, found: Scenario, now: Plan, clashes: list[Clash]) -> Iterator[Both]:
    begun, ours, theirs = (seen(here.seat, plan) for plan in (store.begun(found), store.load(found), now))
    for one in clashes:
        title = next(plain(plan.title(one.ref)) for plan in (ours, theirs, begun) if plan.find(one.ref))
        values = [_value(plan, one.ref, one.field) for plan in (begun, theirs, ours)]
        chosen = here.request.POST.get(_name(one), "")
        yield Both(_name(one), title, one.field.replace("_", " "), values[0], values[1], values[2], chosen)


def _value(plan: Plan, ref: Ref, field: str) -> str:
    item = plan.find(ref)
    if item is None:
        return "not there"
    return said(getattr(item, field), titles(plan, item, field), 20) if field else "there, with its changes"


def _name(clash: Clash) -> str:
    return f"{CHOOSE}{clash.ref}.{clash.field}"
