"""The register of loads: what was loaded from which file, when, how it was read, and what was refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from truenorth.facts.tables import TABLES
from truenorth.plan import swap
from truenorth.plan.fault import Fault, Faults
from truenorth.plan.text import text_of
from truenorth.plan.yaml_rows import dumped, parsed

FOLDER = "facts"
LOADS = "loads.yaml"
SOURCES = "sources.yaml"
NAMES = "names.yaml"
_ID = re.compile(r"[^/\\.][^/\\]*-[0-9]{1,9}")


@dataclass(frozen=True)
class Load:
    """One file that was loaded: its rows stand in a Parquet file under its id.

    `rows` are those that were taken and `kept` what they came to in the table. Of those, `again` were there already.
    `beside` names the load that tells the same in more detail: while that one counts, this one does not.
    """

    id: str
    table: str
    source: str
    file: str
    digest: str
    at: datetime
    rows: int
    kept: int
    refused: Mapping[str, int] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    total: float | None = None
    again: int = 0
    changed: int = 0
    beside: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, str] = field(default_factory=dict)
    taken_back: datetime | None = None

    @property
    def place(self) -> str:
        """Where its rows stand, in the folder of the facts."""
        return f"{self.table}/{self.id}.parquet"

    @property
    def trash(self) -> str:
        """Where its rows stand once it is taken back."""
        return f".taken-back/{self.id}.parquet"


@dataclass(frozen=True)
class Register:
    """All loads, in their order; how the files of each source are read; what their names mean in the plan."""

    loads: tuple[Load, ...] = ()
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def there(self) -> tuple[Load, ...]:
        """The loads that were not taken back."""
        return tuple(one for one in self.loads if one.taken_back is None)

    @property
    def counted(self) -> tuple[Load, ...]:
        """The loads that count."""
        there = {one.id for one in self.there}
        return tuple(one for one in self.there if one.beside not in there)

    def get(self, ident: str) -> Load | None:
        """The load of an id."""
        return next((one for one in self.loads if one.id == ident), None)

    def put(self, load: Load) -> Register:
        """The register with a load put in, or in place of the one of the same id."""
        others = tuple(one for one in self.loads if one.id != load.id)
        loads = tuple(load if one.id == load.id else one for one in self.loads) if len(others) < len(self.loads) else ()
        return replace(self, loads=loads or (*self.loads, load))

    def next_id(self, source: str) -> str:
        """An id for the next load of a source: `crm-3`."""
        numbers = [int(one.id.rpartition("-")[2]) for one in self.loads if one.id.rpartition("-")[0] == source]
        return f"{source}-{max(numbers, default=0) + 1}"


def read(folder: Path) -> Register:
    """The register of a plan's folder; Faults where it cannot be read."""
    faults: list[Fault] = []
    there = swap.files(folder / FOLDER)
    found = {name: _parsed(there, name, faults) for name in (LOADS, SOURCES, NAMES)}
    loads = [_load(number, one, faults) for number, one in enumerate(_list(found[LOADS], faults), 1)]
    sources = _maps(SOURCES, found[SOURCES], "'ads: {table: spend}'", faults)
    names = _maps(NAMES, found[NAMES], "'campaign: {GTXPro: tool:gtx-pro}'", faults)
    faults += [
        Fault(f"{FOLDER}/{NAMES}", 0, f"{column} {text}"[:80], "must mean one item, such as activity:spring-letter")
        for column, one in names.items()
        for text, meant in one.items()
        if not isinstance(meant, str)
    ]
    if faults:
        raise Faults(faults)
    return Register(tuple(one for one in loads if one), sources, names)


def _parsed(there: Mapping[str, Path], name: str, faults: list[Fault]) -> Any:
    path = there.get(name)
    return parsed(f"{FOLDER}/{name}", text_of(f"{FOLDER}/{name}", path, faults), faults) if path else None


def _list(found: Any, faults: list[Fault]) -> list[Any]:
    entries = found.get("loads") if isinstance(found, dict) and found.keys() <= {"loads"} else found
    if entries is None:
        return []
    if not isinstance(entries, list):
        faults.append(Fault(f"{FOLDER}/{LOADS}", 0, "", "must hold a list under 'loads:'"))
        return []
    return entries


def _maps(name: str, found: Any, such_as: str, faults: list[Fault]) -> dict[str, dict[str, Any]]:
    """Names with values by name; anything else is a fault, as the next change would write over it."""
    if found is None:
        return {}
    maps = found if isinstance(found, dict) else {"": found}
    wrong = [part for part, one in maps.items() if not isinstance(one, dict)]
    faults += [Fault(f"{FOLDER}/{name}", 0, part[:60], f"must hold names with values: {such_as}") for part in wrong]
    return {part: one for part, one in maps.items() if part not in wrong}


def _load(number: int, entry: Any, faults: list[Fault]) -> Load | None:
    try:
        load = Load(**{name: _value(name, value) for name, value in entry.items()})
        if load.table in TABLES and _ID.fullmatch(load.id):
            return load
    except (AttributeError, TypeError, ValueError):
        pass
    faults.append(Fault(f"{FOLDER}/{LOADS}", 0, f"entry {number}", "is no load that Truenorth wrote"))
    return None


def _value(name: str, value: Any) -> Any:
    match name:
        case "at" | "taken_back":
            return datetime.fromisoformat(value)
        case "rows" | "kept" | "again" | "changed":
            return int(value)
        case "total":
            return float(value)
        case "refused":
            return {says: int(count) for says, count in value.items()}
        case "columns" | "rates":
            return {str(part): str(one) for part, one in value.items()}
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text")
    return value


def written(register: Register, was: Register) -> dict[str, str | None]:
    """The files in which a register differs from what it was."""
    found: dict[str, str | None] = {}
    if register.loads != was.loads:
        found[LOADS] = dumped({"loads": [_plain(one) for one in register.loads]})
    if register.sources != was.sources:
        found[SOURCES] = dumped({name: dict(one) for name, one in sorted(register.sources.items())})
    if register.names != was.names:
        found[NAMES] = dumped({name: dict(sorted(one.items())) for name, one in sorted(register.names.items())})
    return found


def _plain(load: Load) -> dict[str, Any]:
    """A load as plain data, without what is as it is by default."""
    values = {one.name: getattr(load, one.name) for one in fields(load)}
    kept = {
        name: value for name, value in values.items() if value not in (None, "", {}, ()) and (value or name in _ALWAYS)
    }
    return {name: value.isoformat() if isinstance(value, datetime) else _text(value) for name, value in kept.items()}


_ALWAYS = ("rows", "kept", "total")


def _text(value: Any) -> Any:
    return {name: str(one) for name, one in value.items()} if isinstance(value, Mapping) else str(value)
