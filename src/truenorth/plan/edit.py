"""Edits: the difference between two plans, applying it, merging it, and the one gate that every write goes through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from truenorth.plan.entity import Entity, Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.reading import Reader, entity, revised

Data = dict[str, Any] | None  # None: the entity is not there


@dataclass(frozen=True)
class Edit:
    """One entity before and after."""

    ref: Ref
    before: Data
    after: Data

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields in which before and after differ."""
        before, after = self.before or {}, self.after or {}
        return frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))

    def reversed(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.ref, self.after, self.before)


@dataclass(frozen=True)
class Clash:
    """Two people changed the same field to different things; an empty field means the whole item."""

    ref: Ref
    field: str
    ours: Any
    theirs: Any


class Clashes(ValueError):
    """An edit that cannot be merged; carries both values of every field concerned."""

    def __init__(self, clashes: list[Clash]) -> None:
        """Keep the clashes."""
        super().__init__(
            "; ".join(f"{c.ref} {c.field}: yours is {c.ours!r}, meanwhile it became {c.theirs!r}" for c in clashes)
        )
        self.clashes = clashes


class Broken(ValueError):
    """An edit that would leave links pointing at nothing; carries (from, to) of each."""

    def __init__(self, holes: list[tuple[Ref, Ref]]) -> None:
        """Keep the holes."""
        super().__init__(
            "; ".join(f"{source} points at {target}, which is not in the plan" for source, target in holes)
        )
        self.holes = holes


def change(plan: Plan, edits: Iterable[Edit]) -> tuple[Plan, list[Edit]]:
    """The plan after the edits, and the edits as they were merged: the one way in, for a folder and a database.

    Raises Clashes, Broken, or Unreadable for values that are not valid; the plan given is never touched.
    """
    merged, clashes = rebase(edits, plan)
    if clashes:
        raise Clashes(clashes)
    after = apply(plan, merged)
    holes = list(broken(plan, after, merged))
    if holes:
        raise Broken(holes)
    return after, merged


def diff(old: Plan, new: Plan) -> list[Edit]:
    """The edits that turn old into new, in the order of their refs."""
    before, after = old.entities, new.entities
    touched = [ref for ref, item in after.items() if (was := before.get(ref)) is not item and was != item]
    touched += [ref for ref in before if ref not in after]
    return [
        Edit(ref, data(before[ref]) if ref in before else None, data(after[ref]) if ref in after else None)
        for ref in sorted(touched)
    ]


def apply(plan: Plan, edits: Iterable[Edit]) -> Plan:
    """The plan after the edits; the entities not edited are shared."""
    readers: dict[str, Reader] = {}
    return plan.changed({edit.ref: _after(plan, edit, readers) for edit in edits})


def _after(plan: Plan, edit: Edit, readers: dict[str, Reader]) -> Entity | None:
    now = plan.find(edit.ref)
    if edit.after is None:
        return None
    return revised(now, edit.after) if now else entity(edit.ref, edit.after, readers)


def broken(before: Plan, after: Plan, edits: Iterable[Edit]) -> Iterator[tuple[Ref, Ref]]:
    """The (source, target) pairs that the edits left pointing at nothing; links broken before do not count."""
    edits = list(edits)
    for edit in edits:
        if edit.after is None:
            sources = after.incoming.get(edit.ref, ()) if edit.ref in before.entities else ()
            yield from ((source, edit.ref) for source in sorted(sources))
            continue
        was = before.find(edit.ref)
        old = set(was.links) if was else set()
        yield from (
            (edit.ref, to)
            for to in after.entities[edit.ref].links
            if to not in after.entities and not (to in old and to not in before.entities)
        )


def rebase(edits: Iterable[Edit], onto: Plan) -> tuple[list[Edit], list[Clash]]:
    """The same edits on a plan that others changed meanwhile, field by field, and where that cannot be done.

    Edits of one item follow each other, and become one.
    """
    found: dict[Ref, Data] = {}
    merged: dict[Ref, Data] = {}
    clashes: list[Clash] = []
    for edit in edits:
        if edit.ref not in found:
            now = onto.find(edit.ref)
            found[edit.ref] = merged[edit.ref] = data(now) if now else None
        theirs = merged[edit.ref]
        if theirs == edit.before:
            merged[edit.ref] = edit.after
        elif theirs is not None and edit.after is not None and edit.before is not None:
            merged[edit.ref] = _merged(edit, edit.before, edit.after, theirs, clashes)
        elif theirs != edit.after:
            clashes.append(Clash(edit.ref, "", edit.after, theirs))
    return [Edit(ref, was, merged[ref]) for ref, was in found.items() if was != merged[ref]], clashes


def _merged(
    edit: Edit, before: dict[str, Any], after: dict[str, Any], theirs: dict[str, Any], clashes: list[Clash]
) -> dict[str, Any]:
    changed_by_them = Edit(edit.ref, before, theirs).fields
    clashes += [
        Clash(edit.ref, name, after.get(name), theirs.get(name))
        for name in sorted(edit.fields & changed_by_them)
        if after.get(name) != theirs.get(name)
    ]
    ours = {name: after[name] for name in edit.fields if name in after}
    kept = {name: value for name, value in theirs.items() if name not in edit.fields}
    return kept | ours
