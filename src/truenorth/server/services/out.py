"""The plan taken out as the folder that the command line reads, in one file."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from truenorth.plan import text
from truenorth.plan.entity import KINDS, data
from truenorth.plan.plan import Plan
from truenorth.plan.sheet.csv_out import computed
from truenorth.plan.upgrade import SCHEMA
from truenorth.records import Records
from truenorth.records import text as record_text
from truenorth.server.models import Workspace
from truenorth.server.policy import Seat, bare
from truenorth.server.services import records

README = """This folder holds a plan. With Truenorth installed (pip install truenorth):

    truenorth plan show .        what is in it
    truenorth check .            what is out of line
"""


def folder(workspace: Workspace, plan: Plan, seat: Seat) -> bytes:
    """A plan as a member sees it, as the ZIP of a folder: a file for each kind, the settings, and what was decided.

    A partner gets no records; estimates, which are given before others' are shown, stay where they are.
    """
    with tempfile.TemporaryDirectory() as empty:
        files = {name: found for name, found in text.written(plan, Path(empty)).items() if found is not None}
    files = dict(_safe(plan, files))
    settings = {"schema": str(SCHEMA), **workspace.settings}
    files |= {text.SETTINGS: text.dumped(settings), "README.txt": README}
    if seat.party != "partner":
        said = _shown(records.read(workspace), seat)
        files |= {name: found for name, found in record_text.written(said, Records()).items() if found is not None}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, found in sorted(files.items()):
            archive.writestr(f"{workspace.key}/{name}", found)
    return out.getvalue()


def _shown(said: Records, seat: Seat) -> Records:
    """The records that go along: nothing that is only for whoever said it, and no rates."""
    hidden: dict[str, Any] = {records.KINDS[kind][0]: () for kind in records.kept_back(seat)}
    drafts = (one.model_copy(update={"edits": bare(seat, one.edits)}) for one in said.suggestions)
    return replace(said, suggestions=tuple(drafts), **hidden)


def _safe(plan: Plan, files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The files, with as YAML what a spreadsheet would compute if it opened it as CSV."""
    for name, found in files.items():
        kind, _, ending = name.partition(".")
        if ending == "csv" and computed(plan, [kind]):
            yield f"{kind}.yaml", text.dumped({item.key: data(item) for item in plan.all(KINDS[kind])})
        else:
            yield name, found
