"""What the feasibility engine was asked about a plan, with what it answered."""

from __future__ import annotations

from dataclasses import dataclass

from truenorth.engines.feasibility.answer import Answer, Conflict, Schedule
from truenorth.engines.feasibility.asked import Asked


@dataclass(frozen=True)
class Fit:
    """A question about a plan and its answer: neither reads as anything without the other."""

    asked: Asked
    answer: Answer

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
    def schedule(self) -> Schedule:
        """The schedule that the answer stands on: its own, or where it has none that of the cheapest way out."""
        if self.answer.schedule:
            return self.answer.schedule
        return next((repair.schedule for repair in self.answer.repairs if repair.schedule), {})
