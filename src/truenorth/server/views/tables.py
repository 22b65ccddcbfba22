"""Short lists: narrowed and in an order, with views that are kept under a name, and as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from truenorth.server.models import Member
from truenorth.server.services import lists
from truenorth.server.services.tables import Column, table
from truenorth.server.typed import number_of
from truenorth.server.views.cells import csv_file
from truenorth.server.views.here import Here, page

PAGES = frozenset({"plan:history", "plan:trash", "plan:teams", "check:rules", "settings:members", "settings:audit"})


def listed(here: Here, at: str, columns: Iterable[Column], rows: Iterable[Any]) -> dict[str, Any]:
    """What a page needs for a short list: the rows that are asked for, and the views of it that were kept."""
    return {"table": table(here.request.GET.dict(), columns, rows), "kept": lists.kept(here.member, at)}


def as_file(here: Here, name: str, context: dict[str, Any]) -> HttpResponse | None:
    """The list as a file where that is asked for (`?as=csv`); None elsewhere."""
    if here.request.GET.get("as") != "csv":
        return None
    return csv_file(f"{here.workspace.key}-{name}.csv", context["table"].head, context["table"].cells)


@require_POST
@page
def keep(here: Here) -> HttpResponseRedirect:
    """Keep what a page shows under a name, or forget a view of it."""
    at = here.request.POST.get("page", "")
    if at not in PAGES:
        raise Http404
    return redirect(f"{here.url(at)}?{kept(here.request, here.member, at)}")


def kept(request: HttpRequest, member: Member, at: str) -> str:
    """Keep or forget what a form says of a list's views; gives the query that it came with."""
    given = request.POST
    name, query = given.get("name", "").strip(), QueryDict(given.get("query", "")[:400]).copy()
    query.pop("page", None)
    if forgotten := number_of(given.get("forget", ""), 0):
        lists.forget(member, at, forgotten)
        messages.success(request, "The view is forgotten.")
    elif name:
        lists.keep(member, at, name, query.urlencode())
        messages.success(request, f"“{name[:60]}” is kept: it stands above the list.")
    return query.urlencode()
