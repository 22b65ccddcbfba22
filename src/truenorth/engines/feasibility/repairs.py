"""Ways out of a problem that does not fit: the cheapest levers of each kind, tried and counted anew.

The method, from the top: a way (`cheapest`) is found by implicit hitting sets. The cheapest levers that satisfy all
cuts known so far (`hitting`) are taken; while the problem does not fit (`trial`: arithmetic, `alone`, and a schedule
made by `ejection`), the conflict gives another cut (`cuts`), and its cheapest lever is taken too (`dive`). What the
cuts cost at least, every way does: that is how far "cheapest" is proved. A way that may hold more than is needed is
made irreducible (`reduction`). What a lever does is in `loosen`, what it costs in `worth`.

All of it is limited by counts of what is tried, the same on every machine; the clock only stops it, which is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from truenorth.engines.feasibility.answer import Answer, Repair
from truenorth.engines.feasibility.cheapest import Cheapest
from truenorth.engines.feasibility.ladder import Clock, Limits
from truenorth.engines.feasibility.loosen import given
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.reduction import Way, is_part
from truenorth.engines.feasibility.worth import Worth

_STEPS = 8  # levers of a way out; one with more is told only where there is no other


def repaired(
    problem: Problem, answer: Answer, repairs: int, limits: Limits, clock: Clock, say: Callable[[str], None]
) -> tuple[tuple[Repair, ...], str]:
    """Up to so many ways out, different in kind, the cheapest first; and why there are fewer, in words.

    Each was applied and its schedule counted anew. Those that come later end each conflict in another manner, or do at
    least not take all the kinds of levers that an earlier one took, as long as there are such ways.
    """
    if not problem.levers:
        return (), "No ways out: nothing in the plan says what could give way, or at what price."
    if clock.over():
        return (), _fewer(0, False)
    problem = replace(problem, levers=tuple(replace(one, most=given(problem, one)) for one in problem.levers))
    search = Cheapest(problem, answer, clock, limits.oracle, Worth(problem))
    ways: list[Way] = []
    while len(ways) < repairs and not clock.over():
        way = search.another(ways) or (None if search.none else search.other(ways))
        if way is None:
            break
        ways = [*(one for one in ways if not is_part(way.taken, one.taken)), way]
        say(f"Looking for ways out: {len(ways)} found")
    if any(len(way.taken) <= _STEPS for way in ways):
        ways = [way for way in ways if len(way.taken) <= _STEPS]
    found = sorted((_repair(search, way) for way in ways), key=lambda one: one.place)
    return tuple(found), "" if len(found) >= repairs else _fewer(len(found), search.none)


def _repair(search: Cheapest, way: Way) -> Repair:
    kinds, worth = search.families(way.taken), search.worth
    return Repair(
        taken=way.taken,
        kind=min(kinds) if len(kinds) == 1 else "mixed",
        price=worth.price(way.taken),
        at_least=_at_least(worth, way),
        kept=worth.kept(way.taken),
        ends=worth.ends(way.taken),
        schedule=way.schedule,
        again=any(worth.levers[key].again for key, _ in way.taken),
    )


def _at_least(worth: Worth, way: Way) -> int | None:
    """The least that a way of this kind can cost, in whole hundreds of cents below its price; None where unknown.

    What counts is the price with the value that is given up: a way that costs less gives up more.
    """
    price, gap = worth.price(way.taken), (way.cost - way.bound) // worth.fine
    if price is None or not gap:
        return price
    least = price - gap
    return least - least % 100 if least >= 100 else None


def _fewer(count: int, none: bool) -> str:
    """Why there are fewer ways out than were asked for."""
    if none:
        return (
            f"There is no {'other ' if count else ''}way out{' of another kind' if count else ''}: "
            f"with everything {'else ' if count else ''}that could give way, it does not fit."
        )
    ways = f"Only {count} way{'' if count == 1 else 's'} out" if count else "No way out"
    return f"{ways} found in the time there was; there may be more."
