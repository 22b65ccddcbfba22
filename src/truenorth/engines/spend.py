"""Money that was spent: how much of it leads to a goal, how much to none, how much names no work of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truenorth.engines import trace
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan

if TYPE_CHECKING:
    from truenorth.facts.facts import Facts


@dataclass(frozen=True)
class Spent:
    """An amount that was spent on an item of the plan (None: on nothing in it) in a month ("": it names no day)."""

    ref: Ref | None
    month: str
    amount: float
    source: str = ""


@dataclass(frozen=True)
class Sight:
    """Money with a line of sight to a goal, money on work without one, money that names no work of the plan."""

    seen: float = 0.0
    unseen: float = 0.0
    unmatched: float = 0.0

    def __add__(self, other: Sight) -> Sight:
        """Both together."""
        return Sight(self.seen + other.seen, self.unseen + other.unseen, self.unmatched + other.unmatched)

    @property
    def total(self) -> float:
        """All of it."""
        return self.seen + self.unseen + self.unmatched

    @property
    def share(self) -> float | None:
        """The share with a line of sight, 0 to 1; None where nothing was spent in all, or less than nothing."""
        return self.seen / self.total if self.total > 0 else None


@dataclass(frozen=True)
class Spend:
    """What was spent: in all, by month, on each item itself, and what of it flows through each item above.

    `told_twice` are items on which several sources report spend in one month, with the month and the sources.
    """

    whole: Sight
    months: Mapping[str, Sight]
    own: Mapping[Ref, float]
    through: Mapping[Ref, float]
    told_twice: tuple[tuple[Ref, str, tuple[str, ...]], ...] = ()


def spend(plan: Plan, amounts: Iterable[Spent]) -> Spend:
    """Trace amounts through a plan to its goals."""
    amounts = list(amounts)
    ways = _ways(plan, {one.ref for one in amounts if one.ref})
    months: dict[str, Sight] = {}
    own: dict[Ref, float] = {}
    for one in amounts:
        months[one.month] = _added(months.get(one.month, Sight()), one, ways)
        if one.ref:
            own[one.ref] = own.get(one.ref, 0.0) + one.amount
    through: dict[Ref, float] = {}
    for ref, amount in own.items():
        for above, share in ways[ref].through.items():
            through[above] = through.get(above, 0.0) + amount * share
    return Spend(sum(months.values(), Sight()), dict(sorted(months.items())), own, through, _told_twice(amounts))


def _ways(plan: Plan, refs: Iterable[Ref]) -> dict[Ref, trace.Trace]:
    """Where one unit of money goes from each item: what is spent flows in proportion, credits too."""
    shares = trace.shares_of(plan)
    tops = frozenset(ref for ref in plan.entities if ref.startswith(("goal:", "vision:")))
    return {ref: trace.trace(shares, {ref: 1.0}, tops) for ref in refs}


def _added(sight: Sight, one: Spent, ways: Mapping[Ref, trace.Trace]) -> Sight:
    if one.ref is None:
        return sight + Sight(unmatched=one.amount)
    seen = one.amount * ways[one.ref].seen
    return sight + Sight(seen, one.amount - seen)


def _told_twice(amounts: Iterable[Spent]) -> tuple[tuple[Ref, str, tuple[str, ...]], ...]:
    sources: dict[tuple[Ref, str], set[str]] = {}
    for one in amounts:
        if one.ref and one.month:
            sources.setdefault((one.ref, one.month), set()).add(one.source)
    return tuple((*at, tuple(sorted(all_))) for at, all_ in sorted(sources.items()) if len(all_) > 1)


def of(plan: Plan, facts: Facts) -> Spend | None:
    """What was spent as the facts tell; None where nobody loaded any."""
    return spend(plan, spent(facts)) if facts.has("spend") else None


def spent(facts: Facts) -> list[Spent]:
    """What was spent, by item, month and source."""
    rows = facts["spend"]
    month = rows.on.strftime("%Y-%m").fill_null("")
    grouped = rows.group_by(ref=rows.campaign_ref, month=month, source=rows.source).agg(amount=rows.amount.sum())
    return [
        Spent(one["ref"], one["month"], one["amount"], one["source"])
        for one in grouped.order_by("month", "ref", "source").to_pyarrow().to_pylist()
    ]


def unmatched(facts: Facts, most: int = 10) -> list[tuple[str, int, float]]:
    """The names of what money was spent on that mean nothing in the plan: rows and money, most money first."""
    import ibis

    rows = facts["spend"]
    strange = rows.filter(rows.campaign_ref.isnull())
    name = ibis.coalesce(strange.campaign, strange.name, "(no name)")
    found = strange.group_by(called=name).agg(rows=strange.count(), money=strange.amount.sum())
    first = found.order_by(ibis.desc("money"), "called").limit(most).to_pyarrow().to_pylist()
    return [(one["called"], one["rows"], one["money"]) for one in first]
