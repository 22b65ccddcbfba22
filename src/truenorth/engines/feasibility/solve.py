"""The whole answer to a problem: verdict, conflicts, ways out, how near to the edge it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from truenorth.engines.feasibility.answer import Answer, Conflict, Load, Margin, Proof, Schedule, Verdict
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.conflict import conflict
from truenorth.engines.feasibility.faults import faults
from truenorth.engines.feasibility.kernel import Kernel, drawn
from truenorth.engines.feasibility.ladder import Clock, Limits, Outcome, decide
from truenorth.engines.feasibility.listing import least_lacking
from truenorth.engines.feasibility.problem import Problem

Tell = Callable[[str], None]  # what is done now
DEFAULT = Limits()
_CONFLICTS = 5
_PARTS = (0.95, 0.9, 0.85)


def solve(
    problem: Problem,
    limits: Limits = DEFAULT,
    *,
    repairs: int = 0,
    conflicts: int = _CONFLICTS,
    margins: bool = False,
    tell: Tell | None = None,
    stop: Callable[[], bool] | None = None,
) -> Answer:
    """Whether a problem fits, and what follows: conflicts and ways out, or how much room is left."""
    say: Tell = tell or (lambda what: None)
    if found := faults(problem):
        return Answer("invalid", faults=found)
    clock = Clock(limits.seconds, stop)
    say("Looking whether it fits")
    outcome = decide(Kernel(problem), None, limits.search, clock, thorough=True)
    if outcome.says == "fits":
        say("Checking the schedule")
        return _fitting(problem, outcome, limits, clock, margins)
    if outcome.says == "undecided":
        return _undecided(problem, outcome)
    say("Looking for the statements that cannot all be true")
    found_, rest = _conflicts(problem, outcome, limits, clock, conflicts)
    return _not_fitting(problem, found_, rest, limits, clock, repairs, say)


def _fitting(problem: Problem, outcome: Outcome, limits: Limits, clock: Clock, margins: bool) -> Answer:
    schedule = outcome.schedule
    if lacks := broken(problem, schedule):
        return Answer("undecided", schedule=schedule, lacks=lacks)
    found = tuple(_margins(problem, limits, clock)) if margins else ()
    loads = tuple(loads_of(outcome.view.kernel, schedule))
    return Answer("fits", "schedule checked", schedule, loads=loads, margins=found)


def _undecided(problem: Problem, outcome: Outcome) -> Answer:
    view = outcome.view
    placing = least_lacking(view, *outcome.windows)
    schedule = {view.key(p): place for p, place in enumerate(placing)}
    loads = tuple(loads_of(view.kernel, schedule))
    return Answer("undecided", schedule=schedule, lacks=broken(problem, schedule), loads=loads)


def _conflicts(
    problem: Problem, outcome: Outcome, limits: Limits, clock: Clock, most: int
) -> tuple[tuple[Conflict, ...], Outcome]:
    """Conflicts one after the other, the softest statement of each let go, until the rest fits or is undecided."""
    believed = frozenset(problem.claims)
    found: list[Conflict] = []
    while outcome.says == "not" and len(found) < most and not clock.over():
        one = conflict(outcome, believed, limits, clock)
        found.append(one)
        believed -= {softest(problem, one)}
        if len(found) < most:
            outcome = decide(outcome.view.kernel, believed, limits.search, clock, thorough=True)
    return tuple(found), outcome


def softest(problem: Problem, found: Conflict) -> str:
    """The statement to let go first: the date of the one piece of work it is about, or else what many draw on."""
    kinds = {key: problem.claims[key].kind for key in found.claims}
    works = [key for key, kind in kinds.items() if kind == "do"]
    order = (
        ("due", "ready", "lead", "tool", "after")
        if len(works) < 2
        else ("people", "limit", "budget", "takes", "places")
    )
    by_kind = sorted(found.claims, key=lambda key: (order.index(kinds[key]) if kinds[key] in order else 9, key))
    return by_kind[0]


def _not_fitting(
    problem: Problem,
    found: tuple[Conflict, ...],
    rest: Outcome,
    limits: Limits,
    clock: Clock,
    repairs: int,
    say: Tell,
) -> Answer:
    proved = [one for one in found if one.proved]
    schedule: Schedule = rest.schedule
    if not proved:
        return replace(_undecided(problem, rest), conflicts=found)
    loads = tuple(loads_of(rest.view.kernel, schedule)) if schedule else ()
    proof: Proof = "arithmetic" if proved[0].proof == "arithmetic" else "two engines"
    done = Answer(
        "does not fit", proof, schedule, conflicts=(*proved, *(c for c in found if not c.proved)), loads=loads
    )
    if not repairs:
        return done
    from truenorth.engines.feasibility.repairs import repaired

    say("Looking for ways out")
    ways, fewer = repaired(problem, done, repairs, limits, clock, say)
    return replace(done, repairs=ways, fewer=fewer)


def loads_of(kernel: Kernel, schedule: Schedule) -> Iterator[Load]:
    """What a schedule draws from each resource in each period, and what there is."""
    draws: dict[int, list[tuple[str, int, int, int, int | None]]] = {}
    runs: dict[int, list[tuple[str, int, int]]] = {}
    for n, work in enumerate(kernel.works):
        if work.key not in schedule:
            continue
        for draw in kernel.draws[n]:
            draws.setdefault(draw.at, []).append((work.key, draw.amount, draw.lag, n, draw.on))
        for draw in kernel.runs[n]:
            runs.setdefault(draw.at, []).append((work.key, draw.amount, draw.lag))
    for at, many in sorted(draws.items()):
        track = kernel.tracks[at]
        for first, last, have in zip(track.firsts, track.lasts, track.amounts, strict=True):
            need = sum(_share(schedule, *one, first, last) for one in many)
            yield Load(track.resource, track.title, first, last, need, have)
    weeks = list(zip(kernel.problem.weeks, kernel.problem.week_ends, strict=True))
    for at, used in sorted(runs.items()):
        row = kernel.rows[at]
        for first, last in weeks:
            yield _tightest_day(row.resource, row.title, row.per_day, first, last, used, schedule)


def _share(schedule: Schedule, key: str, amount: int, lag: int, _: int, on: int | None, first: int, last: int) -> int:
    place = schedule[key]
    begin, days = (place.start + lag, place.end - place.start) if on is None else (on, 0)
    return drawn(amount, days, first - begin, last - begin)


def _tightest_day(
    resource: str,
    title: str,
    per_day: tuple[int, ...],
    first: int,
    last: int,
    used: list[tuple[str, int, int]],
    schedule: Schedule,
) -> Load:
    """The day of a week on which least is left of a supply."""
    loads = []
    for day in range(first, max(last, first + 1)):
        need = sum(a for key, a, lag in used if schedule[key].start + lag <= day < schedule[key].end + lag)
        loads.append(Load(resource, title, first, last, need, per_day[day]))
    return max(loads, key=lambda load: (load.need - load.have, load.need))


def _margins(problem: Problem, limits: Limits, clock: Clock) -> Iterator[Margin]:
    """The verdict with only a part of all that people, places, tools and takers can carry; money is left as it is."""
    says: dict[str, Verdict] = {"fits": "fits", "not": "does not fit", "undecided": "undecided"}
    for part in _PARTS:
        yield Margin(part, says[decide(Kernel(scaled(problem, part)), None, limits.oracle, clock).says])


def scaled(problem: Problem, part: float) -> Problem:
    """The same with a part of the hours, places, limits of tools and takers."""

    def some(amount: int) -> int:
        return int(amount * part)

    money = {key for key, claim in problem.claims.items() if claim.kind == "budget"}
    return replace(
        problem,
        staff=tuple(replace(one, per_week=tuple(map(some, one.per_week))) for one in problem.staff),
        pots=tuple(
            pot if money.intersection(pot.claims) else replace(pot, amount=some(pot.amount)) for pot in problem.pots
        ),
    )
