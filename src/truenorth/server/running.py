"""Run it: a process for the pages and one for the jobs, which end together; and everything kept in one file."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from truenorth.server.preparing import alone, begin, in_use, migrate, place, prepare
from truenorth.services.plan import Refused

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SERVED_BY = "TRUENORTH_SERVED_BY"
THREADS = 8
LOOKS = 0.3  # seconds between two looks for a job
RESTART = 3.0  # seconds after which jobs are worked off again where their process ended
PATIENCE = 3.0  # seconds that a job has to end in
Tell = Callable[[str], None]
Doors = list[tuple[str, str]]  # of the demonstration: the path of each, and who is behind it


class Ended(Exception):
    """The process for jobs ended before the data folder was ready; it has said why. Carries its code."""


def reachable(host: str, port: int, *, demo: bool) -> str:
    """The address that people open. Refused where the port is taken, or the host would not be answered to."""
    origin = os.environ.get("TRUENORTH_URL", "").rstrip("/")
    if host not in LOOPBACK and demo:
        raise Refused("the demo signs anybody in with one click: it is served to this machine alone, without --host")
    if host not in LOOPBACK and not origin:
        raise Refused(f"to serve others on {host}, say at which address they reach it: TRUENORTH_URL=https://...")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except OSError as error:
            raise Refused(f"port {port} of {host} is not free ({error.strerror}): --port names another") from None
    return origin or f"http://localhost:{port}"


def serve(data: Path, host: str, port: int, *, demo: bool, started: Callable[[Doors], None]) -> None:
    """Serve the pages until somebody stops it, and work off jobs beside; `started` is called once all is ready.

    Raises Ended where the data folder could not be made ready. This process itself does next to nothing, so that it
    takes up next to no memory.
    """
    place(data, demo=demo)
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ[SERVED_BY] = str(os.getpid())
    server = Server(
        "truenorth.server.wsgi:application",
        address="127.0.0.1" if host == "localhost" else host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        backpressure=THREADS * 16,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    )
    with in_use(), _working(started) as ended:
        server.serve()
    if ended:
        raise Ended(ended[0])


@contextmanager
def _working(started: Callable[[Doors], None]) -> Iterator[list[int]]:
    """Jobs are worked off in a process of their own, so that no solver holds the pages; begun again where it ends.

    When it says that the data folder is ready, that is told; where it ends before, so does the server.
    """
    stopped, ended, workers = threading.Event(), list[int](), [_worker()]

    def watch() -> None:
        ready = workers[0].stdout.readline() if workers[0].stdout else ""
        if not ready and not stopped.is_set():
            ended.append(workers[0].wait())
            os.kill(os.getpid(), signal.SIGINT)
            return
        started([(path, who) for path, who in json.loads(ready or "[]")])
        while not stopped.wait(RESTART):
            if workers[0].poll() is not None:
                workers[0] = _worker()

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield ended
    finally:
        stopped.set()
        _end(workers[0])
        watching.join(PATIENCE)


def _worker() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "truenorth", "work", "--data", os.environ["TRUENORTH_DATA"]]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def work(data: Path, tell: Tell) -> None:
    """Work off jobs until somebody stops it, beginning with what a process that ended left behind."""
    begin(data)
    with in_use():
        end_with_server()
        prepare(tell)
        _ready(tell)
        from django.core.management import call_command

        from truenorth.server.services import later, rounds

        later.resume()
        rounds.begin()
        call_command("db_worker", interval=LOOKS, startup_delay=False, reload=False, verbosity=0)


def _ready(tell: Tell) -> None:
    """Say to the process that serves that the data folder is ready; step back behind it from now on."""
    from django.conf import settings

    doors = _doors(tell) if settings.DEMO else []
    tell("")
    if SERVED_BY in os.environ:
        print(json.dumps(doors), flush=True)
        if hasattr(os, "nice"):
            os.nice(10)


def _doors(tell: Tell) -> Doors:
    """The demonstration's doors. Refused beside real data."""
    from truenorth.reports.words import PARTIES
    from truenorth.server.services import demo, people

    tell("Preparing the example")
    try:
        demo.ready()
    except people.Refused as error:
        raise Refused(str(error)) from None
    return [(f"/demo/{one.party}/", f"{one}, {PARTIES[one.party]}") for one in demo.members()]


def end_with_server() -> None:
    """End this process when the one that serves is gone, however it ended; nothing where none does."""
    server = os.environ.get(SERVED_BY, "")
    if not server.isdecimal() or os.name == "nt":
        return

    def watch() -> None:
        while os.getppid() == int(server):
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGKILL)  # every write is a transaction

    threading.Thread(target=watch, daemon=True).start()


def backup(data: Path, out: Path, *, replace: bool, tell: Tell) -> list[str]:
    """Write everything into a file; what it holds, in words."""
    if out.exists() and not replace:
        raise Refused(f"{out} is there already: name another file, or --replace")
    begin(data)
    migrate(tell=tell)
    from truenorth.server.services import backup

    kept = backup.save(out, tell)
    return [*map(_kept, kept), f"Written to {out}. To bring it back: truenorth restore {out} --data FOLDER"]


def restore(data: Path, archive: Path, *, replace: bool, tell: Tell) -> list[str]:
    """Bring everything back out of a file; what it was, in words."""
    begin(data)
    with alone():
        migrate(tell=tell)
        from truenorth.server.services import backup

        kept = backup.restore(archive, replace=replace, tell=tell)
    return [*map(_kept, kept), f"Restored from {archive}. Everybody signs in again."]


def _kept(one: Any) -> str:
    name = one.workspace if one.scenario == "main" else f"{one.workspace}, what-if {one.scenario}"
    return f"{name}: {one.items:,} items, version {one.number:,}, fingerprint {one.fingerprint[:12]}"
