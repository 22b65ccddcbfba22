"""A Postgres of its own for a while, made with the machine's `initdb`: for tests and benchmarks."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLACES = "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"
STARTS_IN = 20  # seconds


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`; None where there is none."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted((path for place in PLACES for path in Path("/").glob(place[1:])), reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


@contextmanager
def cluster(*, careful: bool = False) -> Iterator[str]:
    """The address of a database in a new cluster; `careful` has it wait for the disk, as it does by default elsewhere.

    Raises FileNotFoundError where this machine has no `initdb`.
    """
    place = binaries()
    if place is None:
        raise FileNotFoundError("no initdb here: install PostgreSQL's server to run this")
    folder, who = Path(tempfile.mkdtemp(prefix="truenorth-postgres-")), _somebody()
    if who:
        os.chown(folder, who["user"], who["group"])
    port = _free_port()
    try:
        _made(place, folder, who)
        with _running(place, folder, port, who, careful):
            yield f"postgres://truenorth@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _somebody() -> dict[str, Any]:
    """Whom to run it as: Postgres refuses to be run by root."""
    if os.name == "nt" or os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise FileNotFoundError("no user but root here, and Postgres refuses to be run by root")


def _made(place: Path, folder: Path, who: dict[str, Any]) -> None:
    command = [place / "initdb", "-D", folder / "data", "-U", "truenorth", "-A", "trust", "-E", "UTF8", "-N"]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, **who)


@contextmanager
def _running(place: Path, folder: Path, port: int, who: dict[str, Any], careful: bool) -> Iterator[None]:
    command = [place / "postgres", "-D", folder / "data", "-k", folder, "-h", "127.0.0.1", "-p", str(port)]
    command += [] if careful else ["-F", "-c", "synchronous_commit=off"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **who)
    try:
        _awaited(folder / "log", process)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # fast: whoever is still connected is let go
        process.wait(STARTS_IN)


def _awaited(log: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_IN
    while b"ready to accept connections" not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"Postgres did not start: {log.read_text(errors='replace')[-1000:]}")
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
