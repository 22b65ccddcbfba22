"""Does it fit? Arithmetic and lists first, search last; what is said is proved, or said to be undecided."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from truenorth.engines.feasibility.answer import Schedule
from truenorth.engines.feasibility.arithmetic import Certificate, clashing, no_place, too_much, too_short
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.listing import Placing, listed
from truenorth.engines.feasibility.settling import settled
from truenorth.engines.feasibility.staffing import short_sets
from truenorth.engines.feasibility.view import View

_QUICK, _MANY = 2, 60  # schedules tried before and after the arithmetic
_LONG = 0.5  # a search that may take less work is CP-SAT alone


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
    kernel: Kernel, believed: frozenset[str] | None, limit: float, clock: Clock, *, thorough: bool = False
) -> Outcome:
    """Whether what is believed fits; skill sets that turn out to be short are looked at, until none is."""
    while True:
        outcome = _decided(View(kernel, believed), limit, clock, thorough)
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


def _decided(view: View, limit: float, clock: Clock, thorough: bool) -> Outcome:
    windows = early, late = view.windows()
    proof: Certificate | None = clashing(view) or too_short(view, early, late)
    if proof or not view.size:
        return Outcome("not" if proof else "fits", view, certificate=proof, windows=windows)
    for shared in (True, False):  # without sharing: as far as the skill sets that are looked at go
        if placing := listed(view, early, late, tries=_QUICK, shared=shared, stop=clock.over):
            return Outcome("fits", view, placing, windows=windows)
    if proof := no_place(view, early, late) or too_much(view, early, late, thorough=thorough):
        return Outcome("not", view, certificate=proof, windows=windows)
    if placing := settled(view, windows, clock.over):
        return Outcome("fits", view, placing, windows=windows)
    tries = _MANY if limit >= _LONG else 0
    if placing := listed(view, early, late, tries=tries, seed=1, stop=clock.over):
        return Outcome("fits", view, placing, windows=windows)
    return _searched(view, windows, limit, clock)


def _searched(view: View, windows: tuple[list[int], list[int]], limit: float, clock: Clock) -> Outcome:
    """CP-SAT for a part of the work it may take, then HiGHS where that is soon done, then CP-SAT for the rest.

    That there is no schedule is then found by one engine; it is proved again before a conflict is told.
    """
    from truenorth.engines.feasibility.search import searched
    from truenorth.engines.feasibility.second import SOON, placed

    for attempt in range(3) if limit >= _LONG else (2,):
        if clock.over():
            break
        if attempt == 1:
            found = placed(view, *windows, clock.left, most=SOON)
        else:
            found = searched(view, *windows, limit if attempt else limit / 4, clock.over)
        if isinstance(found, list):
            return Outcome("fits", view, found, windows=windows)
        if found == "none":
            return Outcome("not", view, windows=windows)
    return Outcome("undecided", view, windows=windows)
