"""`make bench`: whether crowded plans fit, what conflicts and the ways out, beside PyJobShop, CPMpy and TaskJuggler."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.run import Figures, closed, row, run

SIZES = (50, 300, 1_000)
LARGEST = 5_000  # shown as it is, with one seed
HEAD = (
    "works",
    "planted",
    "cases",
    "verdict",
    "decided",
    "first conflict",
    "statements",
    "proved and minimal",
    "with ways out",
    "how many",
    "proved cheapest",
    "memory",
)


@dataclass(frozen=True)
class Bar:
    """The most that a figure may be, in seconds, over all cases of a size: in the middle, and at the worst."""

    works: int
    metric: str
    words: str
    middle: float
    worst: float = float("inf")


BARS = (
    Bar(1_000, "verdict", "the verdict", 0.3, 1.0),
    Bar(1_000, "conflict", "the first conflict, proved minimal", 0.5),
    Bar(1_000, "ways", "all of it, with ways out", 10, 10),
    Bar(300, "ways", "all of it, with ways out", 3, 3),
)
RATIOS = {"pyjobshop": 5, "taskjuggler": 8, "cpmpy": 100}


@dataclass
class Measured:
    """The figures of each case, of ours and of each rival, by size and kind."""

    ours: dict[tuple[int, str], list[Figures]] = field(default_factory=dict)
    rivals: dict[str, list[tuple[str, Figures, Figures]]] = field(default_factory=dict)  # (case, ours, the rival's)


def main() -> int:
    """Print the table; 1 where a bar is missed."""
    found = Measured()
    for works in (*SIZES, LARGEST):
        _measure(found, works, seeds=(1,) if works == LARGEST else (1, 2, 3))
    _rivals(found)
    return closed("feasibility", _lines(found), [*_wrong(found), *_missed(found)], how="each case once")


def _measure(found: Measured, works: int, seeds: tuple[int, ...]) -> None:
    from benchmarks.fit_cases import cases

    for case in cases(works, seeds):
        print(f"{case.name} …", file=sys.stderr)
        found.ours.setdefault((works, case.kinds), []).append(run("ours_fit", "measure", case.name))


def _rivals(found: Measured) -> None:
    from benchmarks.theirs_fit import is_there

    plain = [f"{works} plain {kinds} {seed}" for works in SIZES for kinds in ("feasible",) for seed in (1, 2)]
    conflicts = [f"200 plain {kinds} {seed}" for kinds in ("window", "overload") for seed in (1, 2)]
    dated = [f"{works} {dates} feasible 1" for works in SIZES for dates in ("tight", "wide")] if is_there() else []
    for rival, names in (("pyjobshop", plain), ("cpmpy", conflicts), ("taskjuggler", dated)):
        for name in names:
            print(f"{rival}: {name} …", file=sys.stderr)
            both = name, run("ours_fit", "measure", name), run("theirs_fit", rival, name)
            found.rivals.setdefault(rival, []).append(both)


def _lines(found: Measured) -> Iterator[str]:
    yield row(HEAD)
    yield f"|---:|---|{'---:|' * (len(HEAD) - 2)}"
    for (works, kinds), many in found.ours.items():
        yield row((f"{works:,}", kinds, str(len(many)), *_cells(many)))
    yield ""
    yield "Seconds in the middle / at the worst. How the verdict grows: " + " ".join(_growth(found))
    yield ""
    yield from _beside(found)


def _cells(many: Sequence[Figures]) -> Iterator[str]:
    yield _seconds(many, "verdict")
    yield f"{sum(bool(one['fits'] or one['not']) for one in many)}"
    planted = [one for one in many if "conflict" in one]
    if not planted:
        yield from ("", "", "", "", "", "")
    else:
        yield _seconds(planted, "conflict")
        counts = [int(one["statements"]) for one in planted]
        yield f"{min(counts)}" if min(counts) == max(counts) else f"{min(counts)} to {max(counts)}"
        yield f"{sum(bool(one['proved'] and one['minimal']) for one in planted)}"
        yield _seconds(planted, "ways")
        yield " ".join(f"{int(one['holding'])}" for one in planted)
        yield f"{int(sum(one['cheapest'] for one in planted))} of {int(sum(one['found'] for one in planted))}"
    yield f"{max(one['memory'] for one in many):,.0f} MB"


def _seconds(many: Iterable[Figures], metric: str) -> str:
    values = [one[metric] for one in many if metric in one]
    return f"{median(values):.2f} / {max(values):.2f}" if values else ""


def _growth(found: Measured) -> Iterator[str]:
    """How the verdict grows with the size of the plan."""
    middle = {works: median(_all(found, works, "verdict")) for works in (*SIZES, LARGEST)}
    for before, after in zip(SIZES, (*SIZES[1:], LARGEST), strict=True):
        times = middle[after] / max(middle[before], 1e-4)
        yield f"From {before:,} to {after:,} works, {after / before:.1f} times as many: {times:.1f} times as long."


def _all(found: Measured, works: int, metric: str) -> list[float]:
    return [one[metric] for (size, _), many in found.ours.items() if size == works for one in many if metric in one]


def _beside(found: Measured) -> Iterator[str]:
    yield "| beside | case | Truenorth | rival | times | at least |"
    yield "|---|---|---:|---:|---:|---:|"
    for rival, many in found.rivals.items():
        metric = "conflict" if rival == "cpmpy" else "verdict"
        for name, ours, theirs in many:
            times = theirs[metric] / ours[metric]
            cells = rival, name, f"{ours[metric]:.3f} s", f"{theirs[metric]:.2f} s{_said(theirs)}"
            yield row((*cells, f"{times:,.0f} x", f"{RATIOS[rival]} x"))


def _said(theirs: Figures) -> str:
    """What a rival said that takes explaining."""
    if theirs.get("late"):
        return f", {theirs['late']:,.0f} warnings"
    if "naive" in theirs:
        return f" (naive: {theirs['naive']:.1f} s)"
    return "" if theirs["fits"] or theirs["not"] else ", undecided"


def _wrong(found: Measured) -> Iterator[str]:
    """What is known of a case, and said otherwise."""
    for (works, kinds), many in found.ours.items():
        for one in many:
            if one["not" if kinds == "feasible" else "fits"]:
                yield f"Wrong: {works:,} works, {kinds}: the verdict."
            if one.get("found", 0) != one.get("holding", 0):
                yield f"Wrong: {works:,} works, {kinds}: a way out does not hold."


def _missed(found: Measured) -> Iterator[str]:
    for bar in BARS:
        values = _all(found, bar.works, bar.metric)
        for what, value, most in (("in the middle", median(values), bar.middle), ("worst", max(values), bar.worst)):
            if value > most:
                yield f"Missed at {bar.works:,} works: {bar.words}, {what}: {value:.2f} s, and it may be {most:g} s."
    for rival, many in found.rivals.items():
        metric = "conflict" if rival == "cpmpy" else "verdict"
        times = median(theirs[metric] / ours[metric] for name, ours, theirs in many if not name.startswith("50 "))
        if times < RATIOS[rival]:
            yield f"Missed: beside {rival} it is {times:.1f} times as fast, and should be {RATIOS[rival]}."


if __name__ == "__main__":
    sys.exit(main())
