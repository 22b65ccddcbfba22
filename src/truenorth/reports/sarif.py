"""The report as SARIF 2.1.0, which code hosts show beside the lines of the plan's files."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from truenorth import __version__
from truenorth.reports.report import Entry, Report, way
from truenorth.reports.words import plain, seen, stake
from truenorth.rules.rule import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def text(report: Report) -> str:
    """The report as SARIF text."""
    return json.dumps(data(report), indent=2)


def data(report: Report) -> dict[str, Any]:
    """The report as one SARIF run."""
    rules = sorted({entry.rule.code: entry.rule for entry in report.entries}.items())
    order = {code: number for number, (code, _) in enumerate(rules)}
    driver = {"name": "Truenorth", "version": __version__, "rules": [_rule(rule) for _, rule in rules]}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(report)],
                "results": [_result(report, entry, order[entry.rule.code]) for entry in report.entries],
            }
        ],
    }


def _invocation(report: Report) -> dict[str, Any]:
    """That the check was run, and which rules could not be."""
    notes = [{"level": "error", "message": {"text": fault}} for fault in report.faults]
    return {"executionSuccessful": not notes, "toolExecutionNotifications": notes}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": plain(rule.sections.get("Why it matters", rule.title))},
        "help": {"text": plain(rule.page), "markdown": rule.page},
        "defaultConfiguration": {"level": LEVELS[rule.severity if rule.kind == "contradiction" else "info"]},
        "properties": {"asks": rule.asks, "kind": rule.kind},
    }


def _result(report: Report, entry: Entry, number: int) -> dict[str, Any]:
    finding = entry.finding
    found: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": LEVELS[finding.severity or "info"],
        "message": {"text": _message(report, entry)},
        "locations": [_location(report, entry)],
        "partialFingerprints": {"truenorthFinding/v1": finding.id},
        "baselineState": "new" if entry.is_new else "unchanged",
        "properties": {"kind": finding.kind, "state": entry.life.state, "asks": finding.asks},
    }
    if not entry.is_open and entry.life.decision:
        reason = plain(f"{entry.life.decision.owner}: {entry.life.decision.reason}")
        found["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return found


def _message(report: Report, entry: Entry) -> str:
    parts = [f"{entry.headline}.", entry.rule.title]
    if evidence := seen(entry.finding.seen, report.title):
        parts.append(f"Seen: {evidence}.")
    parts.append(f"At stake: {stake(entry.finding.at_stake, report.currency)}.")
    parts += [f"Way out: {way(fix)}." for fix in entry.finding.fixes[:3]]
    return " ".join(parts)


def _location(report: Report, entry: Entry) -> dict[str, Any]:
    first = entry.finding.at[0]
    kind = first.partition(":")[0]
    location: dict[str, Any] = {
        "logicalLocations": [{"name": entry.name, "fullyQualifiedName": first, "kind": kind}],
    }
    if entry.place:
        file, line = entry.place
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _address(report.path, file)},
            "region": {"startLine": max(line, 1)},
        }
    return location


def _address(folder: str, file: str) -> str:
    path = PurePath(folder, file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
