"""My part: my items, why each is there, the next three actions, and that I have seen this version."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from truenorth.records import Seen
from truenorth.reports.part import Whose, part
from truenorth.server.services import records
from truenorth.server.views.here import Here, page
from truenorth.server.views.week import waits


@page
def mine(here: Here) -> HttpResponse:
    """What is mine in the plan."""
    whose = Whose(here.member.party, here.member.team, here.member.role)
    asked = [one for one in here.judged.report().entries if one.is_open and one.finding.asks == whose.party]
    context = {
        "here": here,
        "at": "mine",
        "whose": whose,
        "part": part(here.case, whose, [one for one in asked if one.finding.at[0] in here.plan.entities]),
        "seen": _seen(here),
        **waits(here, 3),
    }
    return render(here.request, "mine.html", context)


def _seen(here: Here) -> str:
    """When this member has seen this very version, if ever."""
    marks = records.marks(here.workspace, here.member)
    return marks.get(here.whole.fingerprint, "")


@require_POST
@page
def seen(here: Here) -> HttpResponse:
    """Mark this version as seen by this member."""
    said = {"about": here.whole.fingerprint, "by": here.member.role, "party": here.member.party, "on": localdate()}
    records.add(here.workspace, [Seen.model_validate(said)], by=here.member)
    here.say(f"You have seen version {here.number}.")
    return redirect(here.url("mine"))
