"""Proofs that need no search: a window too short for the work in it, a period in which too much has to be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

import numpy as np

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.energy import Amounts, Days, Users, Windows
from truenorth.engines.feasibility.kernel import Draw
from truenorth.engines.feasibility.left import Left
from truenorth.engines.feasibility.listing import any_place, least
from truenorth.engines.feasibility.view import View

_MANY = 90  # days at which a row is looked at; where there are more, the first days of weeks do
_NEAR, _STEP = 9, 4  # stretches of up to so many periods are looked at first, of longer ones each so many periods on


@dataclass(frozen=True)
class TooShort:
    """A work that can begin on `early` at the soonest and has to be over by `late`, which is too soon."""

    at: int
    early: int
    late: int


@dataclass(frozen=True)
class TooMuch:
    """From `first` to before `last`, at least `need` is drawn from a track or row that has `have`; by (work, share).

    `enough` is work that already draws too much: none of its bundles can be left out. Without the lightest of them,
    `room` is left, as a share of what there is: the more, the easier it is to see that the rest fits.
    """

    kind: Literal["row", "pot", "staff"]
    at: int
    first: int
    last: int
    need: int
    have: int
    by: tuple[tuple[int, int], ...]
    enough: tuple[int, ...]
    room: float
    pots: tuple[int, ...] = ()


@dataclass(frozen=True)
class Clashing:
    """Statements that plainly cannot all be true: the clash of the problem with number `at`."""

    at: int


@dataclass(frozen=True)
class NoPlace:
    """A work that fits nowhere in its window even if nothing else is done; `best` is the place where it lacks least."""

    at: int
    best: Placed


Certificate = TooShort | TooMuch | Clashing | NoPlace


def no_place(view: View, early: Sequence[int], late: Sequence[int]) -> NoPlace | None:
    """The first work that fits nowhere even alone."""
    left = Left(view)
    for p in view.order:
        if (view.draws[p] or view.runs[p]) and not any_place(left, p, early[p], late[p]):
            return NoPlace(p, least(left, p, early[p], late[p]))
    return None


def clashing(view: View) -> Clashing | None:
    """The first clash of which everything is believed."""
    clashes = view.kernel.problem.clashes
    return next((Clashing(n) for n, clash in enumerate(clashes) if view.holds(clash.claims)), None)


def too_short(view: View, early: Sequence[int], late: Sequence[int]) -> TooShort | None:
    """The first work, in the order of what waits for what, that does not fit between the days it is bound to."""
    for p in view.order:
        if early[p] + view.least[p] > late[p] or early[p] < 0 or late[p] > view.days:
            return TooShort(p, early[p], late[p])
    return None


def too_much(view: View, early: Sequence[int], late: Sequence[int], *, thorough: bool = False) -> TooMuch | None:
    """A period in which more has to be drawn than there is, wherever the work lies in its windows (energy reasoning).

    Baptiste, Le Pape and Nuijten, Constraint-Based Scheduling (2001), section 3.3, for work of elastic length.
    `thorough` looks at all of them and takes the one in which most room is left without any of what is enough.
    """
    every = chain.from_iterable(_all(view, early, late, long=long) for long in (False, True))
    found = list(every if thorough else islice(every, 1))
    return min(found, key=lambda one: (-one.room, one.have - one.need, one.first, one.at), default=None)


def exceeds(view: View, early: Sequence[int], late: Sequence[int], like: TooMuch, resource: str) -> bool:
    """Whether more has to be drawn from a resource than there is in the very days of another proof."""
    window, first, last = Windows(view, early, late), np.array([like.first]), np.array([like.last])
    if like.kind == "row":
        at = next((n for n, row in enumerate(view.kernel.rows) if row.resource == resource), None)
        users = [] if at is None else _users(view.runs).get(at, [])
        there = [] if at is None else view.kernel.rows[at].per_day[like.first : like.last]
        return bool(users) and Users(window, users).days(first, last).sum() > sum(there)
    for n, users in _users(view.draws).items():
        track = view.kernel.tracks[n]
        inside = [k for k, day in enumerate(track.firsts) if like.first <= day and track.lasts[k] <= like.last]
        days = sum(track.lasts[k] - track.firsts[k] for k in inside)
        if track.resource == resource and days == like.last - like.first:
            have = sum(track.amounts[k] for k in inside)
            if all(view.limits(n)[k] for k in inside) and Users(window, users).shares(first, last).sum() > have:
                return True
    return False


def _all(view: View, early: Sequence[int], late: Sequence[int], *, long: bool) -> Iterator[TooMuch]:
    """What is too much in short stretches and some long ones, or in all the others (`long`)."""
    window = Windows(view, early, late)
    for n, users in sorted(_users(view.draws).items()):
        yield from _of_track(view, window, n, users, long=long)
    if long:
        return
    for n, users in sorted(_users(view.runs).items()):
        yield from _of_row(view, window, n, users)


def _users(draws: Sequence[Sequence[Draw]]) -> dict[int, list[tuple[int, Draw]]]:
    users: dict[int, list[tuple[int, Draw]]] = {}
    for p, many in enumerate(draws):
        for draw in many:
            users.setdefault(draw.at, []).append((p, draw))
    return users


def _of_track(
    view: View, window: Windows, n: int, users: Sequence[tuple[int, Draw]], *, long: bool
) -> Iterator[TooMuch]:
    track = view.kernel.tracks[n]
    limits = view.limits(n)
    if not any(limits):
        return
    total = sum(draw.amount for _, draw in users)
    if all(amount >= total for amount, so in zip(track.amounts, limits, strict=True) if so):
        return
    stretches = [pair for run in _runs(track.firsts, track.lasts, limits) for pair in _within(run, long=long)]
    if not stretches:
        return
    first = np.array([track.firsts[i] for i, _ in stretches], np.int64)
    last = np.array([track.lasts[j] for _, j in stretches], np.int64)
    sums = np.concatenate([[0], np.cumsum(np.array(track.amounts, np.int64))])
    have = np.array([sums[j + 1] - sums[i] for i, j in stretches], np.int64)
    who = Users(window, users)
    shares = who.shares(first, last)
    for x in _worst(shares.sum(0), have):
        i, j = stretches[x]
        by = _by(who, shares[:, x])
        yield _proof(view, track.kind, n, int(first[x]), int(last[x]), int(have[x]), by, tuple(range(i, j + 1)))


def _runs(firsts: Sequence[int], lasts: Sequence[int], limits: Sequence[bool]) -> list[list[int]]:
    """Periods that limit something, in stretches without a day between them."""
    runs: list[list[int]] = []
    for n, so in enumerate(limits):
        if not so:
            continue
        if runs and runs[-1][-1] == n - 1 and lasts[n - 1] == firsts[n]:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _within(run: Sequence[int], *, long: bool) -> Iterator[tuple[int, int]]:
    """The stretches of a run of periods to look at first, or those that are left, by their first and last."""
    for i in run:
        for j in range(i, run[-1] + 1):
            first = j - i < _NEAR or ((i - run[0]) % _STEP == 0 and (run[-1] - j) % _STEP == 0)
            if first != long:
                yield i, j


def _of_row(view: View, window: Windows, n: int, users: Sequence[tuple[int, Draw]]) -> Iterator[TooMuch]:
    row = view.kernel.rows[n]
    per_day = np.array(row.per_day, np.int64)
    if sum(draw.amount for _, draw in users) <= per_day.min(initial=0):
        return
    who = Users(window, users)
    first, last = _stretches(view, who)
    if not len(first):
        return
    sums = np.concatenate([[0], np.cumsum(per_day)])
    have = sums[last] - sums[first]
    held = who.days(first, last)
    for x in _worst(held.sum(0), have):
        yield _proof(view, "row", n, int(first[x]), int(last[x]), int(have[x]), _by(who, held[:, x]))


def _proof(
    view: View,
    kind: Literal["row", "pot", "staff"],
    at: int,
    first: int,
    last: int,
    have: int,
    by: tuple[tuple[int, int], ...],
    pots: tuple[int, ...] = (),
) -> TooMuch:
    """What is too much, with the bundles that are enough: the lightest are left out as long as it stays too much."""
    weighs: dict[str, int] = {}
    for p, share in by:
        do = view.kernel.do[view.chosen[p]]
        weighs[do] = weighs.get(do, 0) + share
    need = kept = sum(weighs.values())
    for do, share in sorted(weighs.items(), key=lambda one: (one[1], one[0])):
        if kept - share > have:
            kept -= weighs.pop(do)
    enough = tuple(p for p, _ in by if view.kernel.do[view.chosen[p]] in weighs)
    room = (have - kept + min(weighs.values(), default=0)) / max(have, 1)
    return TooMuch(kind, at, first, last, need, have, by, enough, room, pots)


def _stretches(view: View, who: Users) -> tuple[Days, Days]:
    """The stretches of days to look at: from where some work may begin to where some has to be over."""
    days, weeks = view.days, np.array([*view.kernel.problem.weeks, view.days], np.int64)
    begin = np.unique(np.clip(np.concatenate([who.early, who.late - who.least]), 0, days))
    end = np.unique(np.clip(np.concatenate([who.late, who.early + who.least]), 0, days))
    begin, end = (weeks if len(one) > _MANY else one for one in (begin, end))
    first, last = np.meshgrid(begin, end, indexing="ij")
    good = first < last
    return first[good], last[good]


def _worst(need: Amounts, have: Days, most: int = 16) -> list[int]:
    """The stretches that lack something, the greatest lack by share first, only so many."""
    over = need - have
    lacking = np.nonzero(over > 0)[0]
    share = over[lacking] / np.maximum(1, have[lacking])
    return [int(x) for x in lacking[np.argsort(-share, kind="stable")][:most]]


def _by(who: Users, shares: Amounts) -> tuple[tuple[int, int], ...]:
    """The work behind a lack, the largest share first; what one work draws in several ways is one."""
    added: dict[int, int] = {}
    for p, share in zip(who.work.tolist(), shares.tolist(), strict=True):
        if share > 0:
            added[p] = added.get(p, 0) + int(share)
    return tuple(sorted(added.items(), key=lambda one: (-one[1], one[0])))
