"""What is out of line in a scenario, judged again only where a change can have changed it; and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock
from uuid import UUID

from truenorth.plan.plan import Plan
from truenorth.records import Decision, Records
from truenorth.records.agree import standing
from truenorth.reports.page.page import Page, page
from truenorth.reports.report import Entry
from truenorth.rules import Case, Checked
from truenorth.rules.check import WHOLE, check, recheck, reheard
from truenorth.rules.consent.unfit import with_proved
from truenorth.rules.finding import Finding
from truenorth.server import policy, store
from truenorth.server.kept import Kept
from truenorth.server.models import Member, Scenario
from truenorth.server.services import fit, people, records, versions, workspaces
from truenorth.server.services.measure import happened
from truenorth.server.services.people import Refused
from truenorth.services.check import Judged, weighed
from truenorth.services.decisions import weight
from truenorth.services.folder import Folder
from truenorth.services.settings import Settings

ROOM = 60_000  # items of the plans whose checks, and pages, a process remembers
Key = tuple[UUID, date, str, int]  # scenario, day, settings, how often data were loaded
Whole = tuple[Key, int, int, int]  # with the version, how many records there were, and the engine's answer


@dataclass(frozen=True)
class Standing:
    """A check, the change after which it holds, and how many records there were."""

    number: int
    said: int
    checked: Checked


_standing: Kept[Key, Standing] = Kept(ROOM)
_judged: Kept[Whole, Judged] = Kept(ROOM // 2)
_told: Kept[Whole, Page] = Kept(ROOM // 2)
_lock = Lock()  # one check at a time: they would only wait for each other


def judged(scenario: Scenario, day: date, number: int | None = None) -> Judged:
    """What the rules find in a scenario as of a day, now or after one of its changes.

    What takes longer than all the rest, whether it all fits, is told from the engine's answer, once that is there.
    """
    return _judged_of(scenario, key(scenario, day, number))


def _judged_of(scenario: Scenario, whole: Whole) -> Judged:
    with _lock:
        return _judged.get(whole) or _weighed(scenario, whole)


def _weighed(scenario: Scenario, whole: Whole) -> Judged:
    workspace, (_, at, said, _) = scenario.workspace, whole
    set_, heard = workspaces.rules(workspace), records.read(workspace, said)
    checked = _proved(_checked(scenario, whole, set_, heard), scenario, at, set_)
    checked = _no_longer(checked, scenario, heard)
    held = Folder(Path(workspace.key), checked.case.whole, heard, workspace.settings)
    return _judged.put(whole, weighed(held, set_, checked), len(held.plan))


def told(scenario: Scenario, day: date, number: int | None = None) -> Page:
    """The same in words, kept for the version: several pages show parts of it. The map is drawn when it is shown."""
    whole = key(scenario, day, number)
    found = _judged_of(scenario, whole)
    with _lock:
        return _told.get(whole) or _told.put(whole, page(found.report(), found.case), len(found.folder.plan))


def key(scenario: Scenario, day: date, number: int | None = None) -> Whole:
    """What stands for everything that a check of a version depends on: a process may remember by it."""
    workspace = scenario.workspace
    of = (scenario.token, day, str(workspace.settings), workspace.loaded)
    at = scenario.head if number is None else number
    answer = fit.done(scenario, at)
    return of, at, workspace.said, answer.pk if answer else 0


def _proved(checked: Checked, scenario: Scenario, number: int, set_: Settings) -> Checked:
    """A check with what the engine has proved about the same version."""
    answer = None if fit.RULE in set_.off else fit.done(scenario, number)
    found = fit.read(answer).findings if answer else ()
    return replace(checked, raw={**checked.raw, fit.RULE: {WHOLE: found}}) if found else checked


def _no_longer(checked: Checked, scenario: Scenario, heard: Records) -> Checked:
    """A check with what the engine has proved not to fit any more, where it was asked about the agreed version too."""
    now, last = checked.raw.get(fit.RULE, {}).get(WHOLE, ()), standing(heard.agreed)
    if not now or last is None or last.version.number is None:
        return checked
    of = scenario.workspace.scenarios.filter(key=last.version.scenario).first()
    answer = fit.done(of, last.version.number) if of else None
    return with_proved(checked, now, fit.read(answer).findings) if answer else checked


def _checked(scenario: Scenario, whole: Whole, set_: Settings, heard: Records) -> Checked:
    """The check of a version: what the last one found, judged again where the plan moved on or somebody said more."""
    of, number, said, _ = whole
    last = _standing.get(of) or _begun(scenario, whole, set_, heard)
    if last is None:
        plan, then, told = store.load(scenario, number), versions.agreed(scenario, heard), happened(scenario.workspace)
        case = Case(plan, of[1], then, set_.parameters, records=heard, facts=told)
        found = check(case, [rule for rule in set_.rules() if not rule.heavy])
    else:
        found = last.checked
        if last.number != number:
            found = recheck(found, store.between(scenario, last.number, number))
        if last.said != said:
            found = reheard(found, heard, versions.agreed(scenario, heard))
    if last is None or (number, said) > (last.number, last.said):
        _standing.put(of, Standing(number, said, found), len(found.case.whole))
        if last is not None and last.checked.case is not found.case:
            last.checked.case.forget()
    return found


def _begun(scenario: Scenario, whole: Whole, set_: Settings, heard: Records) -> Standing | None:
    """A what-if as it began, from the check of the plan that it left; None where nobody has checked that yet."""
    (_, *rest), _, said, answer = whole
    parent = scenario.parent
    of: Key = (parent.token, *rest) if parent else whole[0]  # type: ignore[assignment]
    if parent is None or _standing.get(of) is None:
        return None
    return Standing(0, said, _checked(parent, (of, scenario.parent_at or 0, said, answer), set_, heard))


def shown(told: Page, seat: policy.Seat, plan: Plan) -> Iterator[Entry]:
    """The findings that a member may see: all, or for a partner those about nothing but what it works on."""
    for entry in told.report.entries:
        if seat.party != "partner" or all(ref in plan.entities for ref in entry.finding.at):
            yield entry


def find(scenario: Scenario, day: date, ident: str) -> Finding | None:
    """The finding of an id; None where it is put right, or there never was one."""
    return next((one for one in judged(scenario, day).findings if one.id == ident), None)


def decide(scenario: Scenario, decision: Decision, day: date, *, by: Member) -> Finding:
    """Keep a decision about a finding that is there as of a day: that it is known, or accepted until another day."""
    found = find(scenario, day, decision.finding)
    if found is None:
        raise Refused("this finding is gone: it was put right, or the plan says something else now")
    if not policy.may_decide(people.seat(by), found.asks or ""):
        raise Refused("this finding asks somebody else: whoever is asked decides about it, or the head of marketing")
    if decision.state == "accepted":
        _acceptable(scenario, found, decision, day)
    records.add(scenario.workspace, [decision.model_copy(update=weight(found))], by=by)
    return found


def _acceptable(scenario: Scenario, found: Finding, decision: Decision, day: date) -> None:
    if found.rule in workspaces.rules(scenario.workspace).required:
        raise Refused(f"{found.rule} is required here: it can be put right, not accepted")
    if decision.until is None or decision.until <= day:
        raise Refused("a risk is accepted until a day to come: give a date after today")
