"""The rules: what is looked for and why, an example, what each finds here now, and how this workspace sets it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render

from truenorth.reports.report import Entry
from truenorth.reports.rule_page import about, family, shown
from truenorth.rules.rule import RULES, Rule
from truenorth.server.services import check, workspaces
from truenorth.server.views.here import Here, page


@dataclass(frozen=True)
class Family:
    """The rules on one subject."""

    name: str
    about: str
    rules: tuple[Rule, ...]


@page
def rules(here: Here) -> HttpResponse:
    """All rules by family, with how much each finds now."""
    codes = sorted({rule.family for rule in RULES.values()}, key=family)
    every = [rule for _, rule in sorted(RULES.items())]
    families = [Family(family(one), about(one), tuple(r for r in every if r.family == one)) for one in codes]
    context = {
        "here": here,
        "at": "check:findings",
        "families": families,
        "many": Counter(entry.finding.rule for entry in _open(here)),
        "set": workspaces.rules(here.workspace),
        "total": len(RULES),
    }
    return render(here.request, "check/rules.html", context)


@page
def rule(here: Here, code: str) -> HttpResponse:
    """A rule's page."""
    if code not in RULES:
        raise Http404
    set_ = workspaces.rules(here.workspace)
    context = {
        "here": here,
        "at": "check:findings",
        "page": here.told,
        "shown": shown(code),
        "rule": RULES[code],
        "family": family(RULES[code].family),
        "found": [entry for entry in _open(here) if entry.finding.rule == code],
        "is_required": code in set_.required,
        "is_off": code in set_.off,
        "parameters": {**RULES[code].parameters, **set_.parameters.get(code, {})},
        "severity": set_.severity.get(code, ""),
    }
    return render(here.request, "check/rule.html", context)


def _open(here: Here) -> list[Entry]:
    return [entry for entry in check.shown(here.told, here.seat, here.plan) if entry.is_open]
