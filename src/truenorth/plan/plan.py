"""The plan: an immutable set of entities, and the ways to walk it."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

from truenorth.plan.calendar import Calendar, Span
from truenorth.plan.company import Company, calendar_of
from truenorth.plan.entity import Entity, Ref, data
from truenorth.plan.links import May, refs

E = TypeVar("E", bound=Entity)
Incoming = dict[Ref, dict[Ref, None]]


@dataclass(frozen=True)
class Plan:
    """Entities by ref. Plans are compared, forked and signed as values; versions share unchanged entities."""

    entities: Mapping[Ref, Entity]
    _pointing: dict[tuple[Ref, str], list[Any]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.entities)

    def all(self, kind: type[E]) -> list[E]:
        """Every entity of a kind, in the order of their keys."""
        return self._by_kind.get(kind.kind, [])

    def get(self, kind: type[E], key: str | None) -> E | None:
        """The entity of a kind under a key."""
        return self.entities.get(f"{kind.kind}:{key}") if key else None  # type: ignore[return-value]

    def find(self, ref: Ref) -> Entity | None:
        """The entity at a ref."""
        return self.entities.get(ref)

    def title(self, ref: Ref) -> str:
        """What people call the item at a ref."""
        item = self.entities.get(ref)
        return item.title if item else ref.partition(":")[2]

    def pointing_at(self, ref: Ref, kind: type[E]) -> list[E]:
        """The entities of a kind that point at a ref through any field, in the order of their keys."""
        known = self._pointing.get((ref, kind.kind))
        if known is None:
            sources = (source for source in self.incoming.get(ref, ()) if source.startswith(f"{kind.kind}:"))
            known = [self.entities[source] for source in sorted(sources)]
            self._pointing[ref, kind.kind] = known
        return known

    def dangling(self) -> Iterator[tuple[Ref, Ref]]:
        """The (source, target) pairs where a link leads to nothing."""
        for target in sorted(self.incoming.keys() - self.entities.keys()):
            yield from ((source, target) for source in sorted(self.incoming[target]))

    @cached_property
    def _by_kind(self) -> dict[str, list[Any]]:
        grouped: dict[str, list[Any]] = {}
        for ref in sorted(self.entities):
            entity = self.entities[ref]
            grouped.setdefault(entity.kind, []).append(entity)
        return grouped

    @cached_property
    def incoming(self) -> Incoming:
        """For each ref that something points at, the refs that do."""
        found: Incoming = {}
        for ref, entity in self.entities.items():
            for target in entity.links:
                found.setdefault(target, {})[ref] = None
        return found

    @cached_property
    def meant(self) -> Incoming:
        """For each ref that words of an item may mean, such as those that name its owner, the refs of these items."""
        found: Incoming = {}
        for ref, entity in self.entities.items():
            for target in refs(entity, May):
                found.setdefault(target, {})[ref] = None
        return found

    @cached_property
    def alike(self) -> dict[Ref, tuple[Ref, ...]]:
        """Each item that means the same as others of its kind, also by way of a third, with all of them in order."""
        beside: dict[Ref, set[Ref]] = {}
        for ref, entity in self.entities.items():
            for twin in entity.twins if entity.same_as else ():
                if twin != ref and twin in self.entities and twin.startswith(f"{entity.kind}:"):
                    beside.setdefault(ref, set()).add(twin)
                    beside.setdefault(twin, set()).add(ref)
        groups: dict[Ref, tuple[Ref, ...]] = {}
        for ref in beside:
            if ref not in groups:
                group = tuple(sorted(_reached(beside, ref)))
                groups.update(dict.fromkeys(group, group))
        return groups

    @cached_property
    def company(self) -> Company | None:
        """The company the plan belongs to."""
        return next(iter(self.all(Company)), None)

    @cached_property
    def calendar(self) -> Calendar:
        """The company's calendar."""
        return calendar_of(self.company)

    def as_of(self, day: date) -> Plan:
        """The plan as it is valid on a day: without what was not yet, or is no longer, so."""
        gone = {ref for ref, (start, end) in self._validity.items() if (start and start > day) or (end and end < day)}
        if not gone:
            return self
        return Plan({ref: entity for ref, entity in self.entities.items() if ref not in gone})

    @cached_property
    def _validity(self) -> dict[Ref, tuple[date | None, date | None]]:
        """The first and the last day of what is not so at all times."""
        start, end, items = self.calendar.start, self.calendar.end, self.entities.values()
        dated = (one for one in items if one.valid_from is not None or one.valid_to is not None)
        return {one.ref: (start(one.valid_from), end(one.valid_to)) for one in dated}

    def changed(self, changes: Mapping[Ref, Entity | None]) -> Plan:
        """The plan with some entities put, replaced or (None) taken away; what is worked out is carried along."""
        entities = {**self.entities, **{ref: entity for ref, entity in changes.items() if entity}}
        for ref in (ref for ref, entity in changes.items() if entity is None):
            entities.pop(ref, None)
        after = Plan(entities)
        known = self.__dict__
        if "incoming" in known:
            after.__dict__["incoming"] = self._patched_incoming(changes)
            after._pointing.update(self._patched_pointing(changes))
        if "_by_kind" in known:
            after.__dict__["_by_kind"] = self._patched_kinds(changes)
        if "calendar" in known and not any(ref.startswith("company:") for ref in changes):
            after.__dict__["calendar"] = known["calendar"]
            if "_validity" in known and not any(self._lasts_otherwise(ref, one) for ref, one in changes.items()):
                after.__dict__["_validity"] = known["_validity"]
        if "alike" in known and all(self._means_nothing_else(ref, entity) for ref, entity in changes.items()):
            after.__dict__["alike"] = known["alike"]
        return after

    def _means_nothing_else(self, ref: Ref, after: Entity | None) -> bool:
        """Whether a change of an item changes nothing about which items mean the same."""
        before = self.entities.get(ref)
        return before is not None and after is not None and not before.same_as and not after.same_as

    def _lasts_otherwise(self, ref: Ref, after: Entity | None) -> bool:
        """Whether an item is so from or to another day after a change."""
        before = self.entities.get(ref)
        was, now = ((one.valid_from, one.valid_to) if one else (None, None) for one in (before, after))
        return was != now

    def _patched_incoming(self, changes: Mapping[Ref, Entity | None]) -> Incoming:
        incoming = dict(self.incoming)
        copied: set[Ref] = set()
        for ref, entity in changes.items():
            before = self.entities.get(ref)
            old, new = set(before.links if before else ()), set(entity.links if entity else ())
            for target in old ^ new:
                if target not in copied:
                    incoming[target] = dict(incoming.get(target, {}))
                    copied.add(target)
                if target in new:
                    incoming[target][ref] = None
                else:
                    incoming[target].pop(ref, None)
        for target in copied:
            if not incoming[target]:
                del incoming[target]
        return incoming

    def _patched_pointing(self, changes: Mapping[Ref, Entity | None]) -> dict[tuple[Ref, str], list[Any]]:
        pointing = dict(self._pointing)
        for ref, entity in changes.items():
            before = self.entities.get(ref)
            for target in (*(before.links if before else ()), *(entity.links if entity else ())):
                pointing.pop((target, ref.partition(":")[0]), None)
        return pointing

    def _patched_kinds(self, changes: Mapping[Ref, Entity | None]) -> dict[str, list[Any]]:
        grouped = dict(self._by_kind)
        for kind in {ref.partition(":")[0] for ref in changes}:
            of_kind = {ref: entity for ref, entity in changes.items() if ref.startswith(f"{kind}:")}
            grouped[kind] = replaced(grouped.get(kind, ()), of_kind)
        return grouped

    @cached_property
    def fingerprint(self) -> str:
        """A hash of every entity in canonical form: what a signature covers."""
        digest = hashlib.sha256()
        for ref in sorted(self.entities):
            digest.update(json.dumps([ref, data(self.entities[ref])], sort_keys=True).encode())
        return digest.hexdigest()


def _reached(beside: Mapping[Ref, Iterable[Ref]], start: Ref) -> set[Ref]:
    """All refs that can be come to from one, itself among them."""
    reached, waiting = {start}, [start]
    while waiting:
        new = [ref for ref in beside[waiting.pop()] if ref not in reached]
        reached.update(new)
        waiting += new
    return reached


def replaced(items: Sequence[Any], changes: Mapping[Ref, Entity | None]) -> list[Any]:
    """Entities in the order of their refs, with some put in, replaced or (None) taken out."""
    after = list(items)
    for ref, entity in changes.items():
        at = bisect_left(after, ref, key=attrgetter("ref"))
        there = at < len(after) and after[at].ref == ref
        after[at : at + there] = [entity] if entity else []
    return after


def plan_of(entities: Iterable[Entity]) -> Plan:
    """A plan of some entities."""
    return Plan({entity.ref: entity for entity in entities})


def valid(entity: Entity, day: date, calendar: Calendar) -> bool:
    """Whether an entity is so on a day."""
    if entity.valid_from is None and entity.valid_to is None:
        return True
    start, end = calendar.start(entity.valid_from), calendar.end(entity.valid_to)
    return (start is None or start <= day) and (end is None or day <= end)


def own_period(plan: Plan) -> Span | None:
    """From the first to the last day that anything in the plan names as its start, end, due date or period."""
    fields = ("start", "end", "due", "in_market", "period", "date", "by")
    spans = [
        span
        for entity in plan.entities.values()
        for name in fields
        if isinstance(text := getattr(entity, name, None), str) and (span := plan.calendar.span(text))
    ]
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None
