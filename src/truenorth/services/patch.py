"""A changed plan as changed files: only the lines that were edited, so that comments and the rest stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from truenorth.plan import text
from truenorth.plan.edit import Edit
from truenorth.plan.plan import Plan
from truenorth.plan.text import Faults, dumped, loaded
from truenorth.services import sheet, yaml_text
from truenorth.services.places import files, is_csv

Edits = Mapping[str, Edit]  # by key


def patched(folder: Path, plan: Plan, edits: list[Edit]) -> dict[str, str]:
    """The text of every file that the edits change, by name. It is read back: it says what the plan says."""
    changed: dict[str, str] = {}
    for kind in {edit.ref.partition(":")[0]: None for edit in edits}:
        of_kind = {edit.ref.partition(":")[2]: edit for edit in edits if edit.ref.startswith(f"{kind}:")}
        for name, mine in _by_file(folder, kind, of_kind).items():
            changed[name] = _patched(folder / name, plan, mine)
    return changed


def _by_file(folder: Path, kind: str, edits: Edits) -> dict[str, dict[str, Edit]]:
    """Which file each edit belongs to: the one that holds the item, or the first of the kind.

    Many items of a kind that has none yet become a CSV file: it is read much faster.
    """
    there = files(folder, kind)
    if len(edits) > text.LONG and not any(map(_keys, there.values())):
        there = {f"{kind}.csv": folder / f"{kind}.csv"}
    there = there or {f"{kind}.yaml": folder / f"{kind}.yaml"}
    held = {name: _keys(path) if len(there) > 1 else frozenset() for name, path in there.items()}
    found: dict[str, dict[str, Edit]] = {}
    for key, edit in edits.items():
        name = next((name for name, keys in held.items() if key in keys), next(iter(there)))
        found.setdefault(name, {})[key] = edit
    return found


def _keys(path: Path) -> frozenset[str]:
    found = _text(path)
    return frozenset(sheet.keys(found) if is_csv(path.name) else loaded(found) or {})


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig") if path.exists() else ""


def _patched(path: Path, plan: Plan, edits: Edits) -> str:
    old = _text(path)
    if is_csv(path.name):
        ways = [sheet.patched(old, edits)]
    else:
        ways = [new for new in (yaml_text.patched(old, edits), dumped(_wanted(loaded(old) or {}, edits))) if new]
    good = next((new for new in ways if _says(path, new, plan, edits)), None)
    if good is None:
        raise ValueError(f"{path.name}: this change cannot be written here; make it by hand")
    return good


def _says(path: Path, new: str, plan: Plan, edits: Edits) -> bool:
    """Whether a text, read back, holds the items as the plan has them."""
    with TemporaryDirectory() as place:
        (Path(place) / path.name).write_bytes(new.encode())
        try:
            entities = text.read(Path(place)).entities
        except Faults:
            return False
    there = {edit.ref for edit in edits.values() if edit.after is not None}
    gone = {edit.ref for edit in edits.values() if edit.after is None}
    same = all(plan.find(ref) == item for ref, item in entities.items())
    return same and there <= entities.keys() and not gone & entities.keys()


def _wanted(items: Mapping[str, Any], edits: Edits) -> dict[str, Any]:
    """The items as they were written, with the edited fields as they are now."""
    after = {key: fields or {} for key, fields in items.items()}
    for key, edit in edits.items():
        if edit.after is None:
            after.pop(key, None)
            continue
        kept = {name: value for name, value in after.get(key, {}).items() if name not in edit.fields}
        after[key] = kept | {name: value for name, value in edit.after.items() if name in edit.fields}
    return after
