"""`make bench`: the plan and its rules at three sizes, beside a rival on Django models; --write keeps the table."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.run import Figures, best, closed, row, run, said

SIZES = (300, 1_000, 10_000)

# What is measured: contestant, figure, in words, unit, and the most it may be at 10,000 activities.
ROWS = (
    ("ours", "load", "Truenorth: folder of CSV and YAML to a checked plan", "s", 0.6),
    ("ours", "check", "Truenorth: all rules, findings in order, index", "s", 1.5),
    ("ours", "edit", "Truenorth: one edit and what it changes (the slowest of 5)", "ms", 50),
    ("ours", "diff", "Truenorth: diff of two plans, 100 items apart", "ms", 20),
    ("ours", "apply", "Truenorth: apply 100 edits", "ms", 20),
    ("ours", "rebase", "Truenorth: rebase 100 edits", "ms", 20),
    ("ours", "memory", "Truenorth: most memory used", "MB", 350),
    ("theirs", "fill", "Django: the same folder, validated, into SQLite", "s", None),
    ("theirs", "load", "Django: out of SQLite into instances with their links", "s", None),
    ("theirs", "check", "Django: five of the rules", "s", None),
    ("theirs", "memory", "Django: most memory used", "MB", None),
)
RATIO = 4


def main() -> int:
    """Print the table; 1 where a bar is missed."""
    figures = dict(_measured())
    return closed("plan", _table(figures), list(_missed(figures)))


def _measured() -> Iterator[tuple[int, dict[str, Figures]]]:
    from benchmarks.generate import write

    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), size)
            run("ours", "prove", folder)
            yield size, {name: best(name, "measure", folder) for name in ("ours", "theirs")}


def _table(figures: dict[int, dict[str, Figures]]) -> Iterator[str]:
    yield "| at so many activities | " + " | ".join(f"{size:,}" for size in figures) + " | at most |"
    yield "|---|" + "---:|" * (len(figures) + 1)
    for contestant, name, words, unit, bar in ROWS:
        cells = (said(by[contestant][name], unit) for by in figures.values())
        yield row((words, *cells, _bar(bar, unit)))
    yield row(("the folder, checked: Django ÷ Truenorth", *_times(figures, "fill"), f"at least {RATIO} x"))
    ready = "ready to be judged: Django from its database ÷ Truenorth from the folder"
    yield row((ready, *_times(figures, "load"), ""))
    yield row(("items in the plan", *(f"{by['ours']['items']:,.0f}" for by in figures.values()), ""))
    yield row(("findings", *(f"{by['ours']['findings']:,.0f}" for by in figures.values()), ""))


def _bar(bar: float | None, unit: str) -> str:
    return "" if bar is None else f"{bar:g} {unit}"


def _times(figures: dict[int, dict[str, Figures]], name: str) -> Iterator[str]:
    return (f"{by['theirs'][name] / by['ours']['load']:.1f} x" for by in figures.values())


def _missed(figures: dict[int, dict[str, Figures]]) -> Iterator[str]:
    largest = figures[max(figures)]
    for contestant, name, words, unit, bar in ROWS:
        value = largest[contestant][name] * (1000 if unit == "ms" else 1)
        if bar is not None and value > bar:
            yield f"Missed: {words}: {value:,.2f} {unit}, and it may be {bar:g} {unit}."
    ratio = largest["theirs"]["fill"] / largest["ours"]["load"]
    if ratio < RATIO:
        yield f"Missed: the ratio of the loads is {ratio:.1f}, and should be {RATIO}."
    yield from _disagreeing(figures)


def _disagreeing(figures: dict[int, dict[str, Figures]]) -> Iterator[str]:
    """Both must come to the same number of findings, or they did not do the same work."""
    for size, by in figures.items():
        for name in by["ours"].keys() & by["theirs"].keys() - {"load", "check", "memory"}:
            if by["ours"][name] != by["theirs"][name]:
                ours, theirs = by["ours"][name], by["theirs"][name]
                yield f"At {size:,}: '{name}' is found {ours:g} times by Truenorth and {theirs:g} times by the rival."


if __name__ == "__main__":
    sys.exit(main())
