"""Whether one problem asks no more than another: what holds for the other then holds for it."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.feasibility.problem import Problem, Use, Work


def asks_more(one: Problem, other: Problem) -> list[str]:
    """Where the first problem is tighter than the second, in words; nothing where all of it follows from the second.

    The first may look at more days: what lies behind those of the second is left out.
    """
    return [*_works(one, other), *_limits(one, other)]


def _works(one: Problem, other: Problem) -> Iterator[str]:
    theirs = {work.key: work for work in other.works}
    for work in one.works:
        if work.key not in theirs:
            yield f"{work.key} is new"
            continue
        same = theirs[work.key]
        if work.shortest > same.shortest:
            yield f"{work.key} takes {work.shortest} instead of {same.shortest}"
        if work.earliest > same.earliest or work.latest < min(same.latest, one.days, other.days):
            yield f"{work.key} lies in {work.earliest}..{work.latest} instead of {same.earliest}..{same.latest}"
        yield from _windows(work, same, other.days)
        yield from _uses(work, same)
    lags = {(after.first, after.then): after.lag for after in other.afters}
    for after in one.afters:
        if after.lag > lags.get((after.first, after.then), -10_000):
            yield f"{after.then} waits {after.lag} for {after.first}"


def _windows(work: Work, same: Work, days: int) -> Iterator[str]:
    first = max((window.first for window in same.windows), default=0)
    last = min((window.last for window in same.windows), default=days)
    for window in work.windows:
        if window.first > max(first, same.earliest) or window.last < min(last, same.latest, days):
            yield f"{work.key} has the window {window.first}..{window.last} instead of {first}..{last}"


def _uses(work: Work, same: Work) -> Iterator[str]:
    theirs: dict[str, list[Use]] = {}
    for use in same.uses:
        theirs.setdefault(use.resource, []).append(use)
    for use in work.uses:
        if use.amount > sum(one.amount for one in theirs.get(use.resource, ())):
            yield f"{work.key} draws {use.amount} of {use.resource}"


def _limits(one: Problem, other: Problem) -> Iterator[str]:
    theirs = {(pot.resource, pot.first, pot.last): pot.amount for pot in other.pots}
    for pot in one.pots:
        cut = [much for (what, first, _), much in theirs.items() if (what, first) == (pot.resource, pot.first)]
        amount = min(cut, default=None) if pot.last == one.days else theirs.get((pot.resource, pot.first, pot.last))
        if pot.last <= other.days and (amount is None or pot.amount < amount):
            yield f"{pot.resource} has {pot.amount} instead of {amount} in {pot.first}..{pot.last}"
    places = {supply.key: supply.per_day for supply in other.supplies}
    for supply in one.supplies:
        if any(mine < had for mine, had in zip(supply.per_day, places.get(supply.key, ()), strict=False)):
            yield f"{supply.key} has fewer places"
    for skill in sorted({skill for staff in other.staff for skill in staff.skills}):
        mine, had = _hours(one, skill), _hours(other, skill)
        weeks = min(len(one.weeks), len(other.weeks)) - 1  # the last of them may be cut short
        if mine and any(a < b for a, b in zip(mine[:weeks], had[:weeks], strict=True)):
            yield f"fewer hours of {skill}"
    if len(one.clashes) > len(other.clashes):
        yield "a clash is new"


def _hours(problem: Problem, skill: str) -> list[int]:
    rows = [staff.per_week for staff in problem.staff if skill in staff.skills]
    return [sum(week) for week in zip(*rows, strict=True)]
