"""Two people changed the same field: both values are shown, and one is chosen, or a third is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from truenorth.plan.edit import Clashes, Edit
from truenorth.plan.entity import KINDS, Entity
from truenorth.plan.reading import entity
from truenorth.plan.sheet.fields import fields, within
from truenorth.reports.values import said, titles
from truenorth.server.choices import Choices
from truenorth.server.forms import OF_A_FIELD, OF_ANOTHER, Shown
from truenorth.server.inputs import Input, datalists, example, fields_of, inputs, label
from truenorth.server.services import items
from truenorth.server.views.here import Here


@dataclass(frozen=True)
class Both:
    """A field with what its author wrote and what somebody else wrote meanwhile, in words; and where a third goes."""

    input: Input
    mine: str
    theirs: str


def clash(here: Here, change: Edit, error: Clashes, given: Mapping[str, Shown], why: str) -> HttpResponse:
    """The page on which somebody chooses; nothing is changed yet, and nothing they wrote is lost."""
    here.scenario.refresh_from_db(fields=["head"])
    now = items.now(here.scenario, here.seat)
    mine, theirs = entity(change.ref, change.after or {}), now.find(change.ref)
    of, choices = KINDS[change.ref.partition(":")[0]], Choices(now)
    names = [one.field for one in error.clashes if one.field]
    thirds = inputs(of, names, {name: given.get(name, "") for name in names}, prefix=OF_ANOTHER)
    steps = items.changes(here.scenario, now, change.ref, here.seat, 1)
    context = {
        "here": here,
        "at": "plan:kinds",
        "item": mine,
        "is_gone": theirs is None,
        "both": [Both(one, _said(here, mine, one.name), _said(here, theirs, one.name)) for one in thirds if theirs],
        "number": here.scenario.head,
        "hidden": list(_hidden(of, change, given)),
        "made": steps[0].change if steps else None,
        "others": sorted(change.fields - set(names)),
        "why": why,
        "example": example,
        "label": label,
        "datalists": datalists(fields_of(thirds), choices),
    }
    return render(here.request, "plan/clash.html", context, status=409)


def _said(here: Here, item: Entity | None, name: str) -> str:
    return said(getattr(item, name), titles(here.plan, item, name), 20) if item else "unknown"


def _hidden(of: type[Entity], change: Edit, given: Mapping[str, Shown]) -> Iterator[tuple[str, str]]:
    """What its author wrote, in the fields that they changed, as a form sends it."""
    for name in (one for one in fields(of) if one in change.fields and one in given):
        yield "has", name
        columns, shown = within(of, name), given[name]
        for one in [shown] if isinstance(shown, str) else shown:
            if isinstance(one, str):
                yield OF_A_FIELD + name, one
            else:
                yield from ((f"{OF_A_FIELD}{name}.{of_.name}", text) for of_, text in zip(columns, one, strict=False))
