"""The search of all arrangements: CP-SAT on intervals, with what is drawn from periods as tables of the places."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.listing import Placing
from truenorth.engines.feasibility.table import Drawn, Places, places_of, tables
from truenorth.engines.feasibility.view import View

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_HELD = 4  # times as many cells are made as a model may have, to learn which of them matter
Found = Placing | Literal["none", "undecided"]
CELLS = 1_000_000  # of all tables of a model, by how much work it may take; a larger one is not searched
FEW, MOST = 250_000, 3_000_000  # but so many are, and no more than so many


@dataclass(frozen=True)
class Model:
    """A model of CP-SAT with the variables of each work."""

    model: cp_model.CpModel
    start: list[Any]
    end: list[Any]


def searched(view: View, early: Sequence[int], late: Sequence[int], limit: float, stop: Callable[[], bool]) -> Found:
    """A schedule that holds; "none" where there is none; "undecided" where that takes too long to tell."""
    from ortools.sat.python import cp_model

    built = model(view, early, late, max(FEW, min(int(limit * CELLS), MOST)))
    if built is None:
        return "undecided"
    solver = solver_of(limit)
    solver.parameters.stop_after_first_solution = True
    status = run(solver, built.model, stop)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [Placed(solver.value(s), solver.value(e)) for s, e in zip(built.start, built.end, strict=True)]
    return "none" if status == cp_model.INFEASIBLE else "undecided"


def solver_of(limit: float) -> cp_model.CpSolver:
    """A solver that answers the same every time: one worker, a fixed seed, a limit of work rather than of time."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = limit
    solver.parameters.catch_sigint_signal = False
    return solver


def run(solver: cp_model.CpSolver, model: cp_model.CpModel, stop: Callable[[], bool]) -> int:
    """Solve beside the main thread, so that it can be stopped."""
    said: list[int] = []

    def solve() -> None:
        with suppress(MemoryError, RuntimeError):  # a search that breaks off has found nothing out
            said.append(int(solver.solve(model)))

    thread = threading.Thread(target=solve, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(0.05)
            if thread.is_alive() and stop():
                solver.stop_search()
    except BaseException:
        solver.stop_search()
        thread.join()
        raise
    return said[0] if said else 0


def model(view: View, early: Sequence[int], late: Sequence[int], cells: int = MOST) -> Model | None:
    """The view as a model; None where its tables would have more cells."""
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    start, days, end = _variables(cp, view, early, late)
    for p, then in enumerate(view.then):
        for q, lag, _ in then:
            cp.add(start[q] >= end[p] + lag)
    _rows(cp, view, start, days, end, early, late)
    if not _tracks(cp, view, start, days, early, late, cells):
        return None
    return Model(cp, start, end)


def _variables(
    cp: Any, view: View, early: Sequence[int], late: Sequence[int]
) -> tuple[list[Any], list[Any], list[Any]]:
    """The first day, the length (a number where it is fixed) and the end of each work."""
    start, days, end = [], [], []
    for p in range(view.size):
        least, most = view.lengths(p, early[p], late[p])
        start.append(cp.new_int_var(early[p], late[p] - least, ""))
        days.append(least if least == most else cp.new_int_var(least, most, ""))
        if least == most:
            end.append(start[p] + least)
        else:
            end.append(cp.new_int_var(early[p] + least, late[p], ""))
            cp.add(start[p] + days[p] == end[p])
    return start, days, end


def _rows(
    cp: Any,
    view: View,
    start: list[Any],
    days: list[Any],
    end: list[Any],
    early: Sequence[int],
    late: Sequence[int],
) -> None:
    users: dict[int, list[tuple[int, int, int]]] = {}
    for p, runs in enumerate(view.runs):
        for draw in runs:
            users.setdefault(draw.at, []).append((p, draw.amount, draw.lag))
    for n, many in users.items():
        per_day = view.kernel.rows[n].per_day
        if sum(amount for _, amount, _ in many) <= min(per_day):
            continue
        intervals, asks = [], []
        for p, amount, lag in many:
            if isinstance(days[p], int):
                if days[p]:
                    intervals.append(cp.new_fixed_size_interval_var(start[p] + lag, days[p], ""))
                    asks.append(amount)
            else:
                intervals.append(cp.new_interval_var(start[p] + lag, days[p], end[p] + lag, ""))
                asks.append(amount)
        top = max(per_day)
        for first, last, gone in _gone(per_day, top):
            intervals.append(cp.new_fixed_size_interval_var(first, last - first, ""))
            asks.append(gone)
        cp.add_cumulative(intervals, asks, top)


def _gone(per_day: Sequence[int], top: int) -> list[tuple[int, int, int]]:
    """(first, last, how much less than the most there is), for stretches of days alike."""
    found, first = [], 0
    for day in range(1, len(per_day) + 1):
        if day == len(per_day) or per_day[day] != per_day[first]:
            if per_day[first] < top:
                found.append((first, day, top - per_day[first]))
            first = day
    return found


def _tracks(
    cp: Any, view: View, start: list[Any], days: list[Any], early: Sequence[int], late: Sequence[int], cells: int
) -> bool:
    """What is drawn from each period that could run out; False where the tables would be too large."""
    places = places_of(view, early, late, cells)
    found = None if places is None else tables(view, places, _HELD * cells)
    if places is None or found is None or sum(len(one.much) for many in found.values() for one in many) > cells:
        return False
    by_work: dict[int, list[tuple[tuple[int, int], Drawn]]] = {}
    total: dict[tuple[int, int], list[Any]] = {key: [] for key in found}
    for key, many in found.items():
        for one in many:
            if one.much.min() == one.much.max():
                total[key].append(int(one.much[0]))
            else:
                by_work.setdefault(one.work, []).append((key, one))
    for p, many_ in by_work.items():
        for key, var in _drawn(cp, start[p], days[p], early[p], places[p], many_):
            total[key].append(var)
    for (track, n), parts in total.items():
        cp.add(sum(parts) <= view.kernel.tracks[track].amounts[n])
    return True


def _drawn(
    cp: Any, start: Any, days: Any, early: int, places: Places, many: list[tuple[tuple[int, int], Drawn]]
) -> list[tuple[tuple[int, int], Any]]:
    """A variable for what a work draws from each period, tied to where it lies."""
    made = [(key, cp.new_int_var(int(one.much.min()), int(one.much.max()), "")) for key, one in many]
    if isinstance(days, int):
        for (_, one), (_, var) in zip(many, made, strict=True):
            cp.add_element(start - early, one.much.tolist(), var)
    else:
        rows = np.stack([places.starts, places.lengths, *(one.much for _, one in many)], axis=1)
        cp.add_allowed_assignments([start, days, *(var for _, var in made)], rows.tolist())
    return made
