"""Which tools have which capability, and from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from truenorth.engines.asof import AsOf
from truenorth.engines.life import life
from truenorth.engines.words import words
from truenorth.plan.calendar import DAY
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Tool
from truenorth.plan.work import Activity

SEATS = "seats"  # what work needs of a tool that only so many people can use at once


@dataclass(frozen=True)
class Offer:
    """A tool that has a capability, from when to when; the last day of its contract; the work it waits for."""

    tool: Tool
    first: date
    until: date
    contract: date
    waits_for: Ref | None = None


class Offers:
    """Which tools have which capability, and when; some only once work that enables it is done."""

    def __init__(self, case: AsOf, enabling: Iterable[Activity]) -> None:
        """Gather the tools and the work."""
        self.case = case
        self.tools = [tool for tool in case.plan.all(Tool) if tool.status != "idea"]
        if not any(tool.capabilities for tool in self.tools):
            self.tools = []
        self.enabling: dict[tuple[str, frozenset[str]], list[Activity]] = {}
        for activity in enabling:
            for key, capability in activity.enables.items():
                if activity.status not in ("idea", "stopped"):
                    self.enabling.setdefault((key, words(capability)), []).append(activity)
        self._of: dict[str, list[Offer]] = {}
        self._always: dict[str, bool] = {}

    def of(self, name: str) -> list[Offer]:
        """The tools that have, or will have, a capability."""
        if name not in self._of:
            wanted = words(name)
            self._of[name] = [offer for tool in self.tools if (offer := self._offer(tool, wanted))]
        return self._of[name]

    def is_always(self, name: str) -> bool:
        """Whether a tool has a capability from today to the end of the horizon."""
        if name not in self._always:
            there = (min(offer.until, offer.contract) for offer in self.of(name) if offer.first <= self.case.today)
            self._always[name] = any(until >= self.case.horizon.end for until in there)
        return self._always[name]

    def _offer(self, tool: Tool, wanted: frozenset[str]) -> Offer | None:
        enabling = [
            work for (key, had), many in self.enabling.items() if key == tool.key and wanted <= had for work in many
        ]
        if not enabling and not any(wanted <= words(said) for said in _said(tool)):
            return None
        its = life(self.case, tool)
        first, until = its.first or date.min, date.min if its.over else its.until or date.max
        waits_for = None
        if enabling and (ready := min(self._ready(tool, work) for work in enabling)) > first:
            first, waits_for = ready, enabling[0].ref
        return Offer(tool, first, until, min(until, its.contract or date.max), waits_for)

    def _ready(self, tool: Tool, work: Activity) -> date:
        """The first day after work that makes something possible, and the time to set it up."""
        done = None if work.status == "done" else self.case.due(work)
        if done is None:
            return date.min
        return (self.case.calendar.ahead(done, tool.set_up) if tool.set_up else done) + DAY


def _said(tool: Tool) -> list[str]:
    """What a tool says that it can do; one with seats has those."""
    return [*tool.capabilities, *tool.limits, *([SEATS] if tool.seats is not None else [])]


def not_its_own(activity: Activity, offers: list[Offer]) -> list[Offer]:
    """The tools that can help, where they are more than those that the work names itself."""
    return offers if any(offer.waits_for or offer.tool.key not in activity.tools for offer in offers) else []
