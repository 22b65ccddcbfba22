"""What a process remembers of what it has worked out: the last used, as far as there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from threading import Lock
from typing import Generic, TypeVar

from truenorth.plan.plan import Plan

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key; when they take up more than there is room for, those not used for longest are forgotten."""

    def __init__(self, room: int) -> None:
        """Begin with nothing; `room` is in the unit in which values are put in."""
        self.room = room
        self._held: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """How many values are remembered."""
        return len(self._held)

    def get(self, key: K) -> V | None:
        """The value of a key; None where it is not remembered."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: K, value: V, takes: int = 1) -> V:
        """Remember a value, which takes up so much room; the last one put in is always remembered."""
        with self._lock:
            self._held.pop(key, None)
            self._held[key] = value, takes
            used = sum(takes for _, takes in self._held.values())
            while used > self.room and len(self._held) > 1:
                used -= self._held.popitem(last=False)[1][1]
        return value

    def __iter__(self) -> Iterator[K]:
        """The keys as they are now, the one used last at the end."""
        with self._lock:
            return iter(list(self._held))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()


class Beside(Generic[V]):
    """What was worked out of a plan, kept beside it: a plan never changes, and the next version is another one."""

    def __init__(self, room: int) -> None:
        """Begin with nothing; `room` is in items of plans."""
        self._kept: Kept[tuple[int, Hashable], tuple[Plan, V]] = Kept(room)

    def of(self, plan: Plan, which: Hashable, made: Callable[[], V]) -> V:
        """What was worked out of a plan already, or is now; `which` tells apart what is worked out of the same plan."""
        held = self._kept.get((id(plan), which))
        if held is not None and held[0] is plan:
            return held[1]
        return self._kept.put((id(plan), which), (plan, made()), len(plan))[1]
