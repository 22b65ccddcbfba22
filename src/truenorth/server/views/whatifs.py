"""What-ifs: the list, one of them, and what is done with it."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from truenorth.reports.compare import Row
from truenorth.reports.words import PARTIES, plain
from truenorth.server import store
from truenorth.server.models import Scenario
from truenorth.server.services import beside, fit, people, replan
from truenorth.server.services import whatifs as services
from truenorth.server.services.beside import Version
from truenorth.server.typed import number_of
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem
from truenorth.server.views.verdict import verdict

MINUS = "\u2212"  # as it is written in print
SHOWN = 30  # what-ifs told on a page
WRONG = (people.Refused, store.Closed)


@page
def whatifs(here: Here) -> HttpResponse:
    """The what-ifs at work, and those that were put away or taken over."""
    most = SHOWN * max(min(number_of(here.request.GET.get("page", ""), 1), 50), 1)
    open_, more = services.listed(here.workspace, here.member, here.seat, closed=False, most=most)
    closed, more_closed = services.listed(here.workspace, here.member, here.seat, closed=True, most=most)
    context = {
        "here": here,
        "at": "plan:whatifs",
        "open": open_,
        "closed": closed,
        "more": more or more_closed,
        "page": most // SHOWN,
    }
    return render(here.request, "plan/whatifs.html", context)


@require_POST
@page
def begin(here: Here) -> HttpResponse:
    """Begin a what-if of the plan (or the what-if) as it is now; whoever began it is led into it."""
    try:
        made = services.begin(here.scenario, here.request.POST.get("name", ""), by=here.member)
    except WRONG as error:
        problem(here, error)
        return redirect(here.url("plan:whatifs"))
    here.say(f"“{made}” is begun. What is changed here changes nothing in the plan, until it is taken over.")
    return redirect(here.url_in(made, "plan:kinds"))


@require_POST
@page
def again(here: Here) -> HttpResponse:
    """Begin a what-if with more or less money or hours; a worker repairs it where it does not fit."""
    given = here.request.POST
    try:
        money, hours = (share_of(given.get(name, "")) for name in ("money", "hours"))
        made = replan.replan(here.scenario, money=money, hours=hours, by=here.member)
    except PROBLEMS as error:
        problem(here, error)
        return redirect(here.url("plan:whatifs"))
    here.say(f"“{made}” is begun. Whether the work still fits is worked out; the cheapest way out is taken.")
    return redirect(here.url_in(made, "plan:whatif", whatif=made.key))


def share_of(text: str) -> int:
    """A share in per cent as people write it: `-10`, `+5 %`; 0 where nothing is written. Refused where it is none."""
    found = re.fullmatch(r"([+-]?)\s*(\d{1,4})\s*%?", text.strip().replace(MINUS, "-"))
    if text.strip() and not found:
        raise people.Refused(f"“{plain(text)[:40]}” is no share: write a whole number of per cent, such as -10")
    return int(f"{found[1]}{found[2]}") if found else 0


@page
def whatif(here: Here, whatif: str) -> HttpResponse:
    """One what-if: what it changes and costs each goal, whether it fits, who sees it, its name."""
    found = of(here, whatif)
    is_here = here.scenario.pk == found.pk
    context = {
        "goals": _goals(here, found),
        "verdict": verdict(here) if is_here and here.seat.party != "partner" else None,
        "fit_mark": fit.mark(fit.last(found, found.head)),
        "here": here,
        "at": "plan:whatifs",
        "one": services.told(found, here.member),
        "link": here.request.build_absolute_uri(here.url_in(found, "home")),
        "parties": [(party, says, party in found.shared) for party, says in PARTIES.items()],
    }
    return render(here.request, "plan/whatif.html", context)


def _goals(here: Here, found: Scenario) -> list[Row]:
    """What a what-if costs each goal, beside the version that it left."""
    assert found.parent is not None
    left = Version("", f"version {found.parent_at}", found.parent, found.parent_at or 0)
    told = beside.beside(left, Version(found.key, f"“{found}”", found, found.head), here.day, here.seat)
    return [row for row in told.goals if row.differs or row.one != row.other]


@require_POST
@page
def rename(here: Here, whatif: str) -> HttpResponse:
    """Give it another name."""
    return _done(here, whatif, lambda one: services.rename(one, here.request.POST.get("name", ""), by=here.member))


@require_POST
@page
def share(here: Here, whatif: str) -> HttpResponse:
    """Show it to some parties, to all, or to nobody else."""
    given = here.request.POST
    parties = {"all": list(PARTIES), "some": given.getlist("party")}.get(given.get("with", ""), [])
    return _done(here, whatif, lambda one: services.share(one, parties, by=here.member))


@require_POST
@page
def archive(here: Here, whatif: str) -> HttpResponse:
    """Put it away."""
    return _done(here, whatif, lambda one: services.archive(one, by=here.member), "It is put away, and can be read.")


@require_POST
@page
def back(here: Here, whatif: str) -> HttpResponse:
    """Work on it again."""
    return _done(here, whatif, lambda one: services.bring_back(one, by=here.member), "It is back.")


def _done(here: Here, key: str, does: Callable[[Scenario], None], says: str = "Saved.") -> HttpResponse:
    found = of(here, key)
    try:
        does(found)
    except WRONG as error:
        problem(here, error)
    else:
        here.say(says)
    return redirect(_list_or_one(here, found))


def _list_or_one(here: Here, found: Scenario) -> str:
    """The page of a what-if; from one that was just put away, that of the plan, where things can be changed."""
    name, parts = "plan:whatif", {"whatif": found.key}
    return (
        here.url_in(found.parent, name, **parts) if here.scenario == found and found.parent else here.url(name, **parts)
    )


def of(here: Here, key: str) -> Scenario:
    """The what-if of an address; one that this member does not see does not exist."""
    found = services.find(here.workspace, key, here.member)
    if found is None:
        raise Http404
    return found
