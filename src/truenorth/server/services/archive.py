"""One workspace in one file, and back as a new one: its plans with their whole history, what people said, its data."""

from __future__ import annotations

import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from pydantic import ValidationError as Unfit

from truenorth import __version__
from truenorth.plan.fault import Faults
from truenorth.plan.swap import locked
from truenorth.server import store
from truenorth.server.models import Change, Edition, Event, Member, Revision, Said, Scenario, User, Workspace
from truenorth.server.services import packed, records, workspaces
from truenorth.server.services.audit import note
from truenorth.server.services.measure import FOLDER, place
from truenorth.server.services.people import Refused
from truenorth.server.typed import YEARS

FORMAT = 1
LIST = "workspace.json"
MODELS = (Scenario, Change, Revision, Said, Event, Edition)  # each after those that it points at
MOST = 400_000_000  # bytes that an archive may hold when it is unpacked
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LONGEST = 16_000_000  # bytes of one line, and of the list
KEPT = ("settings", "today", "said", "loaded")  # of the workspace itself
WRONG = (
    zipfile.BadZipFile,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    zlib.error,
    DatabaseError,
    ValidationError,
    Unfit,
    Faults,
)


@dataclass(frozen=True)
class Plan:
    """A plan that an archive holds: its key, the last change, how many items, and its fingerprint."""

    key: str
    number: int
    items: int
    fingerprint: str


def saved(workspace: Workspace, out: IO[bytes], *, by: Member) -> list[Plan]:
    """Write a workspace as it is into a ZIP file: no address of a person, no password, token or link is in it."""
    if not by.manages or by.workspace_id != workspace.pk or by.left:
        raise PermissionDenied("only who manages the workspace may take all of it out")
    with transaction.atomic(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
        workspace = Workspace.objects.select_for_update().get(pk=workspace.pk)
        plans = list(_plans(workspace))
        of: dict[str, Any] = {name: packed.plain(workspace, name) for name in KEPT}
        said = {"format": FORMAT, "version": __version__, "at": datetime.now(UTC).isoformat(), "name": workspace.name}
        told = {**said, "workspace": of, "plans": [vars(one) for one in plans]}
        archive.writestr(LIST, json.dumps(told, indent=1))
        _write(archive, "people", map(_person, Member.objects.filter(workspace=workspace).order_by("pk")))
        for model in MODELS:
            _write(archive, packed.called(model), packed.rows(model, workspace))
        _write_data(archive, place(workspace))
    note(workspace, "workspace archived", by=by)
    return plans


def _plans(workspace: Workspace) -> Iterator[Plan]:
    for one in Scenario.objects.filter(workspace=workspace).select_related("workspace", "parent").order_by("pk"):
        plan = store.load(one)
        yield Plan(one.key, one.head, len(plan), plan.fingerprint)


def _person(of: Member) -> dict[str, Any]:
    """Somebody by name: they come back as a name in the history, not as an account."""
    return {**packed.row(of), "name": str(of)[:80]}


def _write(archive: zipfile.ZipFile, name: str, rows: Iterator[dict[str, Any]]) -> None:
    with archive.open(f"{name}.jsonl", "w") as file:
        for one in rows:
            file.write(json.dumps(one, separators=(",", ":")).encode() + b"\n")


def _write_data(archive: zipfile.ZipFile, folder: Path) -> None:
    if not folder.is_dir():
        return
    with locked(folder / FOLDER):
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] != "."):
            archive.write(file, f"{FOLDER}/{file.relative_to(folder).as_posix()}")


def restored(file: IO[bytes], *, user: User, name: str = "") -> Member:
    """A new workspace with everything that an archive holds; whoever brings it back manages it, and is alone in it.

    Refused where the file is no whole archive: then there is nothing new.
    """
    home = uuid4()
    try:
        with zipfile.ZipFile(file) as archive, transaction.atomic():
            made = _restored(archive, user, name, home)
    except BaseException as error:
        _gone(home)
        if isinstance(error, Refused) or not isinstance(error, WRONG):
            raise
        says = str(error).replace("\n", " ")[:120]
        raise Refused(f"this is not a whole archive of a workspace ({says})") from None
    return made


def _gone(home: Any) -> None:
    shutil.rmtree(Path(settings.DATA) / FOLDER / home.hex, ignore_errors=True)


def _restored(archive: zipfile.ZipFile, user: User, name: str, home: Any) -> Member:
    if sum(one.file_size for one in archive.infolist()) > MOST:
        raise Refused(f"this archive holds more than {MOST // 10**6:,} MB: bring it back as a whole server")
    if any(one.compress_type not in PACKED for one in archive.infolist()):
        raise Refused("this is not a whole archive of a workspace: it is packed in a way that Truenorth does not write")
    if archive.getinfo(LIST).file_size > LONGEST:
        raise Refused("this is not a whole archive of a workspace (its list is too long)")
    said = json.loads(archive.read(LIST))
    if said["format"] != FORMAT:
        raise Refused(f"this was written by another Truenorth ({said['version']}): update this one first")
    by = workspaces.begin(name.strip() or said["name"], user=user)
    workspace = by.workspace
    Scenario.objects.filter(workspace=workspace).delete()
    for field in KEPT:
        setattr(workspace, field, packed.value(Workspace, field, said["workspace"][field]))
    if workspace.today and workspace.today.year not in YEARS:
        raise ValueError(f"the day of the workspace, {workspace.today}, is too far off")
    workspace.home = home
    workspaces.rules(workspace)
    workspace.full_clean()
    workspace.save()
    known: packed.Known = {Member: {one["id"]: _named(workspace, one) for one in _read(archive, "people")}}
    for model in MODELS:
        packed.put(model, workspace, _read(archive, packed.called(model)), known)
    records.read(workspace)
    _unpack_data(archive, place(workspace))
    _proved(workspace, [Plan(**one) for one in said["plans"]])
    note(workspace, "workspace brought back", by=by, about=str(said["at"])[:200])
    return by


def _named(workspace: Workspace, one: dict[str, Any]) -> int:
    """Somebody of the archive as a name in the history: nobody can sign in as them, and they are in no more."""
    user = User.objects.create_user(f"{uuid4().hex}@archive.invalid", name=str(one.pop("name"))[:80])
    User.objects.filter(pk=user.pk).update(is_active=False)
    made = packed.made(Member, one, {"workspace_id": workspace.pk, "user_id": user.pk})
    made.left, made.manages = made.left or made.since, False
    return packed.inserted(Member, [made])[0]


def _read(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with archive.open(f"{name}.jsonl") as file:
        while line := file.readline(LONGEST + 1):
            if len(line) > LONGEST:
                raise ValueError(f"a line of {name} is too long")
            yield json.loads(line)


def _unpack_data(archive: zipfile.ZipFile, folder: Path) -> None:
    for info in archive.infolist():
        path = PurePosixPath(info.filename)
        if path.parts[:1] != (FOLDER,) or info.is_dir():
            continue
        if ".." in path.parts or path.is_absolute() or any(part[0] == "." for part in path.parts):
            raise ValueError(f"{info.filename[:60]} has no place in one")
        target = folder / path.relative_to(FOLDER)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as source, target.open("wb") as out:
            shutil.copyfileobj(source, out)


def _proved(workspace: Workspace, plans: list[Plan]) -> None:
    """Refused where a plan is not the same as it was, to the last field."""
    found = {one.key: one for one in _plans(workspace)}
    for one in plans:
        if found.pop(one.key, None) != one:
            raise Refused(f"the plan “{one.key}” in this archive is damaged: it is not what it says it is")
    if found or store.MAIN not in {one.key for one in plans}:
        raise Refused("this archive holds plans that it does not list, or not the plan itself")
