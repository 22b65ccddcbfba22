"""Any item of a plan by a few letters of its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.plan.entity import KINDS, Ref
from truenorth.plan.plan import Plan

MOST = 24


@dataclass(frozen=True)
class Hit:
    """An item that was found."""

    ref: Ref
    title: str
    kind: str


def items(plan: Plan, text: str, most: int = MOST) -> list[Hit]:
    """The items in which every word of a text occurs: names that begin with it first, short ones before long ones."""
    words = text.casefold().split()
    if not words:
        return []
    found = [
        (_rank(words, title), title, ref, kind)
        for ref, title, kind, sought in _sought(plan)
        if all(word in sought for word in words)
    ]
    return [Hit(ref, title, kind) for _, title, ref, kind in sorted(found)[:most]]


def _sought(plan: Plan) -> Iterator[tuple[Ref, str, str, str]]:
    """Of each item the ref, the title, the kind, and the text that is searched."""
    for ref, item in plan.entities.items():
        yield ref, item.title, item.kind, f"{item.title} {item.key} {item.kind} {KINDS[item.kind].plural}".casefold()


def _rank(words: list[str], title: str) -> tuple[bool, int]:
    return not title.casefold().startswith(words[0]), len(title)
