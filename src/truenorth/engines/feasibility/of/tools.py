"""The tools that work uses and needs: from when to when they are there, and what makes them possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from truenorth.engines.feasibility.of.dates import Planned
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.says import day
from truenorth.engines.feasibility.of.says import name as called
from truenorth.engines.feasibility.of.work import do_claim, working_days
from truenorth.engines.feasibility.problem import After, Clash, Window
from truenorth.engines.life import Life, life
from truenorth.engines.offers import Offer, Offers, not_its_own
from truenorth.plan.resources import Tool
from truenorth.plan.work import Activity

_STARTS = {
    "available_from": "{} is there from {}",
    "contract_from": "{} is there from {}, when its contract has begun and it is set up",
}
_ENDS = {"contract_to": "The contract of {} ends on {}", "retired_on": "{} is switched off on {}"}


class Tools:
    """When the tools of a plan are there for its work."""

    def __init__(self, draft: Draft, work: Sequence[Planned]) -> None:
        """Look at what work enables."""
        self.draft = draft
        self._there = {one.activity.ref: one for one in work}
        self._offers = Offers(draft.asof, [a for a in draft.asof.plan.all(Activity) if a.enables])
        self._lives: dict[str, tuple[Window, ...] | None] = {}
        self._needed: dict[str, list[Offer]] = {}

    def windows(self, one: Planned) -> list[Window]:
        """The days on which the tools of a piece of work are there."""
        plan, found = self.draft.asof.plan, list[Window]()
        for key in one.activity.tools:
            tool = plan.get(Tool, key)
            if tool is None or key in one.activity.enables:
                continue
            if key not in self._lives:
                self._lives[key] = self._life(tool)
            if self._lives[key] is None:
                self._gone(one.activity, tool)
            found += self._lives[key] or ()
        return found

    def needs(self, one: Planned) -> list[Window]:
        """The days on which some tool has what a piece of work needs."""
        every = self._not_always(one.activity)
        return [window for name, offers in every for window in self._hull(name, offers)]

    def waits(self, one: Planned, key: str) -> None:
        """Let a piece of work wait for the work that makes possible what it needs."""
        for name, offers in self._not_always(one.activity):
            first = min(offers, key=lambda offer: offer.first)
            enabling = self._there.get(first.waits_for or "")
            if enabling is None or enabling.activity.ref == one.activity.ref:
                continue
            title, tool = called(enabling.activity.title), first.tool
            takes = f", and {tool.set_up.words} to set it up" if tool.set_up else ""
            says = f"{name} in {tool.title} needs {title} first{takes}"
            says = says[:1].upper() + says[1:]
            claim = f"enables {enabling.activity.ref} {tool.key} {name}"
            self.draft.claim(claim, "tool", says, enabling.activity.ref, "enables")
            lag = working_days(self.draft, enabling.span.end, tool.set_up)
            self.draft.afters.append(After(enabling.activity.ref, key, lag, (claim,)))

    def _not_always(self, activity: Activity) -> Iterator[tuple[str, list[Offer]]]:
        """The capabilities that work needs and no tool has all the time, each with the tools that have it at some."""
        for name in activity.needs:
            if self._offers.is_always(name):
                continue
            if name not in self._needed:
                self._needed[name] = self._offers.of(name)
            if not self._needed[name]:
                self.draft.say_silent(f"which tool can do {name}")
            elif offers := not_its_own(activity, self._needed[name]):
                yield name, offers

    def _life(self, tool: Tool) -> tuple[Window, ...] | None:
        """The days on which a tool is there; None where it is no longer in use."""
        its = life(self.draft.asof, tool)
        if its.unknown:
            self.draft.say_silent(f"from when {tool.title} is there")
        return None if its.over else tuple(self._sides(tool, its))

    def _sides(self, tool: Tool, its: Life) -> Iterator[Window]:
        clock, size = self.draft.clock, self.draft.clock.size
        if its.first and clock.first(its.first) > 0:
            yield Window(clock.first(its.first), size, (self._starts(tool, its.first),))
        for name, last in (("retired_on", its.until), ("contract_to", its.contract)):
            if last and clock.after(last) < size:
                yield Window(0, clock.after(last), (self._ends(tool, name, last),))

    def _starts(self, tool: Tool, first: date) -> str:
        opens = self.draft.asof.calendar.start(tool.available_from)
        name = "available_from" if (opens and opens >= first) or not tool.contract_from else "contract_from"
        says = _STARTS[name].format(tool.title, day(first, self.draft.asof.today))
        return self.draft.claim(f"{name} {tool.ref}", "tool", says, tool.ref, name)

    def _ends(self, tool: Tool, name: str, last: date) -> str:
        says = _ENDS[name].format(tool.title, day(last, self.draft.asof.today))
        return self.draft.claim(f"{name} {tool.ref}", "tool", says, tool.ref, name)

    def _hull(self, name: str, offers: Sequence[Offer]) -> Iterator[Window]:
        """From the first to the last day on which any tool has a capability; each end rests on all of them."""
        clock, today = self.draft.clock, self.draft.asof.today
        first = min(offer.first for offer in offers)
        soonest = min(offers, key=lambda offer: offer.first)
        if first > today and clock.first(first) > 0:
            enabling = self._there.get(soonest.waits_for or "")
            every = (self._starts(offer.tool, offer.first) for offer in offers)
            claims = (self._works_from(name, soonest, enabling),) if enabling else tuple(dict.fromkeys(every))
            yield Window(clock.first(first), clock.size, claims)
        last = max(min(offer.until, offer.contract) for offer in offers)
        if clock.after(last) < clock.size:
            claims = tuple(dict.fromkeys(self._over(offer) for offer in offers))
            yield Window(0, clock.after(last), claims)

    def _works_from(self, name: str, offer: Offer, enabling: Planned) -> str:
        """The statement that a capability is there once the work that makes it possible is over, as planned."""
        when = day(offer.first, self.draft.asof.today)
        says = f"{name} in {offer.tool.title} from {when}, when {called(enabling.activity.title)} is over"
        key = f"from {enabling.activity.ref} {offer.tool.key} {name}"
        return self.draft.claim(key, "tool", says[:1].upper() + says[1:], enabling.activity.ref, "end")

    def _over(self, offer: Offer) -> str:
        name, last = ("contract_to", offer.contract) if offer.contract < offer.until else ("retired_on", offer.until)
        if last == date.min:
            return self._is_gone(offer.tool)
        return self._ends(offer.tool, name, last)

    def _gone(self, activity: Activity, tool: Tool) -> None:
        """Work that counts on a tool which is no longer in use."""
        claims = (do_claim(self.draft, activity), self._is_gone(tool))
        says = f"{called(activity.title)} uses {tool.title}, which is no longer in use"
        self.draft.clashes.append(Clash(claims, says))

    def _is_gone(self, tool: Tool) -> str:
        return self.draft.claim(f"status {tool.ref}", "tool", f"{tool.title} is no longer in use", tool.ref, "status")
