"""A data folder made ready: its key, the database and the static files of this release; and who uses it."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from truenorth.plan.swap import locked
from truenorth.services.plan import Refused

NEEDS = {
    "web": ("django", "granian", "allauth", "csp", "environ", "django_htmx", "django_tasks_db", "whitenoise"),
    "postgres": ("psycopg",),
}
NO_STATIC = ("*.py", "*.pyc", "__pycache__", "*.html", "*.typ", "*.yaml")  # what stands beside the style of reports


def place(data: Path, *, demo: bool = False) -> None:
    """Have this process and those that it starts use a data folder, which is made where it is not there yet.

    Raises Refused where what the server needs is not installed.
    """
    lacking(("web", "postgres") if os.environ.get("DATABASE_URL") else ("web",))
    data = data.absolute()
    if data.exists() and not data.is_dir():
        raise Refused(f"{data}: is a file; name a folder")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _secret(data / "secret.key")
    os.environ |= {"TRUENORTH_DATA": str(data), **({"TRUENORTH_DEMO": "1"} if demo else {})}


def begin(data: Path, *, demo: bool = False) -> None:
    """Have Django use a data folder. Raises Refused as `place` does."""
    place(data, demo=demo)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truenorth.server.settings")
    import django

    django.setup()


def lacking(extras: Iterable[str]) -> None:
    """Refuse to go on where an extra is not installed."""
    if missing := [extra for extra in extras if any(find_spec(module) is None for module in NEEDS[extra])]:
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
    data = Path(os.environ["TRUENORTH_DATA"])
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        yield
        return
    with (data / "in-use.lock").open("a") as file:
        try:
            fcntl.flock(file, getattr(fcntl, how) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"{data} is in use: stop the server (and `truenorth work`) first") from None
        yield
