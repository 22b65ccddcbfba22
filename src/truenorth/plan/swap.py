"""Several files replaced at once: after a crash there are all the old ones or all the new ones."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PENDING = ".truenorth-pending"
_READY = "ready.json"


def swap(folder: Path, files: Mapping[str, str | None]) -> None:
    """Put files in place, or (None) take them away.

    They are first written beside the folder's own files with a list of what to do; once that list is there the
    change counts as made, and `recover` finishes it if this process dies in between.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pending = folder / PENDING
    shutil.rmtree(pending, ignore_errors=True)
    pending.mkdir()
    names = {name: f"{number}.new" for number, name in enumerate(sorted(files))}
    for name, staged in names.items():
        if (text := files[name]) is not None:
            _written(pending / staged, text)
    plan = {name: staged if files[name] is not None else None for name, staged in names.items()}
    _written(pending / "list.new", json.dumps(plan))
    (pending / "list.new").replace(pending / _READY)
    recover(folder)


def recover(folder: Path) -> None:
    """Finish a change that was cut short, or forget one that had not been written whole."""
    pending = folder / PENDING
    if not pending.is_dir():
        return
    if (pending / _READY).exists():
        for name, staged in json.loads((pending / _READY).read_text(encoding="utf-8")).items():
            target = folder / name
            if staged is None:
                target.unlink(missing_ok=True)
            elif (pending / staged).exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                (pending / staged).replace(target)
    shutil.rmtree(pending, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from changing a folder meanwhile; where the system has no file locks, do without."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".truenorth-lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _written(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
