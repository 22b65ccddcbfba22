"""Two plans side by side, as a member may see them: two versions, or a plan before and after edits still to be made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from truenorth.plan.edit import Edit, change, diff
from truenorth.plan.plan import Plan
from truenorth.reports.diff import Difference, counted, differences
from truenorth.server.policy import Seat, seen

SHOWN = 60  # items that are told one by one


@dataclass(frozen=True)
class Compared:
    """What differs, item by item, as `plan/_differences.html` shows it; `more` items are counted only."""

    differences: tuple[Difference, ...]
    more: int
    counted: str


def compared(one: Plan, other: Plan, seat: Seat, edits: Iterable[Edit] | None = None, *, most: int = SHOWN) -> Compared:
    """What differs between two plans; of the items of some edits alone, where those are given."""
    old, new = seen(seat, one), seen(seat, other)
    refs = None if edits is None else {edit.ref for edit in edits}
    every = [edit for edit in diff(old, new) if refs is None or edit.ref in refs]
    return Compared(tuple(differences(old, new, every[:most])), max(len(every) - most, 0), counted(every))


def foreseen(plan: Plan, edits: Iterable[Edit], seat: Seat) -> Compared:
    """What edits would change. Raises what `plan.edit.change` raises."""
    after, merged = change(plan, edits)
    return compared(plan, after, seat, merged)
