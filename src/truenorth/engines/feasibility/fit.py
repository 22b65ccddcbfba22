"""What the feasibility engine was asked about a plan, with what it answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from truenorth.engines.feasibility.answer import Answer, Conflict, Load, Repair, Schedule
from truenorth.engines.feasibility.asked import Asked
from truenorth.engines.feasibility.problem import OF_WORK, Claim
from truenorth.plan.entity import Ref


@dataclass(frozen=True)
class Fit:
    """A question about a plan and its answer: neither reads as anything without the other."""

    asked: Asked
    answer: Answer
    any_one: bool = False  # checked: the whole plan fits without any one statement of its only conflict

    def is_sure(self, conflict: Conflict) -> bool:
        """Whether a conflict rests on statements of the plan alone, and on nothing that was filled in."""
        claims = self.asked.problem.claims
        return conflict.proved and not any(claims[key].assumed for key in conflict.claims)

    @property
    def assumed(self) -> tuple[str, ...]:
        """The claims behind the conflicts that nobody stated, each once."""
        claims = self.asked.problem.claims
        every = (key for conflict in self.answer.conflicts for key in conflict.claims if claims[key].assumed)
        return tuple(dict.fromkeys(every))

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The ways out as they are numbered: the cheapest first, those whose price nobody knows last."""
        return tuple(sorted(self.answer.repairs, key=lambda repair: repair.place))

    @property
    def schedule(self) -> Schedule:
        """The schedule that is told: the answer's own, or where the plan does not fit that of the first way out."""
        return self.taken.schedule if self.taken else self.answer.schedule

    @property
    def taken(self) -> Repair | None:
        """The way out whose schedule is told: the first one that has a schedule; None where there is none."""
        return next((repair for repair in self.repairs if repair.schedule), None)

    @cached_property
    def loads(self) -> tuple[Load, ...]:
        """What the schedule that is told draws from each resource, period by period, and what there is then."""
        if self.taken is None:
            return self.answer.loads
        from truenorth.engines.feasibility.kernel import Kernel
        from truenorth.engines.feasibility.loosen import loosened
        from truenorth.engines.feasibility.solve import loads_of

        then = loosened(self.asked.problem, self.taken.taken)
        return tuple(loads_of(Kernel(then), self.taken.schedule))

    def steps(self, repair: Repair) -> list[str]:
        """What is done in a way out, lever by lever, in words."""
        said = {lever.key: lever.says for lever in self.asked.problem.levers}
        return [self.asked.says(key, many) or said.get(key, key) for key, many in repair.taken]

    def ordered(self, conflict: Conflict) -> list[Claim]:
        """The claims of a conflict as they are told: the work that weighs most first, what it draws on last."""
        claims = [self.asked.problem.claims[key] for key in conflict.claims]
        place: dict[str, int] = {}
        for number, (key, _) in enumerate(conflict.because.by):
            if work := self.asked.problem.work.get(key):
                place.setdefault(self.asked.items.get(key, work.bundle), number)
        return sorted(claims, key=lambda one: (one.kind not in OF_WORK, place.get(one.item, len(place))))

    def work(self, conflict: Conflict) -> list[Ref]:
        """The items whose work a conflict is about: those that weigh most first, each once."""
        items = self.asked.items
        told = [items[key] for key, _ in conflict.because.by if key in items]
        own = [claim.item for claim in self.ordered(conflict) if claim.kind in OF_WORK and claim.item]
        return list(dict.fromkeys([*told, *own]))
