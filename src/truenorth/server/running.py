"""Run it: a data folder made ready, a process for the pages and one for the jobs, which end together."""

from __future__ import annotations

import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from truenorth.plan.swap import locked
from truenorth.services.plan import Refused

NEEDS = {"web": ("django", "granian", "allauth", "csp", "environ", "django_htmx", "django_tasks_db", "whitenoise")}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
NO_STATIC = ("*.py", "*.pyc", "__pycache__", "*.html", "*.typ", "*.yaml")  # what stands beside the style of reports
SERVED_BY = "TRUENORTH_SERVED_BY"
THREADS = 8
LOOKS = 0.3  # seconds between two looks for a job
RESTART = 3.0  # seconds after which jobs are worked off again where their process ended
PATIENCE = 3.0  # seconds that a job has to end in


def begin(data: Path, *, demo: bool = False) -> None:
    """Have everything in this process use a data folder, which is made where it is not there yet.

    Raises Refused where what the server needs is not installed.
    """
    lacking(("web", "postgres") if os.environ.get("DATABASE_URL") else ("web",))
    data = data.absolute()
    if data.exists() and not data.is_dir():
        raise Refused(f"{data}: is a file; name a folder")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _secret(data / "secret.key")
    os.environ |= {"TRUENORTH_DATA": str(data), **({"TRUENORTH_DEMO": "1"} if demo else {})}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truenorth.server.settings")
    import django

    django.setup()


def lacking(extras: Iterable[str]) -> None:
    """Refuse to go on where an extra is not installed."""
    needs = {**NEEDS, "postgres": ("psycopg",)}
    if missing := [extra for extra in extras if any(find_spec(module) is None for module in needs[extra])]:
        raise Refused(f'not installed here: pip install "truenorth[{",".join(missing)}]"')


def _secret(file: Path) -> None:
    """The key that signs sessions, readable by nobody else; made once."""
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(secrets.token_urlsafe(50))


def prepare(tell: Callable[[str], None] = lambda _: None) -> None:
    """Bring the database and the static files to this release, where they are of another one."""
    from django.conf import settings

    with locked(settings.DATA):
        migrate(tell=tell)
        _collect(tell)


def migrate(alias: str = "default", tell: Callable[[str], None] = lambda _: None) -> None:
    """Bring a database to this release. Refused where a newer one wrote it."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    loader = executor.loader
    applied = [name for app, name in loader.applied_migrations if app == "server"]
    if newer := [name for name in applied if ("server", name) not in loader.graph.nodes]:
        raise Refused(f"this data was written by a newer Truenorth ({newer[0]}): update this one first")
    if executor.migration_plan(loader.graph.leaf_nodes()):
        tell("Preparing the database")
        call_command("migrate", database=alias, interactive=False, verbosity=0)


def _collect(tell: Callable[[str], None]) -> None:
    """Copy the static files, with their digests in their names, where they are not those of this installation."""
    from django.conf import settings
    from django.core.management import call_command

    stamp, now = Path(settings.STATIC_ROOT) / "made-of", _static_digest()
    if stamp.exists() and stamp.read_text() == now:
        return
    tell("Preparing the pages")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=list(NO_STATIC))
    stamp.write_text(now)


def _static_digest() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(list(NO_STATIC)):
            stat = os.stat(storage.path(name))
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@contextmanager
def in_use() -> Iterator[None]:
    """Keep the data folder from being replaced while a server or a worker uses it."""
    with _flock("LOCK_SH"):
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Refused where a server or a worker uses the data folder."""
    with _flock("LOCK_EX"):
        yield


@contextmanager
def _flock(how: str) -> Iterator[None]:
    from django.conf import settings

    try:
        import fcntl
    except ImportError:  # no such locks on this system
        yield
        return
    with (settings.DATA / "in-use.lock").open("a") as file:
        try:
            fcntl.flock(file, getattr(fcntl, how) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"{settings.DATA} is in use: stop the server (and `truenorth work`) first") from None
        yield


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


def serve(host: str, port: int, started: Callable[[], None] = lambda: None) -> None:
    """Serve the pages until somebody stops it, and work off jobs beside; `started` is called once it listens."""
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ[SERVED_BY] = str(os.getpid())
    for one in connections.all():
        one.close()
        getattr(one, "close_pool", lambda: None)()
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
    server.on_startup(started)
    with in_use(), _working():
        server.serve()


@contextmanager
def _working() -> Iterator[None]:
    """Jobs are worked off in a process of their own, so that no solver holds the pages; begun again where it ends."""
    stopped = threading.Event()
    workers = [_worker()]

    def watch() -> None:
        while not stopped.wait(RESTART):
            if workers[0].poll() is not None:
                workers[0] = _worker()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        stopped.set()
        _end(workers[0])


def _worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "truenorth", "work", "--data", os.environ["TRUENORTH_DATA"]]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


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


def work() -> None:
    """Work off jobs until somebody stops it, beginning with what a process that ended left behind."""
    from django.core.management import call_command

    from truenorth.server.services import later

    end_with_server()
    if SERVED_BY in os.environ and hasattr(os, "nice"):
        os.nice(10)
    with in_use():
        later.resume()
        call_command("db_worker", interval=LOOKS, startup_delay=False, reload=False, verbosity=0)


def demo(tell: Callable[[str], None]) -> list[tuple[str, str]]:
    """The demonstration's doors: the path of each, and who is behind it. Refused beside real data."""
    from truenorth.reports.words import PARTIES
    from truenorth.server.services import demo, people

    tell("Preparing the example")
    try:
        demo.ready()
    except people.Refused as error:
        raise Refused(str(error)) from None
    return [(f"/demo/{one.party}/", f"{one}, {PARTIES[one.party]}") for one in demo.members()]


def backup(out: Path, *, replace: bool, tell: Callable[[str], None]) -> list[str]:
    """Write everything into a file; what it holds, in words."""
    from truenorth.server.services import backup

    if out.exists() and not replace:
        raise Refused(f"{out} is there already: name another file, or --replace")
    kept = backup.save(out, tell)
    return [*map(_kept, kept), f"Written to {out}. To bring it back: truenorth restore {out} --data FOLDER"]


def restore(archive: Path, *, replace: bool, tell: Callable[[str], None]) -> list[str]:
    """Bring everything back out of a file; what it was, in words."""
    from truenorth.server.services import backup

    with alone():
        kept = backup.restore(archive, replace=replace, tell=tell)
    return [*map(_kept, kept), f"Restored from {archive}. Everybody signs in again."]


def _kept(one: Any) -> str:
    name = one.workspace if one.scenario == "main" else f"{one.workspace}, what-if {one.scenario}"
    return f"{name}: {one.items:,} items, version {one.number:,}, fingerprint {one.fingerprint[:12]}"
