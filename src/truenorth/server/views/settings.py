"""A workspace's settings: its company, how it judges, and who did what besides changing the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from truenorth.plan.cells import cell
from truenorth.plan.company import Company
from truenorth.plan.fault import Faults
from truenorth.plan.reading import Unreadable
from truenorth.reports.rule_page import family
from truenorth.rules import RULES, Rule
from truenorth.rules.finding import SEVERITIES
from truenorth.server import policy
from truenorth.server.models import Event
from truenorth.server.services import audit as audits
from truenorth.server.services import company as companies
from truenorth.server.services import lists, workspaces
from truenorth.server.services.people import Refused
from truenorth.server.views.cells import csv_file
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem

SHOWN = 50  # events on a page


@page
def company(here: Here) -> HttpResponse:
    """What money, years and working days mean: the plan's company."""
    if here.request.method != "POST":
        return _company(here, companies.texts(here.plan), {})
    given = {name: here.request.POST[name] for name, *_ in _fields(here) if name in here.request.POST}
    try:
        made = companies.change(here.scenario, here.known, given, by=here.member)
    except Unreadable as error:
        return _company(
            here, companies.texts(here.plan) | given, {one.field.partition(".")[0]: one.says for one in error.problems}
        )
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say("Saved." if made else "Nothing was different.", made)
    return redirect(here.url("settings:company"))


def _company(here: Here, texts: Mapping[str, str], wrong: Mapping[str, str]) -> HttpResponse:
    context = {"here": here, "at": "settings:company", "texts": texts, "wrong": wrong, "fields": list(_fields(here))}
    return render(here.request, "settings/company.html", context, status=400 if wrong else 200)


def _fields(here: Here) -> Iterator[tuple[str, str, bool]]:
    """The fields: name, help, and whether this member may change it."""
    ref = here.whole.company.ref if here.whole.company else "company:new"
    for name in companies.FIELDS:
        if name not in policy.RATES.values() or policy.sees_rates(here.seat):
            yield name, Company.model_fields[name].description or "", here.may_change(ref, name)


@page
def rules(here: Here) -> HttpResponse:
    """How the workspace judges, rule by rule."""
    return _rules(here, {}, {})


@require_POST
@page
def rule(here: Here, code: str) -> HttpResponse:
    """Change how one rule judges."""
    if code not in RULES:
        raise Http404
    given = _given(RULES[code], here.request.POST)
    try:
        required = "required" in here.request.POST
        workspaces.set_rule(here.workspace, code, given, required=required, by=here.member)
    except Faults as error:
        wrong = {(code, one.field.rpartition(" ")[2]): one.says for one in error.faults}
        return _rules(here, wrong, {code: given})
    here.say(f"{code} judges as you said.")
    return redirect(f"{here.url('settings:rules')}#{code}")


@require_POST
@page
def grown(here: Here) -> HttpResponse:
    """By how much what is at stake may grow before it counts again."""
    share = here.request.POST.get("grown", "")
    try:
        workspaces.set_grown(here.workspace, share, by=here.member)
    except Faults as error:
        return _rules(here, {("", "grown"): error.faults[0].says}, {"": {"grown": share}})
    here.say("Saved.")
    return redirect(here.url("settings:rules"))


def _given(of: Rule, asked: Mapping[str, str]) -> dict[str, Any]:
    """What was set of a rule that is not as it comes."""
    given: dict[str, Any] = {name: asked.get(name, "").strip() for name in of.parameters}
    given = {name: text for name, text in given.items() if text and text != shown(of.parameters[name])}
    if severity := asked.get("severity", ""):
        given |= {"off": True} if severity == "off" else {"severity": severity}
    return given


def shown(value: Any) -> str:
    """A setting as it is typed."""
    many = isinstance(value, (list, tuple, set, frozenset))
    return cell(sorted(map(str, value)) if many else str(value).lower() if isinstance(value, bool) else str(value))


def _rules(here: Here, wrong: Mapping[tuple[str, str], str], typed: Mapping[str, Any]) -> HttpResponse:
    held = workspaces.rules(here.workspace)
    families: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for code, one in sorted(RULES.items()):
        families[one.family].append(_row(one, here.workspace.settings, typed.get(code, {}), code in held.required))
    context = {
        "here": here,
        "at": "settings:rules",
        "families": families,
        "family_of": family,
        "wrong": wrong,
        "faulty": {code for code, _ in wrong},
        "severities": SEVERITIES,
        "grown": typed.get("", {}).get("grown") or here.workspace.settings.get("grown", ""),
    }
    return render(here.request, "settings/rules.html", context, status=400 if wrong else 200)


def _row(of: Rule, settings: Mapping[str, Any], typed: Mapping[str, Any], required: bool) -> dict[str, Any]:
    kept = typed or (settings.get("rules") or {}).get(of.code) or {}
    parameters = [(name, shown(default), shown(kept.get(name, default))) for name, default in of.parameters.items()]
    off = str(kept.get("off", "")).lower() == "true"
    severity = "off" if off else str(kept.get("severity", ""))
    return {"rule": of, "parameters": parameters, "severity": severity, "required": required, "set": bool(kept)}


@require_POST
@page
def name(here: Here) -> HttpResponse:
    """Give the workspace another name."""
    try:
        workspaces.name(here.workspace, here.request.POST.get("name", ""), by=here.member)
    except Refused as error:
        problem(here, error)
    else:
        here.say("Saved.")
    return redirect(here.url("settings:company"))


@page
def audit(here: Here) -> HttpResponse:
    """Who did what besides changing the plan: for those who manage the workspace."""
    found, asked = _events(here), here.request.GET
    if asked.get("as") == "csv":
        return _audit_file(here)
    context = {
        "here": here,
        "at": "settings:audit",
        "events": Paginator(found, SHOWN).get_page(asked.get("page")),
        "kinds": audits.kinds(here.workspace),
        "told": told,
        "asked": {name: asked.get(name, "") for name in ("what", "text", "sort")},
        "kept": lists.kept(here.member, "settings:audit"),
    }
    return render(here.request, "settings/audit.html", context)


def _audit_file(here: Here) -> HttpResponse:
    rows = [
        (one.at.isoformat(timespec="seconds"), str(one.by or ""), one.what, one.about, told(one))
        for one in _events(here)
    ]
    audits.note(here.workspace, "audit exported", by=here.member, after={"rows": len(rows)})
    return csv_file(f"{here.workspace.key}-audit.csv", ("when", "who", "what", "about", "change"), rows)


def _events(here: Here) -> Any:
    if not here.member.manages:
        raise PermissionDenied
    asked = here.request.GET
    return audits.events(
        here.workspace,
        what=asked.get("what", "")[:40],
        text=asked.get("text", "")[:80],
        sort=asked.get("sort", "")[:20],
    )


def told(event: Event) -> str:
    """What an event changed, field by field."""
    before, after = event.before, event.after
    if not isinstance(after, dict):
        return ""
    was = before if isinstance(before, dict) else {}
    return "; ".join(
        f"{name}: {_said(was[name])} → {_said(value)}" if name in was else f"{name}: {_said(value)}"
        for name, value in after.items()
        if value not in ("", [], None) and was.get(name) != value
    )


def _said(value: Any) -> str:
    return cell(value) or "none"
