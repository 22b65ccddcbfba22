"""The one DuckDB of this process: in memory, never a file of its own, and it never asks the network for anything."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

NEEDED = {"ibis": "ibis-framework", "duckdb": "duckdb", "pyarrow": "pyarrow"}
MEMORY = "220MB"  # beyond it DuckDB works from the disk


class NotInstalled(ImportError):
    """What reading data needs and is not there; says how to get it."""


def needed() -> None:
    """Refuse to go on where the extra `facts` is not installed."""
    if lacking := [name for module, name in NEEDED.items() if find_spec(module) is None]:
        raise NotInstalled(
            f"data needs {', '.join(lacking)}, which {'is' if len(lacking) == 1 else 'are'} not installed:"
            " pip install 'truenorth[facts]'"
        )


def failures() -> tuple[type[Exception], ...]:
    """What DuckDB raises where something goes wrong that nobody asked for: a full disk, a damaged file."""
    if find_spec("duckdb") is None:
        return ()
    import duckdb

    return (duckdb.Error,)


@cache
def connection() -> Backend:
    """The DuckDB of this process."""
    needed()
    import ibis

    made = ibis.duckdb.connect(threads=2, memory_limit=MEMORY, temp_directory=str(_spill()))
    for setting in ("autoinstall_known_extensions", "autoload_known_extensions"):
        made.raw_sql(f"SET {setting} = false")
    made.raw_sql("SET enable_progress_bar = false")
    made.raw_sql("SET TimeZone = 'UTC'")
    return made


def _spill() -> Path:
    """Where DuckDB puts what memory does not hold; it makes the folder when it needs it, and takes it away."""
    return Path(tempfile.gettempdir()) / f"truenorth-{os.getpid()}"


def literal(path: Path) -> str:
    """A path as DuckDB takes it: what would be a wildcard stands for itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))
