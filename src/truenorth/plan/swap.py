"""Several files replaced at once: after a crash there are all the old ones or all the new ones."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from truenorth.plan.fault import Fault, Faults

PENDING = ".truenorth-pending"
LOCK = ".truenorth-lock"
_READY = "ready.json"


def swap(folder: Path, files: Mapping[str, str | None]) -> None:
    """Put files in place, or (None) take them away.

    They are first written beside the folder's own files with a list of what to do; once that list is there the
    change counts as made: `files` shows it, and `recover` finishes it if this process dies in between.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if outside := [name for name in files if not _inside(folder, name)]:
        says = f"is not in {folder}: a change stays within the plan's folder"
        raise Faults([Fault(name, 0, "", says) for name in outside])
    if linked := [name for name in files if (folder / name).is_symlink()]:
        says = "is a link to another file, which a change would cut: put the file itself here, or change it there"
        raise Faults([Fault(name, 0, "", says) for name in linked])
    recover(folder)
    try:
        _listed(folder / PENDING, files)
        recover(folder)
    except BaseException:  # cut short: what counts as made is finished, anything less is forgotten
        recover(folder)
        raise


def recover(folder: Path) -> None:
    """Finish a change that was cut short, or forget one that had not been written whole."""
    pending = folder / PENDING
    if not pending.is_dir():
        return
    for name, staged in _steps(folder).items():
        target = folder / name
        if staged is None:
            target.unlink(missing_ok=True)
        elif (pending / staged).exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                shutil.copymode(target, pending / staged)
            (pending / staged).replace(target)
    _synced(folder)
    shutil.rmtree(pending, ignore_errors=True)


def files(folder: Path, under: str = "") -> dict[str, Path]:
    """The files of a folder (or of one under it) by name, as they are once a change that was cut short is finished."""
    place = folder / under
    if place.exists() and not place.is_dir():
        says = "is a file, and a folder is kept under this name: call the file otherwise"
        raise Faults([Fault(under or place.name, 0, "", says)])
    found = {path.name: path for path in place.iterdir()} if place.is_dir() else {}
    for name, staged in _steps(folder).items():
        parent, _, last = name.rpartition("/")
        if parent != under:
            continue
        if staged is None:
            found.pop(last, None)
        elif (folder / PENDING / staged).exists():
            found[last] = folder / PENDING / staged
    return dict(sorted(found.items()))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from changing a folder meanwhile; where the system has no file locks, do without."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _listed(pending: Path, files: Mapping[str, str | None]) -> None:
    """Write the files beside those in place, then the list of what to do, with which the change counts as made."""
    pending.mkdir()
    steps = {name: f"{number}.new" if files[name] is not None else None for number, name in enumerate(sorted(files))}
    for name, staged in steps.items():
        if staged is not None:
            _written(pending / staged, files[name] or "")
    _written(pending / "list.new", json.dumps(steps))
    (pending / "list.new").replace(pending / _READY)
    _synced(pending)


def _steps(folder: Path) -> dict[str, str | None]:
    """What a change that counts as made still has to do; a list that was tampered with is refused."""
    ready = folder / PENDING / _READY
    if not ready.exists():
        return {}
    try:
        steps = json.loads(ready.read_text(encoding="utf-8"))
        if all(_inside(folder, name) and _is_staged(staged) for name, staged in steps.items()):
            return dict(steps)
    except (ValueError, AttributeError, TypeError):
        pass
    says = "is no list of files that Truenorth wrote; look at what is there, then take the folder away"
    raise Faults([Fault(f"{PENDING}/{_READY}", 0, "", says)])


def _is_staged(name: object) -> bool:
    return name is None or (isinstance(name, str) and re.fullmatch(r"\d+\.new", name) is not None)


def _inside(folder: Path, name: str) -> bool:
    """Whether a name leads to a file in a folder, and not out of it."""
    parts = name.split("/")
    plain = "\\" not in name and not any(part in ("", ".", "..") or ":" in part for part in parts)
    return plain and (folder / name).parent.resolve().is_relative_to(folder.resolve())


def _written(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _synced(folder: Path) -> None:
    """Names last through a power cut once their folder is on the disk; not every system can be asked for that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
