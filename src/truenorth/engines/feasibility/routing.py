"""Whether minutes of work can be shared out among those who have the skills: a maximum flow in whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def unrouted(need: Mapping[str, int], have: Sequence[int | None], able: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """Skills that need more than all who have one of them can give; none where everything can be shared out.

    `have` is by number of the staff, None for as much as it takes; `able` tells who has a skill. Augmenting paths
    (Ford and Fulkerson 1956); what the last search reaches is the smallest cut, and so the skills that are short.
    """
    limited = {skill: much for skill, much in need.items() if all(have[n] is not None for n in able[skill])}
    free = [much or 0 for much in have]
    given: list[dict[str, int]] = [{} for _ in have]
    for skill in sorted(limited, key=lambda one: (len(able[one]), one)):
        left = limited[skill]
        while left:
            much, reached = _routed(skill, left, free, given, able)
            if not much:
                return reached
            left -= much
    return frozenset()


def _routed(
    skill: str, left: int, free: list[int], given: list[dict[str, int]], able: Mapping[str, Sequence[int]]
) -> tuple[int, frozenset[str]]:
    """How much of a skill one path carries, and the skills that were met on the search for one."""
    come: dict[int, str] = {}  # by staff: the skill it was reached from
    moved: dict[str, int | None] = {skill: None}  # by skill: who would give it away
    waiting = [skill]
    for asked in waiting:
        for n in able[asked]:
            if n in come:
                continue
            come[n] = asked
            if free[n]:
                return _moved(n, left, come, moved, free, given), frozenset()
            for other, much in given[n].items():
                if much and other not in moved:
                    moved[other] = n
                    waiting.append(other)
    return 0, frozenset(moved)


def _moved(
    last: int,
    left: int,
    come: dict[int, str],
    moved: dict[str, int | None],
    free: list[int],
    given: list[dict[str, int]],
) -> int:
    """Hand work over along the path that ends at `last`, as much as it carries."""
    path: list[tuple[int, str, int | None]] = []
    taker: int | None = last
    while taker is not None:
        giver = moved[come[taker]]
        path.append((taker, come[taker], giver))
        taker = giver
    much = min(left, free[last], *(given[giver][skill] for _, skill, giver in path if giver is not None))
    free[last] -= much
    for taker_, skill, giver in path:
        given[taker_][skill] = given[taker_].get(skill, 0) + much
        if giver is not None:
            given[giver][skill] -= much
    return much
