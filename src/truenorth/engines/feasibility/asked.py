"""What was asked of the engine about a plan: the problem, and how its numbers read as dates, items and edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import field as default_of  # a question has a field of that name
from datetime import date
from typing import Any

from truenorth.engines.feasibility.problem import Problem
from truenorth.plan.edit import Edit, apply
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan

Change = Callable[[Plan, int], list[Edit]]  # a lever taken so many steps, as edits of the plan
Told = Callable[[int], str]  # what is done when a lever is taken so many steps, in words


@dataclass(frozen=True)
class Question:
    """What nobody stated and could change the verdict: where the answer goes, and what rests on it.

    `says` is the question in words; `field` the field of `item` that the answer sets; `assumed` what was taken for it
    meanwhile, in words; `rests` how many pieces of work the assumption stands behind. `turns` tells where the answer
    would turn the verdict, in words, as far as arithmetic knows it. `creates` are the other fields of the item, where
    there is none yet. The answer holds for the items of `also` as well.
    """

    item: Ref
    field: str
    says: str
    assumed: str = ""
    rests: int = 0
    turns: str = ""
    creates: Mapping[str, Any] = default_of(default_factory=dict)
    also: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A problem that a plan poses. `days` are the dates of its working days; `items` the item behind each work."""

    problem: Problem
    days: tuple[date, ...]
    items: Mapping[str, Ref]
    changes: Mapping[str, Change] = field(default_factory=dict)
    told: Mapping[str, Told] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    silent: tuple[str, ...] = ()  # what the verdict is not about, as nothing is known of it: "hours", "money"

    def edits(self, plan: Plan, taken: Sequence[tuple[str, int]]) -> list[Edit]:
        """The edits of the plan that a way out means, its levers taken one upon the other."""
        every: list[Edit] = []
        for lever, steps in taken:
            edits = self.changes[lever](plan, steps)
            plan = apply(plan, edits)
            every += edits
        return every

    def says(self, lever: str, steps: int) -> str:
        """What is done when a lever is taken so many steps: `Put Spring letter in the market on 29 March`."""
        return self.told[lever](steps) if lever in self.told else ""
