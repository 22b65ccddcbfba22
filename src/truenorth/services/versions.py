"""The versions of a plan in a folder that somebody agreed to: each is kept whole beside the records."""

from __future__ import annotations

from pathlib import Path

from truenorth.plan import swap
from truenorth.plan.canonical import document, plan_in
from truenorth.plan.fault import Fault, Faults
from truenorth.plan.plan import Plan
from truenorth.records import Records
from truenorth.records.agree import Version, standing
from truenorth.records.text import FOLDER


def agreed(folder: Path, records: Records, plan: Plan) -> Plan | None:
    """The version that both sides agreed last; None where there is none."""
    found = standing(records.agreed)
    return opened(folder, found.version, plan) if found else None


def opened(folder: Path, version: Version, plan: Plan) -> Plan:
    """A version as it was; `plan` is the newest one. Faults where its document is gone or was changed."""
    if version.plan == plan.fingerprint:
        return plan
    name = _name(version)
    path = swap.files(folder, FOLDER).get(name)
    try:
        found = plan_in(path.read_text(encoding="utf-8")) if path else None
    except (ValueError, OSError):
        found = None
    if found is None or found.fingerprint != version.plan:
        says = "is gone" if path is None else "was changed since, and no longer says what was agreed"
        raise Faults([Fault(f"{FOLDER}/{name}", 0, "", f"the agreed version {says}: bring the file back")])
    return found


def kept(plan: Plan) -> dict[str, str | None]:
    """The file, by its name in the folder, that keeps a version."""
    return {f"{FOLDER}/{_name(Version(plan=plan.fingerprint))}": document(plan)}


def _name(version: Version) -> str:
    return f"agreed-{version.plan[:16]}.json"
