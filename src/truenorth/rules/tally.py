"""Whole numbers summed over many items, kept item by item, so that after an edit only the edited are counted again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from operator import add, sub

from truenorth.plan.entity import Entity, Ref

Numbers = tuple[int, ...]
Part = tuple[Hashable, Numbers]  # under which key an item is counted, and with what


@dataclass(frozen=True)
class Tally:
    """The part of each item, and the sums of the parts by key; `stale` items have to be counted again."""

    parts: dict[Ref, Part] = field(default_factory=dict)
    sums: dict[Hashable, Numbers] = field(default_factory=dict)
    stale: frozenset[Ref] = frozenset()

    @classmethod
    def of(cls, items: Iterable[Entity], part: Callable[[Entity], Part | None]) -> Tally:
        """The tally of some items, each there once."""
        parts: dict[Ref, Part] = {}
        sums: dict[Hashable, Numbers] = {}
        for item in items:
            if new := part(item):
                parts[item.ref] = new
                _put(sums, new, add)
        return cls(parts, sums)

    def counted(self, refs: Iterable[Ref], part: Callable[[Ref], Part | None]) -> Tally:
        """The tally with some items counted (again); the numbers are whole, so that it is what a new count gives."""
        parts, sums = dict(self.parts), dict(self.sums)
        for ref in refs:
            if old := parts.pop(ref, None):
                _put(sums, old, sub)
            if new := part(ref):
                parts[ref] = new
                _put(sums, new, add)
        return Tally(parts, sums)


def _put(sums: dict[Hashable, Numbers], part: Part, how: Callable[[int, int], int]) -> None:
    key, numbers = part
    known = sums.get(key)
    if known is None:
        sums[key] = numbers
        return
    total = tuple(map(how, known, numbers))
    if total[0]:
        sums[key] = total
    else:
        del sums[key]  # its first number counts the items: nobody is left
