"""The plan's items: one set of pages for all kinds, to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from django.http import Http404, HttpResponse
from django.shortcuts import render

from truenorth.plan.entity import KINDS, Entity
from truenorth.plan.sight import parents, path, why
from truenorth.plan.strategy import Goal, Metric, Objective
from truenorth.reports.kinds import GROUPS, meaning
from truenorth.reports.measured import measured, stated
from truenorth.reports.report import Entry
from truenorth.server.inputs import label
from truenorth.server.services import check, history, items
from truenorth.server.views import week
from truenorth.server.views.here import Here, page
from truenorth.server.views.talk import talked

ENDS: tuple[Literal["baseline", "target"], ...] = ("baseline", "target")
ASKED = 2  # findings that a page tells of those that ask its reader
BELOW = {"goal": ("objective", "serves"), "objective": ("program", "serves"), "program": ("activity", "program")}


@page
def kinds(here: Here) -> HttpResponse:
    """All kinds in groups, with how many items of each there are and what is out of line with them."""
    found = items.findings(here.told, here.seat, here.plan)
    groups = [
        (group, [_kind_told(here, KINDS[name], found) for name in names])
        for group, names in {**GROUPS, "More": _ungrouped()}.items()
        if names
    ]
    every = (entry for many in found.values() for entry in many)
    context = {"groups": groups, **asked(here, every)}
    return render(here.request, "plan/kinds.html", {"here": here, "at": "plan:kinds", **context})


def _ungrouped() -> tuple[str, ...]:
    grouped = {name for names in GROUPS.values() for name in names}
    return tuple(name for name in KINDS if name not in grouped)


def _kind_told(here: Here, kind: type[Entity], found: dict[str, list[Entry]]) -> dict[str, Any]:
    every = {entry.finding.id: entry for ref in found if ref.startswith(f"{kind.kind}:") for entry in found[ref]}
    tally = {what: sum(entry.finding.kind == what for entry in every.values()) for what in ("contradiction", "gap")}
    count = len(here.plan.all(kind))
    can_add = here.is_now and items.may_add(here.whole, here.seat, kind.kind) and not (kind.kind == "company" and count)
    return {"kind": kind, "count": count, "meaning": meaning(kind), "can_add": can_add, **tally}


def asked(here: Here, entries: Iterable[Entry]) -> dict[str, Any]:
    """What is asked of the reader on a page."""
    mine = items.asked(entries, here.seat)
    return {"asked": mine[:ASKED], "asked_more": max(len(mine) - ASKED, 0)}


def asked_about(here: Here, *families: str) -> dict[str, Any]:
    """What is asked of the reader by the rules of some families."""
    entries = check.shown(here.told, here.seat, here.plan)
    return asked(here, (entry for entry in entries if entry.is_open and entry.rule.family in families))


@page
def item(here: Here, kind: str, key: str) -> HttpResponse:
    """An item: what it says, why it is there, what is out of line with it, what counts on it, what became of it."""
    found = here.plan.get(kind_of(kind), key)
    if found is None:
        raise Http404
    own, shared = items.facts(here.plan, found)
    entries = items.findings(here.told, here.seat, here.plan).get(found.ref, [])
    mine = items.asked(entries, here.seat)
    context = {
        "here": here,
        "at": "plan:kinds",
        "item": found,
        "meaning": meaning(type(found)),
        "own": own,
        "shared": shared,
        "label": label,
        "why": why(here.plan, found.ref),
        "way": _way(here, found),
        "page": here.told,
        "mine": mine,
        "measured": _measured(here, found),
        "findings": [entry for entry in entries if entry not in mine],
        "pointing": items.pointing(here.plan, here.whole, found),
        "steps": _steps(here, found),
        "can_edit": here.may_change(found.ref),
        "can_delete": here.is_now and items.may_delete(here.whole, here.seat, found.ref),
        "adds": _adds(here, found),
        **week.state(here, found),
        **talked(here, found.ref),
    }
    return render(here.request, "plan/item.html", context)


def _measured(here: Here, found: Entity) -> dict[str, Any] | None:
    """What a goal, an objective or a metric was last measured at, against where it starts and what is to be reached."""
    if not isinstance(found, (Goal, Objective, Metric)) or (one := measured(here.case, found)) is None:
        return None
    if isinstance(found, Metric):
        return {"one": one}
    ends = {name: stated(here.plan, found, name) for name in ENDS}
    return {"one": one, "metric": here.plan.title(one.metric), **{str(name): text for name, text in ends.items()}}


def _steps(here: Here, found: Entity) -> list[items.Step]:
    """What became of an item, each change as this member is told of it."""
    steps = items.changes(here.scenario, here.plan, found.ref, here.seat)
    for step in steps:
        history.as_seen(step.change, here.member)
    return steps


def _way(here: Here, found: Entity) -> list[tuple[str, str]]:
    """The steps from an item up to the vision, or as far as they lead."""
    if not parents(found):
        return []
    way = path(here.plan, found.ref, to=("vision",)) or path(here.plan, found.ref, to=("goal",)) or [found.ref]
    return [(ref, here.plan.title(ref)) for ref in way]


def _adds(here: Here, found: Entity) -> list[tuple[type[Entity], str]]:
    """What can be added below an item, each with the field in which it points at it."""
    kind, name = BELOW.get(found.kind, ("", ""))
    can = kind and here.is_now and items.may_add(here.whole, here.seat, kind)
    return [(KINDS[kind], name)] if can else []


def kind_of(name: str) -> type[Entity]:
    """The kind of an address; what is none does not exist."""
    if name not in KINDS:
        raise Http404
    return KINDS[name]
