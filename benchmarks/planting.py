"""Conflicts planted in a crowded plan, each of which arithmetic can prove: so that it cannot fit is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

from benchmarks.crowded import DAYS, MONEY, TAKERS, WEEK, Crowded
from truenorth.engines.feasibility.problem import Claim, Pot, Problem, Staff, Window

STRETCHES = (5, 8, 13, 26)  # weeks; the fewest in which enough work has to be done are overloaded
ENOUGH = 4  # pieces of work
Windows = Mapping[str, tuple[int, int]]  # the first day and the day it is over by, by key of the work


class NothingMust(ValueError):
    """There are no weeks in which enough has to be done for a conflict."""


def planted(plan: Crowded, kinds: str, seed: int) -> Problem:
    """The problem of a plan with a conflict of a kind, or with several: "window, overload, budget"."""
    problem, random = plan.problem, Random(f"{kinds} {seed}")
    for kind in kinds.split(", "):
        problem = KINDS[kind](problem, random)
    return problem


def windows_of(problem: Problem) -> Windows:
    """The days that dates and what waits for what leave to each work."""
    early = {work.key: work.earliest for work in problem.works}
    late = {work.key: work.latest for work in problem.works}
    least = {work.key: work.shortest for work in problem.works}
    changed = True
    while changed:
        changed = False
        for after in problem.afters:
            begin = early[after.first] + least[after.first] + after.lag
            end = late[after.then] - least[after.then] - after.lag
            if begin > early[after.then] or end < late[after.first]:
                changed = True
                early[after.then] = max(begin, early[after.then])
                late[after.first] = min(end, late[after.first])
    return {key: (early[key], late[key]) for key in early}


def _told(problem: Problem, key: str, says: str) -> Problem:
    """With a statement that says something else."""
    return replace(problem, claims={**problem.claims, key: replace(problem.claims[key], says=says)})


def _window(problem: Problem, random: Random) -> Problem:
    """A program that has to be over a day before it can be."""
    bundle = random.choice(problem.bundles)
    windows = windows_of(problem)
    end = max(windows[work.key][0] + work.shortest for work in problem.works if work.bundle == bundle.key) - 1
    works = tuple(replace(work, latest=end) if work.bundle == bundle.key else work for work in problem.works)
    return _told(replace(problem, works=works), f"due:{bundle.key}", f"{bundle.title} is over by day {end}")


def _contract(problem: Problem, random: Random) -> Problem:
    """The contract of a tool that ends a day before a launch that needs it can."""
    launch = random.choice([work for work in problem.works if work.key.endswith("/launch")])
    last = windows_of(problem)[launch.key][0] + launch.shortest - 1
    key = f"tool:contract of {launch.bundle}"
    ends = replace(launch, windows=(*launch.windows, Window(0, last, (key,))))
    claims = {**problem.claims, key: Claim(key, "tool", f"The contract for {launch.title} ends on day {last}")}
    return replace(problem, claims=claims, works=tuple(ends if one is launch else one for one in problem.works))


def _overload(problem: Problem, random: Random) -> Problem:
    """Weeks in which those with a skill have nine tenths of the hours that have to be worked then."""
    skills = sorted({skill for staff in problem.staff for skill in staff.skills})
    hours = {skill: _hours(problem, skill) for skill in random.sample(skills, min(6, len(skills)))}
    must, skill, weeks = _heaviest(problem, hours)
    there = sum(hours[skill][n] for n in weeks)

    def fewer(staff: Staff) -> Staff:
        left = ((n, much * must * 9 // (10 * there) if n in weeks else much) for n, much in enumerate(staff.per_week))
        return replace(staff, per_week=tuple(much for _, much in left)) if skill in staff.skills else staff

    return replace(problem, staff=tuple(map(fewer, problem.staff))) if there * 10 > must * 9 else problem


def _hours(problem: Problem, skill: str) -> list[int]:
    """What all with a skill can work in each week."""
    able = [staff for staff in problem.staff if skill in staff.skills]
    return [sum(staff.per_week[n] for staff in able) for n in range(DAYS // WEEK)]


def _downstream(problem: Problem, random: Random) -> Problem:
    """Weeks in which sales or onboarding can take nine tenths of what has to arrive then."""
    pots = {pot.resource: pot.amount for pot in problem.pots if pot.resource in TAKERS}
    must, taker, weeks = _heaviest(problem, {key: [amount] * (DAYS // WEEK) for key, amount in pots.items()})
    most = must * 9 // (10 * len(weeks))

    def fewer(pot: Pot) -> Pot:
        meant = pot.resource == taker and pot.first // WEEK in weeks
        return replace(pot, amount=min(most, pot.amount)) if meant else pot

    return replace(problem, pots=tuple(map(fewer, problem.pots)))


def _budget(problem: Problem, random: Random) -> Problem:
    """A budget of a quarter that is nine tenths of what has to be spent in it."""
    windows = windows_of(problem)
    budgets = [pot for pot in problem.pots if pot.resource in MONEY]
    must = {pot.claims[0]: sum(_musts(problem, windows, pot.resource, pot.first, pot.last)) for pot in budgets}
    claim = max(sorted(must), key=lambda one: must[one])
    if not must[claim]:
        raise NothingMust
    amount = must[claim] * 9 // 10
    pots = tuple(replace(pot, amount=amount) if pot.claims == (claim,) else pot for pot in problem.pots)
    return _told(replace(problem, pots=pots), claim, f"{claim.removeprefix('budget:')}: {amount // 100:,} €")


def _heaviest(problem: Problem, there: Mapping[str, Sequence[int]]) -> tuple[int, str, range]:
    """How much of which resource has to be drawn in which weeks, where that is most of what there is by the week."""
    windows = windows_of(problem)
    for length in STRETCHES:
        found = []
        for resource, by_week in there.items():
            for first in range(DAYS // WEEK - length + 1):
                weeks = range(first, first + length)
                many = list(_musts(problem, windows, resource, first * WEEK, (first + length) * WEEK))
                if len(many) >= ENOUGH and (have := sum(by_week[n] for n in weeks)):
                    found.append((sum(many) / have, sum(many), resource, weeks))
        if found:
            return max(found, key=lambda one: one[:3])[1:]
    raise NothingMust


def _musts(problem: Problem, windows: Windows, resource: str, first: int, last: int) -> Iterator[int]:
    """What each work draws from a resource that can lie nowhere but in a stretch of days."""
    for work in problem.works:
        for use in work.uses:
            early, late = windows[work.key]
            if use.resource == resource and first <= early + use.lag and late + use.lag <= last:
                yield use.amount


KINDS: Mapping[str, Callable[[Problem, Random], Problem]] = {
    "window": _window,
    "overload": _overload,
    "budget": _budget,
    "contract": _contract,
    "downstream": _downstream,
}
