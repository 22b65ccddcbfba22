"""Findings: what is out of line, whom it asks, how we know, and what would put it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from truenorth.plan.edit import Broken, Clashes
from truenorth.plan.reading import Unreadable
from truenorth.plan.resources import Team
from truenorth.records import Decision
from truenorth.reports.report import Entry
from truenorth.reports.rule_page import family
from truenorth.reports.words import KINDS, PARTIES
from truenorth.rules import RULES
from truenorth.rules.finding import PLAN, SEVERITIES, Fix
from truenorth.server import policy
from truenorth.server.models import Change
from truenorth.server.services import check, lists, mend, plan
from truenorth.server.services import findings as asked
from truenorth.server.services.compare import Compared, foreseen
from truenorth.server.services.people import Refused
from truenorth.server.typed import day_of, number_of
from truenorth.server.views.cells import csv_file
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem
from truenorth.server.views.talk import talked

KEPT = "check"
HALF_A_YEAR = timedelta(days=182)
MOST_WAYS = 6


@page
def findings(here: Here) -> HttpResponse:
    """The findings that are asked for, by who is asked."""
    wanted = _wanted(here.request)
    every = list(check.shown(here.told, here.seat, here.plan))
    found = asked.found(every, wanted, here.whole, here.seat)
    pages = max(-(-len(found) // asked.PAGE), 1)
    at = min(wanted.page, pages)
    part = found[(at - 1) * asked.PAGE : at * asked.PAGE]
    context = {
        "here": here,
        "at": "check:findings",
        "page": here.told,
        "headline": _headline(here, every),
        "wanted": wanted,
        "total": len(found),
        "parties": asked.by_party(part, here.seat.party),
        "number": at,
        "pages": pages,
        "counts": list(counts(every)),
        "families": sorted({(one.rule.family, family(one.rule.family)) for one in every}),
        "asked": [(party, PARTIES[party]) for party in PARTIES if any(one.finding.asks == party for one in every)],
        "teams": sorted(((team.key, team.title) for team in here.plan.all(Team)), key=lambda one: one[1].casefold()),
        "kept": lists.kept(here.member, KEPT),
        "kinds": KINDS,
        "severities": SEVERITIES,
        "states": asked.STATES,
        "able": mend.ready(here.scenario, here.day, by=here.member) if here.is_now else None,
        "may_decide": lambda entry: policy.may_decide(here.seat, entry.finding.asks or ""),
    }
    return render(here.request, "check/findings.html", context)


def _headline(here: Here, entries: list[Entry]) -> str:
    """The findings in a sentence; for a partner, of those it may see."""
    if here.seat.party != "partner":
        return here.told.headline
    many = sum(entry.is_open for entry in entries)
    return f"{many} about what you work on." if many else "Nothing is known to be out of line with what you work on."


def counts(entries: list[Entry]) -> Iterator[tuple[str, str, int]]:
    """How many open findings there are of each kind, with what they are called."""
    open_ = [entry for entry in entries if entry.is_open]
    for kind, words in KINDS.items():
        count = sum(one.finding.kind == kind for one in open_)
        yield kind, words[count != 1], count


def _wanted(request: HttpRequest) -> asked.Wanted:
    given = request.GET
    names = ("text", "kind", "severity", "family", "asks", "team", "state", "item")
    at = max(number_of(given.get("page", ""), 1), 1)
    return asked.Wanted(**{name: given.get(name, "")[:200] for name in names}, page=at)


@page
def findings_csv(here: Here) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    every = check.shown(here.told, here.seat, here.plan)
    found = asked.found(every, _wanted(here.request), here.whole, here.seat)
    name = f"findings-{here.workspace.key}-{here.day}.csv"
    return csv_file(name, (*asked.HEAD, *asked.MORE), asked.rows(here.told.report, found))


@require_POST
@page
def keep(here: Here) -> HttpResponse:
    """Keep the filter that is shown under a name, or forget one that was kept."""
    given = here.request.POST
    query = given.get("query", "")[:400]
    if forgotten := number_of(given.get("forget", ""), 0):
        lists.forget(here.member, KEPT, forgotten)
    elif name := given.get("name", "").strip():
        lists.keep(here.member, KEPT, name, query)
        here.say(f"Kept as “{name[:60]}”.")
    return redirect(f"{here.url('check:findings')}?{query}")


@dataclass(frozen=True)
class WayOut:
    """A way out: what it changes, in words, or what it asks for; `asks` says who may, where this member may not."""

    number: int
    fix: Fix
    foreseen: Compared | None
    blanks: tuple[mend.Asked, ...]
    asks: str = ""

    @property
    def every(self) -> mend.Asked | None:
        """One blank for all, where the same is asked of many items."""
        return mend.together(self.blanks)


@page
def finding(here: Here, ident: str) -> HttpResponse:
    """One finding: how we know, what is behind it, and each way out with what it changes."""
    entry = _entry(here, ident)
    if entry is None:
        if ident.partition("@")[0] not in RULES or here.seat.party == "partner":
            raise Http404
        return render(here.request, "check/gone.html", {"here": here, "at": "check:findings"})
    context = {
        "here": here,
        "at": "check:findings",
        "page": here.told,
        "kinds": KINDS,
        "entry": entry,
        "items": [(ref, here.plan.title(ref)) for ref in entry.finding.at if here.plan.find(ref)],
        "behind": _behind(here, entry),
        "ways": [_way(here, number, fix) for number, fix in enumerate(entry.finding.fixes[:MOST_WAYS])],
        "may_decide": here.is_now and policy.may_decide(here.seat, entry.finding.asks or ""),
        "until": here.day + HALF_A_YEAR,
        "owner": here.member.role or here.member.party,
        "tomorrow": here.day + timedelta(days=1),
        **talked(here, entry.finding.id),
    }
    return render(here.request, "check/finding.html", context)


def _entry(here: Here, ident: str) -> Entry | None:
    every = check.shown(here.told, here.seat, here.plan)
    return next((entry for entry in every if entry.finding.id == ident), None)


def _behind(here: Here, entry: Entry) -> list[tuple[str, str]]:
    """The items whose money and hours are at stake, where they are others than those that the finding is about."""
    refs = [ref for ref in entry.finding.at_stake.items if ref not in entry.finding.at]
    return [(ref, here.plan.title(ref)) for ref in refs[:12] if here.plan.find(ref)]


def _way(here: Here, number: int, fix: Fix) -> WayOut:
    if not fix.sets or not here.is_now:
        return WayOut(number, fix, None, ())
    if fix.blanks():
        edits = mend.touching(fix, here.whole)
        denied = plan.refused(here.whole, edits, by=here.member)
        return WayOut(number, fix, None, mend.asked(fix, here.plan), mend.takers(edits, here.whole) if denied else "")
    try:
        edits = fix.edits(here.whole)
        seen = foreseen(here.whole, edits, here.seat)
    except (Broken, Clashes, Unreadable):
        return WayOut(number, fix, None, ())
    denied = plan.refused(here.whole, edits, by=here.member)
    return WayOut(number, fix, seen, (), mend.takers(edits, here.whole) if denied else "")


@require_POST
@page
def apply(here: Here, ident: str, number: int) -> HttpResponse:
    """Apply a way out of a finding."""
    try:
        made = mend.apply(here.scenario, here.day, ident, number, here.request.POST.dict(), by=here.member)
    except PROBLEMS as error:
        problem(here, error)
        return redirect(here.url("check:finding", ident=ident))
    return _done(here, made, "Put right.")


def _done(here: Here, made: Change | None, says: str) -> HttpResponse:
    here.say(says if made else "That is what the plan says already.", made)
    return redirect(here.url("check:findings"))


@require_POST
@page
def decide(here: Here, ident: str) -> HttpResponse:
    """Say of a finding that it is known, or accept it until a day."""
    try:
        made = check.decide(here.scenario, _decision(here, ident), here.day, by=here.member)
    except ValidationError as error:
        problem(here, Refused(f"Not kept: it {error.errors()[0]['msg'].removeprefix('Value error, ')}."))
    except Refused as error:
        problem(here, error)
    else:
        here.say(f"{made.rule} is {here.request.POST.get('state', '')} now.")
    return redirect(_list(here) if here.request.POST.get("to") == "list" else here.url("check:finding", ident=ident))


def _list(here: Here) -> str:
    """The list of findings, as it was narrowed where somebody came from it."""
    came, findings = here.came, here.url("check:findings")
    return f"{findings}?{came.query}" if came.path == findings and came.query else findings


def _decision(here: Here, ident: str) -> Decision:
    given: dict[str, Any] = here.request.POST.dict()
    said = {name: given.get(name, "").strip()[:400] for name in ("owner", "reason")}
    until = given.get("until", "") if given.get("state") == "accepted" else ""
    by = here.member.role or here.member.party
    kept = {"finding": ident, "state": given.get("state"), "by": by, "party": here.member.party, "on": here.day, **said}
    return Decision(**kept, until=day_of(until))


@page
def ready(here: Here) -> HttpResponse:
    """All that can be put right at once: shown first, then applied as one change that can be taken back."""
    if here.request.method == "POST":
        return _apply_ready(here)
    able = mend.ready(here.scenario, here.day, by=here.member)
    context = {
        "here": here,
        "at": "check:findings",
        "able": able,
        "taken": [(one, here.told.report, fix) for one, fix in able.taken],
        "titles": {one.id: here.plan.title(one.at[0]) if one.at[0] != PLAN else "The plan" for one, _ in able.taken},
        "foreseen": foreseen(here.whole, able.edits, here.seat),
    }
    return render(here.request, "check/ready.html", context)


def _apply_ready(here: Here) -> HttpResponse:
    number = number_of(here.request.POST.get("version", ""), -1)
    try:
        made = mend.apply_ready(here.scenario, here.day, number, by=here.member)
    except PROBLEMS as error:
        problem(here, error)
        return redirect(here.url("check:ready"))
    return _done(here, made, "All of it is put right.")
