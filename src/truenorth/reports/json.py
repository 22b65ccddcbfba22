"""The report for machines: schema 1, documented in docs/check.md and in check.schema.json beside this file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from truenorth.records.life import Weight
from truenorth.reports.fit import json as fit
from truenorth.reports.report import Entry, Report
from truenorth.reports.words import plain
from truenorth.rules.finding import Blank, Fix
from truenorth.rules.not_run import NotRun

SCHEMA = 1


def schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "check.schema.json").read_text(encoding="utf-8"))
    return found


def text(report: Report) -> str:
    """The report as JSON text: plain ASCII, so that it can be shown anywhere."""
    return json.dumps(data(report), indent=2)


def data(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    index = report.index
    return {
        "schema": SCHEMA,
        "company": report.company,
        "as_of": report.as_of.isoformat(),
        "currency": report.currency,
        "at_stake": {"value": index.at_stake, "of": index.plan_value, "unit": index.unit if _known(report) else None},
        "index": {"value": index.value, "agreement": index.agreement, "cooperation": index.cooperation},
        "notes": list(report.notes),
        **({"verdict": fit.data(report.fit)} if report.fit else {}),
        "not_run": [_not_run(one) for one in report.not_run],
        "fixed": list(report.fixed),
        "findings": [_finding(report, entry) for entry in report.entries],
    }


def _known(report: Report) -> bool:
    return report.index.plan_value is not None


def _not_run(one: NotRun) -> dict[str, Any]:
    return {"rule": one.rule, "at": one.at, "error": plain(one.error), "place": one.place}


def _finding(report: Report, entry: Entry) -> dict[str, Any]:
    finding, decision = entry.finding, entry.life.decision
    place = {"file": plain(entry.place[0]), "line": entry.place[1]} if entry.place else None
    return {
        "id": finding.id,
        "rule": finding.rule,
        "kind": finding.kind,
        "severity": finding.severity,
        "required": entry.required,
        "at": list(finding.at),
        "name": entry.name,
        "says": entry.says,
        "title": entry.rule.title,
        "why": plain(entry.rule.sections.get("Why it matters", "")),
        "seen": safe(finding.seen),
        "at_stake": {
            "money": finding.at_stake.money,
            "hours": finding.at_stake.hours,
            "goal_value": finding.at_stake.goal_value,
            "items": list(finding.at_stake.items),
        },
        "asks": finding.asks,
        "state": entry.life.state,
        "new": entry.is_new,
        "grown": _grown(*entry.life.grown) if entry.life.grown else None,
        "decision": safe(decision.model_dump(mode="json", exclude_defaults=True)) if decision else None,
        "place": place,
        "fixes": [_fix(fix) for fix in finding.fixes],
    }


def _grown(was: Weight, now: Weight) -> dict[str, Any]:
    return {
        name: {"severity": one.severity, "money": one.money, "hours": one.hours}
        for name, one in (("from", was), ("to", now))
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "says": plain(fix.says),
        "ready": not fix.blanks(),
        "asks": [{"at": ref, "field": name, "question": plain(asks)} for ref, name, asks in fix.blanks()],
        "sets": {
            ref: None if fields is None else {name: _set(value) for name, value in fields.items()}
            for ref, fields in fix.sets.items()
        },
    }


def _set(value: Any) -> Any:
    return {"blank": plain(value.asks)} if isinstance(value, Blank) else _exact(value)


def _exact(value: Any) -> Any:
    """A value of an edit, as it will be written."""
    match value:
        case Blank():
            return {"blank": plain(value.asks)}
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(name): _exact(one) for name, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_exact(one) for one in value]
    return str(value)


def safe(value: Any) -> Any:
    """Evidence as plain data, its text made safe to print."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return plain(value)
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {plain(str(name)): safe(one) for name, one in value.items()}
        case list() | tuple():
            return [safe(one) for one in value]
        case set() | frozenset():
            return [safe(one) for one in sorted(value, key=str)]
    return plain(str(value))
