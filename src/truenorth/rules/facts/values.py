"""The numbers and amounts that an item states, wherever in its fields they are, and which of them are not told."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from truenorth.plan.entity import Part
from truenorth.plan.values import Money, Quantity

Field = tuple[str, str]  # the kind of item, or of part of one, and the field: ("BudgetLine", "amount")
Names = tuple[str, ...]
_NEVER = frozenset({"serves", "needs", "contacts_per_week"})  # nobody keeps these back, and all work has them


def hidden_fields(item: BaseModel) -> list[Field]:
    """The field of every value of an item that is known to exist but not told; a field with two of them twice."""
    return list(_hidden(item)) if hides(item) else []


def hides(item: BaseModel) -> bool:
    """Whether anything is not told: what can be said fast, for a plan has many items, and few of them hide anything."""
    values = item.__dict__
    single, by_name, parts = _able(type(item))
    for name in single:
        if (value := values[name]) is not None and value.hidden is not None:
            return True
    for name in by_name:
        for value in values[name].values():
            if value is not None and value.hidden is not None:
                return True
    for name in parts:
        for part in values[name]:
            if hides(part):
                return True
    return False


def _hidden(item: BaseModel) -> Iterator[Field]:
    values, kind = item.__dict__, type(item).__name__
    single, by_name, parts = _able(type(item))
    stated = [(name, values[name]) for name in single]
    stated += [(name, value) for name in by_name for value in values[name].values()]
    yield from ((kind, name) for name, value in stated if value is not None and value.hidden is not None)
    for name in parts:
        for part in values[name]:
            yield from _hidden(part)


@cache
def _able(kind: type[BaseModel]) -> tuple[Names, Names, Names]:
    """The fields of a kind that can hold a value, several by name, or parts that can hold some."""
    single, by_name, parts = [], [], []
    for name, info in sorted(kind.model_fields.items()):
        origin, inner = typing.get_origin(info.annotation), typing.get_args(info.annotation)
        if name in _NEVER:
            continue
        if origin is list and _is_part(inner[0]) and any(_able(inner[0])):
            parts.append(name)
        elif origin is dict and _is_value(inner[1]):
            by_name.append(name)
        elif origin is not dict and _is_value(info.annotation):
            single.append(name)
    return tuple(single), tuple(by_name), tuple(parts)


def _is_part(hint: object) -> bool:
    return isinstance(hint, type) and issubclass(hint, Part)


def _is_value(hint: object) -> bool:
    """Whether it is a number or an amount, or may be one."""
    return hint in (Quantity, Money) or any(map(_is_value, typing.get_args(hint)))
