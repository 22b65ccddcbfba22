"""The whole answer to a problem: verdict, conflicts, ways out, how near to the edge it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from truenorth.engines.feasibility.answer import Answer, Conflict, Load, Margin, Placed, Proof, Schedule, Verdict
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.conflict import conflict, next_by_arithmetic
from truenorth.engines.feasibility.faults import faults
from truenorth.engines.feasibility.kernel import Draw, Kernel, Row, drawn
from truenorth.engines.feasibility.ladder import Clock, Limits, Outcome, decide
from truenorth.engines.feasibility.listing import least_lacking
from truenorth.engines.feasibility.problem import Problem

Tell = Callable[[str], None]  # what is done now
DEFAULT = Limits()
_CONFLICTS, _COUNTED = 5, 20  # that are told, and that are counted
_PARTS = (0.95, 0.9, 0.85)


def solve(
    problem: Problem,
    limits: Limits = DEFAULT,
    *,
    repairs: int = 0,
    conflicts: int = _CONFLICTS,
    count: bool = False,
    margins: bool = False,
    tell: Tell | None = None,
    stop: Callable[[], bool] | None = None,
) -> Answer:
    """Whether a problem fits, and what follows: conflicts and ways out, or how much room is left.

    So many conflicts are told; with `count`, more of them are counted, up to twenty in all.
    """
    if found := faults(problem):
        return Answer("invalid", faults=found)
    clock = Clock(limits.seconds, stop)
    wanted = _Wanted(repairs, conflicts, _COUNTED - conflicts if count else 0, margins)
    answer = _solved(problem, limits, clock, wanted, tell or (lambda what: None))
    return replace(answer, late=clock.over())


@dataclass(frozen=True)
class _Wanted:
    """How many ways out and conflicts are wanted, how many more conflicts are counted, and whether the margins are."""

    repairs: int
    conflicts: int
    more: int
    margins: bool


def _solved(problem: Problem, limits: Limits, clock: Clock, wanted: _Wanted, say: Tell) -> Answer:
    say("Looking whether it fits")
    outcome = decide(Kernel(problem), None, limits.search, clock, thorough=True)
    if outcome.says == "fits":
        say("Checking the schedule")
        return _fitting(problem, outcome, limits, clock, wanted.margins)
    if outcome.says == "undecided":
        return _undecided(problem, outcome)
    say("Looking for the statements that cannot all be true")
    answer = _not_fitting(problem, outcome, limits, clock, wanted)
    if not wanted.repairs or answer.verdict != "does not fit":
        return answer
    from truenorth.engines.feasibility.repairs import repaired

    say("Looking for ways out")
    ways, fewer = repaired(problem, answer, wanted.repairs, limits, clock, say)
    return replace(answer, repairs=ways, fewer=fewer)


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


def _not_fitting(problem: Problem, outcome: Outcome, limits: Limits, clock: Clock, wanted: _Wanted) -> Answer:
    """Conflicts one after the other, the softest statement of each let go, until the rest fits or is undecided."""
    believed = frozenset(problem.claims)
    found: list[Conflict] = []
    while outcome.says == "not" and len(found) < wanted.conflicts and not clock.over():
        one = conflict(outcome, believed, limits, clock)
        if not one.proof:  # all that can be said: nobody knows whether the rest fits
            outcome = replace(outcome, says="undecided")
            break
        found.append(one)
        believed -= {softest(problem, one.claims)}
        if len(found) < wanted.conflicts or wanted.more:
            outcome = decide(outcome.view.kernel, believed, limits.oracle, clock, thorough=True)
    further: list[tuple[str, ...]] = []
    while outcome.certificate and len(further) < wanted.more and not clock.over():
        further.append(next_by_arithmetic(outcome))
        believed -= {softest(problem, further[-1])}
        outcome = decide(outcome.view.kernel, believed, limits.oracle, clock, thorough=True)
    if not any(one.proved for one in found):
        return replace(_undecided(problem, outcome), conflicts=tuple(found))
    return _told(outcome, found, tuple(further))


def _told(rest: Outcome, found: Sequence[Conflict], further: tuple[tuple[str, ...], ...]) -> Answer:
    """The answer where it does not fit: conflicts that are proved first, and a schedule of what fits without them."""
    ranked = tuple(sorted(found, key=lambda one: not one.proved))
    proof: Proof = "arithmetic" if ranked[0].proof == "arithmetic" else "two engines"
    loads = tuple(loads_of(rest.view.kernel, rest.schedule)) if rest.schedule else ()
    return Answer("does not fit", proof, rest.schedule, conflicts=ranked, further=further, loads=loads)


def softest(problem: Problem, claims: Sequence[str]) -> str:
    """The statement to let go first: the date of the one piece of work it is about, or else what many draw on."""
    kinds = {key: problem.claims[key].kind for key in claims}
    works = [key for key, kind in kinds.items() if kind == "do"]
    order = (
        ("due", "ready", "lead", "tool", "after")
        if len(works) < 2
        else ("people", "limit", "budget", "takes", "places")
    )
    return min(claims, key=lambda key: (order.index(kinds[key]) if kinds[key] in order else 9, key))


def loads_of(kernel: Kernel, schedule: Schedule) -> Iterator[Load]:
    """What a schedule draws from each resource in each period, and what there is."""
    placed = [(n, schedule[work.key]) for n, work in enumerate(kernel.works) if work.key in schedule]
    draws: dict[int, list[tuple[Draw, Placed]]] = {}
    runs: dict[int, list[tuple[Draw, Placed]]] = {}
    for n, place in placed:
        for draw in kernel.draws[n]:
            draws.setdefault(draw.at, []).append((draw, place))
        for draw in kernel.runs[n]:
            runs.setdefault(draw.at, []).append((draw, place))
    for at, many in sorted(draws.items()):
        track = kernel.tracks[at]
        for n, (first, last) in enumerate(zip(track.firsts, track.lasts, strict=True)):
            need = sum(_share(*one, first, last) for one in many)
            yield Load(track.resource, track.title, first, last, need, track.told(n))
    weeks = list(zip(kernel.problem.weeks, kernel.problem.week_ends, strict=True))
    for at, used in sorted(runs.items()):
        for first, last in weeks:
            yield _tightest_day(kernel.rows[at], first, last, used)


def _share(draw: Draw, place: Placed, first: int, last: int) -> int:
    begin, days = (place.start + draw.lag, place.end - place.start) if draw.on is None else (draw.on, 0)
    return drawn(draw.amount, days, first - begin, last - begin)


def _tightest_day(row: Row, first: int, last: int, used: Sequence[tuple[Draw, Placed]]) -> Load:
    """The day of a week on which least is left of a supply."""
    loads = []
    for day in range(first, max(last, first + 1)):
        need = sum(draw.amount for draw, place in used if place.start + draw.lag <= day < place.end + draw.lag)
        loads.append(Load(row.resource, row.title, first, last, need, row.per_day[day]))
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
