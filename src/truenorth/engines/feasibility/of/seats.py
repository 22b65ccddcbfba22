"""Tools that only so many people can use at once, and the work that keeps somebody in them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from truenorth.engines.feasibility.of.dates import Planned
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.says import amount
from truenorth.engines.feasibility.problem import Supply, Use
from truenorth.engines.offers import SEATS
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Tool


class Seats:
    """How many can be in a tool at once, and how many each piece of work that uses it keeps there.

    Where work does not say how many seats it needs, or in which of its tools, one in each is assumed.
    """

    def __init__(self, draft: Draft, work: Sequence[Planned]) -> None:
        """Put the seats down that may be too few."""
        self.draft = draft
        self._kept: dict[Ref, list[Use]] = {}
        by_tool: dict[str, list[Planned]] = {}
        for one in work:
            for key in one.activity.tools if not one.activity.milestone else ():
                if key not in one.activity.enables:
                    by_tool.setdefault(key, []).append(one)
        for tool in draft.asof.plan.all(Tool):
            if tool.seats is not None and tool.status != "idea":
                self._put_down(tool, tool.seats, by_tool.get(tool.key, ()))

    def uses(self, one: Planned) -> Sequence[Use]:
        """The seats that a piece of work keeps on each day it runs."""
        return self._kept.get(one.activity.ref, ())

    def _put_down(self, tool: Tool, has: int, work: Sequence[Planned]) -> None:
        key = f"seats {tool.ref}"
        stated = {one.activity.ref: self._stated(one) for one in work}
        if sum(many or 1 for many in stated.values()) <= has:
            return  # never too few
        people = "person" if has == 1 else "people"
        says = f"{tool.title} can be used by {amount(has)} {people} at once"
        self.draft.claim(key, "places", says, tool.ref, "seats")
        self.draft.supplies.append(
            Supply(key, f"Seats of {tool.title}", "seats", (has,) * self.draft.clock.size, (key,))
        )
        self.draft.units[key] = ("seats", 1)
        for ref, many in stated.items():
            use = Use(key, 1, claims=(self._is_assumed(tool),)) if many is None else Use(key, many)
            self._kept.setdefault(ref, []).append(use)

    def _stated(self, one: Planned) -> int | None:
        """How many seats work says that it needs; None where it says nothing, or not of which tool."""
        needed = one.activity.needs.get(SEATS)
        tools = (self.draft.asof.plan.get(Tool, key) for key in one.activity.tools)
        with_seats = [tool for tool in tools if tool and tool.seats is not None]
        if needed is None or not needed.is_number or needed.low is None or len(with_seats) != 1:
            return None
        return ceil(needed.low)

    def _is_assumed(self, tool: Tool) -> str:
        says = f"Each piece of work in {tool.title} keeps a seat of it on every day it runs"
        return self.draft.claim(f"seat of {tool.ref}", "lead", says, tool.ref, "seats", assumed=True)
