"""What moved in a plan since both sides agreed: targets, dates, money, owners, scope, promises; and for which goals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.sight import above
from truenorth.plan.strategy import Goal
from truenorth.plan.values import Money, Quantity

Sort = Literal["target", "date", "money", "owner", "scope", "promise"]
SCOPE = ("goal", "objective", "program", "activity", "feed", "commitment", "expectation", "product", "budget")
TARGETS = ("target", "targets", "value", "weight")
DATES = ("start", "end", "due", "in_market", "horizon", "by")
MONEY = ("budget", "amount", "cost")
OWNERS = ("owner", "business_owner")
PROMISES = ("what", "answer", "within")
# What the business agreed to besides money and promises: why the work is done, and by when it is to show.
OF_BUSINESS = ("goal", "objective", "expectation", "product", "budget", "commitment", "company", "vision")


@dataclass(frozen=True)
class Move:
    """One thing that moved: which field of which item, from what to what, and how it is told."""

    ref: Ref
    sort: Sort
    field: str
    was: str
    now: str
    says: str


def moves(then: Plan, now: Plan, *, days: float = 14, share: float = 0.10) -> list[Move]:
    """What moved by more than is left to those who do the work: dates by more than `days`, money by over `share`."""
    allowed = _Allowed(now, days, share)
    was, is_ = then.entities, now.entities
    refs = [ref for ref, item in is_.items() if was.get(ref) is not item]
    refs += [ref for ref in was if ref not in is_]
    return [one for ref in sorted(refs) for one in _of(was.get(ref), is_.get(ref), allowed)]


@dataclass(frozen=True)
class _Allowed:
    plan: Plan
    days: float
    share: float


def _of(was: Entity | None, is_: Entity | None, allowed: _Allowed) -> Iterator[Move]:
    if was is is_ or was == is_:
        return
    if was is None or is_ is None:
        item = was or is_
        if item is not None and item.kind in SCOPE:
            come = "is in the plan now, and was not agreed"
            yield Move(
                item.ref, "scope", "", "", "", come if was is None else "was agreed, and is no longer in the plan"
            )
        return
    yield from _status(was, is_)
    yield from _replaced(was, is_, "target", TARGETS if is_.kind in OF_BUSINESS else ())
    yield from _replaced(was, is_, "owner", OWNERS)
    if isinstance(is_, Commitment):
        yield from _replaced(was, is_, "promise", PROMISES)
    yield from _dates(was, is_, allowed)
    yield from _money(was, is_, allowed)


def _status(was: Entity, now: Entity) -> Iterator[Move]:
    if now.status == "stopped" and was.status != "stopped" and now.kind in SCOPE:
        yield Move(now.ref, "scope", "status", was.status or "planned", "stopped", "was agreed, and is stopped")


def _replaced(was: Entity, now: Entity, sort: Sort, names: tuple[str, ...]) -> Iterator[Move]:
    for name in (name for name in names if name in type(now).model_fields):
        old, new = getattr(was, name), getattr(now, name)
        if old != new:
            yield _move(now, sort, name, old, new, "")


def _dates(was: Entity, now: Entity, allowed: _Allowed) -> Iterator[Move]:
    calendar = allowed.plan.calendar
    for name in DATES:
        old, new = getattr(was, name, None), getattr(now, name, None)
        if old == new:
            continue
        first, last = calendar.end(old), calendar.end(new)
        apart = _apart(first, last)
        if apart is None or abs(apart) > allowed.days:
            by = f", {abs(apart):,} days {'later' if apart > 0 else 'earlier'}" if apart else ""
            yield _move(now, "date", name, old, new, by)


def _apart(one: date | None, other: date | None) -> int | None:
    return (other - one).days if one and other else None


def _money(was: Entity, now: Entity, allowed: _Allowed) -> Iterator[Move]:
    for name in MONEY:
        old, new = getattr(was, name, None), getattr(now, name, None)
        if old == new or not any(isinstance(one, Money) for one in (old, new)):
            continue
        grown = _grown(old, new)
        if grown is None or abs(grown) > Decimal(str(allowed.share)):
            by = f", {abs(grown):.0%} {'more' if grown > 0 else 'less'}".replace("%", " %") if grown else ""
            yield _move(now, "money", name, old, new, by)


def _grown(old: Money | None, new: Money | None) -> Decimal | None:
    """By what share money grew; None where that cannot be told."""
    if old is None or new is None or not old.amount or new.amount is None or old.currency != new.currency:
        return None
    return (new.amount - old.amount) / old.amount


def _move(item: Entity, sort: Sort, name: str, old: Any, new: Any, by: str) -> Move:
    was, now = _said(old), _said(new)
    says = f"{name.replace('_', ' ')} is {now or 'open'} now{by}; {was or 'none'} was agreed"
    return Move(item.ref, sort, name, was, now, says)


def _said(value: Any) -> str:
    """A value as the plan writes it, with its thousands apart."""
    match value:
        case None | "" | [] | {}:
            return ""
        case dict():
            return ", ".join(f"{key} {_said(one)}" for key, one in value.items())
        case Money() | Quantity():
            return re.sub(r"(?<![\d.])\d{4,}", lambda found: f"{int(found[0]):,}", str(value))
    return str(getattr(value, "words", value))


def is_of_business(move: Move) -> bool:
    """Whether the business agreed to what moved: goals, money and promises; how the work is done is marketing's own."""
    kind = move.ref.partition(":")[0]
    return kind in OF_BUSINESS or (kind == "program" and move.sort == "money")


def by_goal(moved: Iterable[Move], now: Plan, then: Plan) -> dict[Ref, list[Move]]:
    """What moved, by the goals that it is for; under "" what is for none."""
    found: dict[Ref, list[Move]] = {}
    for one in moved:
        plan = now if now.find(one.ref) else then
        item = plan.find(one.ref)
        about = [key if ":" in key else f"program:{key}" for key in getattr(item, "about", ()) or ()]
        own = [one.ref] if isinstance(item, Goal) else []
        goals = own or sorted(ref for ref in above(plan, [one.ref, *about]) | set(about) if ref.startswith("goal:"))
        for goal in goals or [""]:
            found.setdefault(goal, []).append(one)
    return dict(sorted(found.items(), key=lambda pair: (not pair[0], pair[0])))
