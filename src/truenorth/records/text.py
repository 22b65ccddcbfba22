"""Records as files: `records/decision.yaml` and so on, a list each; `records/baseline.yaml` holds ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from truenorth.plan.entity import Ref
from truenorth.plan.text import Fault, Faults, dumped, loaded
from truenorth.records.record import FILES, Record, Records

FOLDER = "records"


def read(folder: Path) -> Records:
    """The records of a plan's folder; Faults with every entry that cannot be read."""
    faults: list[Fault] = []
    found: dict[str, Any] = {}
    for name, (field, kind) in FILES.items():
        found[field] = tuple(_entries(folder, name, kind, faults))
    ids = _list(folder / FOLDER / "baseline.yaml", faults)
    if faults:
        raise Faults(faults)
    return Records(**found, baseline=frozenset(map(str, ids)))


def _entries(folder: Path, name: str, kind: type[Record], faults: list[Fault]) -> list[Record]:
    path = folder / FOLDER / f"{name}.yaml"
    entries: list[Record] = []
    for number, fields in enumerate(_list(path, faults), 1):
        try:
            entries.append(kind.model_validate(fields))
        except ValidationError as error:
            faults += [
                Fault(f"{FOLDER}/{path.name}", 0, f"entry {number} {'.'.join(map(str, e['loc']))}", e["msg"])
                for e in error.errors()
            ]
    return entries


def _list(path: Path, faults: list[Fault]) -> list[Any]:
    if not path.exists():
        return []
    try:
        found = loaded(path.read_text(encoding="utf-8-sig")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(Fault(f"{FOLDER}/{path.name}", 0, "", f"is not YAML: {str(error)[:200]}"))
        return []
    entries = found.get(path.stem) if isinstance(found, dict) else found
    if not isinstance(entries, list):
        faults.append(Fault(f"{FOLDER}/{path.name}", 0, "", f"must hold a list under '{path.stem}:'"))
        return []
    return entries


def written(records: Records, was: Records) -> Mapping[str, str | None]:
    """The files, by their name in the plan's folder, in which records differ from what they were."""
    files: dict[str, str | None] = {}
    for name, (field, _) in FILES.items():
        entries = getattr(records, field)
        if entries != getattr(was, field):
            files[f"{FOLDER}/{name}.yaml"] = _file(name, [_plain(one) for one in entries])
    if records.baseline != was.baseline:
        files[f"{FOLDER}/baseline.yaml"] = _file("baseline", sorted(records.baseline))
    return files


def _file(name: str, entries: list[Any]) -> str | None:
    return dumped({name: entries}) if entries else None


def _plain(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_defaults=True)


def renamed(records: Records, old: Ref, new: Ref) -> Records:
    """The records after the key of an item changed: decisions, answers and the baseline follow it."""
    token = re.compile(rf"(?<![\w.:-]){re.escape(old)}(?![\w.-])")

    def follow(text: str) -> str:
        return token.sub(new.replace("\\", r"\\"), text)

    return replace(
        records,
        decisions=tuple(one.model_copy(update={"finding": follow(one.finding)}) for one in records.decisions),
        answers=tuple(one.model_copy(update={"about": follow(one.about)}) for one in records.answers),
        seen=tuple(one.model_copy(update={"about": follow(one.about)}) for one in records.seen),
        estimates=tuple(one.model_copy(update={"about": follow(one.about)}) for one in records.estimates),
        baseline=frozenset(map(follow, records.baseline)),
    )
