"""The card of what can't all be true: the last answer of the engine, how far the next one is, and its ways out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from truenorth.engines.feasibility.proved import MISSING, is_installed
from truenorth.plan.edit import Broken, Clashes, Edit
from truenorth.plan.reading import Unreadable
from truenorth.reports.fit.told import Open, Told
from truenorth.server import policy
from truenorth.server.models import Change, Proof
from truenorth.server.services import fit, later, mend, plan
from truenorth.server.services.compare import Compared
from truenorth.server.services.fit import Answered
from truenorth.server.views.here import Here, page
from truenorth.server.views.problems import PROBLEMS, problem


@dataclass(frozen=True)
class Step:
    """A way out with what it changes; `asks` says who may take it, where this member may not."""

    foreseen: Compared | None
    asks: str = ""


@dataclass(frozen=True)
class Question:
    """A question of the engine; `asks` says who may answer it, where this member may not."""

    number: int
    says: Open
    asks: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the card shows: the last answer, the version it is about, and the state of the one that is asked for."""

    told: Told | None
    number: int | None  # the version the answer is about
    proof: int | None
    state: str  # "now": the answer is about this version; else how far that is, or "none"
    progress: str
    asked: int | None  # the answer that is under way
    ways: tuple[Step, ...] = ()
    questions: tuple[Question, ...] = ()
    missing: str = ""
    may_ask: bool = False  # whether this member may have it worked out, or stopped

    @property
    def tone(self) -> str:
        """That of the answer about this version; nothing while it is open."""
        return self.told.tone if self.told and self.state == "now" else ""


def verdict(here: Here) -> Verdict:
    """What the engine says of the version that is shown, or said last."""
    last, done = fit.last(here.scenario, here.number), fit.newest(here.scenario, here.number)
    answered = fit.read(done) if done else None
    is_now = bool(done and done.number == here.number and last and last.state == Proof.State.DONE)
    able = answered if answered and is_now and here.is_now else None
    return Verdict(
        told=answered.told if answered else None,
        number=done.number if done else None,
        proof=done.pk if done else None,
        state="now" if is_now else last.state if last else "none",
        progress=last.progress if last else "",
        asked=last.pk if last and last.state in fit.UNDER_WAY else None,
        ways=tuple(_step(here, done, number, edits) for number, edits in enumerate(able.ways)) if able and done else (),
        questions=tuple(_questions(here, able)) if able else (),
        missing="" if is_installed() else MISSING,
        may_ask=_may_ask(here),
    )


def _may_ask(here: Here) -> bool:
    return here.is_now and here.seat.party not in policy.SILENT


def _step(here: Here, done: Proof, number: int, edits: tuple[Edit, ...]) -> Step:
    key = (here.scenario.token, done.number, done.pk, number)
    try:
        seen = mend.known(key, here.whole, edits, here.seat)
    except (Broken, Clashes, Unreadable):
        return Step(None, "nobody: the plan has moved on")
    return Step(seen, "" if not plan.refused(here.whole, edits, by=here.member) else mend.takers(edits, here.whole))


def _questions(here: Here, answered: Answered) -> Iterator[Question]:
    for number, question in enumerate(answered.questions[: len(answered.told.questions) if answered.told else 0]):
        edit = Edit(question.item, None, {**question.creates, question.field: ""})
        item = here.whole.find(question.item)
        may = here.may_change(question.item, question.field) if item else here.may(edit)
        assert answered.told is not None
        yield Question(number, answered.told.questions[number], "" if may else plan.whom([edit]))


@require_POST
@page
def take(here: Here, proof: int, way: int) -> HttpResponse:
    """Take a way out."""
    try:
        _said(here, mend.take(here.scenario, proof, way, by=here.member), "Taken. Whether it all fits is worked out.")
    except PROBLEMS as error:
        problem(here, error)
    return redirect(here.url("home"))


@require_POST
@page
def answer(here: Here, proof: int, question: int) -> HttpResponse:
    """Answer a question of the engine."""
    text = here.request.POST.get("answer", "")[:400]
    try:
        _said(here, mend.answer(here.scenario, proof, question, text, by=here.member), "Answered.")
    except PROBLEMS as error:
        problem(here, error)
    return redirect(here.url("home"))


def _said(here: Here, made: Change | None, text: str) -> None:
    here.say(text if made else "That is what the plan says already.", made)


@require_POST
@page
def again(here: Here) -> HttpResponse:
    """Have the engine look at the newest version, where it has not or was stopped."""
    if _may_ask(here):
        fit.reopen(here.scenario)
        later.ask(here.scenario)
    return redirect(here.url("home"))


@require_POST
@page
def stop(here: Here, proof: int) -> HttpResponse:
    """Stop what is being worked out."""
    if _may_ask(here):
        fit.stop(here.scenario, proof)
    return redirect(here.url("home"))
