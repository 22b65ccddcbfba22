"""The cheapest levers that make a part of a problem fit: a model of CP-SAT in which levers and dates are variables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.loosen import faster
from truenorth.engines.feasibility.part import Part
from truenorth.engines.feasibility.problem import Lever, Problem, Work
from truenorth.engines.feasibility.pulls import Pulls
from truenorth.engines.feasibility.view import View
from truenorth.engines.feasibility.worth import Worth


@dataclass(frozen=True)
class Relaxed:
    """The levers that make a part fit, what they count, and the least that any do; "none" where no levers do."""

    says: Literal["found", "none", "undecided"]
    taken: tuple[tuple[str, int], ...] = ()
    cost: int = 0
    bound: int = 0
    placed: Mapping[str, Placed] = field(default_factory=dict)


class Elastic:
    """The model: for each work of a view its first day, its end and its days, as loose as the levers may make them.

    `gone` is the literal that its bundle is given up (None: that is no choice); `scope` how many steps are left out of
    it, one more where it is given up.
    """

    def __init__(self, kernel: Kernel, part: Part, worth: Worth, levers: Sequence[Lever]) -> None:
        """Make the variables of levers and of work, and tie them by windows and by what waits for what."""
        from ortools.sat.python import cp_model

        self.cp = cp_model.CpModel()
        self.problem: Problem = kernel.problem
        self.view = View(kernel, part.believed(self.problem))
        self.part = part
        self.pulls = Pulls(self.cp, self.problem, worth, levers)
        self.gone: dict[str, Any] = {}
        self.scope: dict[str, tuple[Any, int]] = {}
        self.works: list[Work] = [kernel.works[n] for n in self.view.chosen]
        self.do = [kernel.do[n] for n in self.view.chosen]
        for do in dict.fromkeys(self.do):
            self._bundle(do)
        self._loosest()
        self.possible = all(self._is_possible(p) for p in range(self.view.size))
        if self.possible:
            self._variables()
            self._bounds()
            self._arcs()
            self._clashes()

    def _bundle(self, do: str) -> None:
        """The choices about a bundle: to do all of it, less of it, or nothing."""
        drops, shrink = self.pulls.drops(do), self.pulls.shrinks(do)
        if drops:
            self.gone[do] = drops[0]
            for other in drops[1:]:
                self.cp.add(other == 0)
        if drops or shrink:
            most = shrink.most if shrink else 0
            steps = self.pulls.steps[shrink.key] if shrink else 0
            scope = self.cp.new_int_var(0, most + bool(drops), "")
            self.cp.add(scope == steps + (most + 1) * (drops[0] if drops else 0))
            self.scope[do] = (scope, most)

    def on(self, *works: int) -> list[Any]:
        """The literals under which some work is done at all."""
        return [~self.gone[do] for do in dict.fromkeys(self.do[p] for p in works) if do in self.gone]

    def _loosest(self) -> None:
        """The widest windows that levers can make, with what waits for what as far as none of it can be given up."""
        view, pulls = self.view, self.pulls
        for p, work in enumerate(self.works):
            view.early[p], view.late[p] = self._widest(work)
            view.least[p] = faster(work.shortest, pulls.by("lead", work.lead)[1])
        claims = [arc[3] for arc in view.kernel.arcs]
        self.arcs = [(p, q, lag, claims[arc]) for p, then in enumerate(view.then) for q, lag, arc in then]
        for p in range(view.size):
            view.then[p] = [
                (q, lag - pulls.by("after", claims[arc])[1], arc)
                for q, lag, arc in view.then[p]
                if not pulls.falls(claims[arc]) and (self.do[p] == self.do[q] or not self.on(p, q))
            ]
        self.early, self.late = view.windows()

    def _widest(self, work: Work) -> tuple[int, int]:
        pulls, days = self.pulls, self.problem.days
        early = [0] if pulls.falls(work.ready) else [0, work.earliest - self._sooner(work)[1]]
        late = [days] if pulls.falls(work.due) else [days, work.latest + pulls.by("due", work.due)[1]]
        for window in work.windows:
            if not pulls.falls(window.claims):
                early.append(window.first - pulls.by("tool", window.claims, which=("start earlier",))[1])
                late.append(window.last + pulls.by("tool", window.claims, other_than=("start earlier",))[1])
        return max(early), min(late)

    def _sooner(self, work: Work) -> tuple[Any, int]:
        """How many days sooner a work may begin by the levers on its first day."""
        return self.pulls.by("ready", work.ready)

    def _later(self, work: Work) -> Any:
        """How many days later a work may begin at the soonest, as the date that it waits for is moved."""
        return self.pulls.by("due", work.ready, other_than=("stretch",))[0]

    def _is_possible(self, p: int) -> bool:
        """Whether a work fits its widest window; where it does not, its bundle is given up, if that is a choice."""
        if self.early[p] + self.view.least[p] <= self.late[p]:
            return True
        if not self.on(p):
            return False
        self.cp.add(self.gone[self.do[p]] == 1)
        self.early[p], self.late[p] = 0, self.view.least[p]
        return True

    def _variables(self) -> None:
        self.start: list[Any] = []
        self.days: list[Any] = []
        self.end: list[Any] = []
        for p in range(self.view.size):
            least, most = self.view.lengths(p, self.early[p], self.late[p])
            self.start.append(self.cp.new_int_var(self.early[p], self.late[p] - least, ""))
            self.days.append(least if least == most else self.cp.new_int_var(least, most, ""))
            self.end.append(self.start[p] + least if least == most else self._end(p, least))

    def _end(self, p: int, least: int) -> Any:
        end = self.cp.new_int_var(self.early[p] + least, self.late[p], "")
        self.cp.add(self.start[p] + self.days[p] == end)
        return end

    def _bounds(self) -> None:
        """Dates, windows of tools and lengths, each as far as levers loosen it."""
        pulls = self.pulls
        for p, work in enumerate(self.works):
            start, end, on = self.start[p], self.end[p], self.on(p)
            first = work.earliest - self._sooner(work)[0] + self._later(work)
            self._holds(start >= first, on, work.ready)
            self._ends(p, work.latest + pulls.by("due", work.due)[0], work)
            for window in work.windows:
                first = window.first - pulls.by("tool", window.claims, which=("start earlier",))[0]
                last = window.last + pulls.by("tool", window.claims, other_than=("start earlier",))[0]
                self._holds(start >= first, on, window.claims)
                self._holds(end <= last, on, window.claims)
            sooner, most = pulls.by("lead", work.lead)
            if most:
                self._holds(self.days[p] >= work.shortest - sooner, on, ())

    def _ends(self, p: int, last: Any, work: Work) -> None:
        """The last day of a work, in a form that the linear relaxation sees where it can be given up."""
        on = self.on(p)
        if self.pulls.falls(work.due) or not on:
            self._holds(self.end[p] <= last, on, work.due)
        else:
            room = max(0, self.late[p] - work.latest)
            self.cp.add(self.end[p] <= last + room * self.gone[self.do[p]])

    def _holds(self, constraint: Any, on: Sequence[Any], claims: Collection[str]) -> None:
        """Add a constraint that holds while work is done, and as long as none of its claims falls."""
        if isinstance(constraint, bool):
            if not constraint:
                self.cp.add_bool_or([~one for one in on] + self.pulls.falls(claims))
            return
        made = self.cp.add(constraint)
        if on or self.pulls.falls(claims):
            made.only_enforce_if(*on, *(~one for one in self.pulls.falls(claims)))

    def _arcs(self) -> None:
        for p, q, lag, claims in self.arcs:
            less = self.pulls.by("after", claims)[0]
            self._holds(self.start[q] >= self.end[p] + lag - less, self.on(p, q), claims)

    def _clashes(self) -> None:
        """Of statements that plainly contradict each other, one has to fall."""
        for clash in self.problem.clashes:
            if self.view.holds(clash.claims):
                gone = [self.gone[claim] for claim in clash.claims if claim in self.gone]
                self.cp.add_bool_or([*self.pulls.falls(clash.claims), *gone])


def relaxed(
    kernel: Kernel,
    part: Part,
    worth: Worth,
    levers: Sequence[Lever],
    *,
    forbidden: Collection[frozenset[str]] = (),
    limit: float = 1.0,
    stop: Callable[[], bool] = lambda: False,
) -> Relaxed:
    """The cheapest levers that make a part fit, none of some families together."""
    from ortools.sat.python import cp_model

    from truenorth.engines.feasibility.elastic_limits import add_limits
    from truenorth.engines.feasibility.search import run, solver_of

    model = Elastic(kernel, part, worth, levers)
    if not model.possible:
        return Relaxed("none")
    add_limits(model)
    model.pulls.forbid(forbidden)
    cost = model.pulls.cost()
    model.cp.minimize(cost)
    solver = solver_of(limit)
    solver.parameters.linearization_level = 2
    status = run(solver, model.cp, stop)
    if status == cp_model.INFEASIBLE:
        return Relaxed("none")
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Relaxed("undecided")
    return _found(solver, model, worth)


def _found(solver: Any, model: Elastic, worth: Worth) -> Relaxed:
    steps = ((key, int(solver.value(one))) for key, one in model.pulls.steps.items())
    taken = tuple((key, many) for key, many in steps if many)
    placed = {
        work.key: Placed(int(solver.value(model.start[p])), int(solver.value(model.end[p])))
        for p, work in enumerate(model.works)
        if not any(not solver.value(one) for one in model.on(p))
    }
    bound = max(0, int(solver.best_objective_bound + 0.5))
    return Relaxed("found", taken, worth.cost(taken), min(bound, worth.cost(taken)), placed)
