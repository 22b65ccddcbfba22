"""The cheapest levers that make a problem fit: those of a part of it first, which grows by what still conflicts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from truenorth.engines.feasibility.answer import Answer, Schedule
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.climbing import Climbing, Taken, Way
from truenorth.engines.feasibility.elastic import Relaxed, relaxed
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.ladder import Clock, Limits, Outcome
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.mending import Guide, packed
from truenorth.engines.feasibility.part import claims_of, everything, of_conflicts, of_proof
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.trial import Trial
from truenorth.engines.feasibility.view import View
from truenorth.engines.feasibility.worth import Worth, family

_TINY = 12  # works of a problem that is looked at as a whole where nothing else helps
_SEARCHING = 0.5  # of the time for a way that is spent on the least it can cost


class Cheapest:
    """Looks for the cheapest levers; the part that is looked at is kept from one search to the next.

    Implicit hitting sets: the cheapest levers for a part are tried on the whole; what still conflicts there joins the
    part (Moreno-Centeno and Karp 2013). What a part costs at least, the whole does. `none` tells that it was proved
    that no more ways are left.
    """

    def __init__(self, problem: Problem, answer: Answer, limits: Limits, clock: Clock, worth: Worth) -> None:
        """Begin with the conflicts that are known."""
        self.problem, self.limits, self.clock, self.worth = problem, limits, clock, worth
        self.trial = Trial(clock, limits.oracle, answer.schedule or _packed(problem))
        self.part = of_conflicts(self.kernel, answer.conflicts)
        self.bound = 0
        self.climbing = Climbing(problem, worth, self.trial)
        self.known: list[Way] = []
        self.none = False

    @property
    def kernel(self) -> Kernel:
        """The problem with all the sets of skills that were found short."""
        return Kernel(self.problem, self.trial.sets)

    def climb(self, seconds: float) -> None:
        """A way for each family that has levers for the conflicts, before anything is proved."""
        clock = self.clock.within(seconds)
        self.trial.clock = clock.within(clock.left / 4)
        self._given_up()
        claims = claims_of(self.kernel, self.part)
        families = sorted({family(self.problem, one) for one in self.problem.levers if one.claim in claims})
        for n, wanted in enumerate(families):
            self.trial.clock = clock.within(clock.left / (len(families) - n))
            if way := self.climbing.way(wanted):
                self._know(way.taken, way.schedule)

    def _given_up(self) -> None:
        """The way that gives up whatever finds no place in the schedule to begin with."""
        placed = self.trial.base
        out = {do for work, do in zip(self.problem.works, self.kernel.do, strict=True) if work.key not in placed}
        drops = {lever.claim: (lever.key, 1) for lever in self.problem.levers if lever.kind == "drop" and lever.most}
        if out and out <= drops.keys():
            taken = tuple(drops[do] for do in sorted(out))
            self._know(taken, placed)
            if self.known:
                way = self.climbing.smaller(self.known[0])
                self._know(way.taken, way.schedule)

    def way(self, forbidden: Sequence[frozenset[str]], seconds: float) -> Way | None:
        """The cheapest way that does not take levers of all of some families; None where none was found."""
        whole = self.clock.within(seconds)
        self.trial.clock = whole.within(seconds * _SEARCHING)
        hint = self._from_below(forbidden)
        self.trial.clock = whole
        best = self._best(forbidden)
        if self.none or (best and best.cost <= self.bound):
            return None if self.none else best
        if way := self.climbing.way("", _left_out(forbidden), (key for key, _ in hint)):
            self._know(way.taken, way.schedule)
        return self._best(forbidden)

    def _best(self, forbidden: Sequence[frozenset[str]]) -> Way | None:
        """The cheapest of the ways that are known."""
        allowed = (way for way in self.known if not any(one <= self.families(way.taken) for one in forbidden))
        best = min(allowed, key=lambda way: way.cost, default=None)
        return replace(best, bound=min(self.bound, best.cost)) if best else None

    def others(self, families: Collection[frozenset[str]]) -> list[Way]:
        """The ways that are known, the cheapest first, one for each set of families that is not among some."""
        by_families: dict[frozenset[str], Way] = {}
        for way in sorted(self.known, key=lambda way: way.cost):
            by_families.setdefault(self.families(way.taken), way)
        return [way for names, way in by_families.items() if names not in families]

    def families(self, taken: Taken) -> frozenset[str]:
        """The families of some levers."""
        return frozenset(family(self.problem, self.worth.levers[key]) for key, _ in taken)

    def _from_below(self, forbidden: Sequence[frozenset[str]]) -> Taken:
        """Try the cheapest levers of the part on the whole, until they do or nobody can tell; the last that were tried.

        `none` tells afterwards that there is no way at all.
        """
        hint: Taken = ()
        self.none = False
        while not self.trial.clock.over():
            found = self._relaxed(forbidden, self.trial.clock)
            if found.says == "none":
                self.none = True
            if found.says != "found":
                return hint
            self.bound, hint = max(self.bound, found.bound), found.taken
            outcome = self._outcome(found.taken, found.placed)
            if outcome.says == "fits":
                self._know(found.taken, outcome.schedule)
                return hint
            best = self._best(forbidden)
            if (best and best.cost <= self.bound) or not self._grows(outcome):
                return hint
        return hint

    def _know(self, taken: Taken, schedule: Schedule) -> None:
        """Keep a way if its schedule holds."""
        if taken and not broken(loosened(self.problem, taken), schedule):
            self.known.append(Way(taken, self.worth.cost(taken), 0, schedule))

    def _relaxed(self, forbidden: Sequence[frozenset[str]], clock: Clock) -> Relaxed:
        """What the part costs at least."""
        kernel, known = self.kernel, claims_of(self.kernel, self.part)
        levers = [one for one in self.problem.levers if one.claim in known]
        limit = min(self.limits.oracle, clock.left)
        return relaxed(kernel, self.part, self.worth, levers, forbidden=forbidden, limit=limit, stop=clock.over)

    def _outcome(self, taken: Taken, guide: Guide, *, briefly: bool = False) -> Outcome:
        """What is found of the whole with some levers taken."""
        return self.trial.outcome(loosened(self.problem, taken), guide, briefly=briefly)

    def _grows(self, outcome: Outcome) -> bool:
        """Add to the part what still conflicts, or all of a small problem; False where that changes nothing."""
        before = self.part
        if outcome.certificate:
            self.part |= of_proof(outcome)
        if self.part == before and len(self.problem.works) <= _TINY:
            self.part |= everything(self.kernel)
        return self.part != before


def _packed(problem: Problem) -> Guide:
    """A schedule of as much of a problem as finds a place."""
    view = View(Kernel(problem))
    return packed(view, *view.windows())


def _left_out(forbidden: Sequence[frozenset[str]]) -> set[str]:
    """One family of each set that may not be taken together."""
    out: set[str] = set()
    for names in forbidden:
        if not names & out:
            out.add(min(names))
    return out
