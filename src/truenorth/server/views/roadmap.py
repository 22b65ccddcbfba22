"""The roadmap: work in lanes over weeks with its load; a bar that is dragged is checked again at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast, get_args
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from markupsafe import Markup

from truenorth.plan.calendar import Span
from truenorth.plan.edit import Clashes, Edit
from truenorth.plan.entity import KINDS
from truenorth.plan.work import Activity
from truenorth.reports.page.pdf import NotInstalled
from truenorth.reports.roadmap import ZOOMS, Asked, By, Wanted, options
from truenorth.reports.roadmap.bars import spanned
from truenorth.reports.roadmap.html import drawn
from truenorth.reports.roadmap.pdf import pdf
from truenorth.reports.words import listed, plain
from truenorth.rules.finding import Finding
from truenorth.server import forms
from truenorth.server.choices import Choices
from truenorth.server.services import check, lists
from truenorth.server.services import roadmap as services
from truenorth.server.services.people import Refused
from truenorth.server.typed import day_of, number_of
from truenorth.server.views.calendar import window_of
from truenorth.server.views.clash import clash
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem

PAGE = "run:roadmap"
BY = get_args(By)
NARROWS: tuple[By, ...] = ("team", "goal", "persona", "program")
MOST_LANES, MORE = 200, 10  # lanes on one page; how many more are shown when more are asked for
TOLD = 2  # findings that a move put right, or brought, that are told one by one


@page
def roadmap(here: Here) -> HttpResponse:
    """The lanes, narrowed and in the zoom that is asked for."""
    asked = asked_of(here)
    key = check.key(here.scenario, here.day, here.number)
    road = services.shown(here.judged, here.plan, here.seat, key, asked)
    entries = list(check.shown(here.told, here.seat, here.plan))
    findings, more, worst = services.about(entries, road)

    def picture() -> Markup:
        return drawn(
            road,
            _address(here),
            calendar=here.plan.calendar,
            worst=worst,
            short=services.short_weeks(entries),
            can_move=_can_move(here),
            lane_address=lambda lane: f"?{_with(here, lane=lane)}",
        )

    context = {
        "here": here,
        "at": PAGE,
        "road": road,
        "asked": asked,
        "window": asked.window,
        "zooms": list(ZOOMS),
        "lanes_by": BY,
        "options": {name: options(here.plan, name) for name in NARROWS},
        "drawn": services.kept((key, here.seat, here.is_now, asked, here.request.get_full_path()), picture),
        "undo": services.undoable(here.scenario, here.member) if here.is_now else None,
        "findings": findings,
        "findings_more": more,
        "views": lists.kept(here.member, PAGE),
        "query": _with(here, at=None),
        "more_lanes": f"?{_with(here, lanes=str(len(road.lanes) + MORE))}",
        "all_lanes": f"?{_with(here, lane=None)}",
    }
    return render(here.request, "run/roadmap.html", context)


@page
def printed(here: Here) -> HttpResponse:
    """The same as PDF: all lanes that are asked for, on wide sheets."""
    key = check.key(here.scenario, here.day, here.number)
    road = services.shown(here.judged, here.plan, here.seat, key, asked_of(here))
    try:
        made = pdf(road, str(here.workspace))
    except NotInstalled as error:
        messages.error(here.request, str(error))
        return redirect(_back(here, here.request.GET.urlencode()))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="roadmap-{here.workspace.key}-{here.number}.pdf"'
    return answer


def _address(here: Here) -> Callable[[str], str]:
    """The address of an item, for very many of them."""
    start = here.url("plan:kinds")
    return lambda ref: f"{start}{quote(ref.replace(':', '/', 1))}/"


def _can_move(here: Here) -> Callable[[str], bool]:
    """Whether a member may move a piece of work: the same for all work of one team and program."""
    known: dict[tuple[str | None, str | None], bool] = {}

    def can(ref: str) -> bool:
        item = here.whole.find(ref)
        if not here.is_now or not isinstance(item, Activity):
            return False
        if (item.team, item.program) not in known:
            known[item.team, item.program] = here.may_change(ref, "start", "end")
        return known[item.team, item.program]

    return can


def _with(here: Here, **changes: str | None) -> str:
    """The query of this page with some of it changed, or (None) left out."""
    query = here.request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return query.urlencode()


def asked_of(here: Here) -> Asked:
    """What an address asks for; what makes no sense is left out."""
    given = here.request.GET
    by = cast(By, given.get("by") if given.get("by") in BY else "team")
    wanted = Wanted(given.get("q", "")[:200], *(given.get(name, "")[:120] for name in NARROWS))
    count = number_of(given.get("lanes", ""), 0)
    lane = given["lane"][:120] if "lane" in given else None
    return Asked(
        window_of(here), by, wanted, lane, min(count, MOST_LANES) if count > 0 else None, at=given.get("at", "")[:200]
    )


@require_POST
@page
def move(here: Here) -> HttpResponse:
    """Put a piece of work onto other days; the page comes back as it is then."""
    given = here.request.POST
    ref, start, end = given.get("ref", "")[:200], day_of(given.get("start", "")), day_of(given.get("end", ""))
    back = redirect(_back(here, given.get("query", "")))
    if start is None or end is None:
        problem(here, Refused("say from when to when: two days such as 2027-03-01"))
        return back
    asked: dict[str, Any] = {"known": here.known, "along": given.get("along") == "1", "sees": _seen(here)}
    try:
        done = services.move(here.scenario, here.day, ref, Span(start, end), by=here.member, **asked)
    except Clashes as error:
        edits = services.edits_of(here.scenario, here.day, ref, Span(start, end), **asked)
        return _clash(here, edits, error)
    except PROBLEMS as error:
        problem(here, error)
        return back
    here.say(_said(here, ref, Span(start, end), done), done.made)
    return redirect(_back(here, given.get("query", ""), at=ref))


def _seen(here: Here) -> Any:
    plan = here.plan
    return lambda ref: ref in plan.entities


def _back(here: Here, query: str, **more: str) -> str:
    asked = QueryDict(query[:400]).copy()
    asked.update(more)
    query = asked.urlencode()
    return f"{here.url(PAGE)}?{query}" if query else here.url(PAGE)


def _said(here: Here, ref: str, to: Span, done: services.Moved) -> str:
    """What a move did, in words."""
    if done.made is None:
        return "It stands there already."
    also = f", with {done.items - 1} that {'waits' if done.items == 2 else 'wait'} for it" if done.items > 1 else ""
    parts = [f"{plain(here.plan.title(ref))}: {spanned(to)}{also}.", *_counted(here, done)]
    return " ".join(parts)


def _counted(here: Here, done: services.Moved) -> Iterator[str]:
    if done.gone:
        yield f"Put right: {listed(_headlines(here, done.gone), TOLD)}."
    if done.new:
        yield f"Out of line now: {listed(_headlines(here, done.new), TOLD)}."


def _headlines(here: Here, findings: Iterable[Finding]) -> Iterator[str]:
    """The findings in words, as far as this member may see what they are about."""
    for one in findings:
        if here.seat.party != "partner" or all(ref in here.plan.entities for ref in one.at):
            yield f"{one.rule}, {plain(here.plan.title(one.at[0]))}"


def _clash(here: Here, edits: list[Edit], error: Clashes) -> HttpResponse:
    """Both dates to choose from, where somebody else moved the same work meanwhile."""
    change = next(one for one in edits if one.ref == error.clashes[0].ref)
    of, after, choices = KINDS[change.ref.partition(":")[0]], change.after or {}, Choices(here.plan)
    given = {name: forms.shown(of, name, after.get(name), choices) for name in sorted(change.fields)}
    return clash(here, change, error, given, "moved on the roadmap")


@require_POST
@page
def keep_view(here: Here) -> HttpResponseRedirect:
    """Keep what is shown under a name."""
    name, query = here.request.POST.get("name", "").strip(), here.request.POST.get("query", "")[:400]
    if name:
        lists.keep(here.member, PAGE, name, QueryDict(query).urlencode())
        here.say(f"“{name[:60]}” is kept: it stands above the lanes.")
    return redirect(_back(here, query))


@require_POST
@page
def forget_view(here: Here, number: int) -> HttpResponseRedirect:
    """Forget a kept view."""
    lists.forget(here.member, PAGE, number)
    here.say("The view is forgotten; the plan is as it was.")
    return redirect(here.url(PAGE))
