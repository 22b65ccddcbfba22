"""The second engine: the same question as a mixed-integer program over all places, solved by HiGHS in SciPy."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.listing import Placing
from truenorth.engines.feasibility.search import Found
from truenorth.engines.feasibility.table import Places, places_of, tables
from truenorth.engines.feasibility.view import View

_NONE = 2  # what SciPy says of a program that no numbers satisfy
PLACES = 60_000  # of all work together; more are not tried: the conflicts this is asked about are small
ENTRIES, SOON = 2_000_000, 12_000  # of the matrix: more are not tried; with so few it is seldom long


class _Rows:
    """Rows of a sparse matrix with their bounds."""

    def __init__(self) -> None:
        self.row: list[int] = []
        self.column: list[int] = []
        self.value: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, columns: Sequence[int], values: Sequence[float], low: float, high: float) -> None:
        self.row += [len(self.low)] * len(columns)
        self.column += columns
        self.value += values
        self.low.append(low)
        self.high.append(high)


def placed(view: View, early: Sequence[int], late: Sequence[int], seconds: float, *, most: int = ENTRIES) -> Found:
    """A schedule that holds: one place for each work, nothing drawn beyond what there is.

    "none" where there is none; "undecided" where its matrix would have more than so many entries. HiGHS knows no limit
    that is the same on every machine: the seconds are those that are left of all.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    places = places_of(view, early, late, PLACES)
    drawn = None if places is None else tables(view, places, most)
    if places is None or drawn is None:
        return "undecided"
    offset = np.concatenate([[0], np.cumsum([len(one) for one in places])])
    columns = int(offset[-1])
    rows = _Rows()
    _one_place_each(rows, places, offset)
    _in_order(rows, view, places, offset)
    _per_day(rows, view, places, offset)
    for (track, n), many in drawn.items():
        at, much = [], []
        for one in many:
            used = np.nonzero(one.much)[0]
            at += (offset[one.work] + used).tolist()
            much += one.much[used].tolist()
        rows.add(at, much, -np.inf, view.kernel.tracks[track].amounts[n])
    if len(rows.value) > most:
        return "undecided"
    matrix = csr_array((rows.value, (rows.row, rows.column)), shape=(len(rows.low), columns))
    with _silence():
        answer = milp(
            np.zeros(columns),
            integrality=np.ones(columns),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, rows.low, rows.high),
            options={"time_limit": seconds},
        )
    if answer.status == _NONE:
        return "none"
    return _chosen(answer.x, places, offset) if answer.x is not None else "undecided"


@contextmanager
def _silence() -> Iterator[None]:
    """HiGHS now and then prints to the standard output of the process, which may be somebody's JSON."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _chosen(x: np.ndarray, places: Sequence[Places], offset: np.ndarray) -> Placing:
    """The place of each work in a solution."""
    picked = [int(np.argmax(x[offset[p] : offset[p + 1]])) for p in range(len(places))]
    return [
        Placed(int(one.starts[n]), int(one.starts[n] + one.lengths[n])) for one, n in zip(places, picked, strict=True)
    ]


def _one_place_each(rows: _Rows, places: Sequence[Places], offset: np.ndarray) -> None:
    for p, one in enumerate(places):
        rows.add(list(range(int(offset[p]), int(offset[p + 1]))), [1.0] * len(one), 1, 1)


def _in_order(rows: _Rows, view: View, places: Sequence[Places], offset: np.ndarray) -> None:
    for p, then in enumerate(view.then):
        for q, lag, _ in then:
            at = [*range(int(offset[q]), int(offset[q + 1])), *range(int(offset[p]), int(offset[p + 1]))]
            ends = (places[p].starts + places[p].lengths).tolist()
            rows.add(at, [*places[q].starts.tolist(), *(-float(end) for end in ends)], lag, np.inf)


def _per_day(rows: _Rows, view: View, places: Sequence[Places], offset: np.ndarray) -> None:
    users: dict[int, list[tuple[int, int, int]]] = {}
    for p, runs in enumerate(view.runs):
        for draw in runs:
            users.setdefault(draw.at, []).append((p, draw.amount, draw.lag))
    for n, many in users.items():
        for day, there in enumerate(view.kernel.rows[n].per_day):
            at: list[int] = []
            much: list[float] = []
            for p, amount, lag in many:
                begin = places[p].starts + lag
                used = np.nonzero((begin <= day) & (day < begin + places[p].lengths))[0]
                at += (offset[p] + used).tolist()
                much += [float(amount)] * len(used)
            if sum(much) > there:
                rows.add(at, much, -np.inf, there)
