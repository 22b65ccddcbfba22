"""What is gathered while a plan is turned into a problem."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import accumulate

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.asked import Change, Told
from truenorth.engines.feasibility.of.clock import Clock
from truenorth.engines.feasibility.problem import (
    After,
    Bundle,
    Claim,
    ClaimKind,
    Clash,
    Lever,
    Pot,
    Staff,
    Supply,
    Work,
)
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Role

AGAIN = ", and agree on that again"  # of what moves dates that both sides agreed
BEFORE = 400  # days before today of which working days are counted up once
# Which party may change a statement, where nothing else tells.
_ASKS: dict[ClaimKind, str] = {
    "do": "cmo",
    "ready": "lead",
    "due": "lead",
    "after": "lead",
    "lead": "mops",
    "people": "mops",
    "places": "mops",
    "tool": "mops",
    "limit": "mops",
    "budget": "finance",
    "takes": "sales",
}


@dataclass
class Draft:
    """A problem while it is put together: a plan as of a day, its clock, and the parts so far."""

    asof: AsOf
    clock: Clock
    claims: dict[str, Claim] = field(default_factory=dict)
    bundles: list[Bundle] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    afters: list[After] = field(default_factory=list)
    supplies: list[Supply] = field(default_factory=list)
    pots: list[Pot] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    levers: list[Lever] = field(default_factory=list)
    units: dict[str, tuple[str, int]] = field(default_factory=dict)
    items: dict[str, Ref] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    begun: set[Ref] = field(default_factory=set)  # work of which a part is done: how much depends on its dates
    kept: set[Ref] = field(default_factory=set)  # what cannot be left out alone: without it, something else counts
    seats: dict[str, list[Role]] = field(default_factory=dict)  # the roles behind the hours that a claim states
    shortest: dict[str, tuple[int, int]] = field(default_factory=dict)  # working days that a lead time is, by its claim
    overdrawn: dict[str, int] = field(
        default_factory=dict
    )  # by how much more is gone than a budget holds, by its claim
    agreed: set[str] = field(default_factory=set)  # claims about dates that both sides agreed
    silent: dict[str, None] = field(default_factory=dict)

    def working_days(self, span: Span) -> int:
        """How many working days a span holds, from the counts up to each day where they are known."""
        begin, end = span.start.toordinal() - self._since, span.end.toordinal() - self._since + 1
        if end <= begin:
            return 0
        if begin < 0 or end >= len(self._before):
            return self.asof.calendar.working_days(span)
        return self._before[end] - self._before[begin]

    @cached_property
    def _since(self) -> int:
        return self.asof.today.toordinal() - BEFORE

    @cached_property
    def _before(self) -> tuple[int, ...]:
        """The working days before each day, from some before today to the last of the clock."""
        last = self.clock.days[-1].toordinal()
        works = (self.asof.calendar.is_working(date.fromordinal(n)) for n in range(self._since, last + 1))
        return tuple(accumulate(works, initial=0))

    @property
    def currency(self) -> str:
        """The currency of the company; empty where it says none."""
        company = self.asof.whole.company
        return company.currency if company else ""

    def claim(
        self,
        key: str,
        kind: ClaimKind,
        says: str,
        item: Ref,
        source: str,
        *,
        asks: str = "",
        assumed: bool = False,
    ) -> str:
        """Put down a statement, once; its key."""
        if key not in self.claims:
            self.claims[key] = Claim(key, kind, says, item, asks or _ASKS[kind], source, assumed)
        return key

    def lever(self, lever: Lever, change: Change, told: Told | None = None) -> None:
        """Offer a way to loosen a claim, with what it means for the plan and how it is said."""
        if again := self._is_agreed(lever):
            lever = replace(lever, says=f"{lever.says}{AGAIN}", again=True)
        self.levers.append(lever)
        self.changes[lever.key] = change
        if told:
            self.told[lever.key] = (lambda steps: f"{told(steps)}{AGAIN}") if again else told

    def _is_agreed(self, lever: Lever) -> bool:
        """Whether a lever moves, or leaves out, work whose dates were agreed."""
        if lever.claim in self.agreed:
            return True
        of_work = lever.kind in ("drop", "tool") and self.claims[lever.claim].item
        return bool(of_work) and any(self.claims[key].item == of_work for key in self.agreed)

    def say_silent(self, what: str) -> None:
        """Note what the verdict is not about."""
        self.silent[what] = None
