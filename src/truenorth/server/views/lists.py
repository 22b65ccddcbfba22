"""The items of a kind as a list: filters, order, pages, kept views, a file for a spreadsheet; names to choose from."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from truenorth.plan.entity import KINDS, Entity
from truenorth.plan.sheet.fields import Field, fields
from truenorth.reports.kinds import meaning
from truenorth.server.choices import Choices
from truenorth.server.inputs import datalists, label
from truenorth.server.services import items, lists
from truenorth.server.typed import number_of
from truenorth.server.views.cells import csv_file
from truenorth.server.views.here import Here, page
from truenorth.server.views.plan import asked, kind_of

FRONT = 3  # filters that are always to be seen
CHOICES = 20


@page
def kind(here: Here, kind: str) -> HttpResponse:
    """The items of a kind: narrowed, in an order, a page at a time."""
    of = kind_of(kind)
    wanted = wanted_of(here.request.GET, of, Choices(here.plan))
    found = items.findings(here.told, here.seat, here.plan)
    listed = lists.listed(here.plan, of, wanted, here.member, found)
    context = {
        "here": here,
        "at": "plan:kinds",
        "kind": of,
        "meaning": meaning(of),
        "listed": listed,
        "wanted": wanted,
        "found": found,
        "told": lambda item, name: items.titled(here.plan, item, name),
        "views": lists.kept(here.member, f"plan:{kind}"),
        "can_add": here.is_now and items.may_add(here.whole, here.seat, kind),
        **filters(here, of, wanted),
        **asked(here, (entry for ref, many in found.items() if ref.startswith(f"{kind}:") for entry in many)),
    }
    return render(here.request, "plan/kind.html", context)


def filters(here: Here, of: type[Entity], wanted: lists.Wanted) -> dict[str, Any]:
    """What a list can be narrowed by, and the columns it can show."""
    choices, known = Choices(here.plan), fields(of)
    usable = [one for one in lists.filters_of(here.plan, of) if one.name != "owner"]
    usable.sort(key=lambda one: one.name not in ("team", "program", "status", *wanted.by))
    every = [(one, lists.options(choices, one)) for one in (*usable, known["owner"])]
    return {
        "front": every[: min(FRONT, len(usable))],
        "more": every[min(FRONT, len(usable)) :],
        "typed": {
            name: choices.shown(value, known[name].kinds) for name, value in wanted.by.items() if known[name].kinds
        },
        "label": label,
        "known": known,
        "all_fields": list(known.values()),
        "datalists": datalists((one for one, options in every if options is None), choices),
    }


def wanted_of(given: QueryDict, of: type[Entity], choices: Choices) -> lists.Wanted:
    """What of a list an address asks for; what makes no sense is left out."""
    known = fields(of)
    said = {name[2:]: str(value)[:200] for name, value in given.items() if name[:2] == "f." and name[2:] in known}
    return lists.Wanted(
        text=given.get("q", "")[:200],
        by={name: _key(choices, known[name], value) for name, value in said.items() if value},
        mine=given.get("mine") == "1",
        found=given.get("found") == "1",
        sort=given.get("sort", "")[:60],
        columns=tuple(name for name in given.getlist("col") if name in known),
        page=number_of(given.get("page", ""), 1),
    )


def _key(choices: Choices, of: Field, value: str) -> str:
    """What a filter is set to: a key or the name that was typed for it."""
    if not of.kinds or value == lists.NONE or value in of.choices:
        return value
    try:
        return choices.meant(value, of.kinds)
    except ValueError:
        return value


@page
def export(here: Here, kind: str) -> HttpResponse:
    """What a list shows as a file for a spreadsheet, all pages of it, as this member may see it."""
    of = kind_of(kind)
    found = items.findings(here.told, here.seat, here.plan)
    wanted = wanted_of(here.request.GET, of, Choices(here.plan))
    head, rows = lists.table(lists.every(here.plan, of, wanted, here.member, found), of)
    return csv_file(f"{here.workspace.key}-{kind}.csv", head, rows)


@require_POST
@page
def keep_view(here: Here, kind: str) -> HttpResponseRedirect:
    """Keep a list's filter and order under a name."""
    of, name = kind_of(kind), here.request.POST.get("name", "").strip()
    query = QueryDict(here.request.POST.get("query", "")[:400]).copy()
    query.pop("page", None)
    if name:
        lists.keep(here.member, f"plan:{of.kind}", name, query.urlencode())
        here.say(f"“{name[:60]}” is kept: it stands above the list.")
    return redirect(f"{here.url('plan:kind', kind=kind)}?{query.urlencode()}")


@require_POST
@page
def forget_view(here: Here, kind: str, number: int) -> HttpResponseRedirect:
    """Forget a view of a list."""
    lists.forget(here.member, f"plan:{kind_of(kind).kind}", number)
    here.say("The view is forgotten; the items are as they were.")
    return redirect(here.url("plan:kind", kind=kind))


@page
def choices(here: Here) -> HttpResponse:
    """Names to choose from for a field, by their first letters: the options of its list."""
    kinds_ = tuple(name for name in here.request.GET.getlist("kind") if name in KINDS)
    names = Choices(here.plan).found(here.request.GET.get("q", "")[:100], kinds_, CHOICES) if kinds_ else []
    return render(here.request, "plan/choices.html", {"names": names})
