"""The cheapest levers that make a problem fit: those of a part of it first, which grows by what still conflicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from truenorth.engines.feasibility.answer import Answer, Schedule
from truenorth.engines.feasibility.around import around, unsound
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.elastic import Relaxed, relaxed
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.ladder import Clock, Limits, Outcome
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.part import claims_of, everything, of_conflicts, of_proof
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.trial import SMALL, Guide, Trial
from truenorth.engines.feasibility.worth import Worth, family

_SEARCHING = 0.5  # of the time for a way that is spent on the least it can cost
_FREE = 60  # works that may move around a schedule
Taken = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Way:
    """Levers with which it fits, what they count together, the least that any count, and a schedule that holds."""

    taken: Taken
    cost: int
    bound: int
    schedule: Schedule = field(default_factory=dict)


class Cheapest:
    """Looks for the cheapest levers; the part that is looked at is kept from one search to the next.

    Implicit hitting sets: the cheapest levers for a part are tried on the whole; what still conflicts there joins the
    part (Moreno-Centeno and Karp 2013). What a part costs at least, the whole does. `none` tells that it was proved
    that no more ways are left.
    """

    def __init__(self, problem: Problem, answer: Answer, limits: Limits, clock: Clock, worth: Worth) -> None:
        """Begin with the conflicts that are known, and the schedule without the softest statement of each."""
        self.problem, self.limits, self.clock, self.worth = problem, limits, clock, worth
        self.trial = Trial(clock, limits.oracle)
        self.part = of_conflicts(self.kernel, answer.conflicts)
        self.schedule = answer.schedule
        self.bound = 0
        self.known: list[Way] = []
        self.none = False

    @property
    def kernel(self) -> Kernel:
        """The problem with all the sets of skills that were found short."""
        return Kernel(self.problem, self.trial.sets)

    def way(self, forbidden: Sequence[frozenset[str]], seconds: float) -> Way | None:
        """The cheapest way that does not take levers of all of some families; None where none was found."""
        whole = self.clock.within(seconds)
        self.trial.clock = whole.within(seconds * _SEARCHING)
        hint = self._from_below(forbidden)
        self.trial.clock = whole
        best = self._best(forbidden)
        if self.none or (best and best.cost <= self.bound):
            return None if self.none else best
        if not self.schedule:
            self._from_above(forbidden, hint)
        self._around(forbidden)
        if not self._best(forbidden):
            self._from_above(forbidden, hint)
        best = self._best(forbidden)
        return self._smaller(best) if best else None

    def _best(self, forbidden: Sequence[frozenset[str]]) -> Way | None:
        """The cheapest of the ways that are known."""
        allowed = (way for way in self.known if not any(one <= self.families(way.taken) for one in forbidden))
        best = min(allowed, key=lambda way: way.cost, default=None)
        return replace(best, bound=min(self.bound, best.cost)) if best else None

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
                self.known.append(Way(found.taken, found.cost, 0, outcome.schedule))
                return hint
            if not self._grows(outcome):
                return hint
        return hint

    def _around(self, forbidden: Sequence[frozenset[str]]) -> None:
        """The cheapest levers around the known schedule: what conflicts may move, the rest lies where it does."""
        best = self._best(forbidden)
        kernel = self.kernel
        free = self._free(kernel)
        found = around(
            kernel,
            self.schedule,
            free,
            self.worth,
            forbidden=forbidden,
            below=best.cost if best else None,
            limit=self.limits.oracle,
            stop=self.trial.clock.over,
        )
        if found.says == "found":
            others = {
                work.key: self.schedule[work.key]
                for work, do in zip(kernel.works, kernel.do, strict=True)
                if do not in free and work.key in self.schedule
            }
            self._know(found.taken, {**others, **found.placed})

    def _free(self, kernel: Kernel) -> frozenset[str]:
        """The bundles that may move: first those of conflicts, then those of the part, up to so much work."""
        size = Counter(kernel.do)
        first = unsound(kernel, self.schedule)
        chosen: list[str] = []
        for do in (*sorted(first), *sorted(self.part.done - first)):
            if sum(size[one] for one in chosen) + size[do] > _FREE and do not in first:
                break
            chosen.append(do)
        return frozenset(chosen)

    def _know(self, taken: Taken, schedule: Schedule) -> None:
        """Keep a way if its schedule holds."""
        if not broken(loosened(self.problem, taken), schedule):
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
        if self.part == before and len(self.problem.works) <= SMALL:
            self.part |= everything(self.kernel)
        return self.part != before

    def _from_above(self, forbidden: Sequence[frozenset[str]], hint: Taken) -> None:
        """Every lever that may be taken, and then no more of them than are needed."""
        known, out = claims_of(self.kernel, self.part), _left_out(forbidden)
        levers = [one for one in self.problem.levers if one.claim in known and one.most]
        levers = [one for one in levers if family(self.problem, one) not in out]
        wanted = {key for key, _ in hint}
        for some in ([one for one in levers if one.kind not in ("drop", "shift")], levers):
            many = [(one.key, one.most) for one in some]
            outcome = self._outcome(tuple(many), {}, briefly=True)
            if outcome.says == "fits":
                order = tuple(sorted(many, key=lambda one: (one[0] in wanted, -self.worth.cost((one,)))))
                way = self._smaller(Way(order, self.worth.cost(order), 0, outcome.schedule))
                self.known.append(way)
                self.schedule = self.schedule or way.schedule
                return

    def _smaller(self, way: Way) -> Way:
        """No lever and no step more than is needed, as far as lists tell in the time that is left."""
        if way.bound >= way.cost:
            return way
        keys = [key for key, _ in way.taken]
        way = self._without(way, keys)
        for key, _ in way.taken:
            way = self._fewer(way, key)
        return way

    def _without(self, way: Way, keys: Sequence[str]) -> Way:
        """Leave out levers, many at once where that is possible."""
        steps = dict(way.taken)
        found = self._with(way, {key: many for key, many in steps.items() if key not in keys}) if keys else None
        if found or len(keys) < 2 or self.trial.clock.over():
            return found or way
        half = len(keys) // 2
        return self._without(self._without(way, keys[:half]), keys[half:])

    def _fewer(self, way: Way, key: str) -> Way:
        """As few steps of a lever as are needed."""
        least, most = 1, dict(way.taken)[key]
        while least < most and not self.trial.clock.over():
            steps = (least + most) // 2
            if found := self._with(way, {**dict(way.taken), key: steps}):
                way, most = found, steps
            else:
                least = steps + 1
        return way

    def _with(self, way: Way, steps: dict[str, int]) -> Way | None:
        taken = tuple(steps.items())
        outcome = self._outcome(taken, {}, briefly=True)
        if outcome.says != "fits":
            return None
        return Way(taken, self.worth.cost(taken), way.bound, outcome.schedule)


def _left_out(forbidden: Sequence[frozenset[str]]) -> set[str]:
    """One family of each set that may not be taken together."""
    out: set[str] = set()
    for names in forbidden:
        if not names & out:
            out.add(min(names))
    return out
