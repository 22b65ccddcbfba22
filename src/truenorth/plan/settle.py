"""Clashes settled: of every field that two people changed, which of both values counts; then edits merge."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any

from truenorth.plan.edit import Clash, Data, Edit, rebase
from truenorth.plan.entity import Ref, data
from truenorth.plan.plan import Plan

Field = tuple[Ref, str]  # an item and one of its fields; an empty one means the whole item


def settled(edits: Iterable[Edit], onto: Plan, theirs: Container[Field]) -> list[Edit]:
    """The edits, so that none clashes with a plan: what is among `theirs` stays as it is there, all else is ours."""
    return [one for edit in edits for one in _settled(edit, onto, theirs)]


def _settled(edit: Edit, onto: Plan, theirs: Container[Field]) -> Iterator[Edit]:
    _, clashes = rebase([edit], onto)
    if not clashes:
        yield edit
        return
    item = onto.find(edit.ref)
    now = data(item) if item else None
    if any(not one.field for one in clashes):
        if (edit.ref, "") not in theirs:
            yield Edit(edit.ref, now, edit.after)
        return
    found = _field_by_field(edit, clashes, now or {}, theirs)
    if found.fields:
        yield found


def _field_by_field(edit: Edit, clashes: Iterable[Clash], now: dict[str, Any], theirs: Container[Field]) -> Edit:
    before, after = dict(edit.before or {}), dict(edit.after or {})
    for one in clashes:
        _put(before, one.field, now)
        if (edit.ref, one.field) in theirs:
            _put(after, one.field, now)
    return Edit(edit.ref, before, after)


def _put(fields: dict[str, Any], name: str, of: Data) -> None:
    """Give fields the value that others have, or none where they have none."""
    fields.pop(name, None)
    if of and name in of:
        fields[name] = of[name]
