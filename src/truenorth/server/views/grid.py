"""The items of a kind as a grid: to paste into, to fill down, to edit many at once."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from truenorth.plan.entity import Entity, data
from truenorth.plan.sheet.fields import Field, fields
from truenorth.reports.report import Entry
from truenorth.server import store
from truenorth.server.choices import Choices
from truenorth.server.inputs import datalists, label
from truenorth.server.policy import locked, seen
from truenorth.server.services import grid as services
from truenorth.server.services import items, lists, people
from truenorth.server.views.here import Here, page
from truenorth.server.views.lists import wanted_of
from truenorth.server.views.plan import kind_of

PAGE = 200  # rows


@page
def grid(here: Here, kind: str) -> HttpResponse:
    """The grid of a kind, narrowed and in the order of its list."""
    of, choices = kind_of(kind), Choices(here.plan)
    wanted = wanted_of(here.request.GET, of, choices)
    found = items.findings(here.told, here.seat, here.plan)
    listed = lists.listed(here.plan, of, wanted, here.member, found, PAGE)
    columns = [one for one in listed.columns if services.can_stand(of, one)]
    also = (here.plan.find(ref) for ref in here.request.GET.getlist("also") if ref.startswith(f"{kind}:"))
    shown = {item.ref: item for item in (*listed.items, *also) if item}.values()
    context = {
        "here": here,
        "at": "plan:kinds",
        "kind": of,
        "listed": listed,
        "columns": columns,
        "all_fields": [one for one in fields(of).values() if services.can_stand(of, one)],
        "rows": [(item, _texts(columns, item, choices), here.may_change(item.ref)) for item in shown],
        "locked": locked(here.seat, kind),
        "found": found,
        "label": label,
        "can_add": here.is_now and items.may_add(here.whole, here.seat, kind),
        "datalists": datalists(columns, choices),
    }
    return render(here.request, "plan/grid.html", context)


def _texts(columns: list[Field], item: Entity, choices: Choices) -> list[str]:
    held = data(item)
    return [services.text_of(one, held.get(one.name), choices) for one in columns]


@require_POST
@page
def save(here: Here, kind: str) -> HttpResponse:
    """Save cells as one change; the answer tells what each row says now, and which cells were refused and why."""
    of, post = kind_of(kind), here.request.POST
    cells, columns = _cells(post.get("cells", "")), [name for name in post.getlist("col") if name in fields(of)]
    if cells is None:
        return JsonResponse({"says": "The cells cannot be read: load the page again."}, status=400)
    before = store.load(here.scenario, here.known)
    try:
        saved = services.save(here.scenario, of, cells, before, by=here.member, why=post.get("why", "")[:500])
    except (people.Refused, store.Closed) as error:
        return JsonResponse({"says": str(error)}, status=409)
    return JsonResponse(_answer(here, of, saved, [fields(of)[name] for name in columns]))


def _cells(text: str) -> services.Cells | None:
    """Rows of texts from JSON; None where it is anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    whole = isinstance(found, dict) and all(
        isinstance(row, dict) and all(isinstance(one, str) for one in row.values()) for row in found.values()
    )
    return found if whole else None


def _answer(here: Here, of: type[Entity], saved: services.Saved, columns: list[Field]) -> dict[str, Any]:
    here.scenario.refresh_from_db(fields=["head"])
    now = seen(here.seat, store.load(here.scenario))
    then = Here(here.member, here.scenario, here.scenario.head, here.request)
    found = items.findings(then.told, here.seat, now)
    made, choices = saved.change, Choices(now)
    return {
        "says": _says(saved),
        "version": here.scenario.head,
        "undo": here.url("plan:undo", number=made.number) if made else "",
        "rows": {row: _row(here, choices, ref, columns) for row, ref in saved.rows.items() if ref in now.entities},
        "refused": [{"row": one.row, "col": one.field, "says": one.says} for one in saved.refused],
        "marks": {ref: _mark(many) for ref, many in found.items() if ref.startswith(f"{of.kind}:")},
    }


def _says(saved: services.Saved) -> str:
    kept = f" {len(saved.refused):,} stay as you wrote them: see why below." if saved.refused else ""
    if saved.change is None:
        return f"Nothing was changed.{kept}"
    return f"{saved.cells:,} {'cell is' if saved.cells == 1 else 'cells are'} saved.{kept}"


def _row(here: Here, choices: Choices, ref: str, columns: list[Field]) -> dict[str, Any]:
    texts = _texts(columns, choices.plan.entities[ref], choices)
    return {
        "ref": ref,
        "url": here.item_url(ref),
        "cells": {of.name: text for of, text in zip(columns, texts, strict=True)},
    }


def _mark(many: list[Entry]) -> dict[str, Any]:
    severities = {entry.finding.severity for entry in many}
    worst = next((one for one in ("error", "warning") if one in severities), "info")
    return {"count": len(many), "kind": worst, "says": many[0].headline}
