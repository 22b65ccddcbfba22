"""The least work that has to give way where more is asked for than there is: what is at stake, and no more."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from heapq import heapify, heappop, heappush

from truenorth.plan.entity import Ref
from truenorth.rules.case import Case
from truenorth.rules.finding import TooMuch

_EPSILON = 1e-6
Place = Hashable
Shares = Mapping[Ref, Mapping[Place, float]]  # item -> in which week, month or the like -> how much


def give_way(case: Case, too_much: TooMuch) -> list[Ref]:
    """The items without which the rest fits, as cheap and few as can be found; none where the rest never would."""
    over, shares = too_much.over, too_much.shares
    short = {place: much for place, much in over.items() if much > _EPSILON}
    concerned = {ref: mine for ref in sorted(shares) if (mine := _here(shares[ref], short))}
    if any(_summed(concerned.values(), place) < much - _EPSILON for place, much in short.items()):
        return []  # it is not this work that is too much
    worth = _worth(case, concerned)
    several = _needed(short, concerned, _cheapest_first(short, concerned, worth), worth)
    alone = [ref for ref, mine in concerned.items() if _covers([mine], short)]
    one = min(alone, key=lambda ref: (worth[ref], ref), default=None)
    return [one] if one and worth[one] <= sum(worth[ref] for ref in several) else several


def _here(share: Mapping[Place, float], short: Mapping[Place, float]) -> dict[Place, float]:
    return {place: much for place in short if (much := share.get(place, 0.0)) > 0}


def _summed(shares: Iterable[Mapping[Place, float]], place: Place) -> float:
    return sum(share.get(place, 0.0) for share in shares)


def _covers(shares: list[Mapping[Place, float]], short: Mapping[Place, float]) -> bool:
    return all(_summed(shares, place) >= much - _EPSILON for place, much in short.items())


def _worth(case: Case, refs: Iterable[Ref]) -> dict[Ref, float]:
    """What each item costs, money before hours; what nobody knows counts like the others."""
    behind = {ref: case.total(case.units(ref)) for ref in refs}
    known = {ref: 1000 * (spend.money or 0.0) + spend.hours for ref, spend in behind.items()}
    stated = [much for much in known.values() if much]
    usual = sum(stated) / len(stated) if stated else 1.0
    return {ref: much or usual for ref, much in known.items()}


def _cheapest_first(short: Mapping[Place, float], shares: Shares, worth: Mapping[Ref, float]) -> list[Ref]:
    """Items one after another, each the cheapest for what it takes away of the rest, until nothing is too much."""
    left = dict(short)
    cost = _cost(shares, worth, left)
    waiting = [(cost(ref), ref) for ref in shares]
    heapify(waiting)
    taken: list[Ref] = []
    while left and waiting:
        was, ref = heappop(waiting)
        now = cost(ref)
        if now > was:  # others have taken away a part of what it would
            heappush(waiting, (now, ref))
            continue
        taken.append(ref)
        for place, much in shares[ref].items():
            if place in left:
                left[place] -= much
                if left[place] <= _EPSILON:
                    del left[place]
    return taken


def _cost(shares: Shares, worth: Mapping[Ref, float], left: Mapping[Place, float]) -> Callable[[Ref], float]:
    def cost(ref: Ref) -> float:
        away = sum(min(much, left.get(place, 0.0)) for place, much in shares[ref].items())
        return worth[ref] / away if away > 0 else float("inf")

    return cost


def _needed(short: Mapping[Place, float], shares: Shares, taken: list[Ref], worth: Mapping[Ref, float]) -> list[Ref]:
    """Items without those, the dearest first, that are not needed with the others there."""
    covered = {place: _summed((shares[ref] for ref in taken), place) for place in short}
    kept = set(taken)
    for ref in sorted(taken, key=lambda ref: (-worth[ref], ref)):
        mine = shares[ref]
        if all(covered[place] - mine.get(place, 0.0) >= much - _EPSILON for place, much in short.items()):
            kept.remove(ref)
            covered = {place: much - mine.get(place, 0.0) for place, much in covered.items()}
    return sorted(kept)
