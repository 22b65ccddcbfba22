"""Does it fit? Arithmetic and lists first, search last; what is said is proved, or said to be undecided."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from truenorth.engines.feasibility.answer import Schedule
from truenorth.engines.feasibility.arithmetic import Certificate, too_much, too_short
from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.listing import Placing, listed
from truenorth.engines.feasibility.staffing import short_sets
from truenorth.engines.feasibility.view import View


@dataclass(frozen=True)
class Limits:
    """How much work a step may take (in the solver's own measure, about a second each), and all of it in seconds."""

    search: float = 8.0
    oracle: float = 2.0
    seconds: float = 60.0


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


def _decided(view: View, limit: float, clock: Clock, thorough: bool) -> Outcome:
    early, late = view.windows()
    windows = early, late

    def no(certificate: Certificate | None) -> Outcome:
        return Outcome("not", view, certificate=certificate, windows=windows)

    if short := too_short(view, early, late):
        return no(short)
    if placing := listed(view, early, late, tries=2, stop=clock.over):
        return Outcome("fits", view, placing, windows=windows)
    if view.size and (much := too_much(view, early, late, thorough=thorough)):
        return no(much)
    if placing := listed(view, early, late, tries=10, seed=1, stop=clock.over) or []:
        return Outcome("fits", view, placing, windows=windows)
    if not view.size:
        return Outcome("fits", view, windows=windows)
    return _searched(view, windows, min(limit, clock.left / 3), clock)


def _searched(view: View, windows: tuple[list[int], list[int]], limit: float, clock: Clock) -> Outcome:
    if clock.over():
        return Outcome("undecided", view, windows=windows)
    from truenorth.engines.feasibility.search import searched

    found = searched(view, *windows, limit, clock.over)
    if isinstance(found, list):
        return Outcome("fits", view, found, windows=windows)
    return Outcome("not" if found == "none" else "undecided", view, windows=windows)
