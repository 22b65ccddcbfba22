"""Workspaces: begin one, with nothing or an example in it, and what its people set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from truenorth.plan import edit, text
from truenorth.plan.example import folder
from truenorth.plan.plan import Plan
from truenorth.records import text as record_text
from truenorth.reports.words import PARTIES, plain
from truenorth.server import store
from truenorth.server.models import Change, Member, Scenario, User, Workspace
from truenorth.server.services import records
from truenorth.server.services.audit import note
from truenorth.server.services.people import Refused
from truenorth.services.settings import Settings, settings

EXAMPLE_DAYS = {"acme-bent": date(2027, 1, 11), "kestrel": date(2027, 1, 15)}  # the days that they are about
MOST_MANAGED = 100
FIRST = ("cmo", "business", "mops", "finance")  # the parties that begin a workspace


def begin(name: str, *, user: User, party: str = "cmo", example: str = "", demo: bool = False) -> Member:
    """A new workspace, and its first member, who manages it; with an example's plan where one is named.

    Refused where the name or the party makes no sense, or somebody manages very many already.
    """
    if party not in FIRST:
        raise Refused(f"whoever begins a workspace speaks for one of {', '.join(PARTIES[one] for one in FIRST)}")
    if Member.objects.filter(user=user, manages=True, left=None).count() >= MOST_MANAGED:
        raise Refused(f"you manage {MOST_MANAGED} workspaces already: leave one first")
    with transaction.atomic():
        key = store.free_key(name, "workspace", Workspace.objects.all())
        made = Workspace.objects.create(key=key, name=called(name), demo=demo or django_settings.DEMO)
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
    workspace = scenario.workspace
    workspace.settings, workspace.today = dict(text.settings(path)), EXAMPLE_DAYS.get(example)
    workspace.save(update_fields=["settings", "today"])


def main(workspace: Workspace) -> Scenario:
    """The plan that everybody shares."""
    return Scenario.objects.select_related("workspace", "parent").get(workspace=workspace, key=store.MAIN)


def rules(workspace: Workspace) -> Settings:
    """How a workspace judges. Faults where a setting is wrong."""
    return settings(workspace.settings, folder("acme"))


def set_rules(workspace: Workspace, given: Mapping[str, Any], *, by: Member) -> None:
    """Change how a workspace judges, as a whole. Faults with every setting that is wrong; nothing is changed then."""
    if not by.manages or by.workspace_id != workspace.pk:
        raise PermissionDenied("only who manages the workspace may set its rules")
    settings(given, folder("acme"))
    was = workspace.settings
    if dict(given) == was:
        return
    Workspace.objects.filter(pk=workspace.pk).update(settings=dict(given))
    workspace.settings = dict(given)
    note(workspace, "rules set", by=by, before=was, after=dict(given))


def set_rule(workspace: Workspace, code: str, given: Mapping[str, Any], *, required: bool, by: Member) -> None:
    """Change how one rule judges: its settings that are not as they come, and whether it has to hold before agreement.

    Faults with every setting that is wrong; what others set of other rules meanwhile stays.
    """
    with transaction.atomic():
        held = Workspace.objects.select_for_update().get(pk=workspace.pk)
        rules_ = {one: kept for one, kept in (held.settings.get("rules") or {}).items() if one != code}
        codes = {one for one in _codes(held.settings) if one != code} | ({code} if required else set())
        whole = {
            **held.settings,
            "rules": {**rules_, **({code: dict(given)} if given else {})},
            "required": sorted(codes),
        }
        set_rules(held, {name: value for name, value in whole.items() if value}, by=by)
    workspace.settings = held.settings


def set_grown(workspace: Workspace, share: str, *, by: Member) -> None:
    """By how much what is at stake may grow before an accepted finding counts again. Faults where it is no share."""
    with transaction.atomic():
        held = Workspace.objects.select_for_update().get(pk=workspace.pk)
        rest = {name: value for name, value in held.settings.items() if name != "grown"}
        set_rules(held, {**rest, "grown": share} if share.strip() else rest, by=by)
    workspace.settings = held.settings


def _codes(kept: Mapping[str, Any]) -> list[str]:
    """The rules that are required, however a folder wrote them."""
    found = kept.get("required") or []
    return [one.strip() for one in found.split(";")] if isinstance(found, str) else list(found)


def name(workspace: Workspace, text: str, *, by: Member) -> None:
    """Give a workspace another name; its address stays. Refused where nothing can be read."""
    if not by.manages or by.workspace_id != workspace.pk:
        raise PermissionDenied("only who manages the workspace may name it")
    was, will = workspace.name, called(text)
    if was != will:
        Workspace.objects.filter(pk=workspace.pk).update(name=will)
        workspace.name = will
        note(workspace, "renamed", by=by, before=was, after=will)


def called(text: str) -> str:
    """A workspace's name in one line. Refused where nothing is left of it."""
    found = plain(text)[:120].strip()
    if not found:
        raise Refused("give the workspace a name, such as that of the company")
    return found
