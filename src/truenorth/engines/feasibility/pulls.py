"""Levers as variables of a model: how many steps of each are taken, and what they add where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from truenorth.engines.feasibility.loosen import OF_POTS, gives, raises, weekly
from truenorth.engines.feasibility.problem import ClaimKind, Lever, Pot, Problem, Staff
from truenorth.engines.feasibility.worth import Worth, family

_SPECIAL = ("drop", "shrink", "tool", "shift")
Sum = tuple[Any, int]  # an expression, and the most it can come to


class Pulls:
    """The levers that may be taken: for each the steps and whether it is taken at all."""

    def __init__(self, cp: Any, problem: Problem, worth: Worth, levers: Iterable[Lever]) -> None:
        """Make the variables."""
        self.cp, self.problem, self.worth = cp, problem, worth
        self.levers = [lever for lever in levers if lever.most > 0]
        self.used = {lever.key: cp.new_bool_var("") for lever in self.levers}
        self.steps = {lever.key: self._steps(lever) for lever in self.levers}
        self.plain: dict[str, list[Lever]] = {}
        self.special: dict[tuple[str, str], list[Lever]] = {}
        for lever in self.levers:
            if lever.kind in _SPECIAL:
                self.special.setdefault((lever.kind, lever.claim), []).append(lever)
            else:
                self.plain.setdefault(lever.claim, []).append(lever)
        self._keep_givers()

    def _steps(self, lever: Lever) -> Any:
        used = self.used[lever.key]
        if lever.most == 1:
            return used
        steps = self.cp.new_int_var(0, lever.most, "")
        self.cp.add(steps >= 1).only_enforce_if(used)
        self.cp.add(steps == 0).only_enforce_if(~used)
        return steps

    def by(
        self, kind: ClaimKind, claims: Iterable[str], which: Collection[str] = (), other_than: Collection[str] = ()
    ) -> Sum:
        """What the plain levers on those of some claims that are of a kind add: of some kinds, or of all but some."""
        levers = [
            lever
            for claim in claims
            if self.problem.claims[claim].kind == kind
            for lever in self.plain.get(claim, ())
            if (not which or lever.kind in which) and lever.kind not in other_than
        ]
        return self.total([(lever, lever.by) for lever in levers])

    def total(self, levers: Sequence[tuple[Lever, int]]) -> Sum:
        """What some levers add, each so much a step."""
        most = sum(by * lever.most for lever, by in levers)
        return (sum(by * self.steps[lever.key] for lever, by in levers) if most else 0), most

    def falls(self, claims: Iterable[str]) -> list[Any]:
        """The literals that let one of some claims fall."""
        return [self.used[one.key] for claim in claims for one in self.special.get(("tool", claim), ())]

    def drops(self, claim: str) -> list[Any]:
        """The literals that give a bundle up."""
        return [self.used[one.key] for one in self.special.get(("drop", claim), ())]

    def shrinks(self, claim: str) -> Lever | None:
        """The lever that leaves out part of a bundle."""
        return next(iter(self.special.get(("shrink", claim), ())), None)

    def of_pot(self, pot: Pot) -> tuple[Any, int]:
        """What is added to a pot, and the most that may be taken from it."""
        shifts = [lever for lever in self.levers if lever.kind == "shift" and raises(lever, pot)]
        added, most = self.total([(lever, lever.by) for lever in (*self._raising(pot), *shifts)])
        taken, _ = self.total(self._given(pot))
        return added - taken, most

    def _raising(self, pot: Pot) -> list[Lever]:
        plain = [lever for claim in pot.claims for lever in self.plain.get(claim, ())]
        return [one for one in plain if raises(one, pot) and self.problem.claims[one.claim].kind in OF_POTS]

    def _given(self, pot: Pot) -> list[tuple[Lever, int]]:
        shifts = [lever for lever in self.levers if gives(lever, pot)]
        return [(lever, lever.by * sum(raises(lever, one) for one in self.problem.pots)) for lever in shifts]

    def _keep_givers(self) -> None:
        """No pot gives more than it has."""
        for pot in self.problem.pots:
            if given := self._given(pot):
                taken, _ = self.total(given)
                raised, _ = self.total([(one, one.by) for one in self._raising(pot)])
                self.cp.add(taken <= pot.amount + raised)

    def of_staff(self, able: Iterable[Staff], week: int) -> Sum:
        """What is added in a week to the hours of some staff."""
        levers = [
            (lever, much)
            for staff in able
            for lever in self.plain.get(staff.claim, ())
            if (much := weekly(self.problem, lever)[week])
        ]
        return self.total(levers)

    def cost(self) -> Any:
        """What is to be least."""
        return sum(
            self.worth.costs[key].fixed * self.used[key] + self.worth.costs[key].step * steps
            for key, steps in self.steps.items()
        )

    def forbid(self, families: Iterable[frozenset[str]]) -> bool:
        """Leave out ways that take levers of all of some families; False where that leaves nothing."""
        by_family: dict[str, list[Any]] = {}
        for lever in self.levers:
            by_family.setdefault(family(self.problem, lever), []).append(self.used[lever.key])
        any_of = {}
        for name, used in by_family.items():
            any_of[name] = self.cp.new_bool_var("")
            for one in used:
                self.cp.add_implication(one, any_of[name])
        for names in families:
            if names <= any_of.keys():
                self.cp.add_bool_or([~any_of[name] for name in sorted(names)])
        return bool(by_family)
