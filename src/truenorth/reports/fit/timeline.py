"""The schedule against the plan: when each piece of work runs, and when it was to run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.fit import Fit
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.reports.fit.words import Words
from truenorth.reports.words import stretch
from truenorth.rules.case import Case

ROWS = 24
BEFORE = timedelta(days=28)  # of work that began long ago, no more is drawn


@dataclass(frozen=True)
class Bar:
    """A piece of work: the days it is scheduled for, and those that the plan names, if any.

    `open_start` tells that the plan does not say when it begins: then it cannot begin sooner than planned.
    """

    ref: Ref
    title: str
    start: date
    end: date
    planned: Span | None
    open_start: bool = False

    @property
    def moved(self) -> int:
        """By how many days it begins, or else ends, later than planned; below zero: earlier."""
        if self.planned is None:
            return 0
        late = (self.end - self.planned.end).days
        early = 0 if self.open_start else (self.start - self.planned.start).days
        return late if late > 0 else min(early, 0)

    @property
    def says(self) -> str:
        """How it stands to the plan: `2 weeks later than planned`."""
        if self.planned is None:
            return "no dates planned"
        if not self.moved:
            return "within its planned dates"
        return f"{stretch(abs(self.moved))} {'later' if self.moved > 0 else 'earlier'} than planned"


@dataclass(frozen=True)
class Timeline:
    """The bars in the order in which they begin, and whose schedule it is."""

    bars: tuple[Bar, ...]
    more: int
    left: str
    whose: str
    first: date
    last: date


def timeline(case: Case, words: Words, fit: Fit) -> Timeline | None:
    """The schedule that an answer stands on against the plan; None where there is none.

    Work of which the plan tells only when it has to be done is drawn where it is late: any day before is as good.
    """
    by_item: dict[Ref, list[Placed]] = {}
    for key, placed in fit.schedule.items():
        if (ref := fit.asked.items.get(key)) and case.whole.find(ref):
            by_item.setdefault(ref, []).append(placed)
    bars = [_bar(case, words, ref, places) for ref, places in by_item.items()]
    bars = [bar for bar in bars if bar.moved or not bar.open_start]
    if not bars:
        return None
    told = {ref for conflict in fit.answer.conflicts for ref in fit.work(conflict)}
    order = sorted(bars, key=lambda bar: (bar.ref not in told, -abs(bar.moved), bar.start, bar.ref))
    moved = [bar for bar in order if bar.moved or bar.ref in told]
    kept = (moved or order)[:ROWS]
    days = [day for bar in kept for day in (bar.start, bar.end, *(bar.planned or ()))]
    first = max(min(days), min(min(bar.start for bar in kept), case.today) - BEFORE)
    return Timeline(
        tuple(sorted(kept, key=lambda bar: (bar.start, bar.end, bar.title))),
        len(bars) - len(kept),
        _left(bars, kept),
        _whose(fit),
        first,
        max(days),
    )


def _left(bars: list[Bar], kept: list[Bar]) -> str:
    """What is not drawn: `and 2 more that move less`, `and 140 more that keep to their planned dates`."""
    more = len(bars) - len(kept)
    if not more:
        return ""
    move = len([bar for bar in bars if bar.moved]) > len([bar for bar in kept if bar.moved])
    says = f"move{'s' if more == 1 else ''} less" if move else f"keep{'s' if more == 1 else ''} to what is planned"
    return f"and {more:,} more that {says}"


def _whose(fit: Fit) -> str:
    if fit.taken:
        return "The schedule of the first way out, against the plan"
    if fit.answer.verdict == "does not fit":
        return "A schedule that breaks one statement of each conflict, against the plan"
    if fit.answer.verdict == "fits":
        return "A schedule that fits, against the plan"
    return "The schedule that lacks least, against the plan"


def _bar(case: Case, words: Words, ref: Ref, places: list[Placed]) -> Bar:
    start = words.day(min(placed.start for placed in places))
    end = max(start, words.day(max(placed.end for placed in places) - 1))
    item = case.whole.find(ref)
    planned = case.span(item) if item else None
    named = getattr(item, "start", None) or getattr(item, "period", None)
    return Bar(ref, words.title(ref), start, end, planned, open_start=not named)
