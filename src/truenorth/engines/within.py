"""Whether what has to be done within some stretches of time is more than there is in them, however it is laid."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence


def too_much_within(
    parts: Iterable[tuple[int, int, float]], have: Sequence[float], more: float = 0.0, of: Container[int] | None = None
) -> bool:
    """Whether some stretches in a row cannot hold what falls into them alone.

    `parts` are (first stretch, last stretch, how much); `have` is what each stretch can hold, `more` what stretches in
    a row can hold besides; only rows of the lengths `of` are looked at, where given. By Hall's theorem what may be
    split at will can be laid between its ends exactly where no stretches in a row are asked for more than they have.
    """
    by_first: dict[int, dict[int, float]] = {}
    for first, last, much in parts:
        if much > 0:
            mine = by_first.setdefault(first, {})
            mine[last] = mine.get(last, 0.0) + much
    inside: dict[int, float] = {}  # of what begins from a stretch on, how much ends in which
    for first in sorted(by_first, reverse=True):
        for last, much in by_first[first].items():
            inside[last] = inside.get(last, 0.0) + much
        asked = there = 0.0
        for n in range(first, max(inside) + 1):
            asked += inside.get(n, 0.0)
            there += have[n]
            if asked > there + more and (of is None or n - first + 1 in of):
                return True
    return False
