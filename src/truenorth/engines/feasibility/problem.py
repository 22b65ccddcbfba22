"""What the feasibility engine is asked: work, what it draws on, and the statements behind every limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

ClaimKind = Literal[
    "do",  # this work is done, in full
    "ready",  # it cannot begin before a day
    "due",  # it is over by a day
    "after",  # it waits for other work
    "lead",  # a step of a process takes so long
    "people",  # so many hours a week can be worked
    "places",  # so many can run at once
    "tool",  # what the tools can do, from when to when
    "limit",  # how much of it a tool carries in a period
    "budget",  # what may be spent in a period
    "takes",  # what sales, service or stock can take in a period
]
# These are about one piece of work; all others about what work draws on.
OF_WORK: frozenset[ClaimKind] = frozenset({"do", "ready", "due"})


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that a limit rests on: the limit holds as long as all its claims are believed.

    `says` is the statement in words; `item` the item that makes it; `asks` the party that may change it;
    `source` the field or document it was read from. `assumed` tells that nobody stated it: it was filled in.
    """

    key: str
    kind: ClaimKind
    says: str
    item: str = ""
    asks: str = ""
    source: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """Work that is wanted or given up as a whole: its claim that it is done, and what it is worth to the plan.

    `value` is in cents; it is 1 where nothing tells what work is worth. `serves` are the ends it helps, with the share
    of its value that goes to each.
    """

    key: str
    title: str
    do: str
    value: float = 1.0
    serves: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Use:
    """What a piece of work draws from a resource.

    From a supply: `amount` on each day it runs. From pots and skills: `amount` in all, spread evenly over its days:
    after `k` of `d` days, `amount * k // d` of it is drawn. Both `lag` days later. With `on`, all of it falls on that
    day, whenever the work runs. It counts as long as its claims hold (that so much is needed).
    """

    resource: str
    amount: int
    lag: int = 0
    on: int | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """Days outside which work cannot run, `first` to before `last`, as long as the claims hold."""

    first: int
    last: int
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work: `shortest` to `longest` days, begun on `earliest` or later, over before day `latest`.

    `ready` and `due` name the claims behind these two days; `lead` those behind its length (a step of a process: if
    they fall, it takes no time and draws nothing). A milestone has no length.
    """

    key: str
    title: str
    bundle: str
    shortest: int
    longest: int
    earliest: int
    latest: int
    uses: tuple[Use, ...] = ()
    windows: tuple[Window, ...] = ()
    ready: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class After:
    """Work that begins `lag` days or more after the end of other work (below zero: they may overlap)."""

    first: str
    then: str
    lag: int = 0
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Supply:
    """How much of something can be in use at once, on each day: places, seats, rooms, machines."""

    key: str
    title: str
    unit: str
    per_day: tuple[int, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pot:
    """How much may be drawn in all from a resource in the days from `first` to before `last`.

    As much as `spare` beyond it is let pass, and not told: sums of rounded numbers are off by so much.
    """

    resource: str
    title: str
    first: int
    last: int
    amount: int
    claims: tuple[str, ...]
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Staff:
    """Seats that have some skills in common: the minutes they can work in each week."""

    key: str
    title: str
    skills: frozenset[str]
    per_week: tuple[int, ...]
    claim: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Statements that plainly cannot all be true, whatever the dates: a capability that no tool has."""

    claims: tuple[str, ...]
    says: str


LeverKind = Literal[
    "move", "start earlier", "stretch", "shrink", "drop", "staff", "tool", "speed up", "place", "raise", "shift", "take"
]


@dataclass(frozen=True, slots=True)
class Lever:
    """One way to loosen a claim, up to `most` steps, at a price (cents; None: nobody knows what it costs).

    What a step of `by` means follows from the claim: days for "ready", "due", "lead" and windows of tools; units a day
    for supplies; units in each period that meets `first` to before `last` for pots and staff. A lever of kind "drop"
    gives the bundle of the claim up; "shrink" leaves out `by` percent of what its work draws; "tool" lets the claim
    fall; "shift" takes what it adds to a pot from the pot `from_`.
    `loses` is the share of a bundle's value that is given up a step. `each` is what a step adds to a staff in each
    week, where that is not `by` in every one: holidays, leave, a contract for some weeks. `again` tells that what was
    agreed would have to be agreed again: of levers that are as cheap, the others are taken.
    """

    key: str
    kind: LeverKind
    claim: str
    says: str
    by: int = 1
    most: int = 1
    fixed: int | None = 0
    price: int | None = 0
    loses: float = 0.0
    first: int = 0
    last: int = 1_000_000
    from_: tuple[str, int] | None = None
    each: tuple[int, ...] = ()
    again: bool = False


@dataclass(frozen=True)
class Problem:
    """All of it. Days are counted in working days, 0 to before `days`; `weeks` are the first days of the weeks.

    `units` tells of each resource its unit and how many of our whole numbers make one of it: ("h", 60).
    """

    days: int
    weeks: tuple[int, ...]
    claims: Mapping[str, Claim]
    bundles: tuple[Bundle, ...] = ()
    works: tuple[Work, ...] = ()
    afters: tuple[After, ...] = ()
    supplies: tuple[Supply, ...] = ()
    pots: tuple[Pot, ...] = ()
    staff: tuple[Staff, ...] = ()
    clashes: tuple[Clash, ...] = ()
    levers: tuple[Lever, ...] = ()
    units: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @cached_property
    def bundle(self) -> Mapping[str, Bundle]:
        """The bundles by key."""
        return {one.key: one for one in self.bundles}

    @cached_property
    def work(self) -> Mapping[str, Work]:
        """The work by key."""
        return {one.key: one for one in self.works}

    @property
    def week_ends(self) -> tuple[int, ...]:
        """The day after the last one of each week."""
        return (*self.weeks[1:], self.days) if self.weeks else ()
