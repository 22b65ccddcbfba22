"""What is out of line in a scenario now, again only where a change can have changed it, and what was decided."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from uuid import UUID

from truenorth.records import Decision
from truenorth.rules import Case, Checked
from truenorth.rules.check import check, recheck
from truenorth.rules.finding import Finding
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import records
from truenorth.server.services.people import Refused
from truenorth.services.check import Judged, weighed
from truenorth.services.folder import Folder
from truenorth.services.settings import Settings, settings

KNOWN = 6  # checks a process remembers
Key = tuple[UUID, date, str]  # scenario, day, settings


@dataclass(frozen=True)
class Standing:
    """A check, and the change after which it holds."""

    number: int
    checked: Checked


_standing: OrderedDict[Key, Standing] = OrderedDict()
_judged: OrderedDict[tuple[Key, int, int], Judged] = OrderedDict()
_lock = Lock()  # one check at a time: they would only wait for each other


def judged(scenario: Scenario, day: date, number: int | None = None) -> Judged:
    """What the rules find in a scenario as of a day, now or after one of its changes; without the heavy ones."""
    number = scenario.head if number is None else number
    workspace = scenario.workspace
    set_ = settings(workspace.settings, Path(workspace.key))
    key = (scenario.token, day, str(workspace.settings))
    with _lock:
        whole = (key, number, workspace.said)
        if whole not in _judged:
            checked = _checked(scenario, key, number, set_)
            held = Folder(Path(workspace.key), checked.case.whole, records.read(workspace), workspace.settings)
            _keep(_judged, whole, weighed(held, set_, checked))
        return _judged[whole]


def _checked(scenario: Scenario, key: Key, number: int, set_: Settings) -> Checked:
    last = _standing.get(key)
    if last is None:
        plan = store.load(scenario, number)
        rules = [rule for rule in set_.rules() if not rule.heavy]
        found = check(Case(plan, key[1], settings=set_.parameters), rules)
    elif last.number == number:
        return last.checked
    else:
        found = recheck(last.checked, store.between(scenario, last.number, number))
    if last is None or number > last.number:
        _keep(_standing, key, Standing(number, found))
    return found


def _keep(known: OrderedDict, key: object, value: object) -> None:
    known[key] = value
    known.move_to_end(key)
    while len(known) > KNOWN:
        known.popitem(last=False)


def decide(scenario: Scenario, decision: Decision, day: date, *, by: Member) -> Finding:
    """Keep a decision about a finding that is there as of a day: that it is known, or accepted until another day."""
    found = next((one for one in judged(scenario, day).findings if one.id == decision.finding), None)
    if found is None:
        raise Refused("this finding is gone: it was put right, or the plan says something else now")
    if decision.state == "accepted" and found.rule in settings(scenario.workspace.settings, Path(".")).required:
        raise Refused(f"{found.rule} is required here: it can be put right, not accepted")
    records.add(scenario.workspace, [decision], by=by)
    return found
