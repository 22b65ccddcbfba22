"""The folder of the facts: a load put in, taken back, put back, thrown away; a crash leaves the old or the new."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from truenorth.facts.register import FOLDER, Load, Register, read, written
from truenorth.plan.swap import locked, recover, swap

STAGING = ".truenorth-loading"
FORGOTTEN = 24 * 3600  # seconds after which a place to prepare a load in is left over from a crash


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A place beside the data to prepare a load in; it is gone afterwards, whatever happened."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f"{STAGING}-", dir=place))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        _tidied(place)


def _tidied(place: Path) -> None:
    """Take the folder away again where nothing came of it."""
    if not any(one.name != ".truenorth-lock" for one in place.iterdir()):
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def changing(folder: Path) -> Iterator[Register]:
    """The register, while no other process changes it."""
    place = folder / FOLDER
    with locked(place):
        recover(place)
        register = read(folder)
        sweep(place, register)
        yield register


def put(folder: Path, was: Register, register: Register, load: Load, staged: Path) -> None:
    """Put a load's rows in their place, then its entry in the register: from then on it counts."""
    place = folder / FOLDER
    _synced(staged)
    target = place / load.place
    target.parent.mkdir(parents=True, exist_ok=True)
    staged.replace(target)
    swap(place, written(register, was))


def take_back(folder: Path, was: Register, load: Load, at: datetime) -> Register:
    """Take a load back: it no longer counts, and its rows are kept until they are thrown away."""
    register = was.put(replace(load, taken_back=at))
    swap(folder / FOLDER, written(register, was))
    sweep(folder / FOLDER, register)
    return register


def put_back(folder: Path, was: Register, load: Load) -> Register:
    """Let a load that was taken back count again."""
    place = folder / FOLDER
    register = was.put(replace(load, taken_back=None))
    swap(place, written(register, was))
    sweep(place, register)
    return register


def throw_away(folder: Path, was: Register, load: Load) -> Register:
    """Throw the rows of a load that was taken back away for good, and forget it."""
    register = replace(was, loads=tuple(one for one in was.loads if one.id != load.id))
    swap(folder / FOLDER, written(register, was))
    (folder / FOLDER / load.trash).unlink(missing_ok=True)
    return register


def sweep(place: Path, register: Register) -> None:
    """Finish what a crash cut short: what was taken back stands in the trash, and what counts in its place.

    A file that is in no register is left alone: it does not count.
    """
    for load in register.loads:
        here, there = place / load.place, place / load.trash
        if load.taken_back is not None:
            here, there = there, here
        if not here.exists() and there.exists():
            here.parent.mkdir(parents=True, exist_ok=True)
            there.replace(here)
    for old in place.glob(f"{STAGING}-*"):
        if old.stat().st_mtime < time.time() - FORGOTTEN:
            shutil.rmtree(old, ignore_errors=True)


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
