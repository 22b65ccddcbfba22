"""What people say of an item, a finding or the plan; what they watch; what they were told of."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from truenorth.records.talk import Comment, Settled
from truenorth.server import policy
from truenorth.server.services import digest, notices, people, talk
from truenorth.server.services.people import Refused
from truenorth.server.typed import number_of
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import problem, unfit

KINDS = {"question": "a question", "risk": "a risk"}
SHOWN = 40
HOURS = 24


def talked(here: Here, about: str) -> dict[str, Any]:
    """What the part of a page needs in which people talk about an item, a finding or the plan."""
    found = talk.about(here.workspace, about)
    return {
        "talks": _shown(here, found[: talk.MOST]),
        "talks_more": max(len(found) - talk.MOST, 0),
        "talk_about": about,
        "talk_key": uuid4().hex,
        "talk_kinds": KINDS,
        "talk_own": sum(word.by == here.member for one in found for word in (one.first, *one.replies)),
        "may_say": here.is_now and policy.may_talk(here.seat, "say"),
        "handles": [talk.handle(one) for one in people.members(here.workspace)[:SHOWN] if _may_name(here)],
        "is_watched": about in talk.watches(here.member),
    }


def _shown(here: Here, found: list[talk.Talk]) -> list[tuple[talk.Talk, bool]]:
    return [(one, here.is_now and talk.may_settle(here.seat, one, here.member)) for one in found]


def _may_name(here: Here) -> bool:
    return here.seat.party != "partner"  # a partner is not told who else is here


@page
def every(here: Here) -> HttpResponse:
    """All that is asked and risked in the workspace, as far as this member may see it: open first."""
    state = here.request.GET.get("state", "")
    found = [one for one in talk.about(here.workspace) if talk.sees(here.seat, here.whole, one.first.record.about)]
    open_ = talk.open_(found)
    chosen = found if state == "all" else open_
    start = max(number_of(here.request.GET.get("page", ""), 1) - 1, 0) * SHOWN
    context = {
        "here": here,
        "at": "talk:every",
        "talks": [(one, *_place(here, one)) for one in chosen[start : start + SHOWN]],
        "counts": (len(open_), len(found)),
        "state": state,
        "next": start // SHOWN + 2 if len(chosen) > start + SHOWN else 0,
        "watched": [(ref, here.plan.title(ref)) for ref in sorted(talk.watches(here.member)) if here.plan.find(ref)],
    }
    return render(here.request, "talk/every.html", context)


def _place(here: Here, one: talk.Talk) -> tuple[str, str]:
    """What a talk is about, and the address of its page."""
    return place(here, one.first.record.about)


def place(here: Here, about: str) -> tuple[str, str]:
    """The name of an item, a finding or the plan, and its address."""
    if "@" in about:
        return about.partition("@")[0], here.url("check:finding", ident=about) + "#talk"
    if about.startswith("request:"):
        return "work", here.url("intake:requests")
    if here.plan.find(about):
        return here.plan.title(about), here.item_url(about) + "#talk"
    return ("The plan" if not about else "Taken out meanwhile"), here.url("talk:every")


@require_POST
@page
def say(here: Here) -> HttpResponse:
    """Say something; whoever is named, asked or watching hears of it."""
    given = {name: here.request.POST.get(name, "").strip() for name in ("key", "says", "kind", "about", "to")}
    said = {name: text for name, text in given.items() if text}
    try:
        comment = Comment.model_validate({"key": uuid4().hex, **said, **_by(here)})
        told = talk.say(here.scenario, comment, by=here.member)
    except ValidationError as error:
        problem(here, Refused(f"Not said: it {unfit(error)}."))
    except Refused as error:
        problem(here, error)
    else:
        _answer(here, comment, told)
    return redirect(_back(here))


def _answer(here: Here, comment: Comment, told: list[Any]) -> None:
    names = ", ".join(map(str, told[:3])) + (f" and {len(told) - 3} more" if len(told) > 3 else "")
    here.say(f"Said. {names} {'hears' if len(told) == 1 else 'hear'} of it." if told else "Said.")
    if strange := talk.unknown(here.workspace, comment.says):
        here.say(f"Nobody here is called @{', @'.join(strange)}: nobody was told for that.")


def _by(here: Here) -> dict[str, Any]:
    return {"by": here.member.role or here.member.party, "party": here.member.party, "on": here.day}


@require_POST
@page
def settle(here: Here) -> HttpResponse:
    """Say that a question is answered, or a risk is dealt with."""
    given = {name: here.request.POST.get(name, "").strip() for name in ("comment", "about", "says")}
    try:
        talk.settle(here.scenario, Settled.model_validate({**given, **_by(here)}), by=here.member)
    except ValidationError as error:
        problem(here, Refused(f"Not settled: it {unfit(error)}."))
    except Refused as error:
        problem(here, error)
    else:
        here.say("Settled.")
    return redirect(_back(here))


@require_POST
@page
def watch(here: Here) -> HttpResponse:
    """Hear of an item from now on, or no longer."""
    about, hears = here.request.POST.get("about", "")[:200], here.request.POST.get("hears") == "yes"
    try:
        talk.watch(here.scenario, about, hears=hears, by=here.member)
    except Refused as error:
        problem(here, error)
    else:
        here.say("You hear of what becomes of it." if hears else "You no longer hear of it.")
    return redirect(_back(here))


@page
def inbox(here: Here) -> HttpResponse:
    """What this member was told of; what is not read yet stands out."""
    start = max(number_of(here.request.GET.get("page", ""), 1) - 1, 0) * SHOWN
    found = list(notices.of(here.member)[start : start + SHOWN + 1])
    context = {
        "here": here,
        "at": "talk:inbox",
        "notices": [(one, *place(here, one.about)) for one in found[:SHOWN]],
        "unread": notices.unread(here.member),
        "next": start // SHOWN + 2 if len(found) > SHOWN else 0,
        "wish": digest.Wish.of(here.member),
        "choices": digest.CHOICES,
        "can_mail": digest.can_mail(),
    }
    return render(here.request, "talk/inbox.html", context)


@require_POST
@page
def read(here: Here) -> HttpResponse:
    """Mark one thing, or all, as read; with `to`, go where it was said."""
    number = number_of(here.request.POST.get("number", ""), 0)
    if not number:
        notices.read(here.member)
        return redirect(here.url("talk:inbox"))
    one = notices.of(here.member).filter(pk=number).first()
    if one is None:
        raise Http404
    notices.read(here.member, number)
    return redirect(place(here, one.about)[1])


@require_POST
@page
def wish(here: Here) -> HttpResponse:
    """Say how often to hear by mail, at which hour, and when not."""
    said = here.request.POST
    hours = [number_of(said.get(name, ""), HOURS) for name in ("hour", "quiet_from", "quiet_to")]
    if said.get("digest") not in digest.CHOICES or any(hour >= HOURS for hour in hours):
        problem(here, Refused("Not kept: choose how often, and hours from 0 to 23."))
    elif (given := digest.Wish(said["digest"], hours[0], "at_once" in said, *hours[1:])).is_quiet(given.hour):
        problem(here, Refused("Not kept: the hour of the letter is one in which you want to hear nothing."))
    else:
        digest.wish(here.member, given)
        here.say("You hear as you said.")
    return redirect(here.url("talk:inbox"))


def _back(here: Here) -> str:
    """The page that somebody came from, where it is one of this server; all that is said, else."""
    came = here.came
    to = came._replace(scheme="", netloc="", fragment="talk").geturl()
    ours = came.netloc == here.request.get_host() and url_has_allowed_host_and_scheme(to, None)
    return to if ours and came.path.startswith("/w/") else here.url("talk:every")
