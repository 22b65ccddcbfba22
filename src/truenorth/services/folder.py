"""A plan's folder as one moment: read whole, changed in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truenorth.plan import text
from truenorth.plan.plan import Plan
from truenorth.plan.swap import LOCK, PENDING, locked, recover, swap
from truenorth.plan.text import Fault, Faults
from truenorth.records import Records
from truenorth.records import text as record_text
from truenorth.services.patch import Files

TRIES = 20


@dataclass(frozen=True)
class Folder:
    """What a plan's folder held at one moment."""

    path: Path
    plan: Plan
    records: Records
    settings: Mapping[str, Any]


class Unsettled(OSError):
    """A folder that others change faster than it can be read."""


def read(path: Path) -> Folder:
    """A folder as it was at one moment, though others may be changing it."""
    _is_folder(path)
    for _ in range(TRIES):
        before = stamp(path)
        try:
            found = _read(path)
        except (Faults, FileNotFoundError):
            if stamp(path) == before:
                raise
            continue
        if stamp(path) == before:
            return found
    raise Unsettled(f"{path}: keeps changing while it is read; try again when nobody writes to it")


@contextmanager
def changing(path: Path) -> Iterator[Folder]:
    """A folder that no other process changes meanwhile."""
    _is_folder(path)
    with locked(path):
        recover(path)
        yield _read(path)


def stamp(path: Path) -> list[tuple[str, int, int, int]]:
    """What tells that a file, or one of a plan's folder, was replaced meanwhile."""
    places = (path, path / record_text.FOLDER, path / PENDING)
    files = [file for place in places if place.is_dir() for file in sorted(place.iterdir())]
    stats = ((file.name, _stat(file)) for file in (files if path.is_dir() else [path]) if file.name != LOCK)
    return [(name, stat.st_ino, stat.st_mtime_ns, stat.st_size) for name, stat in stats if stat]


def put(was: Folder, plan: Plan, files: Files, records: Records) -> Folder:
    """The folder with another plan, in files that say it, and records; all of its files change at once."""
    changed = {**files, **record_text.written(records, was.records)}
    if changed:
        swap(was.path, changed)
    return Folder(was.path, plan, records, was.settings)


def recorded(path: Path, change: Callable[[Records], Records]) -> Folder:
    """The folder after a change of its records alone."""
    with changing(path) as was:
        return put(was, was.plan, {}, change(was.records))


def _read(path: Path) -> Folder:
    return Folder(path, text.read(path), record_text.read(path), text.settings(path))


def _is_folder(path: Path) -> None:
    if path.is_dir():
        return
    if path.exists():
        says = f"is a file; name the folder it is in: {path.parent}"
    else:
        says = "there is no such folder; `truenorth plan init FOLDER` makes one"
    raise Faults([Fault(str(path), 0, "", says)])


def _stat(file: Path) -> Any:
    try:
        return file.stat()
    except FileNotFoundError:
        return None
