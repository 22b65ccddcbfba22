"""How long the company's processes take, and which of them a piece of work goes through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from math import ceil, floor
from typing import Any, Literal, NamedTuple

from truenorth.engines.asof import AsOf
from truenorth.engines.words import mentions, words
from truenorth.plan.calendar import Calendar, days
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Process, Role
from truenorth.plan.strategy import Objective
from truenorth.plan.values import Duration, Unit
from truenorth.plan.work import Activity

MOST_STEPS = 2000
How = Literal["named", "by its name", "perhaps"]


@dataclass(frozen=True)
class Stretch:
    """A step of a process with its length, and the working days of whoever does it.

    `process` and `step` tell where its length is stated (no step: as the lead time of the process).
    """

    name: str
    takes: Duration
    calendar: Calendar
    process: Ref = ""
    step: int | None = None
    places: int | None = None


@dataclass(frozen=True)
class Leg:
    """A step with the days between which it runs."""

    name: str
    takes: str
    start: date
    end: date


def stretches(case: AsOf, process: Process) -> tuple[Stretch, ...]:
    """The steps of a process one after another, those of processes inside it in their place, none within itself.

    None where they are more than MOST_STEPS: processes that go through each other twice double with each level.
    """
    known: dict[Ref, tuple[Stretch, ...]] = case.known("steps of processes")
    if process.ref not in known:
        found = list(islice(_flat(case, process, frozenset()), MOST_STEPS))
        known[process.ref] = tuple(filter(None, found)) if len(found) < MOST_STEPS else ()
    return known[process.ref]


def _flat(case: AsOf, process: Process, seen: frozenset[Ref]) -> Iterator[Stretch | None]:
    """Each step, and nothing for each process that is entered, so that both are counted."""
    yield None
    if process.ref in seen:
        return
    told = all(step.takes or step.process for step in process.steps)
    if process.lead_time and not (process.steps and told):
        yield Stretch(process.title, process.lead_time, case.calendar, process.ref)
    else:
        yield from _steps(case, process, seen | {process.ref})


def _steps(case: AsOf, process: Process, seen: frozenset[Ref]) -> Iterator[Stretch | None]:
    for n, step in enumerate(process.steps):
        inner = case.plan.get(Process, step.process)
        if step.takes:
            name = step.name or (inner.title if inner else process.title)
            yield Stretch(name, step.takes, _calendar(case, step.role), process.ref, n, step.places)
        elif inner:
            yield from _flat(case, inner, seen)


def total(chain: tuple[Stretch, ...]) -> Duration:
    """How long all steps take one after another; where their units differ, in calendar days."""
    units = {stretch.takes.unit for stretch in chain}
    if len(units) == 1:
        low, high = (sum(getattr(s.takes, end) for s in chain) for end in ("low", "high"))
        return replace(chain[0].takes, low=low, high=high)
    unit: Unit = "days"
    low_days, high_days = (sum(getattr(s.takes, f"{end}_days") for s in chain) for end in ("shortest", "longest"))
    kind = type(chain[0].takes.low)
    return Duration(kind(floor(low_days)), kind(ceil(high_days)), unit)


def backwards(chain: tuple[Stretch, ...], end: date, *, longest: bool) -> list[Leg] | None:
    """The steps so that the last ends on a day, as late as can be; None where the calendar does not reach."""
    legs: list[Leg] = []
    for stretch in reversed(chain):
        try:
            start = stretch.calendar.back(end, stretch.takes, longest=longest)
        except (ValueError, OverflowError):
            return None
        legs.append(Leg(stretch.name, str(stretch.takes), start, end))
        end = start
    return legs[::-1]


def latest(case: AsOf, process: Process, end: date) -> date | None:
    """The day by which work must start so that it is ready on a day even if every step takes longest."""
    known: dict[Any, date | None] = case.known("latest starts")
    if (process.ref, end) not in known:
        known[process.ref, end] = _latest(stretches(case, process), end)
    return known[process.ref, end]


def _latest(chain: tuple[Stretch, ...], end: date) -> date | None:
    try:
        for stretch in reversed(chain):
            end = stretch.calendar.back(end, stretch.takes, longest=True)
    except (ValueError, OverflowError):
        return None
    return end


def forwards(chain: tuple[Stretch, ...], start: date, *, longest: bool) -> date | None:
    """The day on which work that starts on a day is ready."""
    for stretch in chain:
        try:
            start = stretch.calendar.ahead(start, stretch.takes, longest=longest)
        except (ValueError, OverflowError):
            return None
    return start


def _calendar(case: AsOf, key: str) -> Calendar:
    """The company's working days; without the days on which the only one in a role is away."""
    role = case.plan.get(Role, key) if key else None
    if role is None or not role.leave or (role.filled or 1) > 1:
        return case.calendar
    away = (span for when in role.leave if (span := case.calendar.span(when)))
    return replace(case.calendar, holidays=case.calendar.holidays.union(*map(days, away)))


def process_of(case: AsOf, item: Entity) -> tuple[Process, How] | None:
    """The process an item goes through: the one it names; else the one whose words its name holds, or may hold.

    Of several, the one that says most; "perhaps" where a process is for `website redesign or migration` and the
    name has only the website.
    """
    named = case.plan.get(Process, item.process) if isinstance(item, Activity) else None
    if named or not item.name:
        return (named, "named") if named else None
    had = words(item.name)
    best: tuple[int, Process, How] | None = None
    for process in case.plan.all(Process):
        if not process.applies_to or had.isdisjoint(words(process.applies_to)):
            continue
        how: How | None = "by its name" if mentions(item.name, process.applies_to) else None
        if how is None and (topic := _topic(process.applies_to)) and topic <= had:
            how = "perhaps"
        weight = len(words(process.applies_to)) + 1000 * (how == "by its name")
        if how and (best is None or weight > best[0]):
            best = (weight, process, how)
    return best and (best[1], best[2])


class Way(NamedTuple):
    """A piece of work on its way through a process: from when, until when, and how we know the process."""

    item: Activity | Objective
    process: Process
    how: How
    chain: tuple[Stretch, ...]
    start_field: str
    start: date | None
    end_field: str
    end: date


def way(case: AsOf, item: Activity | Objective) -> Way | None:
    """The way of an item with a date through a process of known length; an objective only where it is a thing to do."""
    if isinstance(item, Objective):
        if item.deliverable is False or item.metric or item.target or item.targets:
            return None
        end_field = "due" if item.due else "period"
    else:
        end_field = "in_market" if item.in_market else "due" if item.due else "end" if item.end else "period"
    end = case.calendar.end(getattr(item, end_field))
    through = process_of(case, item) if end else None
    chain = stretches(case, through[0]) if through else ()
    if end is None or through is None or not chain:
        return None
    start_field = "brief_ready" if isinstance(item, Activity) and item.brief_ready else "start"
    start = case.calendar.start(getattr(item, start_field)) if isinstance(item, Activity) else None
    return Way(item, *through, chain, start_field, start, end_field, end)


@lru_cache(maxsize=4096)
def _topic(phrase: str) -> frozenset[str]:
    """What the alternatives of a phrase have in common: the website of `website redesign or migration`."""
    head, *others = phrase.split(" or ")
    common = head.split()[:-1]
    if not others or "," in phrase or any(other.split()[: len(common)] == common for other in others):
        return frozenset()
    return words(" ".join(common))


def in_common(one: Duration, other: Duration) -> tuple[float, float]:
    """A duration, shortest and longest, in a unit that can be compared with another's."""
    if one.unit == other.unit:
        return float(one.low), float(one.high)
    return one.shortest_days, one.longest_days


def inside(case: AsOf, process: Process) -> Iterator[tuple[Process, str]]:
    """The process itself, what it goes through, and what is part of it, each once."""
    seen: set[Ref] = set()
    waiting = [(process, "")]
    while waiting:
        here, how = waiting.pop(0)
        if here.ref in seen:
            continue
        seen.add(here.ref)
        yield here, how
        steps = (case.plan.get(Process, step.process) for step in here.steps)
        waiting += [(inner, "one of its steps") for inner in steps if inner]
        parts = case.plan.pointing_at(here.ref, Process)
        waiting += [(inner, "part of it") for inner in parts if inner.part_of == here.key]
