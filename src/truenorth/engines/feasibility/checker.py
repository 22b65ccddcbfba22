"""Whether a schedule keeps everything that is believed: every limit counted anew, by none of what made the schedule."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from truenorth.engines.feasibility.answer import Placed, Schedule
from truenorth.engines.feasibility.problem import Problem, Staff, Use, Work
from truenorth.engines.feasibility.routing import unrouted

Drawn = tuple[Use, Placed]


def broken(problem: Problem, schedule: Schedule, without: Collection[str] = frozenset()) -> tuple[str, ...]:
    """What a schedule breaks, a sentence each; nothing where it holds. Limits with a claim in `without` do not count.

    Work whose bundle is not done (its claim is in `without`) is left out, with all that waits for it or that it waits
    for. Whole numbers throughout: nothing is rounded but what `Use` says.
    """
    return tuple(_every(_Case(problem, schedule, frozenset(without))))


def keeps(problem: Problem, schedule: Schedule) -> bool:
    """Whether a schedule breaks nothing at all; the first thing that it breaks is enough to tell."""
    return not any(_every(_Case(problem, schedule, frozenset())))


def _every(case: _Case) -> Iterator[str]:
    yield from _clashing(case)
    yield from _unknown(case)
    yield from _badly_placed(case)
    yield from _too_early(case)
    yield from _on_full_days(case)
    yield from _overdrawn(case)
    yield from _short_of_hours(case)


class _Case:
    """What is believed of a problem, and where its work was placed."""

    def __init__(self, problem: Problem, schedule: Schedule, without: frozenset[str]) -> None:
        self.problem, self.schedule, self.without = problem, schedule, without
        self.works = [one for one in problem.works if problem.bundle[one.bundle].do not in without]
        self.placed = {one.key: schedule[one.key] for one in self.works if one.key in schedule}
        self.draws: dict[str, list[Drawn]] = {}
        for work in self.works:
            if work.key in self.placed and self.holds(work.lead):
                for use in work.uses:
                    if self.holds(use.claims):
                        self.draws.setdefault(use.resource, []).append((use, self.placed[work.key]))

    def holds(self, claims: Iterable[str]) -> bool:
        return self.without.isdisjoint(claims)

    def amount(self, resource: str, much: int) -> str:
        """A number of ours in the unit of its resource."""
        unit, one = self.problem.units.get(resource, ("", 1))
        number = f"{much // one:,}" if much % one == 0 else f"{much / one:,.2f}"
        return f"{number} {unit}".rstrip()


def _clashing(case: _Case) -> Iterator[str]:
    for clash in case.problem.clashes:
        if case.holds(clash.claims):
            yield clash.says


def _unknown(case: _Case) -> Iterator[str]:
    for key in case.schedule:
        if key not in case.problem.work:
            yield f"'{key}' is in the schedule, and there is no such work."
    for work in case.works:
        if work.key not in case.placed:
            yield f"{work.title} is not in the schedule."


def _badly_placed(case: _Case) -> Iterator[str]:
    for work in case.works:
        place = case.placed.get(work.key)
        if place is not None:
            yield from _length(case, work, place)
            yield from _bounds(case, work, place)


def _length(case: _Case, work: Work, place: Placed) -> Iterator[str]:
    days = place.end - place.start
    least = work.shortest if case.holds(work.lead) else 0
    if not least <= days <= work.longest:
        yield f"{work.title} takes {_days(days)}, and has to take {least:,} to {_days(work.longest)}."


def _days(count: int) -> str:
    return f"{count:,} day" if count == 1 else f"{count:,} days"


def _bounds(case: _Case, work: Work, place: Placed) -> Iterator[str]:
    first = max(0, work.earliest) if case.holds(work.ready) else 0
    last = min(case.problem.days, work.latest) if case.holds(work.due) else case.problem.days
    if place.start < first:
        yield f"{work.title} begins on day {place.start:,}, and cannot begin before day {first:,}."
    if place.end > last:
        yield f"{work.title} is over by day {place.end:,}, and has to be over by day {last:,}."
    for window in work.windows:
        outside = place.start < window.first or place.end > window.last
        if case.holds(window.claims) and outside:
            runs = f"{work.title} runs from day {place.start:,} to day {place.end:,}"
            yield f"{runs}, and can run only from day {window.first:,} to day {window.last:,}."


def _too_early(case: _Case) -> Iterator[str]:
    for after in case.problem.afters:
        if after.first in case.placed and after.then in case.placed and case.holds(after.claims):
            first = case.placed[after.first].end + after.lag
            begins = case.placed[after.then].start
            if begins < first:
                waits = f"{_days(after.lag)} after {case.problem.work[after.first].title}"
                then = case.problem.work[after.then].title
                yield f"{then} begins on day {begins:,}, and cannot begin before day {first:,}, {waits}."


def _on_full_days(case: _Case) -> Iterator[str]:
    for supply in case.problem.supplies:
        if not case.holds(supply.claims):
            continue
        used = [0] * len(supply.per_day)
        for use, place in case.draws.get(supply.key, ()):
            for day in range(max(0, place.start + use.lag), min(len(used), place.end + use.lag)):
                used[day] += use.amount
        for day, (need, have) in enumerate(zip(used, supply.per_day, strict=True)):
            if need > have:
                yield f"{supply.title}, day {day:,}: {_more(case, supply.key, need, have)}"


def _more(case: _Case, resource: str, need: int, have: int) -> str:
    return f"{case.amount(resource, need)} needed, {case.amount(resource, have)} there."


def _overdrawn(case: _Case) -> Iterator[str]:
    for pot in case.problem.pots:
        if case.holds(pot.claims):
            draws = case.draws.get(pot.resource, ())
            need = sum(_between(use, place, pot.first, pot.last) for use, place in draws)
            if need > pot.amount + pot.spare:
                days = f"from day {pot.first:,} to before day {pot.last:,}"
                yield f"{pot.title}, {days}: {_more(case, pot.resource, need, pot.amount)}"


def _between(use: Use, place: Placed, first: int, last: int) -> int:
    """What a use draws from day `first` to before `last`."""
    begin = place.start + use.lag if use.on is None else use.on
    days = place.end - place.start if use.on is None else 0
    if days <= 0:
        return use.amount if first <= begin < last else 0
    before, until = (max(0, min(days, day - begin)) for day in (first, last))
    return use.amount * until // days - use.amount * before // days


def _short_of_hours(case: _Case) -> Iterator[str]:
    needs = _by_week(case)
    ends = case.problem.week_ends
    for n, need in enumerate(needs):
        if short := unrouted(need, _hours(case, n), _able(case)):
            days = f"from day {case.problem.weeks[n]:,} to before day {ends[n]:,}"
            hours = sum(need[skill] for skill in short)
            there = sum(one.per_week[n] for one in case.problem.staff if not one.skills.isdisjoint(short))
            yield f"{' + '.join(sorted(short))}, {days}: {_more(case, min(short), hours, there)}"


def _by_week(case: _Case) -> list[dict[str, int]]:
    """What is drawn in each week of the skills that somebody has and that no pot or supply stands for."""
    problem = case.problem
    elsewhere = {pot.resource for pot in problem.pots} | {one.key for one in problem.supplies}
    skills = {skill for one in problem.staff for skill in one.skills} - elsewhere
    needs: list[dict[str, int]] = [{} for _ in problem.weeks]
    for skill in skills & case.draws.keys():
        for use, place in case.draws[skill]:
            for n in _weeks(problem, use, place):
                much = _between(use, place, problem.weeks[n], problem.week_ends[n])
                needs[n][skill] = needs[n].get(skill, 0) + much
    return needs


def _weeks(problem: Problem, use: Use, place: Placed) -> range:
    """The weeks that a use may fall in."""
    begin = place.start + use.lag if use.on is None else use.on
    end = begin + max(1, place.end - place.start) if use.on is None else begin + 1
    return range(max(0, bisect_right(problem.weeks, begin) - 1), bisect_right(problem.weeks, end - 1))


def _hours(case: _Case, week: int) -> list[int | None]:
    """What each of the staff can work in a week; None where that is not believed: as much as it takes."""
    return [one.per_week[week] if case.holds((one.claim,)) else None for one in case.problem.staff]


def _able(case: _Case) -> Mapping[str, Sequence[int]]:
    able: dict[str, list[int]] = {}
    staff: Sequence[Staff] = case.problem.staff
    for n, one in enumerate(staff):
        for skill in one.skills:
            able.setdefault(skill, []).append(n)
    return able
