"""Whether a scenario fits: asked of the engine by a worker, kept for the version it is about, and a way out taken."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property, partial
from threading import Event, Thread
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F, Q
from django.utils.timezone import localdate, now
from pydantic import TypeAdapter, ValidationError

from truenorth.engines.feasibility.asked import Question
from truenorth.engines.feasibility.proved import is_installed, proved
from truenorth.plan.edit import Edit
from truenorth.plan.plan import Plan
from truenorth.reports.fit.told import Told, told
from truenorth.rules import Case, check
from truenorth.rules.finding import Blank, Finding, Fix
from truenorth.rules.fit import changes
from truenorth.rules.rule import RULES
from truenorth.server import store
from truenorth.server.kept import Kept
from truenorth.server.models import Proof, Scenario, Workspace
from truenorth.server.services import records, versions

RULE = "FIT01"  # the rule that tells it
WAYS = 3
LOOKS = 0.5  # seconds between two looks at whether the answer is still wanted
BEAT = 4.0  # seconds between two signs of life
SILENT = timedelta(seconds=12)  # without a sign of life, nobody is at it any more
UNDER_WAY = (Proof.State.WAITING, Proof.State.RUNNING)
BLANK = "blank"  # marks a value that only people can give
KNOWN = 12  # answers that a process remembers as values


@dataclass(frozen=True)
class Answered:
    """The engine's answer for one version, as it is told: each way out with its edits, each question with its place."""

    told: Told | None
    ways: tuple[tuple[Edit, ...], ...] = ()
    questions: tuple[Question, ...] = ()
    found: tuple[dict[str, Any], ...] = ()  # what FIT01 finds, as plain data

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What FIT01 finds: it is told with what the other rules find."""
        return tuple(_unpacked(one) for one in self.found)


_read: Kept[tuple[int, datetime | None], Answered] = Kept(KNOWN)


def today(workspace: Workspace) -> date:
    """The day it is where the company is; in an example, the day that it is about."""
    if workspace.today:
        return workspace.today
    main = workspace.scenarios.filter(key=store.MAIN).first()
    company = store.load(main).company if main else None
    try:
        return localdate(timezone=ZoneInfo(company.time_zone)) if company and company.time_zone else localdate()
    except (KeyError, ValueError):
        return localdate()


def waiting(scenario: Scenario, day: date, ways: int = WAYS) -> tuple[Proof, bool]:
    """The answer for the newest version, or the place where it will stand; and whether nobody has asked for it yet."""
    return Proof.objects.get_or_create(scenario=scenario, number=scenario.head, day=day, ways=ways)


def newest(scenario: Scenario, up_to: int | None = None) -> Proof | None:
    """The last answer there is for a scenario: of its newest version, or of one before."""
    done = Proof.objects.filter(scenario=scenario, state=Proof.State.DONE)
    done = done if up_to is None else done.filter(number__lte=up_to)
    return done.order_by("-number", "-day", "-ways").first()


def last(scenario: Scenario, number: int | None = None) -> Proof | None:
    """The last answer asked for about a version, done or not; by default about the newest one."""
    of = Proof.objects.filter(scenario=scenario, number=scenario.head if number is None else number)
    return of.defer("told").order_by("-day", "-ways").first()


def done(scenario: Scenario, number: int) -> Proof | None:
    """The answer about a version, where it is worked out."""
    found = Proof.objects.filter(scenario=scenario, number=number, state=Proof.State.DONE)
    return found.defer("told").order_by("-day", "-ways").first()


def mark(proof: Proof | None) -> str:
    """What tells that an answer has moved on since somebody looked."""
    return f"{proof.pk}.{proof.state}.{proof.progress}" if proof else "none"


def read(proof: Proof) -> Answered:
    """An answer as values; a process remembers the last ones, which never change. One of an older release is none."""
    key = (proof.pk, proof.ended)
    if found := _read.get(key):
        return found
    try:
        return _read.put(key, _answered().validate_python(proof.told))
    except ValidationError:
        return _read.put(key, Answered(None))


def reopen(scenario: Scenario) -> None:
    """Forget that the answer about the newest version was stopped or failed, so that it may be asked for again."""
    given_up = [Proof.State.STOPPED, Proof.State.FAILED]
    Proof.objects.filter(scenario=scenario, number=scenario.head, state__in=given_up).delete()


def prove(scenario: Scenario, ways: int = WAYS) -> Proof:
    """Ask the engine about the newest version, unless that is known, stopped, or being worked out by another worker.

    Gives up when a newer version is there.
    """
    scenario.refresh_from_db(fields=["head"])
    proof, _ = waiting(scenario, today(scenario.workspace), ways)
    if not _taken(proof):
        return proof
    try:
        with _beating(proof):
            plan = store.load(scenario, proof.number)
            found = answer(plan, proof.day, _agreed(scenario), ways, partial(_tell, proof), _stopper(proof))
    except Exception:
        _set(proof, state=Proof.State.FAILED, ended=now())
        raise
    if found is None:
        _set(proof, state=Proof.State.STOPPED, ended=now())
    else:
        _set(proof, state=Proof.State.DONE, told=_answered().dump_python(found, mode="json"), ended=now(), progress="")
        _forget(proof)
    return proof


def _taken(proof: Proof) -> bool:
    """Whether an answer is ours to work out: it waits, or whoever was at it has not been heard of."""
    waits = Q(state=Proof.State.WAITING) | Q(state=Proof.State.RUNNING, beat__lt=now() - SILENT)
    mine = Proof.objects.filter(waits, pk=proof.pk)
    taken = mine.update(state=Proof.State.RUNNING, beat=now(), progress="Reading the plan")
    proof.refresh_from_db()
    return bool(taken)


@contextmanager
def _beating(proof: Proof) -> Iterator[None]:
    """Say now and then that somebody is at it, whatever the engine is busy with."""
    done = Event()

    def beat() -> None:
        while not done.wait(BEAT):
            Proof.objects.filter(pk=proof.pk).update(beat=now())
        connection.close()

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _forget(proof: Proof) -> None:
    """Take away what nobody waits for any more: answers about older versions that were never worked out."""
    given_up = [Proof.State.WAITING, Proof.State.STOPPED]
    Proof.objects.filter(scenario=proof.scenario_id, number__lt=proof.number, state__in=given_up).delete()


def _agreed(scenario: Scenario) -> Plan | None:
    return versions.agreed(scenario, records.read(scenario.workspace, scenario.workspace.said))


def unanswered() -> Iterator[tuple[Proof, timedelta]]:
    """What is still to be worked out, and after how long: where somebody may be at it, once they would be silent."""
    open_ = Proof.objects.filter(number=F("scenario__head"), scenario__closed=None).defer("told")
    for proof in open_.filter(state__in=UNDER_WAY):
        yield proof, SILENT if proof.state == Proof.State.RUNNING else timedelta()


def answer(
    plan: Plan, day: date, agreed: Plan | None, ways: int, tell: Callable[[str], None], stop: Callable[[], bool]
) -> Answered | None:
    """What the engine says of a plan; None where it was stopped before it was done."""
    if not is_installed():
        return Answered(None)
    case = Case(plan, day, agreed, prove=partial(proved, repairs=ways, tell=tell, stop=stop))
    checked = check(case, [RULES[RULE]])
    fit = case.verdict
    if fit is None or stop():
        return None
    edits = tuple(tuple(changes(plan, fit, repair)) for repair in fit.repairs)
    found = tuple(_packed(one) for many in checked.raw[RULE].values() for one in many)
    return Answered(told(case, fit), edits, tuple(fit.asked.questions), found)


def _packed(finding: Finding) -> dict[str, Any]:
    """A finding as plain data; a value that people have to give is marked as one."""
    bare = tuple(replace(fix, sets=_each(fix, _blank_as_data)) for fix in finding.fixes)
    data: dict[str, Any] = _finding().dump_python(replace(finding, fixes=bare), mode="json")
    return data


def _unpacked(data: dict[str, Any]) -> Finding:
    finding = _finding().validate_python(data)
    return replace(finding, fixes=tuple(replace(fix, sets=_each(fix, _blank_of_data)) for fix in finding.fixes))


def _each(fix: Fix, to: Callable[[Any], Any]) -> dict[str, dict[str, Any] | None]:
    return {
        ref: None if fields is None else {name: to(value) for name, value in fields.items()}
        for ref, fields in fix.sets.items()
    }


def _blank_as_data(value: Any) -> Any:
    return {BLANK: value.asks} if isinstance(value, Blank) else value


def _blank_of_data(value: Any) -> Any:
    return Blank(value[BLANK]) if isinstance(value, dict) and value.keys() == {BLANK} else value


@cache
def _finding() -> TypeAdapter[Finding]:
    return TypeAdapter(Finding)


def stop(scenario: Scenario, proof: int) -> None:
    """Stop what is being worked out about a scenario."""
    found = Proof.objects.filter(pk=proof, scenario=scenario, state__in=UNDER_WAY)
    found.update(state=Proof.State.STOPPED, ended=now())


def _stopper(proof: Proof) -> Callable[[], bool]:
    """Whether an answer is no longer wanted: somebody stopped it, or the plan has moved on."""
    looked, gone = time.monotonic(), False

    def is_gone() -> bool:
        nonlocal looked, gone
        if not gone and time.monotonic() - looked > LOOKS:
            looked = time.monotonic()
            wanted = Proof.objects.filter(pk=proof.pk, state=Proof.State.RUNNING, scenario__head=proof.number)
            gone = not wanted.exists()
        return gone

    return is_gone


def _tell(proof: Proof, says: str) -> None:
    Proof.objects.filter(pk=proof.pk).update(progress=says[:200])


def _set(proof: Proof, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(proof, name, value)
    proof.save(update_fields=list(fields))


@cache
def _answered() -> TypeAdapter[Answered]:
    return TypeAdapter(Answered)
