"""A new key for an item: one change that edits everything that points at it."""

from __future__ import annotations

import typing
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from truenorth.plan.edit import Edit
from truenorth.plan.entity import Entity, data
from truenorth.plan.links import May, Ref, To, refs
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity


def rename(plan: Plan, ref: Ref, key: str) -> list[Edit]:
    """The edits that give an item another key and let every link, and every word that means it, follow."""
    item = plan.entities[ref]
    new = f"{item.kind}:{key}"
    if new in plan.entities:
        raise ValueError(f"{new} is there already: choose another key")
    meant = plan.incoming.get(ref, {}).keys() | {one.ref for one in plan.entities.values() if ref in refs(one, May)}
    renamed = relinked(item, ref, new)
    entity(new, renamed)
    return [
        Edit(ref, data(item), None),
        Edit(new, None, renamed),
        *(
            Edit(source, data(plan.entities[source]), relinked(plan.entities[source], ref, new))
            for source in sorted(meant - {ref})
        ),
    ]


def relinked(item: Entity, old: Ref, new: Ref | None) -> dict[str, Any]:
    """The plain data of an item with every link to `old` leading to `new`, or (None) taken away."""
    hints = {**_hints(type(item)), "same_as": list[Annotated[str, To(item.kind)]]}
    fields = data(item)
    for name in list(fields):
        changed = _followed(fields[name], hints[name], old, new)
        if changed is _GONE or changed in ({}, []):
            del fields[name]
        else:
            fields[name] = changed
    return fields


@cache
def _hints(kind: type[BaseModel]) -> dict[str, Any]:
    return typing.get_type_hints(kind, include_extras=True)


_GONE = object()


def _followed(value: Any, hint: Any, old: Ref, new: Ref | None) -> Any:
    mark = next((part for part in get_args(hint) if isinstance(part, To | May)), None)
    if mark and isinstance(value, str):
        return _key(value, mark, old, new)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _followed(value, parts[0], old, new)
    if origin is list and isinstance(value, list):
        return [kept for one in value if (kept := _followed(one, parts[0], old, new)) is not _GONE]
    if origin is dict and isinstance(value, dict):
        return _map(value, parts, old, new)
    if isinstance(hint, type) and issubclass(hint, BaseModel) and isinstance(value, dict):
        return _part(value, hint, old, new)
    for part in parts:
        if (changed := _followed(value, part, old, new)) != value:
            return changed
    return value


def _key(value: str, mark: To | May, old: Ref, new: Ref | None) -> Any:
    if mark.ref(value) != old:
        return value
    if new is None:
        return _GONE
    return new if ":" in value else new.partition(":")[2]


def _map(value: dict[str, Any], parts: tuple[Any, ...], old: Ref, new: Ref | None) -> dict[str, Any]:
    pairs = ((_followed(key, parts[0], old, new), _followed(one, parts[1], old, new)) for key, one in value.items())
    return {key: one for key, one in pairs if key is not _GONE and one is not _GONE}


def _part(value: dict[str, Any], kind: type[BaseModel], old: Ref, new: Ref | None) -> Any:
    hints = _hints(kind)
    changed = {name: _followed(one, hints[name], old, new) for name, one in value.items()}
    lost = [name for name, one in changed.items() if one is _GONE]
    if any(kind.model_fields[name].is_required() for name in lost):
        return _GONE
    return {name: one for name, one in changed.items() if one is not _GONE}
