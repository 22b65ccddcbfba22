"""The map as a list: each goal with what serves it, for a phone, a screen reader and a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.plan.entity import Ref
from truenorth.reports.sight.columns import Item, Sight


@dataclass(frozen=True)
class Branch:
    """An item of the map, what flows through it in words, and what serves it directly."""

    item: Item
    said: str
    branches: tuple[Branch, ...] = ()


def outline(sight: Sight) -> tuple[Branch, ...]:
    """The goals, each with its objectives, programs and activities below it; an item that serves two stands twice."""
    items = {item.ref: item for kind, column in sight.columns.items() if kind != "vision" for item in column}
    below: dict[Ref, list[tuple[float, Ref]]] = {}
    for (child, parent), amount in sight.flows.items():
        if child in items:
            below.setdefault(parent, []).append((-amount, child))
    return tuple(_branch(sight, items, below, goal.ref, goal.amount, ()) for goal in sight.columns["goal"])


def _branch(
    sight: Sight,
    items: dict[Ref, Item],
    below: dict[Ref, list[tuple[float, Ref]]],
    ref: Ref,
    amount: float,
    above: tuple[Ref, ...],
) -> Branch:
    way = (*above, ref)
    children = (
        _branch(sight, items, below, child, -much, way)
        for much, child in sorted(below.get(ref, []))
        if child not in way
    )
    said = sight.said(amount) if amount else "nothing yet"
    return Branch(items[ref], "" if items[ref].asks else said, tuple(children))


def lines(sight: Sight, most: int = 3) -> list[str]:
    """The list as text: the sentence first, then goals with what serves them, and what has no line of sight."""
    listed = [sight.says, ""]
    for branch in outline(sight):
        listed += _lines(branch, 0, most)
    if sight.apart:
        listed += ["", f"No line of sight ({len(sight.apart)})"]
        listed += [f"  {item.title}{_amount(sight, item)}" for item in sight.apart[: 3 * most]]
        listed += _more(len(sight.apart) - 3 * most, 1)
    return listed


def _lines(branch: Branch, depth: int, most: int) -> Iterator[str]:
    said = f"  ({branch.said})" if branch.said else ""
    yield f"{'  ' * depth}{branch.item.title}{said}"
    shown = branch.branches if depth < 1 else branch.branches[:most]
    for child in shown:
        yield from _lines(child, depth + 1, most)
    yield from _more(len(branch.branches) - len(shown), depth + 1)


def _more(count: int, depth: int) -> list[str]:
    return [f"{'  ' * depth}and {count} more"] if count > 0 else []


def _amount(sight: Sight, item: Item) -> str:
    return f"  ({sight.said(item.amount)})" if item.amount else ""
