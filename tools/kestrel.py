"""Write the example company: its plan with `tools/kestrel.py plan`, its facts with `tools/kestrel.py facts OUT`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.freight import facts, folder  # noqa: E402


def main() -> None:
    """Write what was asked for, and say what it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    plan = commands.add_parser("plan", help="the plan, with its faults, as examples/kestrel holds it")
    plan.add_argument("folder", type=Path, nargs="?", default=ROOT / "examples" / "kestrel")
    data = commands.add_parser("facts", help="eighteen months of raw exports, and the truth that they were made from")
    data.add_argument("folder", type=Path)
    data.add_argument("--seed", type=int, default=facts.SEED)
    given = parser.parse_args()
    if given.command == "plan":
        print(f"{folder.write(given.folder):,} items in {given.folder}")
        return
    for name, rows in facts.write(given.folder, given.seed).items():
        print(f"{rows:>9,} rows in {given.folder / name}")


if __name__ == "__main__":
    main()
