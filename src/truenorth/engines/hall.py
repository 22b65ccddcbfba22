"""Whether work fits into the hours of those who can do it, whoever does what; if not, which kinds of work do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_EPSILON = 1e-6


def short(need: Mapping[str, float], have: Sequence[float], able: Mapping[str, Sequence[int]]) -> list[frozenset[str]]:
    """The kinds of work that need more than all who can do one of them have, as the smallest sets that belong together.

    `need` is by kind of work, `have` by group of people; `able` tells which groups do a kind. By Hall's theorem there
    are such sets exactly where the work cannot be shared out. Of several, these are short by most.
    """
    shared = Sharing(have, able)
    rest = {
        kind: left
        for kind in sorted(need, key=lambda kind: (len(able[kind]), kind))
        if (left := shared.add(kind, need[kind])) > _EPSILON
    }
    groups, kinds, _ = shared.reached(rest)
    return _apart(sorted(kinds), able, groups)


class Sharing:
    """Work shared out among groups of people, and the time that each group has left."""

    def __init__(self, have: Sequence[float], able: Mapping[str, Sequence[int]]) -> None:
        """Nothing is given to anybody; `able` tells which groups do a kind of work."""
        self.free = list(have)
        self.able = able
        self.given: list[dict[str, float]] = [{} for _ in have]

    def add(self, kind: str, much: float) -> float:
        """Give out so much more of a kind of work, as far as it goes; how much is left over."""
        while much > _EPSILON:
            pushed = self._push(kind, much)
            if not pushed:
                return much
            much -= pushed
        return 0.0

    def take_back(self, kind: str, much: float) -> None:
        """So much of a kind of work is not done after all."""
        for group in self.able[kind]:
            back = min(much, self.given[group].get(kind, 0.0))
            if back:
                self.given[group][kind] -= back
                self.free[group] += back
                much -= back

    def _push(self, kind: str, most: float) -> float:
        """Give out some of a kind, moving other work over where that makes room; how much it was."""
        groups, kinds, end = self.reached([kind])
        if end is None:
            return 0.0
        moves: list[tuple[str, int | None, int]] = []  # (kind, the group that gives it away, the one that takes it)
        to: int | None = end
        while to is not None:
            moved = groups[to]
            moves.append((moved, kinds[moved], to))
            to = kinds[moved]
        limits = (self.given[source][moved] for moved, source, _ in moves if source is not None)
        much = min(most, self.free[end], *limits)
        for moved, source, taker in moves:
            self.given[taker][moved] = self.given[taker].get(moved, 0.0) + much
            if source is not None:
                self.given[source][moved] -= much
        self.free[end] -= much
        return much

    def reached(self, start: Iterable[str]) -> tuple[dict[int, str], dict[str, int | None], int | None]:
        """The groups and kinds that some kinds lead to, each with where it was come from; and a group with room."""
        kinds: dict[str, int | None] = dict.fromkeys(start)
        groups: dict[int, str] = {}
        waiting = list(kinds)
        for kind in waiting:
            for group in self.able[kind]:
                if group in groups:
                    continue
                groups[group] = kind
                if self.free[group] > _EPSILON:
                    return groups, kinds, group
                for other, much in self.given[group].items():
                    if much > _EPSILON and other not in kinds:
                        kinds[other] = group
                        waiting.append(other)
        return groups, kinds, None


def _apart(kinds: Sequence[str], able: Mapping[str, Sequence[int]], groups: Iterable[int]) -> list[frozenset[str]]:
    """Kinds of work, apart where no group does both."""
    sets = [({kind}, set(able[kind])) for kind in kinds]
    for group in groups:
        joined = [one for one in sets if group in one[1]]
        if len(joined) > 1:
            rest = [one for one in sets if group not in one[1]]
            sets = [*rest, (set().union(*(one[0] for one in joined)), set().union(*(one[1] for one in joined)))]
    return [frozenset(kinds) for kinds, _ in sets]
