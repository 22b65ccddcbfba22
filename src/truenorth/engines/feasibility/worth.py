"""What a way out costs and what it keeps: prices in cents, the value that is given up, the kind it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from truenorth.engines.feasibility.problem import Bundle, ClaimKind, Lever, LeverKind, Problem

LATE = 0.02 / 5  # of its value, that work loses with each day it is moved
SHRUNK = 0.35 / 40  # of its value, that work loses with each percent left out of it
_FINE = 1_000  # parts of a cent: value that is given up breaks ties between prices
_FEWEST = 10  # a lever counts this part of a cent
_AGAIN = 4  # levers that one counts as which changes what was agreed
_MOST = 10**16  # that all levers together may count

_FAMILY: Mapping[LeverKind, str] = {
    "move": "dates",
    "start earlier": "dates",
    "stretch": "dates",
    "staff": "people",
    "speed up": "people",
    "place": "people",
    "shrink": "scope",
    "drop": "scope",
    "tool": "tools",
    "raise": "money",
    "shift": "money",
    "take": "downstream",
}
_OF_TOOLS: frozenset[ClaimKind] = frozenset({"tool", "limit"})
Taken = Sequence[tuple[str, int]]


def family(problem: Problem, lever: Lever) -> str:
    """What kind of way out a lever makes: dates, people, scope, tools, money or downstream."""
    return "tools" if problem.claims[lever.claim].kind in _OF_TOOLS else _FAMILY[lever.kind]


@dataclass(frozen=True)
class Cost:
    """What a lever counts when ways out are compared: once where it is taken at all, and a step."""

    fixed: int
    step: int

    def of(self, steps: int) -> int:
        """What so many steps count."""
        return self.fixed + self.step * steps if steps else 0


class Worth:
    """Prices and values of the levers of a problem."""

    def __init__(self, problem: Problem) -> None:
        """Take the levers of a problem."""
        self.problem = problem
        self.levers = {lever.key: lever for lever in problem.levers}

    def price(self, taken: Taken) -> int | None:
        """What levers cost together, in cents; None where the price of one is not known."""
        total = 0
        for key, steps in taken:
            lever = self.levers[key]
            if steps and self._is_unknown(key):
                return None
            total += ((lever.fixed or 0) + (lever.price or 0) * steps) if steps else 0
        return total

    @cached_property
    def fine(self) -> int:
        """How many of the parts that costs are counted in make a cent."""
        known = sum((lever.fixed or 0) + (lever.price or 0) * lever.most for lever in self.problem.levers)
        return max(1, min(_FINE, _MOST // max(1, known * (len(self.problem.levers) + 1))))

    @cached_property
    def costs(self) -> Mapping[str, Cost]:
        """What each lever counts: its price and the value it gives up, which is taken as cents.

        So value in money weighs as money does, and values of about 1, which only rank work, break ties. A price that
        nobody knows counts more than all that are known together. Each lever and each step counts something, so that of
        ways that cost the same the one with the fewest is the cheapest, and one that leaves what was agreed.
        """
        known = {key: self._cost(lever) for key, lever in self.levers.items()}
        most = 1 + sum(cost.of(self.levers[key].most) for key, cost in known.items())
        return {key: Cost(most if self._is_unknown(key) else cost.fixed, cost.step) for key, cost in known.items()}

    def _cost(self, lever: Lever) -> Cost:
        lost = sum(bundle.value for bundle in self.touched(lever)) * loses(self.problem, lever)
        step = (lever.price or 0) * self.fine + round(lost * self.fine) + 1
        few = self.fine // _FEWEST * (_AGAIN if lever.again else 1)
        return Cost((lever.fixed or 0) * self.fine + few, step)

    def _is_unknown(self, key: str) -> bool:
        return self.levers[key].fixed is None or self.levers[key].price is None

    def cost(self, taken: Taken) -> int:
        """What levers count together."""
        return sum(self.costs[key].of(steps) for key, steps in taken)

    def touched(self, lever: Lever) -> list[Bundle]:
        """The bundles whose worth a lever takes from."""
        if lever.kind in ("drop", "shrink"):
            return [one for one in self.problem.bundles if one.do == lever.claim]
        return [self.problem.bundle[key] for key in self._by_claim.get(lever.claim, ())]

    @cached_property
    def _by_claim(self) -> Mapping[str, tuple[str, ...]]:
        """The bundles of the work that a claim about dates or steps is about."""
        found: dict[str, dict[str, None]] = {}
        for work in self.problem.works:
            for claim in (*work.due, *work.ready, *work.lead):
                found.setdefault(claim, {})[work.bundle] = None
        return {claim: tuple(bundles) for claim, bundles in found.items()}

    def lost(self, taken: Taken) -> Mapping[str, float]:
        """By key of the bundle: the share of its value that is given up, 0 to 1; without those that keep all."""
        kept: dict[str, float] = {}
        for key, steps in taken:
            part = max(0.0, 1 - loses(self.problem, self.levers[key]) * steps)
            for bundle in self.touched(self.levers[key]) if part < 1 else ():
                kept[bundle.key] = kept.get(bundle.key, 1.0) * part
        return {key: 1 - part for key, part in kept.items()}

    def kept(self, taken: Taken) -> float:
        """The share of the plan's value that is kept, 0 to 1."""
        total = sum(bundle.value for bundle in self.problem.bundles)
        lost = sum(self.problem.bundle[key].value * part for key, part in self.lost(taken).items())
        return 1 - lost / total if total else 1.0

    def ends(self, taken: Taken) -> Mapping[str, float]:
        """By end: the share of what it was to get that it loses; ends that lose nothing are not in it."""
        lost = self.lost(taken)
        gets: dict[str, float] = {}
        loss: dict[str, float] = {}
        for bundle in self.problem.bundles:
            for end, share in bundle.serves.items():
                gets[end] = gets.get(end, 0.0) + bundle.value * share
                loss[end] = loss.get(end, 0.0) + bundle.value * share * lost.get(bundle.key, 0.0)
        return {end: loss[end] / much for end, much in gets.items() if much and loss[end]}


def loses(problem: Problem, lever: Lever) -> float:
    """The share of a bundle's value that a step of a lever gives up: what the lever says, or what is usual.

    Usual is: all where work is dropped, 35 % where 40 % is left out of it, 2 % a week where its end is moved.
    """
    if lever.kind == "drop":
        return 1.0
    if lever.loses:
        return lever.loses
    if lever.kind == "shrink":
        return SHRUNK * lever.by
    return LATE * lever.by if lever.kind == "move" and problem.claims[lever.claim].kind == "due" else 0.0
