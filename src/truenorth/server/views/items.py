"""Items added, edited and taken out; and both values to choose from where two people meant different things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from truenorth.plan.edit import Clashes, Edit
from truenorth.plan.entity import Entity, Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.problems import Problem
from truenorth.plan.sheet.fields import fields, within
from truenorth.reports.kinds import meaning
from truenorth.server import forms, store
from truenorth.server.choices import Choices
from truenorth.server.forms import Shown
from truenorth.server.inputs import datalists, example, fields_of, inputs, label, parted
from truenorth.server.policy import locked, seen
from truenorth.server.services import items, lists, plan
from truenorth.server.views.clash import clash
from truenorth.server.views.here import Here, page
from truenorth.server.views.plan import kind_of
from truenorth.server.views.problems import PROBLEMS, problem, said


@dataclass(frozen=True)
class Filling:
    """A form while it is filled in: the item as its author saw it, what they wrote, and what is wrong with it."""

    of: type[Entity]
    item: Entity | None
    number: int
    shown: Mapping[str, Shown]
    problems: tuple[Problem, ...] = ()
    wrong: str = ""
    why: str = ""


@page
def create(here: Here, kind: str) -> HttpResponse:
    """Add an item."""
    of = kind_of(kind)
    if here.request.method == "POST":
        return _created(here, of)
    start = {**items.own(here.seat, kind), **{name: text for name, text in here.request.GET.items() if text}}
    return _form(here, Filling(of, None, here.number, _prefilled(of, start, Choices(here.plan))))


def _prefilled(of: type[Entity], start: Mapping[str, str], choices: Choices) -> dict[str, Shown]:
    """What the address of a form fills in: keys of items, or texts."""
    found: dict[str, Shown] = {}
    for name, text in start.items():
        field = fields(of).get(name)
        if field and within(of, name) and field.shape == "map":
            found[name] = [[choices.shown(text[:200], field.kinds) if field.kinds else text[:200], ""]]
        elif field and not within(of, name):
            value = choices.shown(text[:200], field.kinds) if field.kinds else text[:200]
            found[name] = [value] if field.shape == "list" else value
    return found


def _created(here: Here, of: type[Entity]) -> HttpResponse:
    given = {name: one for name, one in forms.given(of, here.request.POST).items() if name in _names(here, of, "")}
    found = forms.filled(f"{of.kind}:new", {}, given, Choices(here.plan))
    form = Filling(of, None, here.number, given, found.problems, why=_why(here))
    if found.problems:
        return _form(here, form, status=422)
    try:
        ref, made = items.add(here.scenario, of.kind, found.after, by=here.member, why=form.why)
    except PROBLEMS as error:
        return _form(here, replace(form, wrong=said(here, error)), status=409)
    here.say("Added.", made)
    return redirect(here.item_url(ref))


@page
def edit(here: Here, kind: str, key: str) -> HttpResponse:
    """Edit an item; what others change in other fields meanwhile stays."""
    of = kind_of(kind)
    if here.request.method == "POST":
        return _saved(here, of, key)
    found = here.plan.get(of, key)
    if found is None:
        raise Http404
    held, choices = data(found), Choices(here.plan)
    shown = {name: forms.shown(of, name, held.get(name), choices) for name in _names(here, of, found.ref)}
    return _form(here, Filling(of, found, here.number, shown))


def _saved(here: Here, of: type[Entity], key: str) -> HttpResponse:
    whole, known = _version(here)
    item = whole.get(of, key)
    if item is None or item.ref not in known.entities:
        raise Http404
    allowed = frozenset(_names(here, of, item.ref, known, whole))
    given = {name: one for name, one in _chosen(here, of).items() if name in allowed}
    found = forms.filled(item.ref, data(item), given, Choices(known, Choices(here.plan)))
    form = Filling(of, item, here.known, given, found.problems, why=_why(here))
    if found.problems:
        return _form(here, form, status=422)
    again = here.request.POST.get("choose.") == "mine" and item.ref not in here.whole.entities
    change = Edit(item.ref, None if again else data(item), found.after)
    try:
        made = plan.change(here.scenario, [change], by=here.member, why=form.why)
    except Clashes as error:
        return clash(here, change, error, given, form.why)
    except PROBLEMS as error:
        return _form(here, replace(form, wrong=said(here, error)), status=409)
    here.say("Saved." if made else "Nothing was changed.", made)
    return redirect(here.item_url(item.ref))


def _version(here: Here) -> tuple[Plan, Plan]:
    """The plan as whoever filled in a form had seen it: all of it, and what this member may see."""
    whole = store.load(here.scenario, here.known)
    return whole, seen(here.seat, whole)


def _chosen(here: Here, of: type[Entity]) -> dict[str, Shown]:
    """What a form was filled in with; where both values were shown, what was chosen: one's own, or a third."""
    given, post = forms.given(of, here.request.POST), here.request.POST
    third = forms.given(of, post, forms.OF_ANOTHER)
    found = {}
    for name, one in given.items():
        choice = post.get(f"choose.{name}", "mine")
        if choice != "theirs":
            found[name] = third[name] if choice == "other" else one
    return found


def _why(here: Here) -> str:
    return here.request.POST.get("why", "").strip()[:500]


def _names(here: Here, of: type[Entity], ref: Ref, plan: Plan | None = None, whole: Plan | None = None) -> list[str]:
    """The fields of a form: those that a member may change and, of an item that is there, sees all of."""
    without = locked(here.seat, of.kind)
    known = plan or here.plan
    if ref in known.entities:
        without |= items.kept_back(known, whole or here.whole, ref)
    return [name for name in fields(of) if name not in without]


def _form(here: Here, form: Filling, status: int = 200) -> HttpResponse:
    of, item = form.of, form.item
    every = inputs(of, _names(here, of, item.ref if item else ""), form.shown, form.problems)
    front = [one.name for one in lists.columns_of(here.plan, of)]
    context = {
        "here": here,
        "at": "plan:kinds",
        "kind": of,
        "meaning": meaning(of),
        "form": form,
        "item": item,
        "parts": parted(every, front),
        "wrongs": [(one, says) for one in every for says in (*one.wrong, *(one.wrong_rows or {}).values())],
        "example": example,
        "label": label,
        "datalists": datalists(fields_of(every), Choices(here.plan)),
        "can_add": items.may_add(here.whole, here.seat, of.kind) and here.is_now,
        "can_edit": item is None or here.may_change(item.ref),
        "back": here.item_url(item.ref) if item else here.url("plan:kind", kind=of.kind),
    }
    return render(here.request, "plan/edit.html", context, status=status)


@page
def delete(here: Here, kind: str, key: str) -> HttpResponse:
    """Take an item out, once it was seen what would break; it waits in the trash."""
    of = kind_of(kind)
    if here.request.method == "POST":
        return _deleted(here, of, f"{of.kind}:{key}")
    found = here.plan.get(of, key)
    if found is None:
        raise Http404
    leaving = items.leaving(here.plan, here.whole, found, here.seat)
    context = {"here": here, "at": "plan:kinds", "item": found, "leaving": leaving}
    context["can_delete"] = here.is_now and items.may_delete(here.whole, here.seat, found.ref)
    return render(here.request, "plan/delete.html", context)


def _deleted(here: Here, of: type[Entity], ref: str) -> HttpResponse:
    whole, known = _version(here)
    if ref not in known.entities:
        raise Http404
    unlink = here.request.POST.get("unlink") == "1"
    try:
        made = items.take_out(here.scenario, whole, ref, unlink=unlink, by=here.member)
    except PROBLEMS as error:
        problem(here, error)
        kind, _, key = ref.partition(":")
        there = ref in here.plan.entities
        return redirect(here.url("plan:delete", kind=kind, key=key) if there else here.url("plan:kind", kind=kind))
    here.say(f"“{known.title(ref)}” is in the trash.", made)
    return redirect(here.url("plan:kind", kind=of.kind))
