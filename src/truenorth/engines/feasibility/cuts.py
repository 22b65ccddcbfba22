"""What a conflict says of the levers: one of them has to be taken further (a combinatorial Benders cut)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import get_args

from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.ladder import Clock
from truenorth.engines.feasibility.loosen import gives, loosened, raises
from truenorth.engines.feasibility.problem import ClaimKind, Lever, LeverKind, Problem
from truenorth.engines.feasibility.search import searched
from truenorth.engines.feasibility.trial import SMALL, Impossible, is_impossible, narrowed
from truenorth.engines.feasibility.view import View

Steps = Mapping[str, int]
Sets = frozenset[frozenset[str]]
Oracle = Callable[[Kernel], bool]  # whether it does not fit


@dataclass(frozen=True)
class Cut:
    """One of these has to be: so many steps of a lever or more, or so many or fewer (of those that also take away).

    `enough` are levers each of which ends this conflict by itself, with the steps that it takes.
    """

    more: tuple[tuple[str, int], ...]
    fewer: tuple[tuple[str, int], ...] = ()
    enough: tuple[tuple[str, int], ...] = ()

    def is_met(self, steps: Steps) -> bool:
        """Whether levers do what it asks for."""
        more = any(steps.get(key, 0) >= many for key, many in self.more)
        return more or any(steps.get(key, 0) <= many for key, many in self.fewer)


class Cutting:
    """Derives cuts from what is impossible with some levers taken (Codato and Fischetti 2006).

    Each lever is taken as far as it stays impossible, the cheapest first: so the cut says as much as it can.
    """

    def __init__(self, problem: Problem, cost: Callable[[str, int], int], limit: float, clock: Clock) -> None:
        """A problem, what steps of its levers count, and how much work a search of a little work may take."""
        self.problem, self.cost, self.limit, self.clock = problem, cost, limit, clock
        self._mattering: dict[tuple[frozenset[str], str], set[str]] = {}  # levers, by what is impossible
        self.by_key = {lever.key: lever for lever in problem.levers}
        self.levers: dict[str, list[Lever]] = {}
        for lever in problem.levers:
            if lever.most and (lever.by or lever.each or lever.kind in ("tool", "drop")):
                self.levers.setdefault(lever.claim, []).append(lever)

    def is_shift(self, key: str) -> bool:
        """Whether a lever takes from one limit what it adds to another."""
        return self.by_key[key].kind == "shift"

    def cut(self, what: Impossible, taken: Steps, sets: Sets) -> Cut | None:
        """What follows from what is impossible; None where arithmetic or a little search does not tell why it is."""
        for oracle, part in self._parts(what, taken):
            trials = _SEARCHED if oracle == self._by_search else _trials(part)
            reach = _Reach(part, self._bearing_on(part), taken, sets, oracle, trials)
            if reach.is_impossible():
                about = (what.bundles, what.resource)
                mattering = self._mattering.get(about)
                reach.settle([one for one in reach.levers if self._is_beside(part, one, what, mattering)])
                reach.extend([one for one in reach.levers if one.kind != "shrink"], known=mattering is not None)
                reach.withdraw()
                cut = reach.cut()
                self._mattering[about] = (mattering or set()) | {key for key, _ in cut.more}
                return replace(cut, enough=tuple(self._enough(part, cut, taken, sets, oracle, trials // 4)))
        return None

    def _enough(
        self, part: Problem, cut: Cut, taken: Steps, sets: Sets, oracle: Oracle, left: int
    ) -> Iterator[tuple[str, int]]:
        """The cheapest levers that end a conflict by themselves, of each kind those that cost less than the last."""

        def is_enough(key: str, steps: int) -> bool:
            relevant = [(one, many) for one, many in {**taken, key: steps}.items() if many]
            return not oracle(Kernel(loosened(part, relevant), sets))

        best: dict[str, int] = {}
        tried = dict.fromkeys(_KINDS, 0)
        for key, least in sorted(cut.more, key=lambda one: (self.cost(*one), one[0])):
            kind, most = self.by_key[key].kind, self.by_key[key].most
            if self.cost(key, least) >= best.get(kind, inf) or tried[kind] >= _ENOUGH or not left:
                continue
            tried[kind] += 1
            left -= 1
            if is_enough(key, most):
                while least < most:
                    middle = (least + most) // 2
                    least, most = (least, middle) if is_enough(key, middle) else (middle + 1, most)
                best[kind] = self.cost(key, most)
                yield key, most

    def _parts(self, what: Impossible, taken: Steps) -> Iterator[tuple[Oracle, Problem]]:
        """Parts of the problem that may be impossible, the smallest first, with how to tell that they are."""
        shifted = [one for one in self.problem.levers if one.kind == "shift" and taken.get(one.key)]
        part = _drawing(_only(self.problem, what.bundles), shifted)
        for_that = _drawing(_drawing_only(part, what.resource.split("|")), shifted)
        for some in (for_that, part) if what.much else (part,):
            yield lambda kernel: is_impossible(View(kernel), what), some
        yield lambda kernel: is_impossible(View(kernel)), part
        if len(self.problem.works) <= SMALL:
            yield self._by_search, part

    def _bearing_on(self, part: Problem) -> list[Lever]:
        """The levers that loosen what binds a part, or that take from it; the cheapest first."""
        claims = _behind(part)
        found = {one.key: one for claim in sorted(claims) for one in self.levers.get(claim, ())}
        shifts = (one for many in self.levers.values() for one in many if one.kind == "shift")
        found |= {one.key: one for one in shifts if any(gives(one, pot) for pot in part.pots)}
        return sorted(found.values(), key=lambda one: (self.cost(one.key, one.most), one.key))

    def _is_beside(self, part: Problem, lever: Lever, what: Impossible, mattering: set[str] | None) -> bool:
        """Whether a lever is unlikely to matter: it did not before, or is on a limit that the proof is not about."""
        if mattering is not None:
            return lever.key not in mattering
        claim = self.problem.claims[lever.claim]
        if what.much is None or claim.kind not in _LIMITS:
            return False
        of = {*(one.key for one in part.supplies if lever.claim in one.claims)}
        of |= {one.resource for one in part.pots if lever.claim in one.claims}
        of |= {skill for one in part.staff if one.claim == lever.claim for skill in one.skills}
        return of.isdisjoint(what.resource.split("|"))

    def _by_search(self, kernel: Kernel) -> bool:
        view = View(kernel)
        windows = narrowed(view)
        if isinstance(windows, Impossible):
            return True
        return searched(view, *windows, self.limit * _PART, self.clock.over) == "none"


def _only(problem: Problem, bundles: frozenset[str]) -> Problem:
    """A problem with the work of some bundles, by the claim that they are done."""
    works = tuple(work for work in problem.works if problem.bundle[work.bundle].do in bundles)
    keys = {work.key for work in works}
    afters = tuple(one for one in problem.afters if one.first in keys and one.then in keys)
    return replace(problem, works=works, afters=afters)


def _drawing_only(part: Problem, resources: Sequence[str]) -> Problem:
    """A part whose work draws on some resources alone."""
    works = (replace(one, uses=tuple(use for use in one.uses if use.resource in resources)) for one in part.works)
    return replace(part, works=tuple(works))


def _drawing(part: Problem, shifted: Sequence[Lever]) -> Problem:
    """A part without the limits that none of its work draws on, but for pots between which something is shifted."""
    drawn = {use.resource for work in part.works for use in work.uses}
    pots = tuple(
        pot for pot in part.pots if pot.resource in drawn or any(gives(one, pot) or raises(one, pot) for one in shifted)
    )
    return replace(
        part,
        pots=pots,
        supplies=tuple(one for one in part.supplies if one.key in drawn),
        staff=tuple(one for one in part.staff if one.skills & drawn),
    )


def _behind(part: Problem) -> set[str]:
    """The claims that bind the work of a part, and those behind its limits."""
    claims = {part.bundle[work.bundle].do for work in part.works} | {one.claim for one in part.staff}
    for work in part.works:
        claims.update((*work.ready, *work.due, *work.lead), *(window.claims for window in work.windows))
        claims.update(claim for use in work.uses for claim in use.claims)
    claims.update(*(one.claims for one in part.afters), *(one.claims for one in part.clashes))
    return claims.union(*(one.claims for one in part.pots), *(one.claims for one in part.supplies))


class _Reach:
    """How far levers reach while a part stays impossible: each from `lowest` to `highest` steps.

    What a lever adds counts at its highest, and what it takes from others at its lowest: between them, whatever is
    taken is impossible. Of what is shrunk, hours are rounded anew: there the two are the same.
    """

    def __init__(
        self, part: Problem, levers: Sequence[Lever], taken: Steps, sets: Sets, oracle: Oracle, trials: int
    ) -> None:
        self.levers, self.sets, self.oracle = list(levers), sets, oracle
        self.highest = {one.key: taken.get(one.key, 0) for one in levers}
        self.lowest = dict(self.highest)
        self.measured, self.left = 0, trials
        gains = (replace(one, key=_gain(one), kind=_GAINS[one.kind]) for one in levers if one.kind in _GAINS)
        self.part = replace(part, levers=(*levers, *gains))

    def is_impossible(self) -> bool:
        """Whether the part is impossible as far as levers reach now; no longer asked after so many trials."""
        if not self.left:
            return False
        self.left -= 1
        steps = []
        for one in self.levers:
            if one.kind in _GAINS:
                steps.append((one.key, self.lowest[one.key]))
                steps.append((_gain(one), self.highest[one.key] - self.lowest[one.key]))
            else:
                steps.append((one.key, self.highest[one.key]))
        return self.oracle(Kernel(loosened(self.part, [one for one in steps if one[1]]), self.sets))

    def settle(self, levers: Sequence[Lever]) -> None:
        """Let levers reach as far as they can where that is so of all of them together."""
        free = [one for one in levers if not self.highest[one.key] and one.kind != "shrink"]
        self._reaches_all(free)

    def extend(self, levers: Sequence[Lever], *, known: bool = False) -> None:
        """Let levers reach as far as it stays impossible, many at once where none of them matters.

        `known`: each of them is known to matter.
        """
        levers = [one for one in levers if self.highest[one.key] < one.most]
        if not levers or (not known and self._reaches_all(levers)):
            return
        if len(levers) > 1:
            half = len(levers) // 2
            self.extend(levers[:half], known=known)
            self.extend(levers[half:], known=known)
        elif self.measured < _MEASURED:
            self.measured += 1
            self._last(self.highest[levers[0].key], levers[0].most - (not known), self.highest, levers[0].key)

    def _reaches_all(self, levers: Sequence[Lever]) -> bool:
        """Whether it stays impossible with all of some levers; those are then taken, once and for all."""
        before = {one.key: self.highest[one.key] for one in levers}
        self.highest |= {one.key: one.most for one in levers}
        if not self.is_impossible():
            self.highest |= before
            return False
        done = {one.key: one for one in levers if not self.lowest[one.key] or one.kind not in _GAINS}
        gains = [(_gain(one) if one.kind in _GAINS else key, one.most) for key, one in done.items()]
        self.part = loosened(self.part, gains)
        self.levers = [one for one in self.levers if one.key not in done]
        return True

    def withdraw(self) -> None:
        """Let levers take less from others as far as it stays impossible."""
        for one in self.levers:
            if one.kind in _GAINS and self.lowest[one.key]:
                self._last(-self.lowest[one.key], 0, self.lowest, one.key, sign=-1)

    def _last(self, good: int, last: int, of: dict[str, int], key: str, sign: int = 1) -> None:
        """The last number of steps with which it is impossible, from one with which it is (bisection)."""
        number = last
        while good < last:
            of[key] = sign * number
            if self.is_impossible():
                good = number
            else:
                last = number - 1
            number = (good + last + 1) // 2
        of[key] = sign * good

    def cut(self) -> Cut:
        """What any way has to take beyond this reach, or less of."""
        more = tuple((one.key, self.highest[one.key] + 1) for one in self.levers if self.highest[one.key] < one.most)
        less = (one for one in self.levers if self.lowest[one.key] and (one.kind in _GAINS or one.kind == "shrink"))
        return Cut(more, tuple((one.key, self.lowest[one.key] - 1) for one in less))


_WORKS_TRIED, _TRIALS_AT_LEAST = 6_000, 24  # of all trials of a part for a cut together; and trials at least
_SEARCHED, _PART = 16, 0.25  # trials where each is a search, and of how much work it may take the part that it takes
_MEASURED = 6  # levers of a cut, the cheapest: of the others it only tells that they have to be taken further
_LIMITS: frozenset[ClaimKind] = frozenset({"people", "places", "limit", "budget", "takes"})
_ENOUGH = 2  # levers of a kind, the cheapest, that are looked at for what is enough by itself
_KINDS = get_args(LeverKind)
# What adds as much as a lever does, and takes nothing from others.
_GAINS: Mapping[LeverKind, LeverKind] = {"shift": "raise", "move": "stretch"}


def _trials(part: Problem) -> int:
    """How often a part is tried for a cut: the more work, the longer each trial takes."""
    return max(_TRIALS_AT_LEAST, _WORKS_TRIED // max(1, len(part.works)))


def _gain(lever: Lever) -> str:
    return f"{lever.key} (what it adds)"
