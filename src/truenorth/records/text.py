"""Records as files: `records/decision.yaml` and so on, a list each; so is `records/baseline.yaml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from truenorth.plan import swap
from truenorth.plan.entity import Ref
from truenorth.plan.fault import Fault, Faults
from truenorth.plan.problems import problem
from truenorth.plan.text import text_of
from truenorth.plan.yaml_rows import dumped, parsed
from truenorth.records.record import FILES, Known, Records

FOLDER = "records"
R = TypeVar("R", bound=BaseModel)


def read(folder: Path) -> Records:
    """The records of a plan's folder; Faults with every entry that cannot be read."""
    faults: list[Fault] = []
    there = swap.files(folder, FOLDER)
    found: dict[str, Any] = {field: tuple(_entries(there, name, kind, faults)) for name, (field, kind) in FILES.items()}
    known = tuple(_entries(there, "baseline", Known, faults))
    if faults:
        raise Faults(faults)
    return Records(**found, baseline=known)


def _entries(there: Mapping[str, Path], name: str, kind: type[R], faults: list[Fault]) -> list[R]:
    entries: list[R] = []
    for number, fields in enumerate(_list(there, name, faults), 1):
        try:
            entries.append(kind.model_validate(fields))
        except ValidationError as error:
            problems = [problem("", one) for one in error.errors()]
            faults += [
                Fault(_place(name), 0, f"entry {number}{p.field.replace('.', ' ', 1)}", p.says) for p in problems
            ]
    return entries


def _list(there: Mapping[str, Path], name: str, faults: list[Fault]) -> list[Any]:
    path = there.get(f"{name}.yaml")
    found = parsed(_place(name), text_of(_place(name), path, faults), faults) if path else None
    entries = found.get(name) if isinstance(found, dict) and found.keys() <= {name} else found
    if entries is None:
        return []
    if not isinstance(entries, list):
        faults.append(Fault(_place(name), 0, "", f"must hold a list under '{name}:'"))
        return []
    return entries


def _place(name: str) -> str:
    return f"{FOLDER}/{name}.yaml"


def written(records: Records, was: Records) -> Mapping[str, str | None]:
    """The files, by their name in the plan's folder, in which records differ from what they were."""
    files: dict[str, str | None] = {}
    for name, (field, _) in FILES.items():
        entries = getattr(records, field)
        if entries != getattr(was, field):
            files[_place(name)] = _file(name, [_plain(one) for one in entries])
    if records.baseline != was.baseline:
        known = sorted(records.baseline, key=lambda one: one.id)
        files[_place("baseline")] = _file("baseline", [_id_alone(_plain(one)) for one in known])
    return files


def _id_alone(known: dict[str, Any]) -> Any:
    return known["id"] if len(known) == 1 else known


def _file(name: str, entries: list[Any]) -> str | None:
    return dumped({name: entries}) if entries else None


def _plain(record: BaseModel) -> dict[str, Any]:
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
        objections=tuple(one.model_copy(update={"about": follow(one.about)}) for one in records.objections),
        verdicts=tuple(
            one.model_copy(update={"weighed": {follow(ref): mark for ref, mark in one.weighed.items()}})
            for one in records.verdicts
        ),
        agreed=tuple(one.model_copy(update={"moved": [follow(ref) for ref in one.moved]}) for one in records.agreed),
        updates=tuple(one.model_copy(update={"about": follow(one.about)}) for one in records.updates),
        choices=tuple(one.model_copy(update={"about": follow(one.about)}) for one in records.choices),
        suggestions=tuple(
            one.model_copy(update={"about": follow(one.about), "edits": [_at(edit, follow) for edit in one.edits]})
            for one in records.suggestions
        ),
        unplanned=tuple(
            one.model_copy(update={"displaces": [follow(ref) for ref in one.displaces]}) for one in records.unplanned
        ),
        baseline=tuple(
            one.model_copy(update={"id": follow(one.id), "gathers": [follow(ident) for ident in one.gathers]})
            for one in records.baseline
        ),
    )


def _at(edit: dict[str, Any], follow: Callable[[str], str]) -> dict[str, Any]:
    """A draft edit of an item, under the key that it has now."""
    return {**edit, "ref": follow(edit["ref"])} if "ref" in edit else edit
