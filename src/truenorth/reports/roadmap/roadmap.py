"""The roadmap as a value: lanes with their bars in rows, what leads from one to another, and what names no date yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from truenorth.plan.calendar import DAY, Span
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity
from truenorth.reports.roadmap.bars import Bar, bar_of, waits_until
from truenorth.reports.roadmap.lanes import By, Strip, Wanted, chosen, keys_of, ordered, strip_of
from truenorth.reports.roadmap.links import Link, links
from truenorth.reports.roadmap.span import Window
from truenorth.reports.words import in_full, listed, plain, short
from truenorth.rules.case import Case

BARS, LANES, ROWS = 320, 40, 9  # bars, lanes, and rows of a lane that are shown at once; the rest is asked for
UNDATED = 60
LABELLED = 11.0  # per cent of the width that the name beside a diamond takes
MARKED = 8  # dates of goals and objectives over the lanes
_Row = tuple[int, list[Bar]]  # of a lane: how much dated work it holds, and the bars of it that are in sight


@dataclass(frozen=True)
class Asked:
    """How the roadmap is shown: its lanes, its weeks, what of the work, and how much of it at once."""

    window: Window
    by: By = "team"
    wanted: Wanted = field(default_factory=Wanted)
    lane: str | None = None  # only this one, with all its rows
    lanes: int | None = None  # how many; else as many as hold so many bars
    rows: int = ROWS
    bars: int = BARS
    at: Ref = ""  # a bar that is shown wherever it stands: the one that was moved last


@dataclass(frozen=True)
class Placed:
    """A bar where it stands in its lane; `pushed` is where what it waits for puts it, if that is later."""

    bar: Bar
    row: int
    left: float
    width: float
    pushed: Span | None = None
    because: str = ""

    @property
    def says(self) -> str:
        """The bar in words."""
        return f"{self.bar.says} {self.because}".rstrip()


@dataclass(frozen=True)
class Lane:
    """A lane: its bars, how many rows they take, its load, and how much of its work is not shown."""

    key: str
    title: str
    ref: Ref
    bars: tuple[Placed, ...]
    rows: int
    strip: Strip | None
    more: int
    work: int

    @property
    def says(self) -> str:
        """The lane in words."""
        load = f", {self.strip.says}{', too much' if self.strip.over else ''}" if self.strip else ""
        return f"{pieces(self.work)}{load}"


@dataclass(frozen=True)
class Mark:
    """A date of a goal or an objective, over the lanes."""

    place: float
    title: str
    says: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class Roadmap:
    """What is shown, and in words what is not: other lanes, work outside the weeks, work without a date."""

    asked: Asked
    lanes: tuple[Lane, ...]
    links: tuple[Link, ...]
    marks: tuple[Mark, ...]
    undated: tuple[tuple[Ref, str], ...]
    undated_more: int
    more_lanes: int
    works: int
    first: date | None  # the day on which the dated work begins
    over: tuple[str, ...]

    @property
    def window(self) -> Window:
        """The weeks that are shown."""
        return self.asked.window

    @property
    def says(self) -> str:
        """The roadmap in a sentence."""
        if not self.works:
            return "No work is like that." if self.asked.wanted.is_narrowed else "No work is planned yet."
        over = f" More is asked than there are hours for in {listed(self.over, 3)}." if self.over else ""
        without = len(self.undated) + self.undated_more
        undated = f" {pieces(without)} {'names' if without == 1 else 'name'} no date yet." if without else ""
        span = self.window.span
        return f"{pieces(self.works)}, {in_full(span.start)} to {in_full(span.end)}.{over}{undated}"


def pieces(count: int) -> str:
    """So many pieces of work."""
    return "1 piece of work" if count == 1 else f"{count:,} pieces of work"


def roadmap(case: Case, asked: Asked) -> Roadmap:
    """The roadmap of a case."""
    work = chosen(case, asked.wanted)
    found, undated, first = _stood(case, asked, work)
    shown = [(key, title, *found[key]) for key, title in ordered(case.plan, found, asked.by) if found[key][1]]
    made = tuple(_lanes(case, asked, shown))
    return Roadmap(
        asked,
        made,
        tuple(links(case, [placed.bar.ref for lane in made for placed in lane.bars])),
        tuple(_marks(case, asked.window)),
        tuple((one.ref, plain(one.title)) for one in undated[:UNDATED]),
        max(len(undated) - UNDATED, 0),
        len(shown) - len(made),
        len(work),
        first,
        tuple(lane.title for lane in made if lane.strip and lane.strip.over),
    )


def _stood(case: Case, asked: Asked, work: list[Activity]) -> tuple[dict[str, _Row], list[Activity], date | None]:
    """By lane, how much dated work there is and which bars are in sight; what has no date; when the first begins."""
    span, first = asked.window.span, date.max
    found: dict[str, _Row] = {}
    undated: list[Activity] = []
    for one in work:
        bar = bar_of(case, one)
        if bar is None:
            undated.append(one)
            continue
        first = min(first, bar.span.start)
        for key in keys_of(case, one, asked.by):
            if asked.lane not in (None, key):
                continue
            count, bars = found.get(key) or (0, [])
            if bar.span.meets(span):
                bars.append(bar)
            found[key] = count + 1, bars
    return found, undated, None if first == date.max else first


def _lanes(case: Case, asked: Asked, seen: list[tuple[str, str, int, list[Bar]]]) -> Iterator[Lane]:
    """As many lanes as are asked for, or as hold no more than so many bars; where all of it fits, with all rows."""
    whole = asked.lane is not None or sum(len(one[3]) for one in seen) <= asked.bars
    bars = 0
    for number, one in enumerate(seen):
        if number >= (asked.lanes or LANES) or (asked.lanes is None and bars >= asked.bars):
            return
        lane = _lane(case, asked, None if whole else asked.rows, *one)
        bars += len(lane.bars)
        yield lane


def _lane(case: Case, asked: Asked, most: int | None, key: str, title: str, work: int, bars: list[Bar]) -> Lane:
    bars = sorted(bars, key=lambda bar: (bar.span.start, bar.span.end, bar.ref))
    placed = list(_placed(case, asked, bars, most))
    return Lane(
        key,
        title,
        f"{asked.by}:{key}" if key else "",
        tuple(placed),
        max((one.row for one in placed), default=0) + 1,
        strip_of(case, asked.by, key, [bar.ref for bar in bars], asked.window),
        len(bars) - len(placed),
        work,
    )


def _placed(case: Case, asked: Asked, bars: list[Bar], most: int | None) -> Iterator[Placed]:
    """Each bar in the first row with room for it; what finds none is left out."""
    ends: list[float] = []
    window = asked.window
    for bar in bars:
        left, width = window.across(bar.span)
        if bar.form == "point":
            left, width = window.place(bar.span.end), 0.0
        row = next((n for n, end in enumerate(ends) if end <= left + 1e-6), len(ends))
        if most is not None and row >= most and bar.ref != asked.at:
            continue
        ends[row : row + 1] = [left + (width or LABELLED)]
        pushed, because = _pushed(case, bar)
        yield Placed(bar, row, left, width, pushed, because)


def _pushed(case: Case, bar: Bar) -> tuple[Span | None, str]:
    """Where a bar would stand if what it waits for is done as planned, where that is later than it is planned."""
    item = case.plan.find(bar.ref)
    if not isinstance(item, Activity) or not item.after or bar.is_over:
        return None, ""
    until = waits_until(case, item)
    if until is None or until[0] <= bar.span.start:
        return None, ""
    by = until[0] - bar.span.start
    return Span(until[0], bar.span.end + by), f"It waits for {until[1]}, and can begin on {in_full(until[0])}."


def _marks(case: Case, window: Window) -> Iterator[Mark]:
    """The days by which goals and objectives are due, a day once."""
    by_day: dict[date, list[Goal | Objective]] = {}
    kinds: tuple[type[Goal | Objective], ...] = (Goal, Objective)
    for kind in kinds:
        for item in case.all_live(kind):
            day = case.calendar.end(getattr(item, "due", None) or getattr(item, "horizon", None))
            if day and window.span.holds(Span(day, day)):
                by_day.setdefault(day, []).append(item)
    for day, items in sorted(by_day.items(), key=lambda one: (-len(one[1]), one[0]))[:MARKED]:
        names = [plain(item.title) for item in items]
        one = f"{len(names)} aims due" if len(names) > 1 else short(names[0], 24)
        yield Mark(
            window.place(day + DAY), one, f"Due on {in_full(day)}: {listed(names, 6)}", tuple(i.ref for i in items)
        )
