"""Whether a problem fits once levers are taken: lists and arithmetic, with a hint where some of the work may lie."""

from __future__ import annotations

from truenorth.engines.feasibility.arithmetic import clashing, no_place, too_much, too_short
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.ladder import Clock, Outcome, decide
from truenorth.engines.feasibility.listing import listed
from truenorth.engines.feasibility.mending import Guide, mended
from truenorth.engines.feasibility.problem import Problem
from truenorth.engines.feasibility.staffing import short_sets
from truenorth.engines.feasibility.view import View

SMALL = 60  # works of a problem that is searched where lists and arithmetic find nothing
_QUICK, _MORE = 2, 6_000  # schedules that are tried at first; later, by how much work there is


class Trial:
    """Tries problems; `sets` are the sets of skills that were found short in any of them."""

    def __init__(self, clock: Clock, limit: float, base: Guide) -> None:
        """A clock, how much work a search of a small problem may take, and a schedule to begin with."""
        self.clock, self.limit, self.base = clock, limit, base
        self.sets: frozenset[frozenset[str]] = frozenset()

    def outcome(self, problem: Problem, guide: Guide | None = None, *, briefly: bool = False) -> Outcome:
        """What is found of a problem; `briefly`: only by lists, so that it fits or nothing is known."""
        while True:
            view = View(Kernel(problem, self.sets))
            outcome = self._outcome(view, {**self.base, **(guide or {})}, briefly)
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
        if not briefly and (found := no_place(view, early, late) or too_much(view, early, late)):
            return Outcome("not", view, certificate=found, windows=windows)
        placing = mended(view, early, late, guide) if guide else None
        for shared in (True,) if briefly else (True, False):
            placing = placing or listed(view, early, late, tries=_QUICK, shared=shared, stop=self.clock.over)
        if placing or briefly:
            return Outcome("fits" if placing else "undecided", view, placing or [], windows=windows)
        if placing := listed(view, early, late, tries=max(_QUICK, _MORE // view.size), seed=1, stop=self.clock.over):
            return Outcome("fits", view, placing, windows=windows)
        if view.size <= SMALL and not self.clock.over():
            return decide(view.kernel, None, self.limit, self.clock)
        return Outcome("undecided", view, windows=windows)
