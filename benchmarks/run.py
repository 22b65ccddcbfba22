"""Contestants measured: each job in a process of its own, some times over, the best of each figure; and the tables."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "benchmarks" / "README.md"
BEST_OF = 3
Figures = dict[str, float]


def best(module: str, job: str, *places: Path | str) -> Figures:
    """The best of some runs, figure by figure."""
    runs = [run(module, job, *places) for _ in range(BEST_OF)]
    return {name: min(one[name] for one in runs) for name in runs[0]}


def run(module: str, job: str, *places: Path | str) -> Figures:
    """The figures of a job, in a process of its own; the whole run ends where it fails."""
    command = [sys.executable, "-m", "benchmarks.run", module, job, *map(str, places)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    if done.returncode:
        sys.exit(done.stderr)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def said(value: float | None, unit: str) -> str:
    """A figure as it is printed."""
    if value is None:
        return ""
    if unit == "MB":
        return f"{value:,.0f} MB"
    return f"{value * 1000:,.1f} ms" if unit == "ms" else f"{value:,.2f} s"


def closed(section: str, lines: Iterable[str], missed: list[str], how: str = f"best of {BEST_OF}") -> int:
    """Print a table and what it misses, keep it where --write asks for it; 1 where a bar is missed."""
    table = "\n".join([*lines, "", *(missed or ["Every bar is kept."])])
    print(table)
    if "--write" in sys.argv:
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}, {how}."
        text = README.read_text(encoding="utf-8")
        README.write_text(replaced(text, section, f"{machine}\n\n{table}"), encoding="utf-8")
    return 1 if missed else 0


def replaced(text: str, section: str, table: str) -> str:
    """A text with another table between the marks of a section."""
    begins, ends = f"<!-- {section} -->\n", f"<!-- end of {section} -->\n"
    found = re.fullmatch(rf"(.*{begins}).*({ends}.*)", text, re.DOTALL)
    if found is None:
        raise ValueError(f"there is no section '{section}'")
    return f"{found[1]}\n{table}\n\n{found[2]}"


if __name__ == "__main__":
    _, module, job, *places = sys.argv
    if module in ("ours", "ours_sheet"):
        sys.modules["pandas"] = None  # type: ignore[assignment]  # a rival's: only OR-Tools brings it along
    print(json.dumps(getattr(import_module(f"benchmarks.{module}"), job)(*map(Path, places))))
