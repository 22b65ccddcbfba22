"""How much work asks of tools that carry only so much in a day, a week, a month or a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import floor

from truenorth.engines.feasibility.of.dates import Planned
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.says import amount
from truenorth.engines.feasibility.problem import Pot, Use
from truenorth.engines.rates import period
from truenorth.engines.volumes import asked_of_tools, stretches
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Tool

_TINY = 1e-9


class Limits:
    """The limits of tools, and what work asks of them."""

    def __init__(self, draft: Draft, work: Sequence[Planned]) -> None:
        """Put the limits down of which something is asked."""
        self._asked: dict[Ref, list[Use]] = {}
        by_tool = asked_of_tools(draft.asof, None, (one.activity for one in work))
        left = {one.activity.ref: one.share for one in work}
        for tool in draft.asof.plan.all(Tool):
            for name, limit in sorted(tool.limits.items()):
                asked = by_tool.get((tool.key, name))
                if not asked or not limit.is_number or limit.how != "value":
                    continue
                resource = f"{tool.ref}/{name}"
                for one in asked:
                    if least := floor(one.least * left[one.ref] + _TINY):
                        self._asked.setdefault(one.ref, []).append(Use(resource, least))
                has = float((limit.high if limit.high is not None else limit.low) or 0)
                _put_down(draft, tool, name, has, period(limit, "month"))

    def uses(self, one: Planned) -> Iterable[Use]:
        """What a piece of work asks of tools with a limit: the least that is stated, and of it what is left."""
        return self._asked.get(one.activity.ref, ())


def _put_down(draft: Draft, tool: Tool, name: str, has: float, every: str) -> None:
    says = f"{tool.title} carries {amount(has)} {name} a {every}"
    claim = draft.claim(f"limit {tool.ref} {name}", "limit", says, tool.ref, "limits")
    resource = f"{tool.ref}/{name}"
    draft.units[resource] = (name, 1)
    for span, days in _spans(draft, every):
        first, last = draft.clock.between(span)
        if first < last:
            title = f"{name} in {tool.title}"
            draft.pots.append(Pot(resource, title, first, last, floor(has * days), (claim,)))


def _spans(draft: Draft, every: str) -> Iterator[tuple[Span, int]]:
    """The stretches that a limit is for; a working day also carries what the free days behind it could."""
    days = draft.clock.days
    if every != "day":
        yield from ((Span(one.start, one.end), 1) for one in stretches(draft.asof.today, days[-1], every))
        return
    for one, following in zip(days, (*days[1:], days[-1] + DAY), strict=True):
        yield Span(one, one), (following - one).days
