"""What limits the work of an elastic model: periods that can be added to, and places on each day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.feasibility.elastic import Elastic
from truenorth.engines.feasibility.kernel import Draw, able
from truenorth.engines.feasibility.loosen import less
from truenorth.engines.feasibility.part import period_of
from truenorth.engines.feasibility.problem import Lever, Pot
from truenorth.engines.feasibility.table import Places, drawn_at

_ROWS = 100  # places of a work that are listed; where there are more, its draws are spread as it likes
_SHARP = 1_500  # the same for work that found no place though it was all alone
_PLENTY = 1 << 30
Key = tuple[int, int]  # a track and a period of it
Asked = dict[Key, list[tuple[Any, int]]]  # what is drawn, and the most that can be


@dataclass
class _Listed:
    """A work whose places are listed: a row for each place and part left out, and what it then draws, by period."""

    work: int
    places: Places
    columns: dict[Key, NDArray[np.int64]]


def add_limits(model: Elastic) -> None:
    """Tie what is drawn to what there is, in the periods and rows of the part that is looked at."""
    asked: Asked = {}
    listed = []
    for p in range(model.view.size):
        draws = list(_draws(model, p))
        sharp = model.works[p].key in model.part.sharp
        if draws and _count(model, p) <= (_SHARP if sharp else _ROWS):
            listed.append(_listed(model, p, draws))
        elif draws:
            _spread(model, p, draws, asked)
    scarce = _scarce(model, listed, asked)
    for one in listed:
        _add_table(model, one, scarce, asked)
    for at, n in sorted(scarce):
        _period(model, at, n, asked.get((at, n), ()))
    for n, row in enumerate(model.view.kernel.rows):
        if row.resource in model.part.rows:
            _row(model, n)


def _scarce(model: Elastic, listed: Sequence[_Listed], asked: Asked) -> set[Key]:
    """The periods that could be drawn beyond what there is, and those that levers take from."""
    most = {key: sum(much for _, much in many) for key, many in asked.items()}
    for one in listed:
        for key, column in one.columns.items():
            most[key] = most.get(key, 0) + int(column.max())
    tracks, giving = model.view.kernel.tracks, {lever.from_ for lever in model.pulls.levers if lever.kind == "shift"}
    return {
        (at, n)
        for (at, n), much in most.items()
        if much > tracks[at].amounts[n] or (tracks[at].resource, tracks[at].firsts[n]) in giving
    }


def _draws(model: Elastic, p: int) -> Iterator[tuple[Draw, tuple[int, ...]]]:
    """What a work draws, with the periods of the track that are looked at."""
    for draw in model.view.draws[p]:
        track = model.view.kernel.tracks[draw.at]
        wanted = tuple(n for n in range(len(track.firsts)) if period_of(track, n) in model.part.periods)
        if wanted:
            yield draw, wanted


def _variants(model: Elastic, p: int) -> tuple[list[int], bool]:
    """The percents that may be left out of a work, by the steps taken, and whether it may be given up."""
    do = model.do[p]
    if do not in model.scope:
        return [0], False
    shrink = model.pulls.shrinks(do)
    by = shrink.by if shrink else 0
    return [by * steps for steps in range(model.scope[do][1] + 1)], do in model.gone


def _places(model: Elastic, p: int) -> Places:
    return Places.of(*model.view.lengths(p, model.early[p], model.late[p]), model.early[p], model.late[p])


def _count(model: Elastic, p: int) -> int:
    least, most = model.view.lengths(p, model.early[p], model.late[p])
    room = model.late[p] - model.early[p]
    return sum(room - days + 1 for days in range(least, most + 1)) * len(_variants(model, p)[0])


def _listed(model: Elastic, p: int, draws: Sequence[tuple[Draw, tuple[int, ...]]]) -> _Listed:
    """What a work draws at each of its places, for each part that may be left out."""
    places, (percents, _) = _places(model, p), _variants(model, p)
    size = len(places)
    columns: dict[Key, NDArray[np.int64]] = {}
    for draw, wanted in draws:
        track = model.view.kernel.tracks[draw.at]
        for step, percent in enumerate(percents):
            smaller = replace(draw, amount=less(draw.amount, percent))
            for n, much in drawn_at(smaller, places, track.firsts, track.lasts):
                if n in wanted:
                    column = columns.setdefault((draw.at, n), np.zeros(size * len(percents), np.int64))
                    column[step * size : (step + 1) * size] += much
    return _Listed(p, places, {key: column for key, column in columns.items() if column.any()})


def _add_table(model: Elastic, one: _Listed, scarce: set[Key], asked: Asked) -> None:
    """Tie what a work draws to its place and to what is left out of it."""
    p, (percents, may_go) = one.work, _variants(model, one.work)
    columns = {key: column for key, column in one.columns.items() if key in scarce}
    if not columns:
        return
    variables = {key: model.cp.new_int_var(0, int(column.max()), "") for key, column in columns.items()}
    rows = [np.tile(one.places.starts, len(percents)), np.tile(one.places.lengths, len(percents))]
    names: list[Any] = [model.start[p], model.days[p]]
    if model.do[p] in model.scope:
        rows.append(np.repeat(np.arange(len(percents)), len(one.places)))
        names.append(model.scope[model.do[p]][0])
    table = np.stack([*rows, *columns.values()], axis=1)
    if may_go:
        gone = [int(one.places.starts[0]), int(one.places.lengths[0]), len(percents), *(0 for _ in columns)]
        table = np.concatenate([table, np.array([gone], np.int64)])
    model.cp.add_allowed_assignments([*names, *variables.values()], table.tolist())
    for key, variable in variables.items():
        asked.setdefault(key, []).append((variable, int(columns[key].max())))


def _spread(model: Elastic, p: int, draws: Sequence[tuple[Draw, tuple[int, ...]]], asked: Asked) -> None:
    """Drawn wherever the work runs, as much as a day of the shortest run takes: less strict than evenly."""
    for draw, wanted in draws:
        parts: list[Any] = []
        for first, last, n in _cells(model, p, draw, wanted):
            least = max(1, model.view.least[p])
            most = min(draw.amount, -(-draw.amount * (last - first) // least) + 1) if draw.on is None else draw.amount
            variable = model.cp.new_int_var(0, most, "")
            if draw.on is None:
                _only_while_it_runs(model, p, draw, variable, most, (first, last))
            parts.append(variable)
            if n is not None:
                asked.setdefault((draw.at, n), []).append((variable, most))
        _all_of_it(model, p, draw, parts)


def _all_of_it(model: Elastic, p: int, draw: Draw, parts: Sequence[Any]) -> None:
    """What is drawn in all: the amount, less what is left out of it, or nothing. In hundredth parts."""
    shrink = model.pulls.shrinks(model.do[p])
    out = shrink.by * model.pulls.steps[shrink.key] if shrink else 0
    gone = model.gone.get(model.do[p], 0)
    model.cp.add(100 * sum(parts) >= draw.amount * (100 - out - 100 * gone))


def _amount(model: Elastic, p: int, draw: Draw) -> Any:
    """What a work draws, by what is left out of it."""
    percents, may_go = _variants(model, p)
    amounts = [less(draw.amount, percent) for percent in percents] + [0] * may_go
    if len(set(amounts)) == 1:
        return amounts[0]
    variable = model.cp.new_int_var(0, draw.amount, "")
    model.cp.add_element(model.scope[model.do[p]][0], amounts, variable)
    return variable


def _only_while_it_runs(model: Elastic, p: int, draw: Draw, variable: Any, most: int, cell: tuple[int, int]) -> None:
    """Nothing is drawn in some days unless the work runs then, and no more than for as many of them as it can run.

    `least` days of a run draw `amount`: a day of them draws `amount / least` at most. Written without conditions, so
    that the linear relaxation of the solver sees it.
    """
    view, least = model.view, max(1, model.view.least[p])
    some = model.cp.new_bool_var("")
    model.cp.add(variable <= most * some)
    latest, earliest = model.late[p] - view.least[p], model.early[p] + view.least[p]
    last_start, first_end = cell[1] - 1 - draw.lag, cell[0] + (view.least[p] > 0) - draw.lag
    if last_start < latest:
        model.cp.add(model.start[p] <= latest - (latest - last_start) * some)
        days, spare = cell[1] - draw.lag - model.start[p], latest - last_start
        model.cp.add(least * (variable - 1) <= draw.amount * days + draw.amount * spare * (1 - some))
    if first_end > earliest:
        model.cp.add(model.end[p] >= earliest + (first_end - earliest) * some)
        days, spare = model.end[p] + draw.lag - cell[0] + (not view.least[p]), first_end - earliest
        model.cp.add(least * (variable - 1) <= draw.amount * days + draw.amount * spare * (1 - some))


def _cells(model: Elastic, p: int, draw: Draw, wanted: Sequence[int]) -> Iterator[tuple[int, int, int | None]]:
    """The days in which a work may draw, cut into the periods that are looked at and the gaps between."""
    first, last = model.early[p] + draw.lag, model.late[p] + draw.lag
    last = max(last, first + 1)
    if draw.on is not None:
        first, last = draw.on, draw.on + 1
    track = model.view.kernel.tracks[draw.at]
    for n in wanted:
        begin, end = max(first, track.firsts[n]), min(last, track.lasts[n])
        if begin < end:
            if first < begin:
                yield first, begin, None
            yield begin, end, n
            first = end
    if first < last:
        yield first, last, None


def _period(model: Elastic, at: int, n: int, many: Sequence[tuple[Any, int]]) -> None:
    """No more is drawn from a period than there is with what levers add."""
    track = model.view.kernel.tracks[at]
    claims = track.claims[n]
    if track.kind == "staff":
        added = model.pulls.of_staff(able(model.problem, track.resource.split("|")), n)[0]
    else:
        added = model.pulls.of_pot(_pot(model, at, n))[0]
    if isinstance(added, int) and sum(most for _, most in many) <= track.amounts[n] + added:
        return
    falls = model.pulls.falls(claims) if track.kind == "pot" else []
    made = model.cp.add(sum(one for one, _ in many) <= track.amounts[n] + added)
    if falls:
        made.only_enforce_if(*(~one for one in falls))


def _pot(model: Elastic, at: int, n: int) -> Pot:
    track = model.view.kernel.tracks[at]
    key = (track.resource, track.firsts[n], track.lasts[n], track.claims[n])
    same = (pot for pot in model.problem.pots if (pot.resource, pot.first, pot.last, pot.claims) == key)
    return next(same)


def _row(model: Elastic, n: int) -> None:
    """No more is in use on a day than there is with the places that levers add."""
    view, row = model.view, model.view.kernel.rows[n]
    users = [(p, draw) for p, runs in enumerate(view.runs) for draw in runs if draw.at == n]
    if sum(draw.amount for _, draw in users) <= min(row.per_day, default=0):
        return
    plain = [lever for claim in row.claims for lever in model.pulls.plain.get(claim, ()) if _adds(model, lever)]
    top = max(0, *row.per_day) + sum(lever.by * lever.most for lever in plain)
    intervals, asks = [], []
    for p, draw in users:
        intervals.append(_interval(model, p, draw))
        asks.append(_amount(model, p, draw))
    for first, last in _alike(row.per_day, plain):
        added, _ = model.pulls.total([(one, one.by) for one in plain if one.first <= first < one.last])
        missing = top - row.per_day[first] - added
        if isinstance(missing, int) and missing <= 0:
            continue
        intervals.append(model.cp.new_fixed_size_interval_var(first, last - first, ""))
        asks.append(missing if isinstance(missing, int) else _as_variable(model, missing, top))
    falls = model.pulls.falls(row.claims)
    model.cp.add_cumulative(intervals, asks, top + _PLENTY * sum(falls) if falls else top)


def _adds(model: Elastic, lever: Lever) -> bool:
    return model.problem.claims[lever.claim].kind == "places"


def _as_variable(model: Elastic, missing: Any, top: int) -> Any:
    variable = model.cp.new_int_var(0, top, "")
    model.cp.add(variable == missing)
    return variable


def _interval(model: Elastic, p: int, draw: Draw) -> Any:
    start, end, days = model.start[p] + draw.lag, model.end[p] + draw.lag, model.days[p]
    if model.on(p):
        return model.cp.new_optional_interval_var(start, days, end, model.on(p)[0], "")
    return model.cp.new_interval_var(start, days, end, "")


def _alike(per_day: Sequence[int], levers: Sequence[Lever]) -> Iterator[tuple[int, int]]:
    """The stretches of days with as many places, to which the same levers add."""
    cuts = {0, len(per_day)} | {day for one in levers for day in (one.first, one.last) if 0 < day < len(per_day)}
    cuts |= {day for day in range(1, len(per_day)) if per_day[day] != per_day[day - 1]}
    ordered = sorted(cuts)
    yield from ((a, b) for a, b in pairwise(ordered) if a < b)
