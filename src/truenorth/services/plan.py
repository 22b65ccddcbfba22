"""The plan in a folder: start one, change it through the one gate, take a change back, give an item another key."""

from __future__ import annotations

import difflib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from truenorth.plan.edit import Broken, Edit, change
from truenorth.plan.entity import KINDS, Entity, Ref, data
from truenorth.plan.example import folder as example_folder
from truenorth.plan.example import names as example_names
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.plan.rename import rename as rename_edits
from truenorth.plan.schema import schemas
from truenorth.plan.swap import swap
from truenorth.plan.text import SETTINGS, dumped
from truenorth.plan.upgrade import SCHEMA
from truenorth.records import Change, Records, renamed
from truenorth.reports.kinds import template
from truenorth.services.before import as_before, kept
from truenorth.services.folder import Folder, changing, put
from truenorth.services.patch import patched

BACK, AGAIN = "taken back: ", "made again: "


class Refused(ValueError):
    """Something that was asked for and cannot be done; says why and what to do instead."""


class Failed(Refused):
    """Something that cannot be done because Truenorth itself failed; says how."""


def init(path: Path, example: str) -> list[str]:
    """Start a plan: the files of an example, or a template for each kind."""
    if path.is_file():
        raise Refused(f"{path} is a file: name a folder")
    if path.is_dir() and any(not file.name.startswith(".") for file in path.iterdir()):
        raise Refused(f"{path} holds files already: name an empty folder, or a new one")
    if example == "empty":
        sample = example_folder("acme")
        files = {f"{kind}.yaml": template(kind, sample) for kind in KINDS}
        swap(path, {**files, SETTINGS: dumped({"schema": str(SCHEMA)})})
    elif example in example_names():
        shutil.copytree(example_folder(example), path, copy_function=shutil.copyfile, dirs_exist_ok=True)
    else:
        raise Refused(f"there is no example '{example}': choose {', '.join([*example_names(), 'empty'])}")
    if not (path / ".gitignore").exists():
        (path / ".gitignore").write_text(".truenorth-*\n", encoding="utf-8")
    return sorted(file.name for file in path.iterdir() if not file.name.startswith("."))


def write_schemas(path: Path, out: Path | None = None) -> Path:
    """Write the JSON Schema of every kind's file beside a plan, or elsewhere; where they are."""
    if out is None and not path.is_dir():
        raise Refused(f"{path}: there is no such folder; `truenorth plan init FOLDER` makes one")
    place = out or path / "schemas"
    swap(place, {f"{kind}.json": json.dumps(one, indent=2) + "\n" for kind, one in schemas().items()})
    return place


def kind_named(word: str) -> type[Entity]:
    """The kind that a word, also in the plural, means."""
    plurals = {kind.plural: kind for kind in KINDS.values()}
    if found := KINDS.get(word.lower()) or plurals.get(word.lower()):
        return found
    near = difflib.get_close_matches(word.lower(), KINDS, 1, 0.5)
    hint = f"did you mean '{near[0]}'?" if near else "`truenorth plan kinds` lists them"
    raise Refused(f"there is no kind '{word[:60]}'; {hint}")


def find(plan: Plan, word: str) -> Ref:
    """The item that a ref, a key or a name means."""
    if word in plan.entities:
        return word
    wanted = word.casefold()
    named = [r for r, item in plan.entities.items() if wanted in (item.key.casefold(), item.name.casefold())]
    if len(named) == 1:
        return named[0]
    if named:
        raise Refused(f"'{word}' can be {' or '.join(sorted(named)[:6])}: say which")
    raise Refused(f"there is no '{word}' in this plan; {_near(plan, word)}")


def _near(plan: Plan, word: str) -> str:
    kind, _, key = word.rpartition(":")
    names: dict[str, Ref] = {}
    for ref, item in plan.entities.items():
        if not kind or item.kind == kind:
            names.setdefault(item.name.casefold(), ref)
            names[item.key.casefold()] = ref
    near = list(dict.fromkeys(names[name] for name in difflib.get_close_matches(key.casefold(), names, 3, 0.6)))
    return f"did you mean {' or '.join(near)}?" if near else "`truenorth plan show FOLDER` lists what is in it"


def _hole(plan: Plan, source: Ref, target: Ref) -> str:
    return f"{source} points at {target}, which is not in the plan; {_near(plan, target)}"


def set_fields(path: Path, word: str, given: Mapping[str, str], *, new: bool, why: str = "", by: str = "") -> Folder:
    """Give fields of an item other values, each written as in a cell of a sheet; an empty one takes the value away."""
    with changing(path) as was:
        ref = word if new else find(was.plan, word)
        if new and ref in was.plan.entities:
            raise Refused(f"{ref} is in the plan already: leave --new out to change it")
        item = was.plan.find(ref)
        before = data(item) if item else None
        after = data(entity(ref, _laid_over(before or {}, given)))
        return _made(was, [Edit(ref, before, after)], why or f"set {ref} {', '.join(given)}", by)


def _laid_over(before: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    fields = dict(before)
    for name, text in given.items():
        field, _, part = name.partition(".")
        if not part:
            fields[field] = text
            continue
        inner = fields.get(field)
        inner = {**inner} if isinstance(inner, dict) else {}
        inner.pop(part, None)
        fields[field] = inner | ({part: text} if text.strip() else {})
    return {name: value for name, value in fields.items() if value not in ("", {}, None)}


def make(
    path: Path, edits: Iterable[Edit], why: str, by: str = "", also: Callable[[Records], Records] | None = None
) -> Folder:
    """Make some edits, merged with what others did meanwhile, as one change; `also` changes records with it."""
    with changing(path) as was:
        return _made(was, list(edits), why, by, also=also)


def rename(path: Path, word: str, key: str, *, by: str = "") -> Folder:
    """Give an item another key; links, decisions and the baseline follow."""
    with changing(path) as was:
        ref = find(was.plan, word)
        key = key.removeprefix(f"{ref.partition(':')[0]}:")
        new = f"{ref.partition(':')[0]}:{key}"
        if new == ref:
            raise Refused(f"{ref} is its key already")
        if new in was.plan.entities:
            raise Refused(f"{new} is there already: choose another key")
        return _made(was, rename_edits(was.plan, ref, key), f"rename {ref} to {new}", by, keys={ref: new})


def undo(path: Path, *, again: bool = False, by: str = "") -> tuple[Folder, str]:
    """Take back the last change that still stands, or (`again`) make the one last taken back once more; what it was."""
    with changing(path) as was:
        last = _last(was.records.changes, again)
        if last is None:
            raise Refused(f"there is nothing to {'make again' if again else 'take back'}")
        edits = [_reversed(was.plan, one) for one in reversed(last.edits)]
        keys = {new: old for old, new in last.keys.items()}
        what = last.why.removeprefix(BACK).removeprefix(AGAIN)
        return _made(was, edits, (AGAIN if again else BACK) + what, by, keys=keys, undoes=last), what


def _reversed(plan: Plan, kept: Mapping[str, Any]) -> Edit:
    """The edit that takes a recorded one back; the fields that it did not touch are as they are now."""
    ref, before, after = kept["ref"], kept.get("before"), kept.get("after")
    item = plan.find(ref)
    touched = {*(before or {}), *(after or {})}
    others = {name: value for name, value in (data(item) if item else {}).items() if name not in touched}
    return Edit(ref, _read(ref, after, others), _read(ref, before, others))


def _read(ref: Ref, fields: Mapping[str, Any] | None, others: Mapping[str, Any]) -> dict[str, Any] | None:
    """Recorded fields among the others, as the plan's own data: a record keeps every value as text."""
    return None if fields is None else data(entity(ref, {**others, **fields}))


def _kept(edit: Edit) -> dict[str, Any]:
    """An edit as it is recorded: the fields it touched, before and after."""
    touched = edit.fields
    before, after = (
        None if fields is None else {name: value for name, value in fields.items() if name in touched}
        for fields in (edit.before, edit.after)
    )
    return {"ref": edit.ref, "before": before, "after": after}


def _last(changes: Iterable[Change], again: bool) -> Change | None:
    """The last change in force; with `again` the last taking-back in force that nothing has followed."""
    by_time = {one.at: one for one in changes}
    gone: set[datetime] = set()
    for one in reversed(by_time.values()):
        if one.at in gone:
            continue
        if one.undoes is None:
            return None if again else one
        gone.add(one.undoes)
        takes_back = one.undoes not in by_time or by_time[one.undoes].undoes is None
        if again and takes_back:
            return one
    return None


def _made(
    was: Folder,
    edits: list[Edit],
    why: str,
    by: str,
    *,
    keys: Mapping[Ref, Ref] | None = None,
    undoes: Change | None = None,
    also: Callable[[Records], Records] | None = None,
) -> Folder:
    try:
        after, merged = change(was.plan, edits)
    except Broken as error:
        raise Refused("\n".join(_hole(was.plan, source, target) for source, target in error.holes)) from None
    if not merged:
        raise Refused("that is what the plan says already: nothing to change")
    files = patched(was.path, after, merged, as_before(was.path, undoes) if undoes else {})
    at = datetime.now(UTC)
    made = Change(
        at=at,
        on=at.date(),
        by=by,
        why=why,
        edits=[_kept(edit) for edit in merged],
        keys=dict(keys or {}),
        files=kept(was.path, files),
        undoes=undoes.at if undoes else None,
    )
    records: Records = was.records
    for old, new in (keys or {}).items():
        records = renamed(records, old, new)
    records = replace(records, changes=(*records.changes, made))
    return put(was, after, files, also(records) if also else records)
