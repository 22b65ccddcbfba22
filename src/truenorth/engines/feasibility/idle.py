"""Which levers a schedule has no need of: it breaks none of the statements that they loosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truenorth.engines.feasibility.answer import Schedule
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.left import Left
from truenorth.engines.feasibility.problem import Lever
from truenorth.engines.feasibility.view import View

_ALWAYS = 1 << 40
Broken = tuple[str, int, int]  # a claim, and the days in which it is broken


def not_idle(kernel: Kernel, levers: Sequence[Lever], schedule: Schedule) -> list[Lever]:
    """The levers on statements of a problem that a schedule breaks: without the others it holds just the same.

    The schedule is one of the problem with all of these levers taken; work that it lacks was given up.
    """
    broken = set(_broken(kernel, schedule))
    return [
        lever for lever in levers if any(_loosens(lever, *one) for one in broken) or _is_missed(kernel, lever, schedule)
    ]


def _loosens(lever: Lever, claim: str, first: int, last: int) -> bool:
    return lever.kind != "drop" and lever.claim == claim and lever.first < last and first < lever.last


def _is_missed(kernel: Kernel, lever: Lever, schedule: Schedule) -> bool:
    """Whether work was given up, or a clash is between statements that a lever lets fall."""
    if lever.kind == "drop":
        return any(
            do == lever.claim and work.key not in schedule for work, do in zip(kernel.works, kernel.do, strict=True)
        )
    return any(lever.claim in clash.claims for clash in kernel.problem.clashes)


def _broken(kernel: Kernel, schedule: Schedule) -> Iterator[Broken]:
    view = View(kernel)
    yield from ((claim, -_ALWAYS, _ALWAYS) for claim in _dates(view, schedule))
    left = Left(view)
    asks = {}
    for p in range(view.size):
        if place := schedule.get(view.key(p)):
            asks[p] = left.asks(p, place.start, place.end - place.start)
            left.take(p, place)
    over = {(at, n) for at, many in enumerate(left.periods) for n, much in enumerate(many) if much < 0}
    for at, n in over:
        track = kernel.tracks[at]
        yield from ((claim, track.firsts[n], track.lasts[n]) for claim in track.claims[n])
    days = {n: [day for day, much in enumerate(daily) if much < 0] for n, daily in enumerate(left.daily)}
    for n, many in days.items():
        yield from ((claim, day, day + 1) for claim in kernel.rows[n].claims for day in many)
    for p, asked in asks.items():  # leaving out a part of it may be what makes it fit
        if over & asked.keys() or any(days[draw.at] for draw in view.runs[p]):
            yield kernel.do[view.chosen[p]], -_ALWAYS, _ALWAYS


def _dates(view: View, schedule: Schedule) -> Iterator[str]:
    """The claims about dates, lengths, tools and order that a schedule breaks."""
    for p in range(view.size):
        place, work = schedule.get(view.key(p)), view.kernel.works[view.chosen[p]]
        if place is None:
            continue
        if place.start < work.earliest:
            yield from work.ready
        if place.end > work.latest:
            yield from work.due
        if place.end - place.start < work.shortest:
            yield from work.lead
        for window in work.windows:
            if place.start < window.first or place.end > window.last:
                yield from window.claims
        for q, lag, arc in view.then[p]:
            then = schedule.get(view.key(q))
            if then and then.start < place.end + lag:
                yield from view.kernel.arcs[arc][3]
