"""A changed plan as changed files: only the lines that were edited, so that comments and the rest stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from truenorth.plan import text
from truenorth.plan.edit import Edit
from truenorth.plan.plan import Plan
from truenorth.plan.text import Faults, dumped, loaded
from truenorth.services import sheet
from truenorth.services.places import files, is_csv

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Edits = Mapping[str, Edit]  # by key
Span = tuple[int, int, list[str]]  # lines from, to (exclusive), and what stands there instead


def patched(folder: Path, plan: Plan, edits: list[Edit]) -> dict[str, str]:
    """The text of every file that the edits change, by name. It is read back: it says what the plan says."""
    changed: dict[str, str] = {}
    for kind in {edit.ref.partition(":")[0]: None for edit in edits}:
        of_kind = {edit.ref.partition(":")[2]: edit for edit in edits if edit.ref.startswith(f"{kind}:")}
        for name, mine in _by_file(folder, kind, of_kind).items():
            changed[name] = _patched(folder / name, plan, mine)
    return changed


def _by_file(folder: Path, kind: str, edits: Edits) -> dict[str, dict[str, Edit]]:
    """Which file each edit belongs to: the one that holds the item, or the first of the kind."""
    there = files(folder, kind) or {f"{kind}.yaml": folder / f"{kind}.yaml"}
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
        ways = [new for new in (_yaml(old, edits), dumped(_wanted(loaded(old) or {}, edits))) if new is not None]
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


def _yaml(old: str, edits: Edits) -> str | None:
    """The file with the lines of the edited fields replaced; None where it is not written a line each."""
    lines = old.splitlines(keepends=True)
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += ending
    root = yaml.compose(old, Loader=LOADER)
    if root is not None and (not isinstance(root, yaml.MappingNode) or root.flow_style):
        return None
    spans = list(enumerate(_spans(lines, root, edits)))
    for _, (start, end, new) in sorted(spans, key=lambda one: (one[1][0], one[1][1], one[0]), reverse=True):
        lines[start:end] = [line.replace("\n", ending) for line in new]
    return "".join(lines)


def _spans(lines: list[str], root: yaml.MappingNode | None, edits: Edits) -> Iterator[Span]:
    blocks = _blocks(lines, root, len(lines)) if root else {}
    last = max((end for _, end, _ in blocks.values()), default=len(lines))
    moved = _moved(edits)
    for key, edit in edits.items():
        if key in moved and key in blocks:
            start = blocks[key][0]
            yield start, start + 1, [lines[start].replace(key, moved[key], 1)]
        elif key in blocks:
            yield from _item(lines, blocks[key], key, edit)
        elif edit.after is not None and key not in moved.values():
            yield last, last, _yaml_lines({key: edit.after}, 0)


def _moved(edits: Edits) -> dict[str, str]:
    """Items that stay as they are under another key: old key, new key."""
    come = {key: edit.after for key, edit in edits.items() if edit.before is None}
    gone = {key: edit.before for key, edit in edits.items() if edit.after is None}
    return {old: new for old, was in gone.items() for new, now in come.items() if was == now and len(come) == 1}


def _item(lines: list[str], block: tuple[int, int, Any], key: str, edit: Edit) -> Iterator[Span]:
    start, end, node = block
    if edit.after is None:
        yield start, end, []
    elif _a_line_each(node):
        yield from _fields(lines, node, end, edit)
    else:
        yield start, end, _yaml_lines({key: edit.after}, 0)


def _a_line_each(node: Any) -> bool:
    return isinstance(node, yaml.MappingNode) and bool(node.value) and not node.flow_style


def _fields(lines: list[str], node: yaml.MappingNode, end: int, edit: Edit) -> Iterator[Span]:
    blocks = _blocks(lines, node, end)
    indent = node.value[0][0].start_mark.column
    after = edit.after or {}
    for name in sorted(edit.fields):
        start, stop, _ = blocks.get(name, (end, end, None))
        yield start, stop, _yaml_lines({name: after[name]}, indent) if name in after else []


def _blocks(lines: list[str], node: yaml.MappingNode, end: int) -> dict[str, tuple[int, int, Any]]:
    """The lines of each entry of a mapping, without the blank lines and comments that stand before the next one."""
    starts = [name.start_mark.line for name, _ in node.value]
    found = {}
    for (name, value), start, stop in zip(node.value, starts, [*starts[1:], end], strict=True):
        while stop > start + 1 and _is_apart(lines[stop - 1], name.start_mark.column):
            stop -= 1
        found[name.value] = (start, stop, value)
    return found


def _is_apart(line: str, column: int) -> bool:
    bare = line.lstrip(" ")
    return not bare.strip() or (bare.startswith("#") and len(line) - len(bare) <= column)


def _yaml_lines(value: Mapping[str, Any], indent: int) -> list[str]:
    return [" " * indent + line for line in dumped(value).splitlines(keepends=True)]
