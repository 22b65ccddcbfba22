"""Ways out a lever at a time: what conflicts tells which levers help, the cheapest is taken in full, until it fits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from truenorth.engines.feasibility.answer import Schedule
from truenorth.engines.feasibility.conflict import behind
from truenorth.engines.feasibility.idle import not_idle
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.ladder import Outcome
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.mending import Guide, in_the_way
from truenorth.engines.feasibility.problem import Lever, Problem
from truenorth.engines.feasibility.trial import Trial
from truenorth.engines.feasibility.worth import Worth, family

Taken = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Way:
    """Levers with which it fits, what they count together, the least that any count, and a schedule that holds."""

    taken: Taken
    cost: int
    bound: int
    schedule: Schedule = field(default_factory=dict)


class Climbing:
    """Takes levers until a problem fits, and then leaves out what is not needed."""

    def __init__(self, problem: Problem, worth: Worth, trial: Trial) -> None:
        """A problem, what its levers count, and how they are tried."""
        self.problem, self.worth, self.trial = problem, worth, trial
        self._known: dict[frozenset[tuple[str, int]], Outcome] = {}
        self.by_claim: dict[str, list[Lever]] = {}
        for lever in problem.levers:
            if lever.most and (lever.by or lever.each or lever.kind in ("tool", "drop")):
                self.by_claim.setdefault(lever.claim, []).append(lever)

    def way(self, wanted: str, out: Collection[str] = (), start: Iterable[str] = ()) -> Way | None:
        """A way that takes levers of a wanted family as far as there are any, and none of some others."""
        taken = {key: self.worth.levers[key].most for key in start}
        outcome = self.outcome(taken)
        if not taken and (single := self._single(self._levers(outcome, taken, out), wanted)):
            return single
        while outcome.says != "fits":
            levers = self._levers(outcome, taken, out)
            more = [one for one in levers if family(self.problem, one) == wanted]
            more = more or [one for one in levers if one.kind != "drop"] or levers
            if not more or self.trial.clock.over():
                return None
            taken |= {one.key: one.most for one in more}
            outcome = self.outcome(taken)
        return self.smaller(Way(tuple(taken.items()), self.cost(taken), 0, outcome.schedule))

    def _single(self, levers: Iterable[Lever], wanted: str) -> Way | None:
        """One lever of a family that is enough, the cheapest first."""
        for lever in levers:
            taken = {lever.key: lever.most}
            mine = family(self.problem, lever) == wanted and not self.trial.clock.over()
            if mine and (outcome := self.outcome(taken)).says == "fits":
                return self.smaller(Way(tuple(taken.items()), self.cost(taken), 0, outcome.schedule))
        return None

    def _levers(self, outcome: Outcome, taken: Mapping[str, int], out: Collection[str]) -> list[Lever]:
        """The levers that loosen what is in the way and are not taken yet, the cheapest first."""
        claims = dict.fromkeys(claims_behind(outcome, self.trial.base)) if outcome.says != "fits" else ()
        levers = (one for claim in claims for one in self.by_claim.get(claim, ()))
        left = [one for one in levers if one.key not in taken and family(self.problem, one) not in out]
        return sorted(left, key=lambda one: (self._size(one), one.key))

    def _size(self, lever: Lever) -> int:
        return self.worth.costs[lever.key].of(lever.most)

    def outcome(self, taken: Mapping[str, int]) -> Outcome:
        """What is found of the whole with some levers taken; what was asked before is known."""
        key = frozenset(taken.items())
        if key not in self._known:
            self._known[key] = self.trial.outcome(loosened(self.problem, tuple(taken.items())))
        return self._known[key]

    def cost(self, taken: Mapping[str, int]) -> int:
        """What levers count together."""
        return self.worth.cost(tuple(taken.items()))

    def smaller(self, way: Way) -> Way:
        """No lever and no step more than is needed, as far as lists tell in the time that is left."""
        way = self._used(way)
        dearest = sorted(dict(way.taken), key=lambda key: -self.worth.cost(((key, dict(way.taken)[key]),)))
        if len(dearest) > 1:
            way = self._without(way, dearest)
        for key in dearest:
            if key in dict(way.taken):
                way = self._fewer(way, key)
        return way

    def _used(self, way: Way) -> Way:
        """Only the levers that the schedule of a way needs."""
        levers = [self.worth.levers[key] for key, _ in way.taken]
        kept = {lever.key for lever in not_idle(Kernel(self.problem, self.trial.sets), levers, way.schedule)}
        steps = {key: many for key, many in way.taken if key in kept}
        return (self._with(way, steps) if 0 < len(steps) < len(way.taken) else None) or way

    def _without(self, way: Way, keys: Sequence[str]) -> Way:
        """Leave out levers, many at once where that is possible."""
        rest = {key: many for key, many in way.taken if key not in keys}
        found = self._with(way, rest) if rest else None
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

    def _with(self, way: Way, steps: Mapping[str, int]) -> Way | None:
        taken = tuple(steps.items())
        outcome = self.trial.outcome(loosened(self.problem, taken), way.schedule, briefly=True)
        return Way(taken, self.cost(steps), way.bound, outcome.schedule) if outcome.says == "fits" else None


def claims_behind(outcome: Outcome, base: Guide) -> list[str]:
    """The claims that a proof rests on; where there is none, those that keep work from a place beside a schedule."""
    if outcome.certificate:
        return sorted(set(behind(outcome.view, outcome)))
    return sorted(set(in_the_way(outcome.view, *outcome.windows, base)))
