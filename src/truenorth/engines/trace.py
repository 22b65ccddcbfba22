"""Where an amount goes: from the work that it is spent on, by shares, up to the goals and the vision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.sight import parents
from truenorth.plan.strategy import Objective
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity, Program

Shares = Mapping[Ref, Mapping[Ref, float]]  # item -> what it serves -> share, 0 to 1


@dataclass(frozen=True)
class Trace:
    """How much flows through each item and along each link, in the unit of the amounts that were put in.

    `seen` reaches a top (a goal, the vision); `lost` is what ends at an item below it, so that
    `seen + sum(lost.values())` is the sum of the amounts.
    """

    flows: Mapping[tuple[Ref, Ref], float]
    through: Mapping[Ref, float]
    lost: Mapping[Ref, float]
    seen: float

    @property
    def unseen(self) -> float:
        """What reaches no top."""
        return sum(self.lost.values())

    @property
    def total(self) -> float:
        """All that was put in."""
        return self.seen + self.unseen

    @property
    def share_seen(self) -> float | None:
        """The share with a line of sight, 0 to 1; None where nothing was put in."""
        return self.seen / self.total if self.total else None


def trace(shares: Shares, amounts: Mapping[Ref, float], tops: frozenset[Ref]) -> Trace:
    """Hand amounts on along the shares, each item once all that feeds it has arrived; a circle loses what enters it."""
    through: dict[Ref, float] = {ref: amount for ref, amount in amounts.items() if amount}
    waiting = _feeders(shares, through)
    ready = sorted(ref for ref in waiting if not waiting[ref])
    flows: dict[tuple[Ref, Ref], float] = {}
    lost: dict[Ref, float] = {}
    passed: set[Ref] = set()
    while ready:
        ref = ready.pop()
        passed.add(ref)
        amount = through.get(ref, 0.0)
        kept = amount
        for parent, share in shares.get(ref, {}).items():
            part = amount * share
            flows[ref, parent] = part
            through[parent] = through.get(parent, 0.0) + part
            kept -= part
            waiting[parent] -= 1
            if not waiting[parent]:
                ready.append(parent)
        if ref not in tops and kept > 1e-9 * max(amount, 1.0):
            lost[ref] = kept
    circling = {ref: through[ref] for ref in waiting.keys() - passed if through.get(ref)}
    total = sum(amounts.values())
    lost |= circling
    return Trace(flows, through, lost, max(total - sum(lost.values()), 0.0))


def _feeders(shares: Shares, starts: Mapping[Ref, float]) -> dict[Ref, int]:
    """How many items feed each item that can be reached."""
    count = dict.fromkeys(starts, 0)
    walk = list(starts)
    while walk:
        for parent in shares.get(walk.pop(), {}):
            if parent not in count:
                walk.append(parent)
            count[parent] = count.get(parent, 0) + 1
    return count


def of(plan: Plan, amounts: Mapping[Ref, float], shares: Shares | None = None) -> Trace:
    """Amounts by item, traced through a plan to its goals; what a goal hands on to the vision counts as seen.

    `shares` are those of `shares_of`, where they are known already.
    """
    tops = frozenset(ref for ref in plan.entities if ref.startswith(("goal:", "vision:")))
    return trace(shares_of(plan) if shares is None else shares, amounts, tops)


def reaching(shares: Shares, tops: Iterable[Ref]) -> set[Ref]:
    """All that leads to a top, directly or through others, and the tops."""
    below: dict[Ref, list[Ref]] = {}
    for child, above in shares.items():
        for parent in above:
            below.setdefault(parent, []).append(child)
    reached = set(tops)
    waiting = list(reached)
    while waiting:
        fresh = [ref for ref in below.get(waiting.pop(), ()) if ref not in reached]
        reached.update(fresh)
        waiting += fresh
    return reached


def shares_of(plan: Plan, known: dict[Ref, dict[Ref, float]] | None = None) -> dict[Ref, dict[Ref, float]]:
    """What each item serves, with shares that add up to at most one. Links that lead nowhere are left out.

    `known` are those of items that are the same as before; it is filled up.
    """
    known = {} if known is None else known
    for ref in plan.entities.keys() - known.keys():
        known[ref] = _shares(plan, plan.entities[ref])
    return {ref: shares for ref in plan.entities if (shares := known[ref])}


def _shares(plan: Plan, item: Entity) -> dict[Ref, float]:
    above = [ref for ref in dict.fromkeys(parents(item)) if ref in plan.entities and ref != item.ref]
    if not above:
        return {}
    stated = {ref: part for ref in above if (part := _stated(item, ref)) is not None}
    open_ = [ref for ref in above if ref not in stated]
    given = sum(stated.values())
    if given > 1:
        stated = {ref: part / given for ref, part in stated.items()}
    rest = max(1 - given, 0.0) / len(open_) if open_ else 0.0
    return {ref: stated.get(ref, rest) for ref in above}


def _stated(item: Entity, ref: Ref) -> float | None:
    if not isinstance(item, Activity | Program | Objective):
        return None
    key = ref.partition(":")[2]
    share = item.serves.get(ref, item.serves.get(key) if ref.startswith("objective:") else None)
    return None if share is None or share.mid is None else _part(share)


def _part(share: Quantity) -> float:
    number = share.mid or Decimal(0)
    return float(number / 100 if share.unit.startswith("%") or number > 1 else number)
