"""Whether a problem fits once levers are taken: lists and arithmetic, with a hint where some of the work may lie."""

from __future__ import annotations

from collections.abc import Mapping

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.arithmetic import clashing, no_place, too_much, too_short
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.ladder import Clock, Outcome, decide
from truenorth.engines.feasibility.listing import Placing, listed
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.staffing import short_sets
from truenorth.engines.feasibility.view import View

SMALL = 60  # works of a problem that is searched where lists and arithmetic find nothing
_QUICK, _GUIDED, _MORE = 2, 4, 10  # schedules that are tried
Guide = Mapping[str, Placed]  # where some of the work may lie


class Trial:
    """Tries problems; `sets` are the sets of skills that were found short in any of them."""

    def __init__(self, clock: Clock, limit: float) -> None:
        """A clock, and how much work a search of a small problem may take."""
        self.clock, self.limit = clock, limit
        self.sets: frozenset[frozenset[str]] = frozenset()

    def outcome(self, problem: Problem, guide: Guide | None = None, *, briefly: bool = False) -> Outcome:
        """What is found of a problem; `briefly`: only by lists, so that it fits or nothing is known."""
        while True:
            view = View(Kernel(problem, self.sets))
            outcome = self._outcome(view, guide or {}, briefly)
            short = short_sets(outcome.view, outcome.placing) if outcome.says == "fits" else frozenset()
            if not short or self.clock.over():
                return outcome if not short else Outcome("undecided", view, windows=outcome.windows)
            self.sets |= short

    def _outcome(self, view: View, guide: Guide, briefly: bool) -> Outcome:
        early, late = windows = view.windows()
        if proof := clashing(view) or too_short(view, early, late):
            return Outcome("not", view, certificate=proof, windows=windows)
        if not view.size:
            return Outcome("fits", view, windows=windows)
        placing = listed(view, early, late, tries=_QUICK, stop=self.clock.over) or self._guided(view, guide)
        if placing or briefly:
            return Outcome("fits" if placing else "undecided", view, placing or [], windows=windows)
        if found := no_place(view, early, late) or too_much(view, early, late, thorough=True):
            return Outcome("not", view, certificate=found, windows=windows)
        if placing := listed(view, early, late, tries=_MORE, seed=1, stop=self.clock.over):
            return Outcome("fits", view, placing, windows=windows)
        if view.size <= SMALL and not self.clock.over():
            return decide(view.kernel, None, self.limit, self.clock)
        return Outcome("undecided", view, windows=windows)

    def _guided(self, view: View, guide: Guide) -> Placing | None:
        """A schedule in which the work of the guide lies where that says."""
        known = [(p, guide[view.key(p)]) for p in range(view.size) if view.key(p) in guide]
        if not known:
            return None
        held = View(view.kernel)
        for p, place in known:
            held.early[p], held.late[p] = place.start, place.end
            held.least[p] = held.most[p] = place.end - place.start
        early, late = held.windows()
        if too_short(held, early, late):
            return None
        return listed(held, early, late, tries=_GUIDED, stop=self.clock.over)
