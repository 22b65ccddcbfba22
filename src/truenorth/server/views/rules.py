"""The rules: what is looked for and why, an example, what each finds here now, and how this workspace sets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render

from truenorth.reports.report import Entry
from truenorth.reports.rule_page import about, family, shown
from truenorth.reports.words import PARTIES, plain
from truenorth.rules.rule import RULES, Rule
from truenorth.server.services import check, workspaces
from truenorth.server.services.tables import Column, Table
from truenorth.server.views.here import Here, page
from truenorth.server.views.tables import as_file, listed
from truenorth.services.settings import Settings


@dataclass(frozen=True)
class Family:
    """The rules on one subject."""

    name: str
    about: str
    rules: tuple[Rule, ...]


@page
def rules(here: Here) -> HttpResponse:
    """All rules by family, with how much each finds now."""
    many, set_ = Counter(entry.finding.rule for entry in _open(here)), workspaces.rules(here.workspace)
    shown_ = listed(here, "check:rules", list(_columns(many, set_)), (rule for _, rule in sorted(RULES.items())))
    if file := as_file(here, "rules", shown_):
        return file
    context = {"here": here, "at": "check:findings", "many": many, "set": set_, "total": len(RULES), **shown_}
    context["families"] = _families(shown_["table"])
    return render(here.request, "check/rules.html", context)


def _columns(many: Mapping[str, int], set_: Settings) -> Iterator[Column]:
    yield Column("code", "code", lambda one: one.code)
    yield Column("title", "what is looked for", lambda one: plain(one.title))
    yield Column("about", "about", lambda one: family(one.family), choose=True)
    yield Column("asks", "asks", lambda one: PARTIES[one.asks], choose=True)
    yield Column("set", "here", lambda one: _state(one.code, set_), choose=True)
    yield Column("found", "finds now", lambda one: many[one.code])


def _state(code: str, set_: Settings) -> str:
    """How a workspace sets a rule, in words."""
    if code in set_.off:
        return "switched off"
    own = code in set_.parameters or code in set_.severity
    return "required" if code in set_.required else "set here" if own else "as it comes"


def _families(table: Table) -> list[Family]:
    """The rules by what they are about; in another order, where one is asked for, without."""
    if table.sort:
        return [Family("Rules", "", table.rows)]
    codes = sorted({one.family for one in table.rows}, key=family)
    return [Family(family(code), about(code), tuple(r for r in table.rows if r.family == code)) for code in codes]


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
