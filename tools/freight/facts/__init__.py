"""Eighteen months of Kestrel as its systems would export them, from one seed, and the truth they were made from."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tools.freight.facts.books import ads, hours, ledger
from tools.freight.facts.counts import content_use, observations, service_load
from tools.freight.facts.journeys import Journeys, journeys
from tools.freight.facts.program import Programs
from tools.freight.facts.stages import History, history
from tools.freight.facts.truth import truth
from tools.freight.plan import plan

__all__ = ["SEED", "files", "write"]

SEED = 20270115
MANIFEST = "manifest.json"
Row = tuple[Any, ...]


def write(folder: Path, seed: int = SEED) -> Mapping[str, int]:
    """Write the exports and the manifest; how many rows each file has."""
    folder.mkdir(parents=True, exist_ok=True)
    made, manifest = files(seed)
    rows = {name: _csv(folder / name, header, body) for name, (header, body) in made.items()}
    manifest["rows"] = rows
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return rows


def files(seed: int = SEED) -> tuple[dict[str, tuple[Row, list[Row]]], dict[str, Any]]:
    """Every export as its header and its rows, and what is true of them."""
    programs = Programs(plan())
    people: Journeys = journeys(random.Random(f"{seed} journeys"), programs)
    deals: History = history(random.Random(f"{seed} stages"), people, programs)
    made = {
        "ballast_ledger.csv": ledger(random.Random(f"{seed} ledger"), programs),
        "beacon_ads.csv": ads(random.Random(f"{seed} ads"), programs),
        "touches.csv": (people.header, people.rows),
        "harbor_stage_history.csv": (deals.header, deals.rows),
        **observations(random.Random(f"{seed} observations"), people, deals),
        "chart_room_use.csv": content_use(random.Random(f"{seed} content"), programs),
        "hours.csv": hours(random.Random(f"{seed} hours"), programs),
        "service_desks.csv": service_load(random.Random(f"{seed} service"), people, deals),
    }
    return made, truth(seed, made, people, deals, programs)


def _csv(path: Path, header: Row, body: Iterable[Row]) -> int:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        count = 0
        for count, row in enumerate(body, 1):  # noqa: B007
            writer.writerow(row)
    return count
