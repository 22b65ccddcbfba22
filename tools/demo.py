"""Make the demonstration's data folder anew: `tools/demo.py FOLDER`, with what happened in the example company."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.freight import facts

from truenorth.server import preparing
from truenorth.services import measure


def main(folder: Path) -> None:
    """The example, its eighteen months of exports loaded, and whether it all fits worked out."""
    shutil.rmtree(folder, ignore_errors=True)
    preparing.begin(folder, demo=True)
    print("Preparing the demonstration, once: the example company, what happened in it, and whether its plan fits ...")
    preparing.prepare()
    from truenorth.server.models import Member
    from truenorth.server.services import demo, fit, reports, workspaces

    workspace = demo.ready()
    _loaded(workspace)
    workspace.refresh_from_db()
    scenario = workspaces.main(workspace)
    fit.prove(scenario)
    for reader in ("board", "ceo"):
        reports.make(scenario, reader, by=Member.objects.get(workspace=workspace, party="cmo"))


def _loaded(workspace: object) -> None:
    from truenorth.server.models import Member, Workspace
    from truenorth.server.services import measure as data

    assert isinstance(workspace, Workspace)
    by = Member.objects.get(workspace=workspace, party="mops")
    asked = measure.Asked(measure.wanted("", {}, {}))
    with tempfile.TemporaryDirectory() as exports:
        facts.write(Path(exports))
        loads = [data.load(workspace, file, asked, by=by) for file in sorted(Path(exports).glob("*.csv"))]
    print(f"{sum(one.rows for one in loads):,} rows of {len(loads)} exports are loaded.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
