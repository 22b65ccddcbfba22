"""Everything in one file, and back: the database as SQLite whatever the server runs on, and the data loaded."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from truenorth import __version__
from truenorth.plan.swap import locked
from truenorth.server import store
from truenorth.server.models import Scenario, User, Workspace
from truenorth.server.services import rows
from truenorth.server.services.measure import FOLDER, place
from truenorth.services.plan import Refused

FORMAT = 1
DATABASE, LIST = "truenorth.sqlite3", "manifest.json"
ALIAS = "backup"
STAGING = ".restoring-"
HOMES = "homes"
QUICK = {"init_command": "PRAGMA synchronous=OFF;"}  # a copy that nobody relies on yet
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Kept:
    """A plan that a backup holds: its workspace, the plan or what-if, the last change, how many items, fingerprint."""

    workspace: str
    scenario: str
    number: int
    items: int
    fingerprint: str


def save(out: Path, tell: Tell) -> list[Kept]:
    """Write everything as it is at one moment into a ZIP file, which is there whole or not at all."""
    if not out.parent.is_dir():
        raise Refused(f"{out.parent}: there is no such folder")
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".backup-") as folder, _alias(Path(folder) / DATABASE):
        tell("Copying the database")
        _snapshot(Path(folder) / DATABASE)
        kept = list(_kept())
        part = out.with_name(f"{out.name}.part")
        try:
            tell("Writing the file")
            _written(part, Path(folder) / DATABASE, kept)
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    return kept


def _snapshot(file: Path) -> None:
    """The database at one moment, without what nobody should find in a file: sessions, links, uploads."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        copy.close()
    else:
        call_command("migrate", database=ALIAS, interactive=False, verbosity=0)
        with rows.at_one_moment():
            rows.copy("default", ALIAS)
    rows.forget(ALIAS)
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=DELETE")
        cursor.execute("VACUUM")
    connections[ALIAS].close()


def _kept() -> Iterator[Kept]:
    for one in Scenario.objects.using(ALIAS).select_related("workspace", "parent").order_by("workspace__key", "pk"):
        plan = store.load(one)
        yield Kept(one.workspace.key, one.key, one.head, len(plan), plan.fingerprint)
    connections[ALIAS].close()


def _written(part: Path, database: Path, kept: list[Kept]) -> None:
    handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            digests = dict(_added(archive, database))
            said = {"format": FORMAT, "version": __version__, "at": datetime.now(UTC).isoformat(), "files": digests}
            archive.writestr(LIST, json.dumps({**said, "plans": [asdict(one) for one in kept]}, indent=1))
        file.flush()
        os.fsync(file.fileno())


def _added(archive: zipfile.ZipFile, database: Path) -> Iterator[tuple[str, str]]:
    archive.write(database, DATABASE)
    yield DATABASE, _digest(database)
    for workspace in Workspace.objects.using(ALIAS).order_by("pk"):
        folder = place(workspace)
        if not folder.is_dir():
            continue
        with locked(folder / FOLDER):
            for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] != "."):
                name = f"{FOLDER}/{workspace.home.hex}/{file.relative_to(folder).as_posix()}"
                archive.write(file, name)
                yield name, _digest(file)
    connections[ALIAS].close()


def restore(file: Path, *, replace: bool, tell: Tell) -> list[Kept]:
    """Bring everything back, in one step: afterwards there is what the backup holds, or what there was.

    Refused where the file is no whole backup, or (without `replace`) there is something already.
    """
    if not replace and (User.objects.exists() or Workspace.objects.exists()):
        raise Refused(f"{settings.DATA} is not empty: --replace takes the backup in its place")
    _swept()
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=STAGING) as made:
        folder = Path(made)
        tell("Reading the file")
        kept = _unpacked(file, folder)
        before = set(Workspace.objects.values_list("home", flat=True))
        with _alias(folder / DATABASE):
            _brought_up(folder)
            tell("Putting it in place")
            _in_place(folder / DATABASE)
        for home in before - set(Workspace.objects.values_list("home", flat=True)):
            shutil.rmtree(Path(settings.DATA) / FOLDER / home.hex, ignore_errors=True)
    return kept


def _unpacked(file: Path, into: Path) -> list[Kept]:
    """What is in a backup, each file as its digest says. Refused where it is none, or not whole."""
    try:
        with zipfile.ZipFile(file) as archive:
            said = json.loads(archive.read(LIST))
            if said["format"] != FORMAT:
                raise Refused(f"{file}: was written by another Truenorth ({said['version']}): update this one first")
            for name, digest in said["files"].items():
                _extracted(archive, name, digest, into)
            return [Kept(**one) for one in said["plans"]]
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"{file}: is not a whole backup ({str(error)[:100]})") from None


def _extracted(archive: zipfile.ZipFile, name: str, digest: str, into: Path) -> None:
    target = into / name
    if name != DATABASE and not (name.startswith(f"{FOLDER}/") and target.resolve().is_relative_to(into.resolve())):
        raise ValueError(f"{name[:60]} has no place in one")
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as out:
        shutil.copyfileobj(source, out)
    if _digest(target) != digest:
        raise ValueError(f"{name[:60]} is damaged")


def _brought_up(folder: Path) -> None:
    """A database out of a backup as this release has it; its plans and data go by names that nobody remembers."""
    from truenorth.server.preparing import migrate

    migrate(ALIAS)
    rows.forget(ALIAS)
    homes = {one.home: uuid4() for one in Workspace.objects.using(ALIAS)}
    (folder / HOMES).write_text("\n".join(home.hex for home in homes.values()))
    for was, home in homes.items():
        Workspace.objects.using(ALIAS).filter(home=was).update(home=home)
        if (loaded := folder / FOLDER / was.hex).is_dir():
            target = Path(settings.DATA) / FOLDER / home.hex
            target.parent.mkdir(parents=True, exist_ok=True)
            loaded.replace(target)
    for one in Scenario.objects.using(ALIAS):
        Scenario.objects.using(ALIAS).filter(pk=one.pk).update(token=uuid4())
    connections[ALIAS].close()


def _in_place(database: Path) -> None:
    if connection.vendor != "sqlite":
        rows.replace(ALIAS, "default")
        return
    connection.ensure_connection()
    source = sqlite3.connect(database)
    source.backup(connection.connection)  # one transaction of the database that is replaced
    source.close()


def _swept() -> None:
    """Take away what a restore that was cut short left behind."""
    there = {home.hex for home in Workspace.objects.values_list("home", flat=True)}
    for folder in Path(settings.DATA).glob(f"{STAGING}*"):
        named = (folder / HOMES).read_text().split() if (folder / HOMES).exists() else []
        for home in set(named) - there:
            shutil.rmtree(Path(settings.DATA) / FOLDER / home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alias(file: Path) -> Iterator[None]:
    """Reach a SQLite file beside the database in use."""
    options = {**connections.settings["default"], "NAME": str(file), "OPTIONS": QUICK, "CONN_MAX_AGE": None}
    connections[ALIAS] = DatabaseWrapper(options, ALIAS)
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
