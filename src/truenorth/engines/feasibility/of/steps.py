"""The processes that work goes through: their steps one after another, and how many can be done at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from truenorth.engines.feasibility.of.dates import due_claim, ready_claim
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.says import name as called
from truenorth.engines.feasibility.of.work import do_claim
from truenorth.engines.feasibility.problem import After, Supply, Use, Work
from truenorth.engines.processes import Stretch, Way, backwards, way
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity

IN_DAYS = "working days"


def chains(draft: Draft, work: Iterable[Activity]) -> dict[Ref, list[str]]:
    """The steps of all work that goes through a process of known length, by item and in order."""
    found: dict[Ref, list[str]] = {}
    items: list[Activity | Objective] = [*work, *draft.asof.all_live(Objective)]
    for item in items:
        through = way(draft.asof, item)
        if through is None or through.how == "perhaps" or through.end < draft.asof.today:
            continue
        if item.status == "active" and through.start is None:
            continue  # under way since nobody knows when: nothing tells what of it is left
        if keys := _chain(draft, through):
            found[item.ref] = keys
    return found


def _chain(draft: Draft, through: Way) -> list[str]:
    """The steps that are left, each behind the one before it; the last is over before the day it is for."""
    item, keys = through.item, list[str]()
    by_name = _by_its_name(draft, through)
    steps = _left(draft, through)
    if steps:
        do_claim(draft, item)
    for n, stretch, low, high in steps:
        key = f"{item.ref}/step-{n + 1}"
        earliest, ready = (0, ()) if keys else _begins(draft, through)
        latest, due = _ends(draft, through) if n == steps[-1][0] else (draft.clock.size, ())
        uses = (Use(_places(draft, stretch), 1),) if stretch.places else ()
        lead, title = (_takes(draft, stretch, low, high), *by_name), f"{called(item.title)}: {stretch.name}"
        if keys:
            draft.afters.append(After(keys[-1], key))
        draft.works.append(
            Work(key, title, item.ref, low, max(low, high), earliest, latest, uses, (), ready, due, lead)
        )
        draft.items[key] = item.ref
        keys.append(key)
    return keys


def _begins(draft: Draft, through: Way) -> tuple[int, tuple[str, ...]]:
    """When the first of the steps can begin."""
    if through.start is None or through.start <= draft.asof.today:
        return 0, ()
    return draft.clock.first(through.start), (ready_claim(draft, through.item, through.start_field, through.start),)


def _ends(draft: Draft, through: Way) -> tuple[int, tuple[str, ...]]:
    """Before which day the last of the steps is over."""
    return draft.clock.first(through.end), (due_claim(draft, through.item, through.end_field, through.end),)


def _left(draft: Draft, through: Way) -> list[tuple[int, Stretch, int, int]]:
    """The steps with their shortest and longest working days; of those under way what is left at their fastest."""
    gone = 0
    if through.start and through.start < draft.asof.today:
        gone = draft.working_days(Span(through.start, draft.asof.today - DAY))
    found = []
    for n, (stretch, low, high) in enumerate(_in_working_days(draft, through)):
        done, gone = min(low, gone), max(gone - low, 0)
        if low > done or not low:
            found.append((n, stretch, low - done, high - done))
    return found


def _in_working_days(draft: Draft, through: Way) -> list[tuple[Stretch, int, int]]:
    """The steps with their shortest and longest working days; other units as they fall before the day it is for."""
    if all(stretch.takes.unit == IN_DAYS for stretch in through.chain):
        return [(one, round(one.takes.low), round(one.takes.high)) for one in through.chain]
    chain = tuple(replace(one, calendar=draft.asof.calendar) for one in through.chain)
    legs = [backwards(chain, through.end, longest=longest) or [] for longest in (False, True)]
    count = draft.working_days
    low, high = ([count(Span(leg.start, leg.end - DAY)) for leg in way] for way in legs)
    return list(zip(through.chain, low, high, strict=True)) if low and high else []


def _takes(draft: Draft, stretch: Stretch, low: int, high: int) -> str:
    """The statement how long a step takes."""
    key = f"lead {stretch.process} {'' if stretch.step is None else stretch.step}".rstrip()
    if key not in draft.claims:
        process = draft.asof.plan.title(stretch.process)
        name = process if stretch.name == process else f"{process}: {stretch.name}"
        source = "lead_time" if stretch.step is None else "steps"
        draft.claim(key, "lead", f"{name} takes {stretch.takes.words}", stretch.process, source)
    least, most = draft.shortest.get(key, (low, high))
    draft.shortest[key] = min(least, low), max(most, high)
    return key


def _places(draft: Draft, stretch: Stretch) -> str:
    """The supply of how many can go through a step at once, and the statement behind it."""
    key = f"places {stretch.process} {stretch.step}"
    if key not in draft.claims and stretch.places:
        name = f"{draft.asof.plan.title(stretch.process)}: {stretch.name}"
        many = f"{stretch.places:,} can be done at once" if stretch.places > 1 else "one can be done at a time"
        draft.claim(key, "places", f"{name}, {many}", stretch.process, "steps")
        draft.supplies.append(Supply(key, name, "at once", (stretch.places,) * draft.clock.size, (key,)))
        draft.units[key] = ("at once", 1)
    return key


def _by_its_name(draft: Draft, through: Way) -> tuple[str, ...]:
    """Where nobody says which process work goes through, and its name tells: the statement that it does."""
    if through.how == "named":
        return ()
    says = f"{called(through.item.title)} goes through {through.process.title}, as its name tells"
    return (draft.claim(f"way {through.item.ref}", "lead", says, through.item.ref, "name", assumed=True),)
