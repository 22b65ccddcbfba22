"""How much work asks of tools that carry only so much in a day, a week, a month or a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor

from truenorth.engines.feasibility.of.dates import Planned
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.says import amount
from truenorth.engines.feasibility.problem import Pot, Use
from truenorth.engines.rates import period
from truenorth.engines.volumes import Volume, asked_of_tools, most_of, rooms
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Tool
from truenorth.plan.values import Quantity

_TINY = 1e-9


class Limits:
    """The limits of tools, and what work asks of them."""

    def __init__(self, draft: Draft, work: Sequence[Planned]) -> None:
        """Put the limits down of which something is asked."""
        self._asked: dict[Ref, list[Use]] = {}
        left = {one.activity.ref: one.share for one in work}
        for (key, name), asked in asked_of_tools(draft.asof, None, (one.activity for one in work)).items():
            tool = draft.asof.plan.get(Tool, key)
            limit = tool.limits.get(name) if tool else None
            if tool and limit and limit.is_number and limit.how == "value":
                _put_down(draft, tool, name, limit, asked)
                for one in asked:
                    if least := floor(one.least * left[one.ref] + _TINY):
                        self._asked.setdefault(one.ref, []).append(Use(f"{tool.ref}/{name}", least))

    def uses(self, one: Planned) -> Iterable[Use]:
        """What a piece of work asks of tools with a limit: the least that is stated, and of it what is left."""
        return self._asked.get(one.activity.ref, ())


def _put_down(draft: Draft, tool: Tool, name: str, limit: Quantity, asked: Sequence[Volume]) -> None:
    says = f"{tool.title} carries {amount(most_of(limit))} {name} a {period(limit, 'month')}"
    claim = draft.claim(f"limit {tool.ref} {name}", "limit", says, tool.ref, "limits")
    resource, title = f"{tool.ref}/{name}", f"{name} in {tool.title}"
    draft.units[resource] = (name, 1)
    for room in rooms(draft.asof, limit, asked, draft.clock.days[-1]):
        first, last = draft.clock.between(room.span)
        if first < last:
            draft.pots.append(Pot(resource, title, first, last, max(room.much, 0), (claim,)))
