"""The cheapest levers around a schedule: some of its work may move, all other work lies where it lies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from truenorth.engines.feasibility.answer import Placed, Schedule
from truenorth.engines.feasibility.elastic import Held, Relaxed, relaxed
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.left import Left
from truenorth.engines.feasibility.part import claims_of, everything
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.view import View
from truenorth.engines.feasibility.worth import Worth


def around(
    kernel: Kernel,
    schedule: Schedule,
    free: frozenset[str],
    worth: Worth,
    *,
    forbidden: Collection[frozenset[str]] = (),
    below: int | None = None,
    limit: float = 1.0,
    stop: Callable[[], bool] = lambda: False,
) -> Relaxed:
    """The cheapest levers with which the work of some bundles finds a place among all other work of a schedule.

    `free` are the claims that these bundles are done. What is found holds for the whole; it need not be the cheapest.
    """
    part = replace(everything(kernel), done=free)
    known = claims_of(kernel, part)
    levers = [one for one in kernel.problem.levers if one.claim in known]
    rest = what_is_left(kernel, schedule, free)
    return relaxed(
        rest,
        part,
        worth,
        levers,
        forbidden=forbidden,
        held=_held(kernel.problem, schedule, free),
        below=below,
        limit=limit,
        stop=stop,
    )


def what_is_left(kernel: Kernel, schedule: Schedule, free: frozenset[str]) -> Kernel:
    """The kernel with what all other work draws taken from its periods and rows."""
    problem = kernel.problem
    others = View(kernel, frozenset(problem.claims) - free)
    left = Left(others)
    for p in range(others.size):
        if others.key(p) in schedule:
            left.take(p, schedule[others.key(p)])
    rest = Kernel(problem, kernel.sets)
    rest.tracks = [replace(track, amounts=tuple(left.periods[at])) for at, track in enumerate(kernel.tracks)]
    rest.rows = [replace(row, per_day=tuple(left.daily[n])) for n, row in enumerate(kernel.rows)]
    return rest


def _held(problem: Problem, schedule: Schedule, free: frozenset[str]) -> Held:
    """The days that work which lies where it lies leaves to the work that waits for it, and that it waits for."""
    is_free = {work.key: problem.bundle[work.bundle].do in free for work in problem.works}
    held = {key: (0, problem.days) for key, so in is_free.items() if so}
    for after in problem.afters:
        if is_free[after.then] and not is_free[after.first] and after.first in schedule:
            first, last = held[after.then]
            held[after.then] = max(first, schedule[after.first].end + after.lag), last
        if is_free[after.first] and not is_free[after.then] and after.then in schedule:
            first, last = held[after.first]
            held[after.first] = first, min(last, schedule[after.then].start - after.lag)
    return held


def unsound(kernel: Kernel, schedule: Schedule) -> frozenset[str]:
    """The bundles whose work a schedule puts where it may not be, or that draw where too much is drawn."""
    view = View(kernel)
    left = Left(view)
    places = {p: schedule[view.key(p)] for p in range(view.size) if view.key(p) in schedule}
    asks = {p: left.asks(p, place.start, place.end - place.start).keys() for p, place in places.items()}
    for p, place in places.items():
        left.take(p, place)
    over = {(at, n) for at, many in enumerate(left.periods) for n, much in enumerate(many) if much < 0}
    rows = {n for n, daily in enumerate(left.daily) if min(daily, default=0) < 0}
    drawing = {p for p, asked in asks.items() if over & asked or any(draw.at in rows for draw in view.runs[p])}
    return frozenset(kernel.do[view.chosen[p]] for p in range(view.size) if p in drawing or _is_off(view, places, p))


def _is_off(view: View, places: Mapping[int, Placed], p: int) -> bool:
    """Whether a work has no place, or one that its dates or what it waits for do not allow."""
    place = places.get(p)
    if place is None or place.start < view.early[p] or place.end > view.late[p]:
        return True
    if not view.least[p] <= place.end - place.start <= view.most[p]:
        return True
    return any(places[q].start < place.end + lag for q, lag, _ in view.then[p] if q in places)
