"""Ways out made irreducible: no lever and no step more than is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from truenorth.engines.feasibility.answer import Schedule
from truenorth.engines.feasibility.worth import Worth

_TRIALS = 28  # for a way
Taken = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Way:
    """Levers with which it fits, what they count together, the least that any count, and a schedule that holds."""

    taken: Taken
    cost: int
    bound: int
    schedule: Schedule = field(default_factory=dict)


def is_part(some: Taken, taken: Taken) -> bool:
    """Whether all that some levers do is among what others do, which do more."""
    steps = dict(taken)
    return set(some) != set(taken) and all(many <= steps.get(key, 0) for key, many in some)


Fits = Callable[[Taken, Schedule], Schedule | None]  # a schedule that holds with some levers, near another
Keeps = Callable[[Taken, Schedule], bool]  # whether a schedule holds with some levers
With = Callable[[Way, Mapping[str, int]], Way | None]


class Reduction:
    """Leaves out of a way what is not needed, the dearest first: what its schedule does without, and then what another
    one does without, as far as a quick verdict tells.
    """

    def __init__(self, worth: Worth, fits: Fits, keeps: Keeps) -> None:
        """What levers count, how fewer of them are tried, and how it is told that a schedule does without some."""
        self.worth, self.fits, self.keeps, self.left = worth, fits, keeps, 0

    def reduced(self, way: Way) -> Way:
        """The way without any lever that is not needed, each with no more steps than are needed; in so many trials."""
        self.left = _TRIALS
        way = self._spared(way)
        for key in self._dearest(way):
            way = self._fewer(way, key, self._as_it_lies)
        keys = self._dearest(way)
        if len(keys) > 1:
            way = self._without(way, keys)
        for key in keys:
            if key in dict(way.taken):
                way = self._fewer(way, key, self._with)
        return way

    def _dearest(self, way: Way) -> list[str]:
        return [key for key, _ in sorted(way.taken, key=lambda one: (-self.worth.cost((one,)), one[0]))]

    def _spared(self, way: Way) -> Way:
        """The way without the levers that its own schedule does without."""
        for key in self._dearest(way):
            way = self._as_it_lies(way, {one: steps for one, steps in way.taken if one != key}) or way
        return way

    def _as_it_lies(self, way: Way, steps: Mapping[str, int]) -> Way | None:
        taken = tuple(steps.items())
        holds = bool(taken) and self.keeps(taken, way.schedule)
        return Way(taken, self.worth.cost(taken), way.bound, way.schedule) if holds else None

    def _without(self, way: Way, keys: Sequence[str]) -> Way:
        """Leave out levers, many at once where that is possible."""
        found = self._with(way, {key: steps for key, steps in way.taken if key not in keys})
        if found or len(keys) < 2:
            return self._spared(found) if found else way
        half = len(keys) // 2
        return self._without(self._without(way, keys[:half]), keys[half:])

    def _fewer(self, way: Way, key: str, with_: With) -> Way:
        """As few steps of a lever as are needed; mostly, not one fewer will do."""
        least, most = 1, dict(way.taken)[key]
        steps = most - 1
        while least < most:
            if found := with_(way, {**dict(way.taken), key: steps}):
                way = found if with_ == self._as_it_lies else self._fewer(found, key, self._as_it_lies)
                most = dict(way.taken)[key]
            else:
                least = steps + 1
            steps = (least + most) // 2
        return way

    def _with(self, way: Way, steps: Mapping[str, int]) -> Way | None:
        taken = tuple(steps.items())
        self.left -= 1
        schedule = self.fits(taken, way.schedule) if taken and self.left >= 0 else None
        return None if schedule is None else Way(taken, self.worth.cost(taken), way.bound, schedule)
