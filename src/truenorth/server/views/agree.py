"""Agree: the room in which both sides see the same version, say what stands against it, and say yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from truenorth.plan.edit import Edit
from truenorth.plan.entity import Ref, data
from truenorth.records.agree import CALLED, EVIDENCE, SIDES
from truenorth.reports.agree.memo import memo
from truenorth.reports.agree.stands import signer
from truenorth.reports.page.pdf import NotInstalled
from truenorth.server import policy
from truenorth.server.services import agree, versions, workspaces
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem
from truenorth.server.views.verdict import verdict
from truenorth.services import agree as saying
from truenorth.services.agree import Say

LONG = 600  # letters of an answer
ANSWERS = ("accepted", "countered", "declined")
DONE = {
    "see": "You have seen this version.",
    "review": "The plan is up for agreement.",
    "draft": "It is a draft again.",
    "intend": "Kept: everybody sees what is intended.",
    "judge": "The verdict is given.",
    "object": "The objection is heard. It stands in the way until it is answered.",
    "answer": "The objection is answered.",
    "agree": "You have agreed.",
}


@page
def room(here: Here) -> HttpResponse:
    """The room: one page, the same for both sides."""
    if not policy.may_agree(here.seat, "look"):
        raise Http404
    if here.scenario.parent is not None:
        return redirect(here.url_in(workspaces.main(here.workspace), "agree:room"))
    told = agree.room(here.scenario, here.day, here.number)
    context = {
        "here": here,
        "at": "agree:room",
        "room": told,
        "sides": [(side, signer(side)) for side in SIDES],
        "may": {what: here.is_now and policy.may_agree(here.seat, what) for what in policy.AGREE},
        "saw": any(one.party == here.member.party for one in told.saw),
        "fit": verdict(here),
        "answers": ANSWERS,
        "CALLED": CALLED,
        "evidence_kinds": EVIDENCE,
        "may_answer": {one.ref for side in SIDES for one in told.promises[side] if one.is_open and _may(here, one.ref)},
    }
    return render(here.request, "agree/room.html", context)


def _may(here: Here, ref: Ref) -> bool:
    """Whether this member may answer what somebody was asked to promise."""
    item = here.whole.find(ref)
    fields = data(item) if item else {}
    return here.may(Edit(ref, fields, {**fields, "answer": ANSWERS[0]}))


@require_POST
@page
def say(here: Here, what: str) -> HttpResponse:
    """Say something of the plan: that it was seen, what is intended, the verdict, an objection, an answer, a yes."""
    may = "review" if what == "draft" else what
    try:
        agree.said(here.scenario, here.day, _SAYS[what](here), what=may, by=here.member)
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say(DONE[what])
    return redirect(here.url("agree:room"))


@require_POST
@page
def promise(here: Here, ref: str) -> HttpResponse:
    """Answer what somebody was asked to promise."""
    answer = here.request.POST.get("answer", "")
    if answer not in ANSWERS:
        return redirect(here.item_url(ref))
    try:
        made = agree.promise(here.scenario, ref, answer, by=here.member)
    except PROBLEMS as error:
        problem(here, error)
    else:
        here.say(f"The promise is {answer}.", made)
    return redirect(here.url("agree:room"))


@page
def paper(here: Here) -> HttpResponse:
    """The memo on one page, as PDF."""
    if not policy.may_agree(here.seat, "look"):
        raise Http404
    scene = agree.scene(here.scenario, here.day, here.number)
    try:
        made = memo(scene.room, scene.case, f"version {here.number}", verdict(here).told)
    except NotInstalled as error:
        return HttpResponse(str(error), content_type="text/plain", status=501)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="agreement-{here.workspace.key}-{here.number}.pdf"'
    return answer


def _given(here: Here, *names: str) -> dict[str, Any]:
    """Some fields of the form."""
    return {name: here.request.POST.get(name, "").strip()[:LONG] for name in names}


def _see(here: Here) -> Say:
    return saying.see(agree.who(here.member, here.day))


def _review(here: Here) -> Say:
    return saying.put_up(agree.who(here.member, here.day))


def _draft(here: Here) -> Say:
    return saying.take_back(agree.who(here.member, here.day))


def _intend(here: Here) -> Say:
    keeps = [line.strip()[:LONG] for line in here.request.POST.get("keeps", "")[:4000].splitlines() if line.strip()]
    return saying.intend(agree.who(here.member, here.day), {**_given(here, "outcome", "why"), "keeps": keeps})


def _judge(here: Here) -> Say:
    evidence = [
        {"kind": kind, "says": says, "link": here.request.POST.get(f"link.{kind}", "").strip()[:LONG]}
        for kind in EVIDENCE
        if (says := here.request.POST.get(f"evidence.{kind}", "").strip()[:LONG])
    ]
    given = _given(here, "says", "given", "exception")
    who = agree.who(here.member, here.day)
    return saying.judge(who, {**given, "evidence": evidence}, here.request.POST.get("alternative", "").strip()[:LONG])


def _object(here: Here) -> Say:
    given = _given(here, "says", "alternative", "about")
    is_no = here.request.POST.get("is_no", "yes") == "yes"
    return saying.object_(agree.who(here.member, here.day), {**given, "is_no": is_no})


def _answer(here: Here) -> Say:
    key = here.request.POST.get("objection", "")[:20]
    return saying.answer(agree.who(here.member, here.day), key, _given(here, "outcome", "says"))


def _agree(here: Here) -> Say:
    return saying.agree(agree.who(here.member, here.day), versions.of(here.scenario, here.known))


_SAYS: dict[str, Callable[[Here], Say]] = {
    "see": _see,
    "review": _review,
    "draft": _draft,
    "intend": _intend,
    "judge": _judge,
    "object": _object,
    "answer": _answer,
    "agree": _agree,
}
SAYS = tuple(_SAYS)
