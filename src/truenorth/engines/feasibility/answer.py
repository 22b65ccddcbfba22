"""What the feasibility engine answers: a verdict with its proof, a schedule, conflicts and ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["fits", "does not fit", "undecided", "invalid"]
Proof = Literal["schedule checked", "arithmetic", "two engines", "one engine", ""]


@dataclass(frozen=True, slots=True)
class Placed:
    """When a piece of work runs: from day `start` to before day `end`."""

    start: int
    end: int


Schedule = Mapping[str, Placed]  # by key of the work


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is nothing to solve: what is wrong with the input, where, and how to mend it."""

    code: str
    at: str
    says: str


@dataclass(frozen=True, slots=True)
class Because:
    """The arithmetic behind a conflict.

    "window": work `by[0]` cannot begin before day `first` and would have to by day `last`. "row", "pot", "staff":
    from day `first` to before `last`, `need` is asked of `resource` and there is `have` (in its whole numbers); `by`
    are (work, how much of it at least falls there), the largest first. "clash": plainly impossible. "search": no
    arrangement was found by a search of all of them.
    """

    kind: Literal["window", "row", "pot", "staff", "clash", "search"]
    resource: str = ""
    title: str = ""
    first: int = 0
    last: int = 0
    need: int = 0
    have: int = 0
    by: tuple[tuple[str, int], ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements that cannot all be true. `minimal`: it was checked that without any one of them the rest fits."""

    claims: tuple[str, ...]
    because: Because
    proof: Proof
    minimal: bool

    @property
    def proved(self) -> bool:
        """Whether it is certain: by arithmetic, or by two engines that found the same."""
        return self.proof in ("arithmetic", "two engines")


@dataclass(frozen=True, slots=True)
class Repair:
    """A way out: levers with the steps taken, what it costs, what it keeps, and the schedule that then holds.

    `price` in cents, None where a price is unknown. `at_least` is the least any way out of this kind can cost (the
    same as the price where it is proved the cheapest). `kept` is the share of the plan's value that is kept, 0 to 1,
    and `ends` what each end loses of what it was to get, as a share. `again`: it changes what both sides agreed.
    """

    taken: tuple[tuple[str, int], ...]
    kind: str
    price: int | None
    at_least: int | None
    kept: float
    ends: Mapping[str, float] = field(default_factory=dict)
    schedule: Schedule = field(default_factory=dict)
    again: bool = False

    @property
    def place(self) -> tuple[bool, int, bool]:
        """What ways out are sorted by: the cheapest first; those that change what was agreed, or of no price, later."""
        return self.price is None, self.price or 0, self.again

    @property
    def cheapest(self) -> bool:
        """Whether it is proved that no way out with these levers costs less."""
        return self.price is not None and self.price == self.at_least


@dataclass(frozen=True, slots=True)
class Load:
    """What is drawn from a resource in a period of a schedule, and what there is."""

    resource: str
    title: str
    first: int
    last: int
    need: int
    have: int

    @property
    def share(self) -> float:
        """The part of it that is used; above 1 it is too much."""
        return self.need / self.have if self.have else float(self.need > 0) * 9.99


@dataclass(frozen=True, slots=True)
class Margin:
    """The verdict when only a part of all hours, places and takers is there: 0.95, 0.9, 0.85."""

    part: float
    verdict: Verdict


@dataclass(frozen=True)
class Answer:
    """The whole answer. `schedule` is one that holds, or where nothing is proved the one that lacks least.

    `further` are the statements of more conflicts than are told, as far as arithmetic finds them once one statement of
    each conflict is let go. `late` tells that the time ran out, or somebody stopped it, before all was looked at.
    """

    verdict: Verdict
    proof: Proof = ""
    schedule: Schedule = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    further: tuple[tuple[str, ...], ...] = ()
    repairs: tuple[Repair, ...] = ()
    fewer: str = ""
    faults: tuple[Fault, ...] = ()
    loads: tuple[Load, ...] = ()
    margins: tuple[Margin, ...] = ()
    late: bool = False

    @property
    def tightest(self) -> Load | None:
        """Where most of what there is, is used."""
        return max(self.loads, key=lambda load: (load.share, load.title, -load.first), default=None)
