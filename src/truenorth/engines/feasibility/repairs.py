"""Ways out of a problem that does not fit: the cheapest levers of each kind, tried and counted anew."""

from __future__ import annotations

from collections.abc import Callable

from truenorth.engines.feasibility.answer import Answer, Repair
from truenorth.engines.feasibility.cheapest import Cheapest, Way
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.ladder import Clock, Limits
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.worth import Worth

_SECONDS = 2.5  # for each way out that is asked for


def repaired(
    problem: Problem, answer: Answer, repairs: int, limits: Limits, clock: Clock, say: Callable[[str], None]
) -> tuple[tuple[Repair, ...], str]:
    """Up to so many ways out, different in kind, the cheapest first; and why there are fewer, in words.

    Each was applied and its schedule counted anew. Only levers of the statements that conflict are taken; those of a
    kind that an earlier way out took are not taken again for the next, at least not all of them together.
    """
    if not problem.levers:
        return (), "No ways out: nothing in the plan says what could give way, or at what price."
    worth = Worth(problem)
    search = Cheapest(problem, answer, limits, clock, worth)
    found: list[Repair] = []
    forbidden: list[frozenset[str]] = []
    while len(found) < repairs and not clock.over():
        way = search.way(forbidden, min(_SECONDS, clock.left))
        if way is None:
            break
        kinds = search.families(way.taken)
        if not way.taken or broken(loosened(problem, way.taken), way.schedule):
            break
        found.append(_repair(worth, way, kinds))
        forbidden.append(kinds)
        say(f"Looking for ways out: {len(found)} found")
    found.sort(key=lambda one: (one.price is None, one.price or 0))
    return tuple(found), "" if len(found) >= repairs else _fewer(len(found), search.none)


def _repair(worth: Worth, way: Way, kinds: frozenset[str]) -> Repair:
    price = worth.price(way.taken)
    at_least = None
    if price is not None:
        gap = (way.cost - way.bound) // worth.fine
        at_least = max(0, price - gap) if way.bound or not gap else None
    return Repair(
        taken=way.taken,
        kind=min(kinds) if len(kinds) == 1 else "mixed",
        price=price,
        at_least=at_least,
        kept=worth.kept(way.taken),
        ends=worth.ends(way.taken),
        schedule=way.schedule,
    )


def _fewer(count: int, none: bool) -> str:
    """Why there are fewer ways out than were asked for."""
    if none:
        return (
            f"There is no {'other ' if count else ''}way out{' of another kind' if count else ''}: "
            "with everything that could give way, it does not fit."
        )
    ways = f"Only {count} way{'' if count == 1 else 's'} out" if count else "No way out"
    return f"{ways} found in the time there was; there may be more."
