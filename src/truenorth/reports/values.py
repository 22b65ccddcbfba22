"""The values of an item in words: numbers with separators, money, durations, and the names of what it points at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from truenorth.plan.entity import Entity, Ref
from truenorth.plan.links import May, To, marked
from truenorth.plan.plan import Plan
from truenorth.plan.values import Duration, Money, Quantity
from truenorth.reports.words import listed, plain

Say = Callable[[str], str]


def said(value: Any, title: Say = plain, most: int = 8) -> str:
    """A value of a field as it is said; `unknown` where there is none."""
    if value in (None, "", [], {}):
        return "unknown"
    match value:
        case bool():
            return "yes" if value else "no"
        case Quantity() | Money() | int():
            return separated(str(value))
        case Duration():
            return value.words
        case Mapping():
            return listed((_pair(name, one, title, most) for name, one in value.items()), most)
        case list() | tuple():
            return listed((said(one, title, most) for one in value), most)
        case BaseModel():
            first, *others = _parts(value, title, most) or ["unknown"]
            return f"{first} ({', '.join(others)})" if others else first
    return title(str(value))


def _pair(name: str, one: Any, title: Say, most: int) -> str:
    return plain(title(name)) if one is None else f"{plain(title(name))} {said(one, title, most)}"


def _parts(part: BaseModel, title: Say, most: int) -> list[str]:
    fields = type(part).model_fields.items()
    names = [name for name, info in fields if getattr(part, name) not in (info.default, None, "", [], {})]
    first = next(iter(type(part).model_fields))
    values = ((name, said(getattr(part, name), title, most)) for name in names)
    return [text if name == first else f"{name.replace('_', ' ')} {text}" for name, text in values]


def separated(text: str) -> str:
    """A number with separators between its thousands: `12000 EUR` is `12,000 EUR`."""
    return re.sub(r"(?<![\d.])\d{4,}", lambda found: f"{int(found[0]):,}", text)


def titles(plan: Plan, item: Entity, field: str) -> Say:
    """How the text of a field is said: by the name of what it points at, where it is a link."""
    value = getattr(item, field)
    picks = [pick for mark in (To, May) for name, pick in marked(type(item), mark) if name == field]
    names: dict[str, Ref] = {}
    for ref in (ref for pick in picks if value for ref in pick(value) if plan.find(ref)):
        names[ref] = names[ref.partition(":")[2]] = ref
    return lambda text: plain(plan.title(names[text]) if text in names else text)
