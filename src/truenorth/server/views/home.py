"""Home: money at stake, what can't all be true, goals, what waits for a member; and news of changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from markupsafe import Markup

from truenorth.engines.asof import OVER
from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Vision
from truenorth.reports import delay
from truenorth.reports.agree import Room
from truenorth.reports.aims import aims
from truenorth.reports.behind import behind
from truenorth.reports.fit import html as fit_html
from truenorth.reports.loop import loop
from truenorth.reports.page import compass
from truenorth.reports.report import Entry
from truenorth.reports.sight import brief, laid_out
from truenorth.reports.sight import sight as traced
from truenorth.reports.sight.svg import svg
from truenorth.reports.words import in_full, plain
from truenorth.rules import Case
from truenorth.server.services import agree, check, findings, fit
from truenorth.server.views.check import counts
from truenorth.server.views.here import Here, page
from truenorth.server.views.verdict import verdict

FIRST = 3
APART = 8


@dataclass(frozen=True)
class Owed:
    """What a party owes: what, to whom, by when; `late` where the day is over."""

    ref: Ref
    title: str
    to: str
    by: str
    late: bool
    answered: bool


@page
def home(here: Here) -> HttpResponse:
    """The first page of a workspace, for the party of its reader."""
    entries = [entry for entry in check.shown(here.told, here.seat, here.plan) if entry.is_open]
    waits, answered, report = _waiting(here, entries), verdict(here), here.told.report
    found = [entry.finding for entry in entries]
    context = {
        "here": here,
        "at": "home",
        "hour": localtime().hour,
        "page": here.told,
        "is_partner": _is_partner(here),
        "entries": entries,
        "counts": list(counts(entries)),
        "waits": waits[:FIRST],
        "waiting": len(waits),
        "ordered": delay.SAYS,
        "verdict": answered,
        "load": "" if _is_partner(here) else fit_html.load(answered.told),
        "aims": aims(_case(here), found, report.currency) if _is_partner(here) else here.told.aims,
        "behind": behind(_case(here), found, report.index.unit, report.currency),
        "vision": _vision(here),
        "owed": _owed(here),
        "steps": loop(report, answered.tone, loaded=bool(here.workspace.loaded), room=_room(here)),
        "asks_you": agree.asked_of(here.scenario, here.day, here.seat.party, here.number) if here.is_now else "",
        "compass": compass,
        "is_brief": here.seat.party == "business" and "all" not in here.request.GET,
        "fit_mark": fit.mark(fit.last(here.scenario, here.number)),
    }
    return render(here.request, "home.html", context)


def _is_partner(here: Here) -> bool:
    return here.seat.party == "partner"


def _case(here: Here) -> Case:
    """The case that was judged; for a partner, of no more than it may see."""
    return here.case if _is_partner(here) else here.told.case


def _room(here: Here) -> Room | None:
    """How far both sides are from agreeing, once somebody has put the plan up for it."""
    if here.scenario.parent is not None or _is_partner(here) or not agree.is_used(here.workspace):
        return None
    return agree.room(here.scenario, here.day, here.number)


def _waiting(here: Here, entries: list[Entry]) -> list[tuple[Entry, delay.Delay]]:
    """The findings that ask this member's party (and team), those first with which waiting costs most."""
    asked = [entry for entry in entries if findings.asks_me(entry, here.whole, here.seat)]
    return delay.by_delay(_case(here), asked)


def _owed(here: Here) -> list[Owed]:
    """What the member's party, or team, owes and has not done, what is due first at the top."""
    mine = [
        one
        for one in here.plan.all(Commitment)
        if one.status not in OVER
        and (one.party == here.seat.party)
        and (not one.team or not here.seat.team or one.team == here.seat.team)
    ]
    dated = sorted(mine, key=lambda one: (here.whole.calendar.end(one.by) or date.max, one.title))
    return [_owes(here, one) for one in dated]


def _owes(here: Here, one: Commitment) -> Owed:
    due = here.whole.calendar.end(one.by) if one.by else None
    by = f"by {in_full(due)}" if due else f"within {one.within.words}" if one.within else ""
    return Owed(one.ref, plain(one.title), plain(one.to), by, bool(due and due < here.day), bool(one.answer))


def _vision(here: Here) -> str:
    """The vision in a sentence: what the map leads to."""
    every = here.plan.all(Vision)
    return next((plain(one.statement or one.title) for one in every if one.part == "customer value"), "") or next(
        (plain(one.statement or one.title) for one in every), ""
    )


@page
def sight(here: Here) -> HttpResponse:
    """The map from the goals to the programs, drawn once for a version: it takes longer than all the rest of Home."""
    whole = traced(_case(here)) if _is_partner(here) else here.told.sight
    small = brief(whole)
    drawn = sum(len(items) for items in small.columns.values())
    context = {
        "here": here,
        "says": whole.says,
        "left_out": sum(len(whole.columns[kind]) for kind in small.columns) - drawn,
        "map": Markup(svg(laid_out(small), lambda name: f"var(--{name})")),
        "apart": [(item.title, whole.said(item.amount) if item.amount else "") for item in whole.apart[:APART]],
        "apart_more": max(len(whole.apart) - APART, 0),
    }
    return render(here.request, "check/_sight.html", context)


@page
def live(here: Here) -> HttpResponse:
    """Whether anything has moved on since a page was made: nothing where it has not, a signal to look again else."""
    since, answer = here.request.GET.get("since", ""), here.request.GET.get("fit", "")
    if since == here.news and (not answer or answer == fit.mark(fit.last(here.scenario))):
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Trigger": "plan-changed"})
