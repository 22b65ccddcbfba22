"""Workspaces: begin one, with nothing or an example in it, and what its people set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from truenorth.plan import edit, text
from truenorth.plan.example import folder
from truenorth.plan.plan import Plan
from truenorth.records import text as record_text
from truenorth.server import store
from truenorth.server.models import Change, Member, Scenario, User, Workspace
from truenorth.server.services import records
from truenorth.server.services.audit import note
from truenorth.services.settings import Settings, settings

MOST_TRIES = 1000


def begin(name: str, *, user: User, party: str = "cmo", example: str = "", demo: bool = False) -> Member:
    """A new workspace, and its first member, who manages it; with an example's plan where one is named."""
    with transaction.atomic():
        made = Workspace.objects.create(key=_free(name), name=name.strip()[:120], demo=demo)
        by = Member.objects.create(workspace=made, user=user, party=party, manages=True)
        plan = store.begin(made, by=by)
        note(made, "workspace begun", by=by, about=example)
        if example:
            _fill(plan, example, by)
    return by


def _fill(scenario: Scenario, example: str, by: Member) -> None:
    path = folder(example)
    edits = edit.diff(Plan({}), text.read(path))
    store.apply(scenario, edits, by=by, why=f"the example {example}", does=Change.Does.IMPORT)
    said = record_text.read(path)
    records.add(scenario.workspace, [*said.decisions, *said.answers, *said.seen, *said.baseline], by=by)
    Workspace.objects.filter(pk=scenario.workspace_id).update(settings=dict(text.settings(path)))


def _free(name: str) -> str:
    wanted = slugify(name)[:50] or "workspace"
    for number in range(1, MOST_TRIES):
        key = wanted if number == 1 else f"{wanted}-{number}"
        if not Workspace.objects.filter(key=key).exists():
            return key
    raise ValueError(f"there are too many workspaces called {name[:60]}: choose another name")


def main(workspace: Workspace) -> Scenario:
    """The plan that everybody shares."""
    return Scenario.objects.select_related("workspace", "parent").get(workspace=workspace, key=store.MAIN)


def rules(workspace: Workspace) -> Settings:
    """How a workspace judges. Faults where a setting is wrong."""
    return settings(workspace.settings, folder("acme"))


def set_rules(workspace: Workspace, given: Mapping[str, Any], *, by: Member) -> None:
    """Change how a workspace judges, as a whole. Faults with every setting that is wrong; nothing is changed then."""
    if not by.manages:
        raise PermissionDenied("only who manages the workspace may set its rules")
    settings(given, folder("acme"))
    was = workspace.settings
    Workspace.objects.filter(pk=workspace.pk).update(settings=dict(given))
    workspace.settings = dict(given)
    note(workspace, "rules set", by=by, before=was, after=dict(given))
