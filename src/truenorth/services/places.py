"""Where each item stands in a folder: its file and line."""

from __future__ import annotations

from pathlib import Path

from truenorth.plan import csv_rows, swap, yaml_rows
from truenorth.plan.entity import KINDS, Ref
from truenorth.plan.fault import Fault
from truenorth.plan.text import SETTINGS, text_of

Place = tuple[str, int]
ENDINGS = (".yaml", ".yml", ".csv")


def places(folder: Path) -> dict[Ref, Place]:
    """The file and line of every item in a folder that can be read."""
    found: dict[Ref, Place] = {}
    faults: list[Fault] = []
    for name, path in files(folder).items():
        rows = csv_rows.rows if is_csv(name) else yaml_rows.rows
        items, line = rows(name, text_of(name, path, faults), faults)
        found |= {f"{kind_of(name)}:{key}": (name, line(key, "")) for key, _ in items}
    return found


def files(folder: Path, kind: str | None = None) -> dict[str, Path]:
    """The files of a folder that hold items (of one kind), by name."""
    named = swap.files(folder).items()
    found = {name: path for name, path in named if Path(name).suffix.lower() in ENDINGS and name[0] not in ".~"}
    return {name: path for name, path in found.items() if kind_of(name) in ([kind] if kind else KINDS)}


def kind_of(name: str) -> str:
    """The kind whose items a file holds."""
    return Path(name).stem.lower()


def is_csv(name: str) -> bool:
    """Whether a file is a sheet."""
    return name.lower().endswith(".csv")


def setting_line(folder: Path, *names: str) -> int:
    """The line of a setting in truenorth.yaml; 0 where there is none."""
    path = swap.files(folder).get(SETTINGS)
    if path is None:
        return 0
    faults: list[Fault] = []
    _, line = yaml_rows.mapping(SETTINGS, text_of(SETTINGS, path, faults), faults)
    return line(names[0], ".".join(names[1:]))
