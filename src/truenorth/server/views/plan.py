"""The plan's items: one set of pages for all kinds."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from truenorth.plan.entity import KINDS, Entity
from truenorth.server.views.here import Here, page


@page
def kinds(here: Here) -> HttpResponse:
    """All kinds, with how many items of each there are."""
    counted = [(kind, len(here.plan.all(kind))) for kind in KINDS.values()]
    return render(here.request, "plan/kinds.html", {"here": here, "at": "plan:kinds", "kinds": counted})


@page
def kind(here: Here, kind: str) -> HttpResponse:
    """The items of a kind."""
    found = _kind(kind)
    return render(
        here.request, "plan/kind.html", {"here": here, "at": "plan:kinds", "kind": found, "items": here.plan.all(found)}
    )


@page
def item(here: Here, kind: str, key: str) -> HttpResponse:
    """An item with its fields."""
    found = here.plan.get(_kind(kind), key)
    if found is None:
        raise Http404
    return render(here.request, "plan/item.html", {"here": here, "at": "plan:kinds", "item": found})


def _kind(name: str) -> type[Entity]:
    if name not in KINDS:
        raise Http404
    return KINDS[name]
