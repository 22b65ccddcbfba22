"""Lead times: work that has less time than its process takes, and the day on which work must start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from truenorth.engines.processes import Leg, Way, backwards, forwards, latest, total, way
from truenorth.plan.calendar import DAY
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.sight import parents
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule
from truenorth.rules.time.waits import out_of_order, waited_for

_END = {"in_market": "in market", "due": "due", "end": "to end", "period": "due"}


def _concerned(plan: Plan, ref: Ref) -> Iterable[Ref]:
    """A process or a role concerns all work; an item what it touches, and what means the same as what it serves."""
    if ref.startswith(("process:", "role:")):
        return [item.ref for kind in (Activity, Objective) for item in plan.all(kind)]
    item = plan.find(ref)
    served = [above for above in (parents(item) if item else ()) if above.startswith("objective:")]
    near = [around for above in served for around in (*_links(plan, above), *plan.incoming.get(above, ()))]
    return (*plan.incoming.get(ref, ()), *_links(plan, ref), *near)


def _links(plan: Plan, ref: Ref) -> tuple[Ref, ...]:
    item = plan.find(ref)
    return item.links if item else ()


@rule(
    "TIME01",
    asks="mops",
    each=(Activity, Objective),
    reads=["process", "role"],
    looks=_concerned,
    severity="error",
)
def lead_time(case: Case, item: Activity | Objective) -> Iterator[Finding]:
    """
    Work has less time than its process takes.

    ## Why it matters

    A date that the steps before it cannot meet is missed in the last week, when only scope and quality are left to
    give. Known on the day of the plan, the date or the start can move.

    From the day the brief is ready (or the work starts) to the day the customer sees it (or it is due), the steps
    of the process must fit one after another, on the company's working days and without the leave of whoever alone
    holds a role. Only what cannot fit even when every step is at its shortest is an error; where only the longest
    does not fit, or where the process is known only from the words of the name, it is a warning. Where work has a
    date and no start, the day on which it must start is told. Work may also not start before the work that it waits
    for is over. What is past is past: that work had too little time is not told once its day is over. How long steps
    really took will come from the records; this looks at the plan alone.

    ## Example

        activity: {spring-letter: {brief_ready: 2027-03-10}}

    ## Finds

        activity:spring-letter takes 7 to 12 working days (Letter): ready on 2027-03-19 at best, in market on 2027-03-15

    ## Put right

        activity: {spring-letter: {in_market: 2027-03-29}}
    """
    if not case.live(item):
        return
    if isinstance(item, Activity) and item.after:
        yield from out_of_order(case, item)
    if work := _work(case, item):
        yield from _late(case, work) if work.start else _latest_start(case, work)


class _Work(Way):
    """A piece of work on its way through a process, and what is said of it."""

    @property
    def takes(self) -> str:
        """As `takes 7 to 12 working days (Letter)`."""
        may = "may take" if self.how == "perhaps" else "takes"
        about = " about" if len({stretch.takes.unit for stretch in self.chain}) > 1 else ""
        return f"{may}{about} {total(self.chain).words} ({self.process.title})"

    @property
    def seen(self) -> dict[str, Any]:
        """What every finding on this work shows."""
        how = {"by its name": {"told by": "its name"}, "perhaps": {"perhaps told by": "its name"}}.get(self.how, {})
        return {"process": self.process.ref, **how, "takes": str(total(self.chain)), "end": str(self.end)}


def _work(case: Case, item: Activity | Objective) -> _Work | None:
    found = way(case, item)
    return _Work(*found) if found else None


def _late(case: Case, work: _Work) -> Iterator[Finding]:
    """Work with a start: it cannot, or may not, be ready in time."""
    assert work.start is not None
    until = latest(case, work.process, work.end)
    if until is None or work.start <= until or work.how == "perhaps" or work.end < case.today:
        return
    longest, shortest = (backwards(work.chain, work.end, longest=long) or [] for long in (True, False))
    cannot = bool(shortest and work.start > shortest[0].start)
    ready = forwards(work.chain, work.start, longest=not cannot)
    how = f"ready on {ready} at {'best' if cannot else 'worst'}"
    title = work.process.title
    yield found(
        work.item.ref,
        f"{work.takes}: {how}, {_END[work.end_field]} on {work.end}",
        severity="error" if cannot and work.how == "named" and work.end_field != "period" else "warning",
        cause=f"have less time than they take ({title})" if cannot else f"may have too little time ({title})",
        seen={**work.seen, "start": str(work.start), "ready": str(ready), "steps": _legs(longest)},
        fixes=_ways_out(case, work, until),
    )


def _ways_out(case: Case, work: _Work, until: date) -> Iterator[Fix]:
    ref = work.item.ref
    if until >= case.today and (starts := _starting(case, work, until)):
        yield Fix(f"Start by {until}", {ref: starts})
    asks = Blank(f"When, from {_safe(case, work)} on?")
    yield Fix(f"Move the day it is {_END[work.end_field]}", {ref: {work.end_field: asks}})
    slowest = max(work.chain, key=lambda stretch: stretch.takes.longest_days)
    says = f"Shorten “{slowest.name}”, the longest step"
    yield Fix(says, {work.process.ref: {"steps": Blank(f"Who can do “{slowest.name}” in less than {slowest.takes}?")}})


def _starting(case: Case, work: _Work, until: date) -> dict[str, Any]:
    """What to set so that work starts by a day: the brief, and the start where it comes later; or to ask for it."""
    item = work.item
    start = case.calendar.start(item.start) if isinstance(item, Activity) else None
    moved = {work.start_field, *(["start"] if start and start > until else [])}
    if "start" in moved and isinstance(item, Activity) and any(over > until for over in waited_for(case, item)):
        return {name: Blank(f"From when, by {until} and after what it waits for?") for name in sorted(moved)}
    return dict.fromkeys(sorted(moved), str(until))


def _safe(case: Case, work: _Work) -> date | None:
    """The first day for which there is time even if every step takes longest."""
    assert work.start is not None
    day = forwards(work.chain, work.start, longest=True)
    for _ in range(31):  # where work starts on a free day, or at the end of a month, counting back gives another day
        until = latest(case, work.process, day) if day else None
        if day is None or until is None or until >= work.start:
            return day
        day += DAY
    return day


def _latest_start(case: Case, work: _Work) -> Iterator[Finding]:
    """Work with a date and no start: the day on which it must start."""
    starts = _starts(case, work)
    if starts is None or _told_elsewhere(case, work):
        return
    early, late = starts
    day, last = early[0].start, late[0].start
    fastest = f" (at its fastest by {last})" if last != day else ""
    note = f", before its period {work.item.period} begins" if _before_its_period(case, work, day) else ""
    fix = Fix(f"Start on {day}", {work.item.ref: {"start": str(day)}})
    yield found(
        work.item.ref,
        f"{work.takes}: to be ready by {work.end} it must start by {day}{fastest}{note}",
        kind="notice",
        severity="info",
        part="start",
        cause=f"name no start and {'may ' * (work.how == 'perhaps')}go through “{work.process.title}”",
        seen={**work.seen, "latest_start": str(last), "start_to_be_sure": str(day), "steps": _legs(early)},
        fixes=[fix] if isinstance(work.item, Activity) and day >= case.today else (),
    )


def _starts(case: Case, work: _Work) -> tuple[list[Leg], list[Leg]] | None:
    """The steps when each takes longest and shortest, where there is a start to tell."""
    early, late = (backwards(work.chain, work.end, longest=long) for long in (True, False))
    if work.start or early is None or late is None:
        return None
    if work.how == "perhaps" and not _before_its_period(case, work, early[0].start):
        return None
    return early, late


def _before_its_period(case: Case, work: _Work, day: date) -> bool:
    period = case.calendar.span(work.item.period)
    return period is not None and day < period.start <= work.end


def _told_elsewhere(case: Case, work: _Work) -> bool:
    """Whether it is told of an item that serves this one, or of one that means the same and is due first."""
    twins = _twins(case, work.item)
    if any(_same(case, below, work) for item in (work.item, *twins) for below in _serving(case, item)):
        return True
    others = (other for item in twins if (other := _same(case, item, work)))
    return any((other.end, other.item.ref) < (work.end, work.item.ref) for other in others)


def _twins(case: Case, item: Entity) -> list[Entity]:
    """What means the same as an item, whichever of the two says so."""
    here = (e for kind in (Activity, Objective) for e in case.plan.pointing_at(item.ref, kind) if item.ref in e.twins)
    there = (e for ref in item.twins if (e := case.plan.find(ref)))
    return [e for e in {e.ref: e for e in (*there, *here)}.values() if e.ref != item.ref]


def _serving(case: Case, item: Entity) -> Iterator[Entity]:
    for kind in (Activity, Objective):
        yield from (e for e in case.plan.pointing_at(item.ref, kind) if item.ref in parents(e))


def _same(case: Case, item: Entity, work: _Work) -> _Work | None:
    """Another item's way through the same process, where its start is told."""
    if not isinstance(item, (Activity, Objective)) or item.ref == work.item.ref or not case.live(item):
        return None
    other = _work(case, item)
    return other if other and other.process.ref == work.process.ref and (other.start or _starts(case, other)) else None


def _legs(legs: list[Leg]) -> list[dict[str, str]]:
    return [{name: str(value) for name, value in asdict(leg).items()} for leg in legs]
