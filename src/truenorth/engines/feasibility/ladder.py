"""Does it fit? Arithmetic and lists first, search last; what is said is proved, or said to be undecided."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from truenorth.engines.feasibility.answer import Schedule
from truenorth.engines.feasibility.arithmetic import Certificate, clashing, no_place, too_much, too_short
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.listing import Placing, listed
from truenorth.engines.feasibility.search import Found, searched
from truenorth.engines.feasibility.second import SOON, placed
from truenorth.engines.feasibility.settling import settled
from truenorth.engines.feasibility.staffing import short_sets
from truenorth.engines.feasibility.view import View

_QUICK, _MANY = 2, 60  # schedules tried before and after the arithmetic
_LONG = 0.5  # a search that may take less work is CP-SAT alone,
_SOON = 0.1  # for this part of it before more is tried


@dataclass(frozen=True)
class Limits:
    """How much work a search may take for the verdict and for each question about a conflict, and all of it together.

    The first two in the solver's own measure (about a second each), so that the answer is the same on every machine,
    whatever else it does; only the last is in seconds, and where it cuts the answer short, the answer says so.
    """

    search: float = 4.0
    oracle: float = 1.0
    seconds: float = 40.0


class Clock:
    """When to stop: at a time, or when somebody says so."""

    def __init__(self, seconds: float, stop: Callable[[], bool] | None = None) -> None:
        """Start counting."""
        self._end = time.monotonic() + seconds
        self._stop = stop

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return max(0.0, self._end - time.monotonic())

    def over(self) -> bool:
        """Whether to stop."""
        return self.left <= 0 or bool(self._stop and self._stop())


@dataclass(frozen=True)
class Outcome:
    """What was found of a view: a placing that holds, a proof that there is none, or neither."""

    says: Literal["fits", "not", "undecided"]
    view: View
    placing: Placing = field(default_factory=list)
    certificate: Certificate | None = None
    windows: tuple[Sequence[int], Sequence[int]] = ((), ())

    @property
    def schedule(self) -> Schedule:
        """The placing by key of the work."""
        return {self.view.key(p): place for p, place in enumerate(self.placing)}


def decide(
    kernel: Kernel,
    believed: frozenset[str] | None,
    limit: float,
    clock: Clock,
    *,
    thorough: bool = False,
    search_first: bool = False,
) -> Outcome:
    """Whether what is believed fits; skill sets that turn out to be short are looked at, until none is.

    `thorough` looks for the proof that is told best; `search_first` is for what hardly fits, and no arithmetic tells.
    """
    while True:
        outcome = _decided(View(kernel, believed), limit, clock, thorough, search_first)
        sets = short_sets(outcome.view, outcome.placing) if outcome.says == "fits" else frozenset()
        if not sets:
            return outcome
        kernel = kernel.with_sets(sets)


def proved(view: View) -> Outcome:
    """What arithmetic alone can tell: that it does not fit, or nothing."""
    windows = early, late = view.windows()
    proof: Certificate | None = clashing(view) or too_short(view, early, late)
    if view.size and not proof:
        proof = no_place(view, early, late) or too_much(view, early, late)
    return Outcome("not" if proof else "undecided", view, certificate=proof, windows=windows)


def _decided(view: View, limit: float, clock: Clock, thorough: bool, search_first: bool) -> Outcome:
    windows = early, late = view.windows()
    proof: Certificate | None = clashing(view) or too_short(view, early, late)
    if proof or not view.size:
        return Outcome("not" if proof else "fits", view, certificate=proof, windows=windows)
    for shared in (True, False):  # without sharing: as far as the skill sets that are looked at go
        if placing := listed(view, early, late, tries=_QUICK, shared=shared, stop=clock.over):
            return Outcome("fits", view, placing, windows=windows)
    if proof := no_place(view, early, late) or too_much(view, early, late, thorough=thorough):
        return Outcome("not", view, certificate=proof, windows=windows)
    for rung in _rungs(view, windows, limit, clock, search_first):
        found = "undecided" if clock.over() else rung()
        if isinstance(found, list):
            return Outcome("fits", view, found, windows=windows)
        if found == "none":
            return Outcome("not", view, windows=windows)
    return Outcome("undecided", view, windows=windows)


def _rungs(
    view: View, windows: tuple[list[int], list[int]], limit: float, clock: Clock, search_first: bool
) -> list[Callable[[], Found | None]]:
    """What is tried where neither a few lists nor arithmetic tell, one after the other.

    More schedules; CP-SAT for a part of the work it may take, HiGHS where that is soon done, CP-SAT for the rest. That
    there is no schedule is then found by one engine; it is proved again before it is told.
    """
    settle = partial(settled, view, windows, clock.over)
    more_lists = partial(listed, view, *windows, tries=_MANY, seed=1, stop=clock.over)
    search, briefly = (partial(searched, view, *windows, part * limit, clock.over) for part in (1.0, 0.25))
    second = partial(placed, view, *windows, clock.left, most=SOON)
    if limit < _LONG:
        soon = [partial(settle, most=1), partial(searched, view, *windows, limit * _SOON, clock.over)]
        return [*(reversed(soon) if search_first else soon), search, settle]
    if search_first:
        return [briefly, settle, second, search]
    return [settle, more_lists, briefly, second, search]
