"""What Truenorth is measured at: a plan out of and into a workbook, the page, a million touches; a job a process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.ours import TODAY, peak_memory, timed
from truenorth.plan import Plan, text


def export(place: Path) -> dict[str, float]:
    """The whole plan as a workbook."""
    plan = text.read(place / "plan")

    def do() -> None:
        from truenorth.services.exports import exported

        exported(plan, place / "plan.xlsx", replace=True)

    seconds, _ = timed(do)
    return {"seconds": seconds, "memory": peak_memory(), "items": len(plan)}


def take(place: Path) -> dict[str, float]:
    """The workbook into an empty folder: previewed, applied, and previewed again, when there is nothing to change."""
    with _empty() as folder:
        seconds, found = timed(lambda: _previewed(folder, place / "plan.xlsx"))
        memory = peak_memory()
        apply, after = timed(lambda: _applied(folder, found))
        again, same = timed(lambda: _previewed(folder, place / "plan.xlsx"))
        assert not same.taken.edits
        return {
            "seconds": seconds,
            "memory": memory,
            "apply": apply,
            "again": again,
            "items": len(found.taken.edits),
            **told(after),
        }


def peoples(place: Path) -> dict[str, float]:
    """A list of work as somebody keeps it, guessed and previewed."""
    with _empty() as folder:
        seconds, found = timed(lambda: _previewed(folder, place / "people.xlsx"))
        assert not found.taken.wrong
        return {"seconds": seconds, "memory": peak_memory(), "items": len(found.taken.edits)}


def page(place: Path) -> dict[str, float]:
    """The check of the folder, and the page of what it finds."""
    from truenorth.services.check import judge

    check, judged = timed(lambda: judge(place / "plan", TODAY))

    def do() -> str:
        from truenorth.reports.page import html, page

        return html.text(page(judged.report(), judged.case))

    seconds, made = timed(do)
    assert made.startswith("<!doctype html>")
    return {"check": check, "seconds": seconds, "memory": peak_memory(), "size": len(made.encode()) / 2**20}


def touches(place: Path) -> dict[str, float]:
    """A log of touches loaded: read, typed, what is refused counted, one Parquet file."""
    with _empty() as folder:
        seconds, load = timed(lambda: _loaded(folder, place / "touches.csv"))
        return {"seconds": seconds, "memory": peak_memory(), **_counted(folder, load)}


def told(plan: Plan) -> dict[str, float]:
    """A plan as a number: the same for the same plan."""
    return {"plan": float(int(plan.fingerprint[:12], 16))}


@contextmanager
def _empty() -> Iterator[Path]:
    """The folder of a plan without items."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "company.yaml").write_text("")
        yield Path(folder)


def _previewed(folder: Path, sheet: Path) -> Any:
    """What `plan import` shows before it asks."""
    from truenorth.plan.sheet.take import Given
    from truenorth.reports.diff import changes
    from truenorth.reports.sheet import read_as
    from truenorth.services.imports import looked_at

    found = looked_at(folder, sheet, Given())
    taken = found.taken
    assert [*read_as(taken, found.file, 100), *changes(found.folder.plan, taken.after, taken.edits)]
    return found


def _applied(folder: Path, found: Any) -> Plan:
    from truenorth.services.imports import imported

    return imported(folder, found).plan


def _loaded(folder: Path, file: Path) -> Any:
    from truenorth.services.measure import Asked, load, looked_at, wanted

    with looked_at(folder, file, Asked(wanted("touches", {}, {}))) as found:
        return load(found)


def _counted(folder: Path, load: Any) -> dict[str, float]:
    """What was loaded, as sums that a rival can be held against."""
    from truenorth.facts.facts import Facts

    rows = Facts(folder)["touches"]
    sums = {name: rows[name].count() for name in ("id", "campaign", "name", "channel", "kind", "content")}
    sums |= {"kept": rows.count(), "people": rows.person.nunique(), "times": rows["at"].epoch_seconds().sum()}
    found = rows.aggregate(**sums)
    refused = {f"refused: {says}": count for says, count in load.refused.items()}
    return {name: float(value) for name, value in found.to_pyarrow().to_pylist()[0].items()} | refused
