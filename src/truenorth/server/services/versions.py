"""The versions that somebody agreed to: the number of a change, and a fingerprint that proves it is the same plan."""

from __future__ import annotations

from truenorth.plan.plan import Plan
from truenorth.records import Records
from truenorth.records.agree import Version, standing
from truenorth.server import store
from truenorth.server.models import Scenario, Workspace


def agreed(scenario: Scenario, records: Records) -> Plan | None:
    """The version of a workspace's plan that both sides agreed last; None where there is none."""
    found = standing(records.agreed)
    return opened(scenario.workspace, found.version) if found else None


def opened(workspace: Workspace, version: Version) -> Plan | None:
    """A version as it was; None where what the history tells of it is another plan."""
    of = workspace.scenarios.select_related("parent").filter(key=version.scenario).first()
    if of is None or version.number is None:
        return None
    found = store.load(of, version.number)
    return found if found.fingerprint == version.plan else None


def of(scenario: Scenario, number: int) -> Version:
    """A version, as it is agreed to."""
    return Version(plan=store.load(scenario, number).fingerprint, scenario=scenario.key, number=number)
