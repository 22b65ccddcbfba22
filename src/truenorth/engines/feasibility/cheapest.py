"""The cheapest way out: levers are taken until a problem fits, and each conflict met tells what any way has to take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from truenorth.engines.feasibility.answer import Answer, Schedule
from truenorth.engines.feasibility.checker import keeps
from truenorth.engines.feasibility.cuts import Cut, Cutting
from truenorth.engines.feasibility.dive import Dive
from truenorth.engines.feasibility.ejection import Ejection
from truenorth.engines.feasibility.hitting import Barred, Hitting
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.ladder import Clock
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.reduction import Reduction, Taken, Way, is_part
from truenorth.engines.feasibility.trial import Trial
from truenorth.engines.feasibility.view import View
from truenorth.engines.feasibility.worth import Worth, family

_EFFORT, _EACH = 8, 6  # quick verdicts for a way, and as many more for each conflict, before it is reduced


class Cheapest:
    """Looks for the cheapest ways; what is learnt for one is kept for the next.

    Implicit hitting sets (Moreno-Centeno and Karp 2013): the cheapest levers that satisfy the cuts known so far are
    taken; while it does not fit, the conflict gives another cut, and its cheapest lever is taken too. What the cuts
    cost at least, every way does. `none` tells that it was proved that there are no more ways.
    """

    def __init__(self, problem: Problem, answer: Answer, clock: Clock, limit: float, worth: Worth) -> None:
        """Begin with a schedule of as much as fits, near that of an answer."""
        self.problem, self.clock, self.limit, self.worth = problem, clock, limit, worth
        self.trial = Trial(clock, limit)
        self.reduction = Reduction(worth, self._fits, self._keeps)
        self.cutting = Cutting(problem, lambda key, steps: worth.costs[key].of(steps), limit, clock)
        packed = _packed(problem, answer.schedule)
        self.base = answer.schedule or packed.schedule
        self.alone = len(answer.conflicts) == 1
        self.effort = _EFFORT + _EACH * len(answer.conflicts)
        self.cuts: list[Cut] = []
        self.bound = 0
        self.known: list[Way] = []
        self.none = False
        self._give_up(packed.without())

    def _give_up(self, schedule: Schedule) -> None:
        """The way that gives up whatever is not in a schedule, if that can be given up."""
        do = {bundle.key: bundle.do for bundle in self.problem.bundles}
        out = {do[work.bundle] for work in self.problem.works if work.key not in schedule}
        drops = {one.claim: (one.key, 1) for many in self.cutting.levers.values() for one in many if one.kind == "drop"}
        if out <= drops.keys():
            self._know(tuple(drops[claim] for claim in sorted(out)), schedule)

    def another(self, told: Sequence[Way]) -> Way | None:
        """The cheapest way that is of another kind than those told; None where none was found.

        That is one that ends each conflict in another manner than they do, as far as there is one; or else one that
        does not take levers of all the families of any of them.
        """
        families = [self.families(one.taken) for one in told]
        levers, bound = self._as_told(told), self.bound
        if levers and (way := self.way(Barred(families, levers))):
            self.bound = bound  # what is barred may count less
            return way
        self.bound = bound
        if (way := self.way(Barred(families))) or len(told) < 2 or self.none:
            return way
        self.bound = bound
        way = self.way(Barred(families[:1]))  # apart from the first, and not the same as the others
        return way if way and self._is_other(way, told) else None

    def _is_other(self, way: Way, told: Sequence[Way]) -> bool:
        """Whether a way has other families than those told, and none of them in it."""
        families = [self.families(one.taken) for one in told]
        return self.families(way.taken) not in families and not any(is_part(one.taken, way.taken) for one in told)

    def _as_told(self, told: Sequence[Way]) -> frozenset[str]:
        """The levers that are to a conflict what those taken are; not where nothing else would end it."""
        alike: set[str] = set()
        taken = {key for way in told for key, _ in way.taken}
        for cut in self.cuts:
            families = {self.family(key) for key, _ in cut.more if key in taken}
            alike |= {key for key, _ in cut.more if self.family(key) in families}
        for cut in self.cuts:
            if alike.issuperset(key for key, _ in cut.more):
                alike -= {key for key, _ in cut.more}
        return frozenset(alike)

    def way(self, barred: Barred) -> Way | None:
        """The cheapest way that takes nothing that is barred; None where none was found."""
        self.none = False
        hitting = Hitting(self.worth, self.family, barred)
        dive = Dive(self.problem, self.trial, self.cutting, self.base, hitting, self.effort, self.worth.fine, self.cuts)
        found = False
        while dive.effort > 0 and not self.clock.over():
            hit = hitting.cheapest(self.cuts)
            if hit is None:
                self.none = True
                return None
            gains, learnt = hit.bound - self.bound, len(self.cuts)
            self.bound = max(self.bound, hit.bound)
            best = self._best(barred)
            steps = dict(hit.steps or {})
            if best and best.cost < self.bound + self.worth.fine and not _is_fewer(steps, best):
                break
            if found and best and gains * dive.effort < best.cost - self.bound:
                break  # it would not be proved the cheapest with all that may still be spent
            if (schedule := dive.dive(steps)) is not None:
                found = True
                self._know(tuple((key, many) for key, many in steps.items() if many), schedule)
            if not learnt and self.alone:
                self._single()
            if learnt == len(self.cuts):
                break
        return self._least(barred)

    def _single(self) -> None:
        """The ways of a single lever, of each kind the cheapest that ends the only conflict that is known."""
        for key, steps in self.cuts[0].enough if self.cuts else ():
            for many in dict.fromkeys((steps, self.worth.levers[key].most)):
                schedule = self._fits(((key, many),), self.base)
                if schedule is not None:
                    less = self.reduction.reduced(Way(((key, many),), 0, 0, schedule))
                    self._know(less.taken, less.schedule)
                    break

    def _least(self, barred: Barred) -> Way | None:
        """The cheapest way that is known, made irreducible where it may not be."""
        best = self._best(barred)
        if best and best.cost > self.bound:
            less = self.reduction.reduced(best)
            self._know(less.taken, less.schedule)
            best = self._best(barred)
        return replace(best, bound=min(self.bound, best.cost)) if best else None

    def _fits(self, taken: Taken, near: Schedule) -> Schedule | None:
        """A schedule that holds with some levers, near another, as far as a quick verdict tells."""
        steps = dict(taken)
        if self.clock.over() or not all(cut.is_met(steps) for cut in self.cuts):
            return None
        return self.trial.tried(loosened(self.problem, taken), near, briefly=True).schedule

    def _keeps(self, taken: Taken, schedule: Schedule) -> bool:
        return keeps(loosened(self.problem, taken), schedule)

    def _know(self, taken: Taken, schedule: Schedule) -> None:
        """Keep a way if its schedule holds."""
        if taken and self._keeps(taken, schedule):
            self.known.append(Way(taken, self.worth.cost(taken), 0, schedule))

    def _best(self, barred: Barred) -> Way | None:
        """The cheapest of the ways that are known."""
        allowed = (way for way in self.known if barred.allows(dict(way.taken), self.family))
        return min(allowed, key=lambda way: way.cost, default=None)

    def other(self, told: Sequence[Way]) -> Way | None:
        """The cheapest way that is known, made irreducible, which has other families than those told and none in it."""
        others = (way for way in self.known if self._is_other(way, told))
        best = min(others, key=lambda way: way.cost, default=None)
        if best is None:
            return None
        less = self.reduction.reduced(best)
        return less if self._is_other(less, told) else best

    def families(self, taken: Taken) -> frozenset[str]:
        """The families of some levers."""
        return frozenset(self.family(key) for key, _ in taken)

    def family(self, key: str) -> str:
        """The family of a lever."""
        return family(self.problem, self.worth.levers[key])


def _is_fewer(steps: dict[str, int], way: Way) -> bool:
    """Whether some levers are among those of a way that takes others, too."""
    return bool(steps) and steps.keys() < dict(way.taken).keys()


def _packed(problem: Problem, near: Schedule) -> Ejection:
    """A schedule of as much of a problem as finds a place without anything giving way."""
    view = View(Kernel(problem))
    ejection = Ejection(view, view.windows(), near)
    ejection.fill(0, lambda: False)
    return ejection
