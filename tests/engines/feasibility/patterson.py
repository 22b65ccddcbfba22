"""Scheduling instances in Patterson's format as problems: they fit into their best known length and into no less."""

from __future__ import annotations

import csv
from pathlib import Path

from truenorth.engines.feasibility.problem import After, Bundle, Claim, Problem, Supply, Use, Work


def read(path: Path, days: int) -> Problem:
    """The instance of a file, to be done within some days: a supply for each resource, a due date for all of it."""
    numbers = iter([int(word) for word in path.read_text(encoding="ascii").split()])
    count, resources = next(numbers), next(numbers)
    supplies = [
        Supply(f"r{k}", f"Resource {k}", "", (next(numbers),) * days, (f"places:r{k}",)) for k in range(resources)
    ]
    works, afters = [], []
    for n in range(count):
        length = next(numbers)
        uses = tuple(Use(f"r{k}", amount) for k in range(resources) if (amount := next(numbers)))
        works.append(Work(f"j{n}", f"Job {n}", "all", length, length, 0, days, uses if length else (), due=("due",)))
        afters += [After(f"j{n}", f"j{next(numbers) - 1}", claims=("after",)) for _ in range(next(numbers))]
    claims = [Claim("do", "do", "All jobs are done"), Claim("after", "after", "Jobs wait for each other")]
    claims += [Claim("due", "due", f"All is over by day {days}")]
    claims += [Claim(one.claims[0], "places", one.title) for one in supplies]
    bundle = Bundle("all", "All jobs", "do")
    by_key = {claim.key: claim for claim in claims}
    return Problem(days, tuple(range(0, days, 5)), by_key, (bundle,), tuple(works), tuple(afters), tuple(supplies))


def known(folder: Path) -> dict[str, int]:
    """The best known length of each instance, by the name of its file."""
    with (folder / "bks.csv").open(encoding="utf-8", newline="") as rows:
        return {row["instance"]: int(row["bks"]) for row in csv.DictReader(rows) if row["category"] == "PSPLIB-J30"}
