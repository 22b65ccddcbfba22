"""What an item costs: fees, and hours at their rate; of work that several documents state, the highest counts once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from truenorth.plan.entity import Entity
from truenorth.plan.plan import Plan
from truenorth.plan.story import Content
from truenorth.plan.work import Activity, Program

if TYPE_CHECKING:
    from truenorth.engines.asof import AsOf

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True)
class Spend:
    """What an item costs: money in the company's currency (None where no amount and no rate is known), and hours."""

    money: float | None = None
    hours: float = 0.0

    def __add__(self, other: Spend) -> Spend:
        """Both together; unknown money counts as none where the other is known."""
        known = [s.money for s in (self, other) if s.money is not None]
        return Spend(sum(known) if known else None, self.hours + other.hours)


def once(plan: Plan, items: Iterable[E], much: Callable[[E], float]) -> list[E]:
    """Some items, and of those that mean the same only the one that states most: the same thing is not two things."""
    every = list(items)
    if not plan.alike:
        return every
    most: dict[str, E] = {}
    for item in every:
        group = plan.alike.get(item.ref, (item.ref,))[0]
        if group not in most or much(item) > much(most[group]):
            most[group] = item
    return [item for item in every if most[plan.alike.get(item.ref, (item.ref,))[0]] is item]


def states_most(case: AsOf, item: E, stated: Callable[[E], float | None]) -> bool:
    """Whether no live item that means the same states more; of those that state the same, the first counts."""
    group = case.plan.alike.get(item.ref)
    if group is None:
        return True
    mine = stated(item) or 0.0
    for ref in group:
        twin = case.plan.entities[ref]
        if ref != item.ref and case.live(twin):
            theirs = stated(twin) or 0.0  # type: ignore[arg-type]
            if theirs > mine or (theirs == mine and ref < item.ref):
                return False
    return True


def cost(case: AsOf, item: Entity) -> Spend:
    """What an item itself costs: fees and hours at their rate; for a program, what its budget leaves over."""
    match item:
        case Activity():
            return _of_activity(case, item)
        case Content():
            fee = case.fee(item)
            return Spend(fee if fee is None or states_most(case, item, case.fee) else 0.0)
        case Program():
            return Spend(_left_over(case, item))
    return Spend()


def _of_activity(case: AsOf, item: Activity) -> Spend:
    effort, money = item.effort, case.fee(item)
    if item.ref in case.plan.alike:
        effort = {skill: hours for skill, hours in effort.items() if states_most(case, item, _hours_of(skill))}
        money = money if money is None or states_most(case, item, case.fee) else 0.0
    total = 0.0
    for skill, stated in effort.items():
        middle = stated.low if stated.low is stated.high else stated.mid  # of very many, most are one number
        if middle is not None:
            hours = float(middle)
            total += hours
            if (rate := _rate(case, item, skill)) is not None:
                money = (money or 0.0) + rate * hours
    return Spend(money, total)


def _hours_of(skill: str) -> Callable[[Activity], float | None]:
    def hours(item: Activity) -> float | None:
        stated = item.effort.get(skill)
        return float(stated.mid) if stated and stated.mid is not None else None

    return hours


def _left_over(case: AsOf, program: Program) -> float | None:
    """What the budget of a program leaves over for more work, counted once where several documents state it."""
    budget = case.money(program.budget)
    if budget is None:
        return None
    if not states_most(case, program, lambda one: case.money(one.budget)):
        return 0.0
    programs = {ref.partition(":")[2] for ref in case.plan.alike.get(program.ref, (program.ref,))}
    work = (a for key in programs for a in case.plan.pointing_at(f"program:{key}", Activity) if a.program in programs)
    unique = once(case.plan, {a.ref: a for a in work}.values(), lambda a: case.fee(a) or 0.0)
    return max(budget - sum(case.fee(a) or 0.0 for a in unique), 0.0)


def _rate(case: AsOf, activity: Activity, skill: str) -> float | None:
    """What an hour of a skill costs: as the roles of the team say, or else the company."""
    team = activity.team or ""
    rate = case.rates.get((team, skill)) or case.rates.get((team, ""))
    return case.hourly_rate if rate is None else rate
