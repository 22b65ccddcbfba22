"""Reports: made, opened as they were, downloaded and sent."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from truenorth.plan.entity import Ref
from truenorth.reports.pack.blocks import said
from truenorth.reports.pack.formats import FORMATS
from truenorth.reports.pack.html import drawn
from truenorth.server import policy
from truenorth.server.models import Edition
from truenorth.server.services import mailing, people
from truenorth.server.services import reports as services
from truenorth.server.services.digest import can_mail
from truenorth.server.services.people import Refused
from truenorth.server.typed import number_of
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem

PAGE = "run:reports"


@page
def reports(here: Here) -> HttpResponse:
    """The reports that were made, those that come again and again, and a form to make one."""
    return render(here.request, "run/reports.html", _listed(here))


def _listed(here: Here) -> dict[str, Any]:
    return {
        "here": here,
        "at": PAGE,
        "editions": [(one, services.title(one)) for one in services.editions(here.scenario, here.seat)],
        "rhythms": services.rhythms(here.scenario) if here.seat.party != "partner" else [],
        "readers": services.readers(here.seat, here.plan) if here.is_now else [],
        "may": lambda word: policy.may_report(here.seat, "make", word),
    }


@page
def report(here: Here, number: int) -> HttpResponse:
    """A report as it was when it was made."""
    return _shown(here, _found(here, number))


def _found(here: Here, number: int) -> Edition:
    try:
        return services.find(here.scenario, number, here.seat)
    except Edition.DoesNotExist:
        raise Http404 from None


def _shown(here: Here, edition: Edition, wrong: str = "", status: int = 200) -> HttpResponse:
    try:
        pack = services.pack(edition)
    except Refused as error:
        problem(here, error)
        return redirect(here.url(PAGE))
    may_send = policy.may_report(here.seat, "send", edition.reader)
    context = {
        "here": here,
        "at": PAGE,
        "edition": edition,
        "pack": pack,
        "draw": drawn,
        "said": said,
        "link": lambda ref: _link(here, ref),
        "formats": FORMATS,
        "since": here.scenario.head - edition.number,
        "may_send": may_send,
        "people": services.who_may_read(edition) if may_send else [],
        "for_": {one.pk for one in services.whom(edition)},
        "letters": list(mailing.of(edition)) if may_send else [],
        "has_server": can_mail(),
        "wrong": wrong,
    }
    return render(here.request, "run/report.html", context, status=status)


def _link(here: Here, ref: Ref) -> str:
    """The address of an item that is still there and may be seen."""
    return here.item_url(ref) if here.plan.find(ref) else ""


@require_POST
@page
def make_report(here: Here) -> HttpResponse:
    """Make a report for a reader now; for one that the plan promises, begin it."""
    given = here.request.POST
    try:
        if key := given.get("cadence", ""):
            made = services.begin(here.scenario, key[:120], by=here.member)
            here.say("Made. From now on it is made by itself when it is due.")
            return redirect(here.url("run:report", number=made[0].pk) if len(made) == 1 else here.url(PAGE))
        edition = services.make(here.scenario, given.get("reader", "")[:140], by=here.member)
    except PROBLEMS as error:
        problem(here, error)
        return redirect(here.url(PAGE))
    return redirect(here.url("run:report", number=edition.pk))


@page
def report_file(here: Here, number: int, ending: str) -> HttpResponse:
    """A report in a format, to be kept or sent on."""
    edition = _found(here, number)
    if ending not in FORMATS:
        raise Http404
    try:
        kind, content = services.written_as(edition, ending)
    except Refused as error:
        problem(here, error)
        return redirect(here.url("run:report", number=number))
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", f"{here.workspace.key}-{edition.reader}-{edition.day}.{ending}")
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_POST
@page
def send_report(here: Here, number: int) -> HttpResponse:
    """Send a report to some members; or try again what could not be sent."""
    edition = _found(here, number)
    back = here.url("run:report", number=number)
    try:
        if "again" in here.request.POST:
            left = mailing.again(edition, by=here.member)
            here.say(f"Tried again: {left:,} letter{'' if left == 1 else 's'}.")
            return redirect(back)
        wanted = {number_of(text, 0) for text in here.request.POST.getlist("to")[:1_000]}
        members = [one for one in people.members(here.workspace) if one.pk in wanted]
        address = here.request.build_absolute_uri(back)
        made = mailing.send(edition, members, by=here.member, address=address)
    except Refused as error:
        return _shown(here, edition, str(error), status=422)
    here.say(_sent(len(made)))
    return redirect(back)


def _sent(many: int) -> str:
    if not many:
        return "They all have it already."
    if not can_mail():
        return "Kept, and not sent yet: no mail server is set. They find it here under Reports."
    return f"On its way to {many:,} {'person' if many == 1 else 'people'}."
