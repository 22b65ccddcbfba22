"""How live work is spread over the goals and the products, next to how much each of them counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from truenorth.plan.entity import Ref
from truenorth.plan.story import Message
from truenorth.plan.strategy import Goal, Product
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.goals.lineage import Work, goals_of
from truenorth.rules.goals.worth import Worth


@dataclass
class Got:
    """What one goal or product gets: how many pieces of work, their cost, and whether all of it is known."""

    work: list[Ref] = field(default_factory=list)
    cost: float = 0.0
    is_known: bool = True

    def add(self, item: Work, worth: Worth, share: float) -> None:
        """Count a piece of work, or a share of it."""
        self.work.append(item.ref)
        self.cost += share * worth.by_ref[item.ref]
        self.is_known = self.is_known and worth.is_known(item)


class Coverage:
    """The live work, by the goals and the products it is for; `loose` is what has no line of sight to a goal."""

    def __init__(self, case: Case, work: list[Work]) -> None:
        """Count every piece of work once for each goal and product it is for."""
        self.case, self.worth = case, Worth(case, work)
        self.goals: dict[Ref, Got] = {}
        self.products: dict[Ref, Got] = {}
        self.loose = Got()
        has_products = bool(case.plan.all(Product))
        for item in work:
            goals = goals_of(case, item)
            self._count(self.goals, item, goals)
            if not goals and not getattr(item, "keep_the_lights_on", None):
                self.loose.add(item, self.worth, 1.0)
            if has_products:
                self._count(self.products, item, _products_of(case, item))

    def _count(self, got: dict[Ref, Got], item: Work, shares: Mapping[Ref, float]) -> None:
        for ref, share in shares.items():
            got.setdefault(ref, Got()).add(item, self.worth, share)

    def at_most(self, item: Goal | Product) -> float | None:
        """The largest share of what all live work costs that can go to it; None where that is not known."""
        got = self.of(item)
        if not self.worth.total or not got.is_known or not self.loose.is_known:
            return None
        loose = self.loose.cost if isinstance(item, Goal) else 0.0
        return (got.cost + loose) / self.worth.total

    def of(self, item: Goal | Product) -> Got:
        """What a goal or product gets."""
        return (self.goals if isinstance(item, Goal) else self.products).get(item.ref, Got())


def _products_of(case: Case, item: Work) -> Mapping[Ref, float]:
    """The products that a piece of work is about: those of its program, and of what it says."""
    known = case.known("products")
    found = known.get(item.ref)
    if found is None:
        keys = list(_named(case, item))
        found = known[item.ref] = {f"product:{key}": 1.0 for key in sorted(set(keys))}
    return found


def _named(case: Case, item: Work) -> Iterator[str]:
    program = item if isinstance(item, Program) else case.plan.get(Program, item.program)
    yield from program.products if program else ()
    for key in item.messages:
        message = case.plan.get(Message, key)
        if message and message.product:
            yield message.product


def weights(items: Iterable[Goal | Product]) -> dict[Ref, float]:
    """How much each counts, in percent: as stated, or by its part of the whole where plain numbers are given to all."""
    every = list(items)
    given = {item.ref: item.weight for item in every if item.weight and item.weight.mid is not None}
    numbers = {ref: float(weight.mid or 0) for ref, weight in given.items()}
    in_percent = [weight.unit.startswith("%") for weight in given.values()]
    if all(in_percent):
        return numbers
    total = sum(numbers.values())
    if len(numbers) < len(every) or total <= 0 or any(in_percent):
        return {}
    return {ref: 100 * number / total for ref, number in numbers.items()}


def hours_by_goal(case: Case) -> dict[str, dict[Ref, float]]:
    """The hours of each team's live activities, by the goals they serve."""
    found: dict[str, dict[Ref, float]] = {}
    for activity in case.all_live(Activity):
        hours = case.spend(activity).hours if activity.team else 0.0
        if hours:
            team = found.setdefault(activity.team or "", {})
            for goal, share in goals_of(case, activity).items():
                team[goal] = team.get(goal, 0.0) + share * hours
    return found
