"""What a finding is: something out of line, where, how we know, what is at stake, and what would put it right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS, Party, Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity

FindingKind = Literal["contradiction", "gap", "notice"]
Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
PLAN: Ref = "plan"  # where a finding is that is about the plan as a whole


@dataclass(frozen=True)
class Blank:
    """A value in a fix that only people can give; asks for it in words."""

    asks: str


@dataclass(frozen=True)
class Fix:
    """One way to put a finding right: fields to set on items (None takes a field, or the whole item, away).

    One that is `by_choice` asks for no value, and yet is for people to choose: it gives up or pays for something.
    One that is `by_word` sets nothing: both sides agree, and the plan stays as it is.
    """

    says: str
    sets: Mapping[Ref, Mapping[str, Any] | None] = field(default_factory=dict)
    by_choice: bool = False
    by_word: bool = False

    def blanks(self) -> list[tuple[Ref, str, str]]:
        """(item, field, question) of every value that somebody still has to give."""
        return [
            (ref, name, value.asks)
            for ref, fields in self.sets.items()
            for name, value in (fields or {}).items()
            if isinstance(value, Blank)
        ]

    def edits(self, plan: Plan) -> list[Edit]:
        """The fix as edits of a plan. A fix with blanks has none until they are filled."""
        if self.blanks():
            raise ValueError(f"'{self.says}' still asks: {'; '.join(q for _, _, q in self.blanks())}")
        return [edit for ref, fields in self.sets.items() if (edit := _edit(plan, ref, fields))]


def _edit(plan: Plan, ref: Ref, fields: Mapping[str, Any] | None) -> Edit | None:
    now = plan.find(ref)
    before = data(now) if now else None
    if fields is None:
        return Edit(ref, before, None) if before is not None else None
    wanted = {**(before or {}), **fields}
    after = data(entity(ref, {name: value for name, value in wanted.items() if value is not None}))
    return Edit(ref, before, after) if after != before else None


@dataclass(frozen=True)
class Stake:
    """What is behind a finding: money in the company's currency, hours, and the items they belong to."""

    money: float | None = None
    hours: float | None = None
    items: tuple[Ref, ...] = ()
    goal_value: float | None = None


@dataclass(frozen=True)
class TooMuch:
    """How much more is asked for than there is, in each week, month or the like; and how much each item asks there."""

    over: Mapping[Any, float]
    shares: Mapping[Ref, Mapping[Any, float]]

    def __post_init__(self) -> None:
        """Round, so that numbers are the same in whatever order they were added up."""
        object.__setattr__(self, "over", {place: round(much, 6) for place, much in self.over.items()})
        shares = {ref: {place: round(much, 6) for place, much in mine.items()} for ref, mine in self.shares.items()}
        object.__setattr__(self, "shares", shares)


@dataclass(frozen=True)
class Finding:
    """One thing out of line. A rule gives `at`, `says` and what it saw; the check fills in the rest.

    `at` is the item first, then the others concerned. `cause` is a predicate such as "name no objective":
    three findings of a rule on one kind with the same cause become one. `stake` names the items whose money and
    hours are at stake, where they are not those of `at`; with `too_much`, the check finds the least work that has to
    give way. `part` tells several findings on one item apart.
    `among` is what a gap is counted against where that is not all items of the kind: how many, and what they are
    called. `gathers` holds the ids of the findings that one stands for. `covers` are (rule, item) of findings that
    tell the same cause: where there is one, this is not said again, and its ways out are told there.
    """

    at: tuple[Ref, ...]
    says: str
    seen: Mapping[str, Any] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()
    cause: str = ""
    part: str = ""
    among: tuple[int, str] | None = None
    stake: tuple[Ref, ...] | None = None
    too_much: TooMuch | None = None
    kind: FindingKind | None = None
    severity: Severity | None = None
    asks: Party | None = None
    rule: str = ""
    at_stake: Stake = Stake()
    gathers: tuple[str, ...] = ()
    covers: tuple[tuple[str, Ref], ...] = ()

    @property
    def id(self) -> str:
        """The same while the thing out of line is the same: what a decision about it hangs on."""
        if self.gathers:
            return self.group
        return f"{self.rule}@{self.at[0]}" + (f"#{self.part}" if self.part else "")

    @property
    def group(self) -> str:
        """The id of all findings of the rule with this cause on this kind of item, whichever items they are."""
        return f"{self.rule}@{self.at[0].partition(':')[0]}#{slug(self.cause)}" if self.cause else ""

    @property
    def order(self) -> tuple[int, int, float, str, tuple[Ref, ...], str]:
        """Contradictions first, then by severity, money and hours at stake, code and place."""
        kinds = ("contradiction", "gap", "notice")
        weight = (self.at_stake.money or 0) * 1000 + (self.at_stake.hours or 0)
        place = kinds.index(self.kind or "notice"), SEVERITIES.index(self.severity or "info")
        return (*place, -weight, self.rule, self.at, self.part)


def found(at: Ref | tuple[Ref, ...], says: str, **more: Any) -> Finding:
    """A finding at one item or several; lists of fixes and of items at stake become tuples, a part one word."""
    for name in ("fixes", "stake"):
        if more.get(name) is not None:
            more[name] = tuple(more[name])
    if part := more.get("part"):
        more["part"] = re.sub(r"[^\w.]+", "-", part).strip("-")
    return Finding((at,) if isinstance(at, str) else tuple(at), says, **more)


def whole(plan: Plan) -> Ref:
    """Where a finding is that is about no item in particular: at the company, or else at the plan as a whole."""
    return plan.company.ref if plan.company else PLAN


def slug(text: str) -> str:
    """Words as the tail of an id."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")[:60]


def plural(kind: str, count: int) -> str:
    """`3 activities`, `1 program`."""
    return f"{count:,} {kind if count == 1 else KINDS[kind].plural}"


def kinds_of(refs: Iterator[Ref] | tuple[Ref, ...]) -> set[str]:
    """The kinds of some refs."""
    return {ref.partition(":")[0] for ref in refs}
