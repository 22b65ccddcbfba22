"""A plan as a folder: a YAML file a kind, or CSV for long kinds; sorted, so that git shows what changed and no more."""

from __future__ import annotations

import csv
import gc
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from truenorth.plan.cells import cell
from truenorth.plan.entity import KINDS, Entity, data
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Reader, Unreadable
from truenorth.plan.upgrade import SCHEMA, upgraded

SETTINGS = "truenorth.yaml"
LARGEST_FILE = 64 * 2**20
Documents = dict[str, dict[str, dict[str, Any]]]  # {kind: {key: fields}}
_REFERENCE = re.compile(r"(?:^|[\s\[{,:-])\*[\w-]", re.MULTILINE)
Lines = Callable[[str, str], int]  # (key, field) -> line


@dataclass(frozen=True)
class Fault:
    """Something in a folder that cannot be read: where, and what to write instead."""

    file: str
    line: int
    field: str
    says: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field + ': ' if self.field else ''}{self.says}"


class Faults(ValueError):
    """A folder that cannot be read; carries every fault found in it."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep the faults."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def read(folder: Path) -> Plan:
    """The plan in a folder; Faults with every wrong value otherwise."""
    faults: list[Fault] = []
    entities: dict[str, Entity] = {}
    with _no_garbage_collection():
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
        raise Faults(faults)
    return Plan(entities)


def documents(folder: Path) -> Documents:
    """The plain data in a folder, not yet checked: {kind: {key: fields}}."""
    faults: list[Fault] = []
    found: Documents = {}
    for _, kind, pairs, _ in _files(folder, faults):
        found.setdefault(kind, {}).update(pairs)
    if faults:
        raise Faults(faults)
    return found


def settings(folder: Path) -> dict[str, Any]:
    """What `truenorth.yaml` says: schema, today, rules, required."""
    path = folder / SETTINGS
    if not path.exists():
        return {}
    faults: list[Fault] = []
    found, _ = _yaml(path, faults)
    unknown = sorted(found.keys() - {"schema", "rules", "required"})
    faults += [Fault(SETTINGS, 0, name, "is no setting: schema, rules and required are") for name in unknown]
    if faults:
        raise Faults(faults)
    return found


Row = tuple[str, dict[str, Any]]


def _files(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, str, list[Row], Lines]]:
    if not folder.is_dir():
        raise Faults([Fault(str(folder), 0, "", "is not a folder; `truenorth plan init FOLDER` makes one")])
    schema = _schema(folder)
    paths = sorted(p for p in folder.iterdir() if p.suffix in (".yaml", ".yml", ".csv") and p.name != SETTINGS)
    if not paths:
        faults.append(Fault(str(folder), 0, "", "holds no plan: no file such as activity.yaml or activity.csv"))
    for path in paths:
        kind = path.stem
        if kind not in KINDS:
            faults.append(Fault(path.name, 0, "", _no_kind(kind)))
        elif path.stat().st_size > LARGEST_FILE:
            faults.append(Fault(path.name, 0, "", "is over 64 MB: a plan is much smaller; is this an export of facts?"))
        else:
            rows, lines = _csv(path, faults) if path.suffix == ".csv" else _yaml_rows(path, faults)
            yield path.name, kind, upgraded(schema, kind, rows), lines


def _schema(folder: Path) -> int:
    schema = settings(folder).get("schema", SCHEMA)
    if not str(schema).isdigit() or not 1 <= int(schema) <= SCHEMA:
        raise Faults([Fault(SETTINGS, 0, "schema", f"is {schema}; this Truenorth reads 1 to {SCHEMA}: update it")])
    return int(schema)


def _no_kind(name: str) -> str:
    near = get_close_matches(name, KINDS, 1, 0.6)
    hint = f"did you mean {near[0]}?" if near else f"the kinds are {', '.join(sorted(KINDS))}"
    return f"'{name}' is not a kind of item; {hint}"


def _text(path: Path, faults: list[Fault]) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(Fault(path.name, 0, "", f"is not UTF-8 text (byte {error.start}): save it as UTF-8"))
        return ""


def _csv(path: Path, faults: list[Fault]) -> tuple[list[Row], Lines]:
    rows: list[Row] = []
    where: dict[str, int] = {}
    lines = csv.reader(io.StringIO(_text(path, faults), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        if _good_header(path.name, header, faults):
            for row in lines:
                _csv_row(path.name, header, row, lines.line_num, rows, where, faults)
    except csv.Error as error:
        faults.append(Fault(path.name, lines.line_num, "", f"is not CSV: {error}; is a quote left open?"))
    return rows, lambda key, field: where.get(key, 0)


def _good_header(file: str, header: list[str], faults: list[Fault]) -> bool:
    if "key" not in header:
        hint = "; it looks like it is parted by ';': use ','" if len(header) == 1 and ";" in header[0] else ""
        faults.append(Fault(file, 1, "", f"the first line must name the columns, one of them 'key'{hint}"))
        return False
    twice = sorted({name for name in header if header.count(name) > 1})
    faults += [Fault(file, 1, name, "is a column twice: keep one") for name in twice]
    return not twice


def _csv_row(
    file: str,
    header: list[str],
    row: list[str],
    line: int,
    rows: list[Row],
    where: dict[str, int],
    faults: list[Fault],
) -> None:
    if not any(row):
        return
    if len(row) > len(header) and any(row[len(header) :]):
        faults.append(
            Fault(file, line, "", f"has {len(row)} cells, the header {len(header)}: quote cells that hold a ','")
        )
        return
    fields: dict[str, Any] = {name: text for name, text in zip(header, row, strict=False) if text}
    key = fields.pop("key", "").strip()
    if not key:
        faults.append(Fault(file, line, "key", "is empty: every row needs a key of its own"))
        return
    where.setdefault(key, line)
    rows.append((key, _dotted(fields)))


def _dotted(fields: dict[str, Any]) -> dict[str, Any]:
    """`effort.copy` columns gathered into `effort`."""
    if not any("." in name for name in fields):
        return fields
    found: dict[str, Any] = {}
    for name, text in fields.items():
        field, _, part = name.partition(".")
        if part:
            found.setdefault(field, {})[part] = text
        else:
            found[field] = text
    return found


def _yaml_rows(path: Path, faults: list[Fault]) -> tuple[list[Row], Lines]:
    found, lines = _yaml(path, faults)
    rows: list[Row] = []
    for key, fields in found.items():
        if isinstance(fields, dict):
            rows.append((str(key), fields))
        elif fields is None:
            rows.append((str(key), {}))
        else:
            faults.append(Fault(path.name, lines(str(key), ""), str(key), "needs fields below it: 'name: ...'"))
    return rows, lines


def _yaml(path: Path, faults: list[Fault]) -> tuple[dict[str, Any], Lines]:
    text = _text(path, faults)
    try:
        _no_references(text)
        found = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        faults.append(Fault(path.name, line, "", f"is not YAML: {error.problem or error.context}"))
        return {}, _nowhere
    except (yaml.YAMLError, RecursionError) as error:
        faults.append(Fault(path.name, 0, "", f"is not YAML: {str(error)[:120]}"))
        return {}, _nowhere
    if found is None:
        return {}, _nowhere
    if not isinstance(found, dict):
        faults.append(Fault(path.name, 1, "", "must hold items by key: 'spring-letter: {name: Spring letter}'"))
        return {}, _nowhere
    return found, lambda key, field: _line_of(text, key, field)


def _no_references(text: str) -> None:
    """References let a small file grow without end; a plan has no use for them."""
    if not _REFERENCE.search(text):
        return
    for token in yaml.scan(text, Loader=_Loader):
        if isinstance(token, yaml.AliasToken):
            raise yaml.MarkedYAMLError(
                problem=f"*{token.value[:40]} refers to another place: write the value out (or quote the text)",
                problem_mark=token.start_mark,
            )


def _nowhere(key: str, field: str) -> int:
    return 0


def _line_of(text: str, key: str, field: str) -> int:
    """The line of a field, found by composing the file once more: only done when something is wrong."""
    node = yaml.compose(text, Loader=_Loader)
    line = 0
    for part in [key, *(field.split(".") if field else [])]:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        match = next(((name, value) for name, value in pairs if name.value == part), None)
        if match is None:
            break
        line, node = match[0].start_mark.line + 1, match[1]
    return line


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Text stays text: 2027 and 1.60 are kept as written, and every kind reads its own fields."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if tag.endswith((":null", ":merge"))]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping whose keys are text, each there once."""
        seen: set[str] = set()
        for name, _ in node.value:
            if not isinstance(name, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a name must be text", problem_mark=name.start_mark)
            if name.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"'{name.value[:60]}' is there twice: keep one", problem_mark=name.start_mark
                )
            seen.add(name.value)
        return {name.value: self.construct_object(value, deep=True) for name, value in node.value}

    def construct_yaml_map(self, node: yaml.MappingNode) -> Iterator[dict[Any, Any]]:
        """Build at once: a plan has no cycles of references."""
        yield self.construct_mapping(node)


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_yaml_map)


class _Dumper(yaml.CSafeDumper if hasattr(yaml, "CSafeDumper") else yaml.SafeDumper):  # type: ignore[misc]
    """The other way round: what the loader reads as text needs no quotes."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers

    def ignore_aliases(self, data: Any) -> bool:
        """Every value is written out."""
        return True


def write(plan: Plan, folder: Path, *, csv_kinds: frozenset[str] = frozenset()) -> None:
    """Write a plan as a folder: one file a kind, in the order of the keys. A kind over 200 items becomes CSV.

    Each file is replaced as a whole, so that a crash leaves the old file or the new one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        items = {item.key: data(item) for item in plan.all(KINDS[kind])}
        as_csv = kind in csv_kinds or len(items) > 200 or (folder / f"{kind}.csv").exists()
        wanted = folder / f"{kind}.{'csv' if as_csv else 'yaml'}"
        if items:
            replace(wanted, _as_csv(KINDS[kind], items) if as_csv else dumped(items))
        for old in (folder / f"{kind}.{ext}" for ext in ("csv", "yaml", "yml")):
            if old != wanted or not items:
                old.unlink(missing_ok=True)
    keep = settings(folder) if (folder / SETTINGS).exists() else {}
    replace(folder / SETTINGS, dumped(keep | {"schema": str(SCHEMA)}))


def dumped(value: Mapping[str, Any]) -> str:
    """Plain data as the YAML that `read` takes."""
    return yaml.dump(dict(value), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def loaded(text: str) -> Any:
    """The plain data in a piece of YAML, with text kept as text."""
    return yaml.load(text, Loader=_Loader)


def _as_csv(kind: type[Entity], items: dict[str, dict[str, Any]]) -> str:
    columns = [name for name in kind.model_fields if any(name in fields for fields in items.values())]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["key", *columns])
    writer.writerows([key, *(cell(fields.get(name)) for name in columns)] for key, fields in items.items())
    return out.getvalue()


def replace(path: Path, text: str) -> None:
    """Put a file in place at once: the old one or the new one, never half."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Collection during a load looks at every object again and again, and finds nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
