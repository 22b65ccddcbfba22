"""A problem with levers taken: what a step of each means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from truenorth.engines.feasibility.problem import ClaimKind, Lever, Pot, Problem, Window, Work

Taken = Sequence[tuple[str, int]]  # (key of a lever, how many steps of it)
OF_POTS: frozenset[ClaimKind] = frozenset({"limit", "budget", "takes"})
Change = Callable[[Problem, Lever, int], Problem]


def loosened(problem: Problem, taken: Taken) -> Problem:
    """The problem with so many steps of each lever taken, one lever after the other; never more steps than it has.

    Everything else stays as it is, the levers too. What shifts money comes last: it gives what is there then. Raises
    KeyError for a lever that there is not.
    """
    levers = {lever.key: lever for lever in problem.levers}
    pulled = sorted(((levers[key], steps) for key, steps in taken), key=lambda one: one[0].kind == "shift")
    for lever, steps in pulled:
        problem = _taken(problem, lever, max(0, min(steps, lever.most)))
    return problem


def _taken(problem: Problem, lever: Lever, steps: int) -> Problem:
    if not steps:
        return problem
    if change := _BY_LEVER.get(lever.kind):
        return change(problem, lever, steps)
    return _BY_CLAIM[problem.claims[lever.claim].kind](problem, lever, steps)


def _dropped(problem: Problem, lever: Lever, steps: int) -> Problem:
    """Without the work of a bundle; what waited for it waits for nothing."""
    gone = {one.key for one in problem.works if problem.bundle[one.bundle].do == lever.claim}
    return replace(
        problem,
        works=tuple(one for one in problem.works if one.key not in gone),
        afters=tuple(one for one in problem.afters if one.first not in gone and one.then not in gone),
        clashes=tuple(one for one in problem.clashes if lever.claim not in one.claims),
    )


def less(amount: int, percent: int) -> int:
    """What is left of an amount without so many percent of it, rounded up."""
    return -(-amount * max(0, 100 - percent) // 100)


def _shrunk(problem: Problem, lever: Lever, steps: int) -> Problem:
    def smaller(work: Work) -> Work:
        uses = tuple(replace(use, amount=less(use.amount, lever.by * steps)) for use in work.uses)
        return replace(work, uses=uses)

    return _works(problem, lambda work: problem.bundle[work.bundle].do == lever.claim, smaller)


def _later(problem: Problem, lever: Lever, steps: int) -> Problem:
    """Over so many days later; what cannot begin before the same date begins later by as much, if it is moved."""
    days = lever.by * steps
    problem = _works(
        problem,
        lambda work: lever.claim in work.due,
        lambda work: replace(work, latest=work.latest + days),
    )
    if lever.kind == "stretch":
        return problem
    return _works(
        problem, lambda work: lever.claim in work.ready, lambda work: replace(work, earliest=work.earliest + days)
    )


def _earlier(problem: Problem, lever: Lever, steps: int) -> Problem:
    days = lever.by * steps
    return _works(
        problem,
        lambda work: lever.claim in work.ready,
        lambda work: replace(work, earliest=min(work.earliest, max(0, work.earliest - days))),
    )


def _waiting_less(problem: Problem, lever: Lever, steps: int) -> Problem:
    days = lever.by * steps
    afters = (replace(one, lag=one.lag - days) if lever.claim in one.claims else one for one in problem.afters)
    return replace(problem, afters=tuple(afters))


def _faster(problem: Problem, lever: Lever, steps: int) -> Problem:
    """A step may take so many days less, but never less than one."""
    return _works(
        problem,
        lambda work: lever.claim in work.lead,
        lambda work: replace(work, shortest=faster(work.shortest, lever.by * steps)),
    )


def faster(shortest: int, days: int) -> int:
    """The shortest that work can be when it takes so many days less: a day at least, if it took any."""
    return max(min(1, shortest), shortest - days)


def _longer_there(problem: Problem, lever: Lever, steps: int) -> Problem:
    """A tool that is there so many days longer, or for "start earlier" so many days sooner."""
    days = lever.by * steps

    def wider(window: Window) -> Window:
        if lever.claim not in window.claims:
            return window
        if lever.kind == "start earlier":
            return replace(window, first=window.first - days)
        return replace(window, last=window.last + days)

    return _works(
        problem,
        lambda work: any(lever.claim in window.claims for window in work.windows),
        lambda work: replace(work, windows=tuple(map(wider, work.windows))),
    )


def _more_hours(problem: Problem, lever: Lever, steps: int) -> Problem:
    more = weekly(problem, lever)
    staff = tuple(
        replace(one, per_week=tuple(much + steps * by for much, by in zip(one.per_week, more, strict=True)))
        if one.claim == lever.claim
        else one
        for one in problem.staff
    )
    return replace(problem, staff=staff)


def weekly(problem: Problem, lever: Lever) -> tuple[int, ...]:
    """What a step adds to a staff in each week."""
    weeks = zip(problem.weeks, problem.week_ends, strict=True)
    meets = [lever.first < last and first < lever.last for first, last in weeks]
    by = lever.each or (lever.by,) * len(meets)
    return tuple(much if so else 0 for much, so in zip(by, meets, strict=True))


def _more_places(problem: Problem, lever: Lever, steps: int) -> Problem:
    supplies = tuple(
        replace(one, per_day=tuple(_n(lever, day, much, steps) for day, much in enumerate(one.per_day)))
        if lever.claim in one.claims
        else one
        for one in problem.supplies
    )
    return replace(problem, supplies=supplies)


def _n(lever: Lever, day: int, much: int, steps: int) -> int:
    return much + lever.by * steps * (lever.first <= day < lever.last)


def raises(lever: Lever, pot: Pot) -> bool:
    """Whether a lever adds to a pot."""
    return lever.claim in pot.claims and lever.first < pot.last and pot.first < lever.last


def gives(lever: Lever, pot: Pot) -> bool:
    """Whether a lever takes from a pot."""
    return lever.kind == "shift" and (pot.resource, pot.first) == lever.from_


def given(problem: Problem, lever: Lever) -> int:
    """The most steps of a shift that its giver can give, with all that may be added to it; all steps of any other."""
    giver = next((pot for pot in problem.pots if gives(lever, pot)), None)
    takers = sum(raises(lever, pot) for pot in problem.pots)
    if lever.kind != "shift" or giver is None or not takers or lever.by <= 0:
        return lever.most
    added = sum(one.by * one.most for one in problem.levers if one is not lever and raises(one, giver))
    return min(lever.most, (giver.amount + max(0, added)) // (lever.by * takers))


def _raised(problem: Problem, lever: Lever, steps: int) -> Problem:
    pots = tuple(
        replace(pot, amount=pot.amount + lever.by * steps) if raises(lever, pot) else pot for pot in problem.pots
    )
    return replace(problem, pots=pots)


def _shifted(problem: Problem, lever: Lever, steps: int) -> Problem:
    """As much as the giver has goes from it to each pot of the claim; steps that it cannot give in full it does not."""
    giver = next((pot for pot in problem.pots if gives(lever, pot)), None)
    takers = sum(raises(lever, pot) for pot in problem.pots)
    if giver is None or not takers or not lever.by:
        return problem
    steps = min(steps, giver.amount // (lever.by * takers))
    pots = (
        replace(pot, amount=pot.amount - lever.by * steps * takers) if pot is giver else pot for pot in problem.pots
    )
    return _raised(replace(problem, pots=tuple(pots)), lever, steps)


def _fallen(problem: Problem, lever: Lever, steps: int) -> Problem:
    """Without the limits that rest on a claim: what a tool could not do, it can. Steps still take their time."""

    def kept(claims: Iterable[str]) -> bool:
        return lever.claim not in claims

    return replace(
        _works(problem, lambda work: True, lambda work: _unbound(problem, work, lever.claim)),
        afters=tuple(one for one in problem.afters if kept(one.claims)),
        supplies=tuple(one for one in problem.supplies if kept(one.claims)),
        pots=tuple(one for one in problem.pots if kept(one.claims)),
        clashes=tuple(one for one in problem.clashes if kept(one.claims)),
    )


def _unbound(problem: Problem, work: Work, claim: str) -> Work:
    if not any(claim in claims for claims in (work.ready, work.due, *(window.claims for window in work.windows))):
        return work
    return replace(
        work,
        earliest=0 if claim in work.ready else work.earliest,
        latest=problem.days if claim in work.due else work.latest,
        windows=tuple(window for window in work.windows if claim not in window.claims),
    )


def _works(problem: Problem, which: Callable[[Work], bool], change: Callable[[Work], Work]) -> Problem:
    return replace(problem, works=tuple(change(work) if which(work) else work for work in problem.works))


_BY_LEVER: Mapping[str, Change] = {
    "drop": _dropped,
    "shrink": _shrunk,
    "tool": _fallen,
    "shift": _shifted,
}
_BY_CLAIM: Mapping[ClaimKind, Change] = {
    "ready": _earlier,
    "due": _later,
    "after": _waiting_less,
    "lead": _faster,
    "people": _more_hours,
    "places": _more_places,
    "tool": _longer_there,
    "limit": _raised,
    "budget": _raised,
    "takes": _raised,
    "do": lambda problem, lever, steps: problem,
}
