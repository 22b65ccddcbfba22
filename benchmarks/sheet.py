"""`make bench`: a plan out of and into a workbook, its page, a million touches, beside openpyxl and pandas."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.run import Figures, best, closed, row, run, said

ACTIVITIES = 10_000
TOUCHES = 1_000_000
MEMORY = 500
RIVALS = {"export": "openpyxl", "take": "openpyxl", "touches": "pandas"}
JOBS = ("export", "take", "peoples", "page", "touches")
Measured = dict[str, tuple[Figures, Figures]]  # by job: ours, the rival's


@dataclass(frozen=True)
class Row:
    """A row of the table: whose figure it is, in words, and the most it may be in seconds."""

    job: str
    words: str
    bar: float | None = None
    figure: str = "seconds"
    memory: float | None = None


ROWS = (
    Row("export", "10,000 activities and the rest of their plan into a workbook", 3),
    Row("take", "that workbook into an empty folder, with the preview", 3),
    Row("take", "that workbook where nothing has changed, with the preview", figure="again"),
    Row("take", "the changes made, every item of them one", figure="apply"),
    Row("peoples", "a list of 10,000 rows as somebody keeps it, guessed, with the preview", 3),
    Row("page", "the check of 10,000 activities, from the folder", figure="check"),
    Row("page", "its page as HTML, with the map", 1),
    Row("touches", "1,000,000 touches loaded", 5, memory=MEMORY),
)


def main() -> int:
    """Print the table; 1 where a bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        found = dict(_measured(Path(folder)))
    return closed("sheet", _table(found), [*_missed(found), *_disagreeing(found)])


def _measured(place: Path) -> Iterator[tuple[str, tuple[Figures, Figures]]]:
    run("sheet", "prepare", place)
    for job in JOBS:
        ours = best("ours_sheet", job, place)
        yield job, (ours, best("theirs_sheet", job, place) if job in RIVALS else {})


def prepare(place: Path) -> Figures:
    """Make up what is measured on: a plan, a list of other people's, a log of touches."""
    from benchmarks import generate, peoples, touches

    plan = generate.write(place / "plan", ACTIVITIES)
    peoples.write(plan, place / "people.xlsx")
    touches.write(place / "touches.csv", TOUCHES)
    return {}


def _table(found: Measured) -> Iterator[str]:
    yield "| | Truenorth | memory | rival | memory | times | at most |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for one in ROWS:
        ours, theirs = found[one.job]
        rival = theirs if one.figure == "seconds" else {}
        more = [f"{RIVALS[one.job]} {said(rival['seconds'], 's')}", said(rival["memory"], "MB")] if rival else ["", ""]
        times = f"{rival['seconds'] / ours['seconds']:.1f} x" if rival else ""
        memory = said(ours["memory"], "MB") if one.figure == "seconds" else ""
        yield row((one.words, said(ours[one.figure], "s"), memory, *more, times, _bar(one)))
    yield ""
    items, size = found["export"][0]["items"], found["page"][0]["size"]
    yield f"{items:,.0f} items in the plan; the page has {size:.1f} MB. {_refused(found['touches'][0])}"


def _refused(ours: Figures) -> str:
    reasons = [f"{count:,.0f} {name.removeprefix('refused: ')}" for name, count in sorted(ours.items()) if ": " in name]
    return f"Of the touches {ours['kept']:,.0f} are taken; refused: {', '.join(reasons)}."


def _bar(one: Row) -> str:
    if one.bar is None:
        return ""
    return f"{one.bar:g} s, {one.memory:g} MB" if one.memory else f"{one.bar:g} s"


def _missed(found: Measured) -> Iterator[str]:
    for one in ROWS:
        ours = found[one.job][0]
        if one.bar is not None and ours[one.figure] > one.bar:
            yield f"Missed: {one.words}: {ours[one.figure]:.2f} s, and it may be {one.bar:g} s."
        if one.memory is not None and ours["memory"] > one.memory:
            yield f"Missed: {one.words}: {ours['memory']:,.0f} MB, and it may be {one.memory:g} MB."


def _disagreeing(found: Measured) -> Iterator[str]:
    """Both must come to the same items, values and refusals, or they did not do the same work."""
    for job in RIVALS:
        ours, theirs = found[job]
        for name in sorted((ours.keys() | theirs.keys()) - {"seconds", "memory", "apply", "again"}):
            if ours.get(name) != theirs.get(name):
                yield f"{job}: '{name}' is {ours.get(name)} for Truenorth and {theirs.get(name)} for {RIVALS[job]}."


if __name__ == "__main__":
    sys.exit(main())
