"""What a piece of work is likely to take, by the template that its title, channel and team point at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from truenorth.engines.feasibility.recognise import Recognised, recognised
from truenorth.engines.feasibility.template import Template, bare, skills, templates, total
from truenorth.plan.amounts import Quantity
from truenorth.plan.times import Duration

LOTS = ("100 contacts", "month")  # what hours are for where a title does not tell how much of it there is


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a piece of work of a known kind is likely to take. All of it is assumed: nobody stated it.

    `because` are the words of the title or channel by which the kind is known. `hours` are by the template's skills
    (`skill_of` finds the plan's own), for all `pieces` together. `at_least` tells that there may be more pieces than
    the title gives, so that the hours are the least it can be. `lead_time` is in working days, for one piece.
    """

    kind: str
    title: str
    because: str
    hours: Mapping[str, Quantity]
    lead_time: Duration
    tools: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    pieces: int = 1
    at_least: bool = False
    per: str = ""

    @property
    def total(self) -> Quantity:
        """The hours of all skills together."""
        return total(self.hours.values())

    @property
    def says(self) -> str:
        """What is assumed, in words: `16 to 43 hours, as for a piece of work of the kind 'Landing page'`."""
        low, high = (f"{hours or 0:,.0f}" for hours in (self.total.low, self.total.high))
        of = f"{self.pieces} of '{self.title}'" if self.pieces > 1 else f"'{self.title}'"
        per = f" ({self.per})" if self.per in LOTS else ""
        return f"{'at least ' if self.at_least else ''}{low} to {high} hours, as for {of}{per}"


def estimate(title: str, channel: str = "", function: str = "") -> Estimate | None:
    """What the work of a title is likely to take; None where its kind is not sure.

    `channel` is where the customer meets it, `function` what its team is for. The same words always give the same.
    """
    found = recognised(title, channel, function)
    return _estimate(found) if found else None


@lru_cache(maxsize=4096)
def _estimate(found: Recognised) -> Estimate:
    template = templates()[found.kind]
    return Estimate(
        kind=template.key,
        title=template.title,
        because=found.because,
        hours={skill: _times(hours, found.pieces) for skill, hours in template.hours.items()},
        lead_time=template.lead_time,
        tools=template.tools,
        sources=template.sources,
        pieces=found.pieces,
        at_least=found.many or _by_lots(template),
        per=template.per,
    )


def _by_lots(template: Template) -> bool:
    """Whether the hours are for a lot of contacts or for a month, whose number no title tells."""
    return template.per in LOTS


def _times(hours: Quantity, pieces: int) -> Quantity:
    return Quantity((hours.low or Decimal(0)) * pieces, (hours.high or Decimal(0)) * pieces, hours.unit)


def skill_of(skill: str, offered: Iterable[str]) -> str | None:
    """The word in which a plan names a template's skill, among those it uses; None where it names none like it."""
    named = {bare(one): one for one in sorted(set(offered), reverse=True)}
    return next((named[word] for word in (bare(skill), *skills().get(skill, ())) if word in named), None)
