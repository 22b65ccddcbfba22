"""The agenda as a whole: four parts, each line with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from truenorth.engines.lately import Lately
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.records.week import PARTS, Line, Update, last_updates
from truenorth.reports.report import Entry
from truenorth.rules.case import Case

MOST = 8  # lines of one sort


@dataclass(frozen=True)
class Material:
    """What an agenda is made of: the days it looks back on, the plan on the last of them and before the first one.

    `found` are the findings on the last day, `before` those on the day before the first; `lately` is what happened,
    where data were loaded; `changed` names the last change of each item in these days, where changes are numbered.
    """

    case: Case
    was: Plan
    span: Span
    found: tuple[Entry, ...] = ()
    before: tuple[Entry, ...] = ()
    lately: Lately = field(default_factory=Lately)
    changed: dict[Ref, str] = field(default_factory=dict)
    shown: Plan | None = None  # the plan without what few may see, where `was` is so too

    @property
    def now(self) -> Plan:
        """The plan that is held against how it was."""
        return self.case.whole if self.shown is None else self.shown

    @property
    def updates(self) -> list[Update]:
        """The last update about each item in these days."""
        within = (one for one in self.case.records.updates if one.on and self.span.start <= one.on <= self.span.end)
        return list(last_updates(within).values())

    def title(self, ref: Ref) -> str:
        """What people call an item, though it is gone by now."""
        return self.case.whole.title(ref) if ref in self.case.whole.entities else self.was.title(ref)


def agenda(of: Material) -> tuple[Line, ...]:
    """The lines of a stand-up, in the order of the parts; nothing is in it that the plan, people or data do not say."""
    from truenorth.reports.standup import developments, learning, refinements, results

    lines = [*developments.lines(of), *results.lines(of), *learning.lines(of), *refinements.lines(of)]
    return tuple(sorted(lines, key=lambda line: PARTS.index(line.part)))


def some(lines: list[Line], rest: str, most: int = MOST) -> Iterator[Line]:
    """The first lines of one sort, and in one more how many others there are."""
    yield from lines[:most] if len(lines) > most + 1 else lines
    if len(lines) > most + 1:
        yield lines[0].model_copy(update={"says": f"and {len(lines) - most:,} {rest}", "about": "", "place": ""})
