"""What differs between two plans, gathered by what it serves: the goals that an item leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.sight import SERVING, above, parents
from truenorth.plan.story import Content
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity, Program
from truenorth.reports.compare.says import says
from truenorth.reports.diff import renamed
from truenorth.reports.words import plain

MOST = 12  # items of a group that are told one by one
ALL, NONE = "What all goals count on", "What serves no goal yet"
UP = ("goal:", "objective:", "program:", "activity:", "content:", "product:")  # what leads to a goal
Place = tuple[tuple[Ref, ...], bool]  # the goals of items; whether such items are there for a goal at all


@dataclass(frozen=True)
class Change:
    """An item, and what differs of it, in phrases; `gone` where it is in the first plan only."""

    ref: Ref
    title: str
    kind: str
    says: tuple[str, ...]
    gone: bool = False
    mark: str = "~"  # + is new, - is taken out, = has another key, ~ is changed


@dataclass(frozen=True)
class Group:
    """The differences of what serves the same goals; `goals` is empty for what serves none in particular."""

    goals: tuple[Ref, ...]
    title: str
    changes: tuple[Change, ...]
    more: int = 0


def serving(
    old: Plan, new: Plan, edits: Sequence[Edit], most: int = MOST, at: Mapping[Ref, tuple[Ref, ...]] | None = None
) -> list[Group]:
    """The edits between two plans by the goals that their items lead to, those with most differences first.

    `at` are those goals, where they are known.
    """
    keys = renamed(edits)
    at = goals(old, new, (edit.ref for edit in edits)) if at is None else at
    by_place: dict[Place, list[Edit]] = {}
    for edit in edits:
        if edit.ref not in keys.values():
            by_place.setdefault(_place(edit.ref, at[edit.ref]), []).append(edit)
    ranked = sorted(by_place.items(), key=lambda one: (not one[0][0], -len(one[1]), one[0]))
    return [
        Group(place[0], _title(old, new, place), tuple(_changes(old, new, some[:most], keys)), max(len(some) - most, 0))
        for place, some in ranked
    ]


def _place(ref: Ref, found: tuple[Ref, ...]) -> Place:
    return found, not found and KINDS[ref.partition(":")[0]] in (Activity, Content, Program, Objective)


def _title(old: Plan, new: Plan, place: Place) -> str:
    at, serves = place
    titles = (plain((new if ref in new.entities else old).title(ref)) for ref in at)
    return "; ".join(titles) or (NONE if serves else ALL)


def _changes(old: Plan, new: Plan, edits: Iterable[Edit], keys: dict[Ref, Ref]) -> Iterator[Change]:
    for edit in edits:
        plan = new if edit.ref in new.entities else old
        title, kind = plain(plan.title(edit.ref)), edit.ref.partition(":")[0]
        if edit.ref in keys:
            yield Change(keys[edit.ref], title, kind, (f"is now {keys[edit.ref]}",), mark="=")
        else:
            mark = "+" if edit.ref not in old.entities else "-" if edit.ref not in new.entities else "~"
            yield Change(edit.ref, title, kind, says(old, new, edit), plan is old, mark)


def goals(old: Plan, new: Plan, refs: Iterable[Ref]) -> dict[Ref, tuple[Ref, ...]]:
    """The goals that items lead to in the newer plan, or else led to; of a feed or a budget, those it is about."""
    known: dict[tuple[bool, Ref], frozenset[Ref]] = {}
    return {ref: _goals(old, new, ref, known) for ref in refs}


def _goals(old: Plan, new: Plan, ref: Ref, known: dict[tuple[bool, Ref], frozenset[Ref]]) -> tuple[Ref, ...]:
    is_there = ref in new.entities
    plan = new if is_there else old
    item = plan.find(ref)
    if item is None:
        return ()
    own = [ref] if ref.startswith("goal:") else []
    serves = parents(item) if isinstance(item, SERVING) else [to for to in item.links if to.startswith(UP)]
    for to in serves:
        if (is_there, to) not in known:
            known[is_there, to] = frozenset(one for one in (to, *above(plan, [to])) if one.startswith("goal:"))
    return tuple(sorted({*own, *(goal for to in serves for goal in known[is_there, to])}))
