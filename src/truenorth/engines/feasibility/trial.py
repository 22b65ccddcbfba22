"""The quick verdict on a problem with levers taken: arithmetic, and a schedule made from another."""

from __future__ import annotations

from dataclasses import dataclass, field

from truenorth.engines.feasibility.alone import Windows, alone, around
from truenorth.engines.feasibility.answer import Schedule
from truenorth.engines.feasibility.arithmetic import TooMuch, clashing, exceeds, too_much, too_short
from truenorth.engines.feasibility.ejection import Ejection
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.ladder import Clock, decide
from truenorth.engines.feasibility.listing import listed
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.staffing import short_sets
from truenorth.engines.feasibility.view import View

SMALL = 60  # works of a problem that is searched where nothing else tells
AROUND = 3  # pieces of work that tell what is in the way, at first
_HEAVIEST = 20  # of the work of which too much is drawn
_TRIES = 2  # schedules that are made anew
_FEW, _MANY = 8, 16  # bundles that are put in by force, before and after arithmetic


@dataclass(frozen=True)
class Impossible:
    """Bundles that cannot all be done, by the claim that they are; and the proof, where too much is drawn."""

    bundles: frozenset[str]
    much: TooMuch | None = None
    resource: str = ""


@dataclass(frozen=True)
class Tried:
    """What was found: a schedule that holds; or what is impossible; or claims that seem to be in the way."""

    schedule: Schedule | None = None
    impossible: Impossible | None = None
    in_the_way: tuple[str, ...] = ()


@dataclass
class Trial:
    """Tries problems; `limit` is how much work the search of a small one may take, in the solver's own measure.

    `sets` are the sets of skills that were found short in any of them.
    """

    clock: Clock
    limit: float
    sets: frozenset[frozenset[str]] = field(default_factory=frozenset)
    seen: list[Impossible] = field(default_factory=list)  # where too much was drawn: looked at first
    around: int = AROUND  # pieces of work that found no place: they tell what is in the way

    def tried(self, problem: Problem, near: Schedule, *, briefly: bool = False) -> Tried:
        """What is found of a problem near a schedule; `briefly`: only whether it fits."""
        while True:
            view = View(Kernel(problem, self.sets))
            tried = self._tried(view, near, briefly)
            if tried.schedule is None:
                return tried
            short = short_sets(view, [tried.schedule[view.key(p)] for p in range(view.size)])
            if not short or self.clock.over():
                return Tried() if short else tried
            self.sets |= short

    def _tried(self, view: View, near: Schedule, briefly: bool) -> Tried:
        windows = narrowed(view)
        if isinstance(windows, Impossible):
            return Tried(impossible=windows)
        for what in self.seen if not briefly else ():
            if what.much and exceeds(view, *windows, what.much, what.resource):
                return Tried(impossible=what)
        ejection = Ejection(view, windows, near)
        for forced in (_FEW // 2,) if briefly else (_FEW, _MANY):
            if ejection.fill(forced, self.clock.over):
                return Tried(ejection.schedule)
            if forced != _MANY and (placing := listed(view, *windows, tries=_TRIES, stop=self.clock.over)):
                return Tried({view.key(p): place for p, place in enumerate(placing)})
            if not briefly and (much := too_much(view, *windows)):
                self.seen.append(_drawing(view, much))
                return Tried(impossible=self.seen[-1])
        if briefly:
            return Tried()
        if view.size <= SMALL and not self.clock.over():
            outcome = decide(view.kernel, None, self.limit, self.clock)
            if outcome.says == "fits":
                return Tried(outcome.schedule)
            if outcome.says == "not":
                return Tried(impossible=Impossible(frozenset(view.kernel.do)))
        return Tried(in_the_way=tuple(dict.fromkeys(ejection.in_the_way(self.around))))


def narrowed(view: View) -> Windows | Impossible:
    """The days between which each work finds a place if it were all alone; or what cannot all be done."""
    early, late = view.windows()
    if clash := clashing(view):
        claims = view.kernel.problem.clashes[clash.at].claims
        return Impossible(frozenset(do for do in view.kernel.do if do in claims))
    if short := too_short(view, early, late):
        return _bundles(view, around(view, short.at))
    windows = alone(view, early, late)
    return _bundles(view, around(view, windows)) if isinstance(windows, int) else windows


def is_impossible(view: View, what: Impossible | None = None) -> bool:
    """Whether arithmetic tells that a view does not fit: by what clashes, by each work alone, by what is drawn.

    For the same reason as something else is impossible, or for any.
    """
    windows = narrowed(view)
    if isinstance(windows, Impossible):
        return True
    if what is None:
        return too_much(view, *windows) is not None
    return what.much is not None and exceeds(view, *windows, what.much, what.resource)


def _bundles(view: View, works: set[int]) -> Impossible:
    return Impossible(frozenset(view.kernel.do[view.chosen[p]] for p in works))


def _drawing(view: View, much: TooMuch) -> Impossible:
    """The work that draws most, with what its dates rest on, and the limit that it is drawn from."""
    most = max(_HEAVIEST, len(much.enough))
    bundles = _bundles(view, {q for p, _ in much.by[:most] for q in around(view, p)}).bundles
    if len(bundles) > _HEAVIEST:
        bundles = _bundles(view, {q for p in much.enough for q in around(view, p)}).bundles
    of = view.kernel.rows[much.at] if much.kind == "row" else view.kernel.tracks[much.at]
    return Impossible(bundles, much, of.resource)
