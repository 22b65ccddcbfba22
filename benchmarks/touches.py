"""A made-up log of touches of any length, the same for the same seed: `python benchmarks/touches.py FILE 1000000`."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

HEADER = "event_id,timestamp,contact_id,campaign_id,campaign_name,channel,event_type,asset"
BEGINS, DAYS = datetime(2026, 1, 5), 540
CAMPAIGNS, CONTACTS, ASSETS = 180, 40_000, 240
CHANNELS = ["email", "search", "social", "webinar", "website", "events", "telephone", "partners"]
KINDS = ["open", "open", "open", "click", "click", "visit", "visit", "form", "download", "reply"]
SUBJECTS = ["Pumps", "Seals", "Savings, explained", "Winter checks", 'The "quiet" pump', "Spare parts", "Audits"]
WRONG = 0.004  # of the rows, for each kind of fault


@dataclass(frozen=True)
class Faults:
    """How many rows cannot be taken, by why."""

    no_time: int = 0
    no_person: int = 0
    no_date: int = 0


def write(file: Path, rows: int, seed: int = 1) -> Faults:
    """Write a log of so many rows, faults among them, and say how many there are."""
    rng = random.Random(seed)
    counts = dict.fromkeys(("no_time", "no_person", "no_date"), 0)
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(f"{HEADER}\n")
        for line in _lines(rng, rows, counts):
            out.write(line)
    return Faults(**counts)


def _lines(rng: random.Random, rows: int, counts: dict[str, int]) -> Iterator[str]:
    draw = rng.random
    step = timedelta(seconds=DAYS * 86_400 / max(rows, 1))
    whose = [_campaign(number) for number in range(CAMPAIGNS)]
    for number in range(rows):
        at, person = str((BEGINS + number * step).replace(microsecond=0)), f"C-{int(draw() * CONTACTS):06}"
        fault = draw()
        if fault < WRONG:
            at, counts["no_time"] = rng.choice(["", "n/a", "-"]), counts["no_time"] + 1
        elif fault < 2 * WRONG:
            person, counts["no_person"] = rng.choice(["", "null"]), counts["no_person"] + 1
        elif fault < 3 * WRONG:
            at, counts["no_date"] = f"2026-02-{rng.choice([29, 30, 31])} 09:15:00", counts["no_date"] + 1
        # Most touches belong to a few campaigns.
        campaign = whose[int(draw() ** 2 * CAMPAIGNS)] if draw() > 0.1 else ",,"
        asset = f"piece-{int(draw() * ASSETS):03}" if draw() < 0.6 else ""
        yield f"E{number:08},{at},{person},{campaign},{KINDS[int(draw() * len(KINDS))]},{asset}\n"


def _campaign(number: int) -> str:
    """The id, the name and the channel of a campaign, as a log repeats them in each of its rows."""
    name = f"{SUBJECTS[number % len(SUBJECTS)]} {1 + number // len(SUBJECTS)}".replace('"', '""')
    return f'act-{number:03},"{name}",{CHANNELS[number % len(CHANNELS)]}'


def main() -> None:
    """Write a log and say what is wrong in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(write(given.file, given.rows, given.seed))


if __name__ == "__main__":
    main()
