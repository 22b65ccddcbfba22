"""What happened: the folder of a workspace's data, and files loaded into it, matched with its plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import F

from truenorth.engines.happened import NOTHING, Happened
from truenorth.server import store
from truenorth.server.kept import Kept
from truenorth.server.models import Member, Scenario, Workspace
from truenorth.server.services.audit import note
from truenorth.services import measure, measured

if TYPE_CHECKING:
    from truenorth.facts.register import Load

FOLDER = "facts"
_happened: Kept[tuple[UUID, int], Happened] = Kept(50)


def place(workspace: Workspace) -> Path:
    """The folder of a workspace's data; another one after the workspace was restored from a backup."""
    return Path(settings.DATA) / FOLDER / workspace.home.hex


def load(workspace: Workspace, file: Path, asked: measure.Asked, *, by: Member) -> Load:
    """Load a file that a system gave out. Raises services.plan.Refused where it is unclear what it is, or is there."""
    main = Scenario.objects.get(workspace=workspace, key=store.MAIN)
    folder = place(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    with measure.looked_at(folder, file, asked, plan=store.load(main)) as looked:
        done = measure.load(looked)
    measured.happened(folder)  # summed up here, once, so that no process that shows pages has to
    Workspace.objects.filter(pk=workspace.pk).update(loaded=F("loaded") + 1)
    note(workspace, "data loaded", by=by, about=file.name, after={"load": done.id, "rows": done.rows})
    return done


def happened(workspace: Workspace) -> Happened:
    """What a workspace's data come to: read once for each load."""
    if not workspace.loaded:
        return NOTHING
    key = workspace.home, workspace.loaded
    found = _happened.get(key)
    return _happened.put(key, measured.happened(place(workspace))) if found is None else found
