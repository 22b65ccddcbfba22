"""A made-up company's plan of any size, the same for the same seed: `python benchmarks/generate.py FOLDER 1000`."""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.company import company
from benchmarks.work import work
from truenorth.plan import KINDS, Plan, text
from truenorth.plan.reading import Reader

CSV = frozenset({"activity", "content", "program"})


def generated(activities: int, seed: int = 1) -> Plan:
    """A plan with so many activities, every field of theirs in use, and other kinds in proportion."""
    rng = random.Random(seed)
    documents = company(rng, activities)
    work(rng, documents, activities)
    entities = {}
    for kind, keyed in documents.items():
        reader = Reader(KINDS[kind])
        entities.update({f"{kind}:{key}": reader.read(key, fields) for key, fields in keyed.items()})
    return Plan(entities)


def write(folder: Path, activities: int, seed: int = 1) -> Plan:
    """The same as a folder, the long kinds as CSV."""
    plan = generated(activities, seed)
    text.write(plan, folder, csv_kinds=CSV)
    return plan


def main() -> None:
    """Write a plan and say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("activities", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    plan = write(given.folder, given.activities, given.seed)
    print(
        f"{len(plan):,} items: " + ", ".join(f"{len(plan.all(k)):,} {k.plural}" for k in KINDS.values() if plan.all(k))
    )


if __name__ == "__main__":
    main()
