"""A first way out (a diving heuristic): out of each conflict that is met the cheapest lever is taken, until it fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from truenorth.engines.feasibility.answer import Schedule
from truenorth.engines.feasibility.cuts import Cut, Cutting
from truenorth.engines.feasibility.hitting import Hitting
from truenorth.engines.feasibility.loosen import gives, loosened, raises
from truenorth.engines.feasibility.problem import Lever, Problem
from truenorth.engines.feasibility.trial import AROUND, Trial, Tried

_OPEN, _LEARNING = 3, 2  # of the effort of a quick verdict: for one that nobody can decide, and one that is learnt from


@dataclass
class Dive:
    """Takes levers of a problem; what is proved on the way is kept as `cuts`. `effort` is what is left to spend.

    A lever that ends a conflict by itself is taken, unless one that helps is `free`: costs less than that.
    `most` are the steps of levers that others cannot spare more of: what was shifted beyond that is given back.
    """

    problem: Problem
    trial: Trial
    cutting: Cutting
    near: Schedule
    hitting: Hitting
    effort: int
    free: int
    cuts: list[Cut] = field(default_factory=list)
    most: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nothing is shifted from a pot of which all is needed where it is."""
        self._spare = {one.key: _spare(self.problem, one) for one in self.problem.levers if one.kind == "shift"}

    def dive(self, steps: dict[str, int]) -> Schedule | None:
        """A schedule that holds with the levers that are in `steps` at the end; None where none was found."""
        self.most, self.trial.around = dict(self._spare), AROUND
        while self.effort > 0 and not self.trial.clock.over():
            tried = self.trial.tried(loosened(self.problem, tuple(steps.items())), self.near)
            self.effort -= _OPEN if tried.impossible is None else _LEARNING
            self.trial.around = AROUND if tried.impossible else 2 * self.trial.around
            if tried.schedule is not None or not self._took(tried, steps):
                return tried.schedule
        return None

    def _took(self, tried: Tried, steps: dict[str, int]) -> bool:
        """Take, or give back, what ends a conflict; whether there was anything."""
        cut = tried.impossible and self.cutting.cut(tried.impossible, steps, self.trial.sets)
        if cut:
            self.cuts.append(cut)
            back = {key: many for key, many in cut.fewer if self.cutting.is_shift(key)}
            if back:
                self.most |= back
                steps |= back
                return True
        options = [cut.enough, cut.more] if cut else [tuple(self._in_the_way(tried, steps))]
        cheapest = [one for one in (self._cheapest(many, steps) for many in options) if one]
        if not cheapest:
            return False
        by_itself, part = cheapest[0], cheapest[-1]
        _, key, many = part if part[0] < self.free <= by_itself[0] else by_itself
        steps[key] = many
        if not cut:
            self._all_the_way(tried, steps)
        return True

    def _all_the_way(self, tried: Tried, steps: dict[str, int]) -> None:
        """All that could help where nobody can tell what is needed, but for giving work up."""
        for key, many in self._in_the_way(tried, steps):
            if self.cutting.by_key[key].kind not in ("drop", "shrink") and self._is_allowed(steps, key, many):
                steps[key] = many

    def _cheapest(self, options: Sequence[tuple[str, int]], steps: dict[str, int]) -> tuple[int, str, int] | None:
        """What the cheapest of some options adds, and that option."""
        allowed = [(key, many) for key, many in options if self._is_allowed(steps, key, many)]
        return min(((self.hitting.added(steps, key, many), key, many) for key, many in allowed), default=None)

    def _is_allowed(self, steps: dict[str, int], key: str, many: int) -> bool:
        return many <= self.most.get(key, many) and self.hitting.is_allowed({**steps, key: many})

    def _in_the_way(self, tried: Tried, steps: dict[str, int]) -> Iterator[tuple[str, int]]:
        """Each lever on a claim that seems to be in the way, in full: what is not needed is left out later."""
        for claim in tried.in_the_way:
            for lever in self.cutting.levers.get(claim, ()):
                if steps.get(lever.key, 0) < lever.most:
                    yield lever.key, lever.most


def _spare(problem: Problem, lever: Lever) -> int:
    """How many steps of a shift a pot can give beside what is drawn from it in any case."""
    spare = 0
    for pot in problem.pots:
        if gives(lever, pot):
            inside = (work for work in problem.works if pot.first <= work.earliest and work.latest <= pot.last)
            drawn = (use.amount for work in inside for use in work.uses if use.resource == pot.resource and not use.lag)
            spare += max(0, pot.amount - sum(drawn))
    takers = sum(raises(lever, pot) for pot in problem.pots)
    return min(lever.most, spare // max(1, lever.by * takers))
