"""Where an objective stands: what it serves, whose it is, and in which period's plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TypeVar

from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.values import Quantity
from truenorth.rules.case import Case
from truenorth.rules.goals.lineage import served

T = TypeVar("T")


class Standing:
    """The objectives of a plan by what they serve; what one leaves out, it takes from the objective it serves."""

    def __init__(self, plan: Plan, objectives: Iterable[Objective] | None = None) -> None:
        """Read the objectives of a plan, or some of them, once."""
        self.plan = plan
        every = plan.all(Objective) if objectives is None else objectives
        self.objectives: dict[Ref, Objective] = {objective.ref: objective for objective in every}

    @cached_property
    def above(self) -> dict[Ref, list[Objective]]:
        """The objectives that each objective serves."""
        return {
            ref: [self.objectives[to] for to, _ in served(objective) if to in self.objectives and to != ref]
            for ref, objective in self.objectives.items()
        }

    @cached_property
    def below(self) -> dict[Ref, list[Objective]]:
        """The objectives that serve each objective or goal."""
        found: dict[Ref, list[Objective]] = {}
        for ref, objective in self.objectives.items():
            for to, _ in served(objective):
                if to != ref:
                    found.setdefault(to, []).append(objective)
        return found

    def goals(self, objective: Objective) -> list[Goal]:
        """The goals that an objective serves directly."""
        keys = (ref.partition(":")[2] for ref, _ in served(objective) if ref.startswith("goal:"))
        return [goal for key in keys if (goal := self.plan.get(Goal, key))]

    def is_key_result(self, objective: Objective) -> bool:
        """Whether it serves another objective."""
        return bool(self.above[objective.ref])

    def is_part(self, objective: Objective) -> bool:
        """Whether it is one of several things to hand over that are one objective."""
        return bool(objective.deliverable) and any(up.deliverable for up in self.above[objective.ref])

    def is_leaf(self, objective: Objective) -> bool:
        """Whether nothing but its own parts serves it: it has to have a number of its own."""
        return not self.is_part(objective) and all(map(self.is_part, self.below.get(objective.ref, ())))

    def chain(self, objective: Objective) -> Iterator[Objective]:
        """The objective, and those above it, the nearest first."""
        waiting, seen = [objective], {objective.ref}
        for one in waiting:
            yield one
            new = [up for up in self.above[one.ref] if up.ref not in seen]
            seen.update(up.ref for up in new)
            waiting += new

    def nearest(self, objective: Objective, of: Callable[[Objective], T | None]) -> T | None:
        """The first value that the objective, or one above it, gives."""
        return next((value for one in self.chain(objective) if (value := of(one))), None)

    def team(self, objective: Objective) -> str:
        """The key of its team; "" where it is nobody's in particular: an objective of the company."""
        return self.nearest(objective, lambda one: one.team) or ""

    def period(self, objective: Objective) -> str:
        """The period whose plan it stands in."""
        return self.nearest(objective, lambda one: one.period) or ""

    def span(self, objective: Objective) -> Span | None:
        """The days of that period."""
        return self.plan.calendar.span(self.period(objective) or None)


def so_far(case: Case) -> Standing:
    """The objectives of all plans up to the day on which all is judged, those that no longer hold as well."""
    start = case.calendar.start
    known = (
        o for o in case.whole.all(Objective) if not o.valid_from or (start(o.valid_from) or date.min) <= case.today
    )
    return Standing(case.whole, known)


def stated(quantity: Quantity | None) -> bool:
    """Whether a value is stated: a number, or one known to exist but not told; a bare direction is none."""
    return quantity is not None and quantity.how not in ("maximize", "minimize")


def has_target(objective: Objective) -> bool:
    """Whether it says what is to be reached: a value (told or not), one for each period, or a time it promises."""
    given = (objective.target, objective.value, *objective.targets.values())
    return any(map(stated, given)) or bool(objective.within) or bool(objective.deliverable)


def direction_only(objective: Objective) -> bool:
    """Whether its target is only a direction: more, or less, of something."""
    return objective.target is not None and not stated(objective.target) and not has_target(objective)
