"""A changed plan as changed files: only the lines that were edited, so that comments and the rest stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from truenorth.plan import csv_rows, text, yaml_rows
from truenorth.plan.edit import Edit
from truenorth.plan.plan import Plan
from truenorth.plan.text import Faults, dumped
from truenorth.services import sheet, yaml_text
from truenorth.services.places import files, is_csv

Edits = Mapping[str, Edit]  # by key
Files = dict[str, str | None]  # what each file says, by name; None: it is not there
BOM = "\ufeff"


def patched(folder: Path, plan: Plan, edits: list[Edit], before: Mapping[str, str | None] | None = None) -> Files:
    """The text of every file that the edits change, by name. It is read back: it says what the plan says.

    A file becomes what it was `before`, byte by byte, where that says the same.
    """
    changed: Files = {}
    for kind in {edit.ref.partition(":")[0]: None for edit in edits}:
        of_kind = {edit.ref.partition(":")[2]: edit for edit in edits if edit.ref.startswith(f"{kind}:")}
        for name, mine in _by_file(folder, kind, of_kind, before or {}).items():
            changed[name] = _patched(folder / name, plan, mine, before or {})
    return changed


def _by_file(folder: Path, kind: str, edits: Edits, before: Mapping[str, str | None]) -> dict[str, dict[str, Edit]]:
    """Which file each edit belongs to: the one that holds the item, or held it, or the first of the kind.

    Many items of a kind that has none yet become a CSV file: it is read much faster.
    """
    there = files(folder, kind)
    if len(edits) > text.LONG and not any(_keys(name, raw(path)) for name, path in there.items()):
        there = {f"{kind}.csv": folder / f"{kind}.csv"}
    there = there or {f"{kind}.yaml": folder / f"{kind}.yaml"}
    held = {name: _keys(name, raw(path)) if len(there) > 1 else frozenset() for name, path in there.items()}
    had = {name: _keys(name, before.get(name) or "") for name in held if len(there) > 1}
    found: dict[str, dict[str, Edit]] = {}
    for key, edit in edits.items():
        names = [name for where in (held, had) for name, keys in where.items() if key in keys]
        found.setdefault(names[0] if names else next(iter(there)), {})[key] = edit
    return found


def _keys(name: str, found: str) -> frozenset[str]:
    rows = csv_rows.rows if is_csv(name) else yaml_rows.rows
    return frozenset(key for key, _ in rows(name, found.removeprefix(BOM), [])[0])


def raw(path: Path) -> str:
    """What a file holds, to the byte; nothing where it is not there."""
    return path.read_bytes().decode() if path.exists() else ""


def _patched(path: Path, plan: Plan, edits: Edits, before: Mapping[str, str | None]) -> str | None:
    if path.name in before and before[path.name] is None and all(edit.after is None for edit in edits.values()):
        return None
    good = next((new for new in _ways(path, edits, before) if _says(path, new, plan, edits)), None)
    if good is None:
        raise ValueError(f"{path.name}: this change cannot be written here; make it by hand")
    return good


def _ways(path: Path, edits: Edits, before: Mapping[str, str | None]) -> Iterator[str]:
    """What the file may say after the edits, what changes least first."""
    whole = raw(path)
    old = whole.removeprefix(BOM)
    mark = whole[: len(whole) - len(old)]
    if (was := before.get(path.name)) is not None:
        yield was
    makers: tuple[Callable[[str, str, Edits], str | None], ...] = (
        (sheet.patched,) if is_csv(path.name) else (yaml_text.patched, _anew)
    )
    yield from (mark + new for make in makers if (new := make(path.name, old, edits)) is not None)


def _anew(name: str, old: str, edits: Edits) -> str:
    """The items as they were written, with the edited fields as they are now."""
    after: dict[str, Any] = dict(yaml_rows.rows(name, old, [])[0])
    for key, edit in edits.items():
        if edit.after is None:
            after.pop(key, None)
            continue
        kept = {name: value for name, value in after.get(key, {}).items() if name not in edit.fields}
        after[key] = kept | {name: value for name, value in edit.after.items() if name in edit.fields}
    return dumped(after)


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
