"""A plan as a folder: a YAML file a kind, or CSV for long kinds; sorted, so that git shows what changed and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from truenorth.plan import csv_rows, swap, yaml_rows
from truenorth.plan.entity import KINDS, Entity, data
from truenorth.plan.fault import Fault, Faults, Lines, Row, gathered
from truenorth.plan.garbage import uncollected
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Reader, Unreadable
from truenorth.plan.upgrade import SCHEMA, upgraded
from truenorth.plan.yaml_rows import dumped, loaded

__all__ = ["SETTINGS", "Documents", "Fault", "Faults", "documents", "dumped", "loaded", "read", "settings", "write"]

SETTINGS = "truenorth.yaml"
SETTING_NAMES = frozenset({"schema", "rules", "required", "grown"})
LARGEST_FILE = 64 * 2**20
LONG = 200  # items of a kind from which on its file is CSV
Documents = dict[str, dict[str, dict[str, Any]]]  # {kind: {key: fields}}
_READ = (".yaml", ".yml", ".csv")
_NOT_READ = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".tsv", ".txt", ".json")


def read(folder: Path) -> Plan:
    """The plan in a folder; Faults with every wrong value otherwise."""
    faults: list[Fault] = []
    entities: dict[str, Entity] = {}
    with uncollected():
        for file, kind, documents, lines in _files(folder, faults):
            reader = Reader(KINDS[kind])
            for key, fields in documents:
                ref = f"{kind}:{key}"
                if ref in entities:
                    faults.append(Fault(file, lines(key, ""), "key", f"'{key}' is there twice: give one another key"))
                    continue
                try:
                    entities[ref] = reader.read(key, fields)
                except Unreadable as error:
                    faults += [Fault(file, lines(key, p.field), f"{key} {p.field}", p.says) for p in error.problems]
    if faults:
        raise Faults(gathered(faults))
    return Plan(entities)


def documents(folder: Path) -> Documents:
    """The plain data in a folder, not yet checked: {kind: {key: fields}}."""
    faults: list[Fault] = []
    found: Documents = {}
    for _, kind, pairs, _ in _files(folder, faults):
        found.setdefault(kind, {}).update(pairs)
    if faults:
        raise Faults(gathered(faults))
    return found


def settings(folder: Path) -> dict[str, Any]:
    """What `truenorth.yaml` says: schema, rules, required, grown."""
    path = swap.files(folder).get(SETTINGS)
    if path is None:
        return {}
    faults: list[Fault] = []
    found, lines = yaml_rows.mapping(SETTINGS, text_of(SETTINGS, path, faults), faults)
    unknown = sorted(found.keys() - SETTING_NAMES)
    faults += [
        Fault(SETTINGS, lines(name, ""), name[:60], "is no setting: schema, rules, required and grown are")
        for name in unknown
    ]
    if faults:
        raise Faults(faults)
    return found


def write(plan: Plan, folder: Path, *, csv_kinds: frozenset[str] = frozenset()) -> None:
    """Write a plan as a folder: one file a kind, in the order of the keys. A kind over 200 items becomes CSV.

    All files change at once, so that a crash leaves the old plan or the new one. A file that says the same already is
    left as it is, with its comments; so is every file that is not a kind's.
    """
    swap.swap(folder, written(plan, folder, csv_kinds=csv_kinds))


def written(plan: Plan, folder: Path, *, csv_kinds: frozenset[str] = frozenset()) -> dict[str, str | None]:
    """The files, by name, in which a folder differs from a plan: what `write` puts in place or (None) takes away."""
    there = swap.files(folder)
    now = settings(folder)
    was = _readable(folder) if _schema(now) == SCHEMA else None
    found: dict[str, str | None] = {}
    for kind, made in KINDS.items():
        names = {name for name in there if _stem(name) == kind and _is_read(name)}
        items = plan.all(made)
        as_csv = kind in csv_kinds or len(items) > LONG or f"{kind}.csv" in names
        wanted = f"{kind}.{'csv' if as_csv else 'yaml'}" if items else None
        found |= dict.fromkeys(sorted(names - {wanted}))
        if wanted and not (was and names == {wanted} and was.all(made) == items):
            plain = {item.key: data(item) for item in items}
            found[wanted] = csv_rows.dumped(made.model_fields, plain) if as_csv else dumped(plain)
    if now.get("schema") != str(SCHEMA):
        found[SETTINGS] = dumped(now | {"schema": str(SCHEMA)})
    return found


def _readable(folder: Path) -> Plan | None:
    try:
        return read(folder)
    except Faults:
        return None


def text_of(name: str, path: Path, faults: list[Fault]) -> str:
    """What a file says; nothing, and a fault, where it cannot be read as text."""
    try:
        if not path.is_file():
            faults.append(Fault(name, 0, "", "is not a file"))
        elif path.stat().st_size > LARGEST_FILE:
            faults.append(Fault(name, 0, "", "is over 64 MB: a plan is much smaller; is this an export of facts?"))
        else:
            return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        faults.append(Fault(name, line, "", "is not UTF-8 text from here on: save the file as UTF-8"))
    except OSError as error:
        faults.append(Fault(name, 0, "", f"cannot be read: {(error.strerror or str(error)).lower()}"))
    return ""


def _files(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, str, list[Row], Lines]]:
    if not folder.is_dir():
        raise Faults([Fault(str(folder), 0, "", "is not a folder; `truenorth plan init FOLDER` makes one")])
    schema = _schema(settings(folder))
    there = swap.files(folder)
    paths = {name: path for name, path in there.items() if _is_read(name) and name != SETTINGS}
    faults += [Fault(name, 0, "", _UNREAD) for name in there if _ending(name) in _NOT_READ and _stem(name) in KINDS]
    if not paths:
        faults.append(Fault(str(folder), 0, "", "holds no plan: no file such as activity.yaml or activity.csv"))
    for name, path in paths.items():
        if (kind := _stem(name)) not in KINDS:
            faults.append(Fault(name, 0, "", _no_kind(kind)))
            continue
        rows = csv_rows.rows if _ending(name) == ".csv" else yaml_rows.rows
        found, lines = rows(name, text_of(name, path, faults), faults)
        yield name, kind, upgraded(schema, kind, found), lines


_UNREAD = "is not read: save it as CSV (UTF-8) or YAML"


def _is_read(name: str) -> bool:
    """Whether a file may hold items; those of an editor or of the system, such as `.~lock.activity.csv`, do not."""
    return name[0] not in ".~" and _ending(name) in _READ


def _ending(name: str) -> str:
    return Path(name).suffix.lower()


def _stem(name: str) -> str:
    return Path(name).stem.lower()


def _schema(found: Mapping[str, Any]) -> int:
    schema = str(found.get("schema", SCHEMA))
    if not (schema.isascii() and schema.isdigit() and len(schema) < 9 and 1 <= int(schema) <= SCHEMA):
        raise Faults([Fault(SETTINGS, 0, "schema", f"is {schema[:60]}; this Truenorth reads 1 to {SCHEMA}: update it")])
    return int(schema)


def _no_kind(name: str) -> str:
    near = get_close_matches(name, KINDS, 1, 0.6)
    hint = f"did you mean {near[0]}?" if near else f"the kinds are {', '.join(sorted(KINDS))}"
    return f"'{name}' is not a kind of item; {hint}"
