"""Make the demonstration's data folder anew: `tools/demo.py FOLDER`, with what happened in the example company."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.freight import facts

from truenorth.reports.words import PARTIES
from truenorth.server import preparing
from truenorth.services import measure

if TYPE_CHECKING:
    from truenorth.server.models import Member, Scenario

WEBINAR = "activity:webinar-quoting-spot-freight-in-a-soft-market"


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
    cmo = Member.objects.get(workspace=workspace, party="cmo")
    for reader in ("board", "ceo"):
        reports.make(scenario, reader, by=cmo)
    _tried(scenario, cmo)


def _tried(scenario: Scenario, by: Member) -> None:
    """A what-if that all may look at: a webinar two weeks later, for less."""
    from truenorth.plan.edit import Edit, data
    from truenorth.server import store
    from truenorth.server.services import plan, whatifs

    made = whatifs.begin(scenario, "The webinar after Easter", by=by, shared=PARTIES)
    fields = data(store.load(made).entities[WEBINAR])
    dates = {"brief_ready": "2027-03-12", "in_market": "2027-04-08", "end": "2027-05-14", "cost": "3600"}
    plan.change(made, [Edit(WEBINAR, fields, {**fields, **dates})], by=by, why="after Easter, with one guest")


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
