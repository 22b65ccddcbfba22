"""GOAL07: whether the targets of the parts give that of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from truenorth.engines.words import row
from truenorth.plan.entity import Ref, Share
from truenorth.plan.plan import Plan
from truenorth.plan.strategy import Goal, Metric, Objective, fraction
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.goals.lineage import served
from truenorth.rules.rule import rule

Parent = Goal | Objective
Serving = Objective | Program | Activity
_NO_SUM = re.compile(
    r"%|/|\b(?:per|percent|rate|ratio|score|points?|index|nps|x|average|avg|mean|minutes?|hours?|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
_STILL_TO_COME = timedelta(days=45)


def _concerned(plan: Plan, ref: Ref) -> set[Ref]:
    """Whose arithmetic hangs on an item: its own, that of what it serves, and that of what is measured in it."""
    item = plan.find(ref)
    users = [item] if item else []
    if isinstance(item, Metric):
        users = [*plan.pointing_at(ref, Objective), *plan.pointing_at(ref, Goal)]
    return {user.ref for user in users} | {to for user in users for to, _ in served(user)}


@rule(
    "GOAL07",
    asks="cmo",
    each=(Goal, Objective, Program, Activity),
    reads=["metric"],
    looks=_concerned,
    severity="error",
)
def targets_do_not_add_up(case: Case, item: Parent | Serving, *, tolerance: float = 1.0) -> Iterator[Finding]:
    """
    Targets do not add up.

    ## Why it matters

    Parts are agreed one by one, and unless somebody adds them up every team can reach its target while the whole is
    missed. Then the plan was wrong on the day it was made.

    A goal or objective is held against the objectives that serve it with the same metric: their targets, each with
    its share, have to give at least its own, less `tolerance` percent. Ranges count with their upper end, and the
    target above with its lower one. The rule is silent where a target is undisclosed, missing, a change or a factor,
    where units differ or cannot be added up (percentages, rates, durations), where the number above is simply handed
    down, where less of it is better, and where later periods are still to be planned. It is an error where two or
    more parts state their shares, and warns otherwise. Shares of one item of more than 100 % are found as well.
    Overlaps between the parts need data.

    ## Example

        objective:
          events: {name: Events, serves: {pipeline: 100 %}, metric: opportunities, target: 15, due: 2027-12-15}
          letters: {name: Letters, serves: {pipeline: 100 %}, metric: opportunities, target: 20, due: 2027-12-15}

    ## Finds

        objective:pipeline is to reach 40 opportunities, and what serves it adds up to 35: 5 are nobody's

    ## Put right

        objective: {letters: {target: 25}}
    """
    if not case.live(item):
        return
    if not isinstance(item, Goal):
        yield from _shares(item)
    if isinstance(item, (Goal, Objective)):
        yield from _short(case, item, tolerance)


def _shares(item: Serving) -> Iterator[Finding]:
    stated = [share for share in item.serves.values() if share is not None and share.mid is not None]
    total = sum((fraction(share) for share in stated), Decimal(0))
    are_parts = all(share.unit.startswith("%") or fraction(share) < 1 for share in stated)  # 1 and 1 may mean half each
    if are_parts and total > Decimal("1.01"):
        parts = row((f"{float(100 * fraction(share)):g} %" for share in stated), 5)
        asks = Blank("Which shares, of 100 % in all?")
        yield found(
            item.ref,
            f"gives away {float(100 * total):g} % of itself: {parts}",
            part="shares",
            seen={"gives away": _given_away(item)},
            fixes=[Fix("Correct the shares", {item.ref: {"serves": asks}})],
        )


def _given_away(item: Serving) -> dict[Ref, str]:
    """The shares that an item states, by what gets them."""
    stated = {key: share for key, share in item.serves.items() if share is not None}
    return {key if ":" in key else f"objective:{key}": str(share) for key, share in stated.items()}


def _short(case: Case, parent: Parent, tolerance: float) -> Iterator[Finding]:
    wanted, metric = parent.target, case.plan.get(Metric, parent.metric)
    if wanted is None or wanted.low is None or metric is None or not _adds_up(wanted, metric):
        return
    parts = _parts(case, parent, metric)
    if not parts or any(_is_handed_down(wanted, part) for part, _ in parts):
        return
    total = Decimal(0)
    for part, share in parts:
        if part.target is None or part.target.high is None or not _same_unit(metric, wanted, part.target):
            return
        total += part.target.high * fraction(share)
    short = Shortfall(parent, parts, wanted.low, wanted.unit or metric.unit, total)
    if short.missing > wanted.low * Decimal(str(tolerance)) / 100 and not _still_to_come(case, parent, parts):
        yield short.finding()


def _adds_up(wanted: Quantity, metric: Metric) -> bool:
    """Whether parts of the number can be added: a plain value of an amount or a count, of which more is better."""
    words = f"{wanted.unit} {metric.unit} {metric.name}"
    return wanted.how == "value" and metric.direction != "down" and not _NO_SUM.search(words)


def _parts(case: Case, parent: Parent, metric: Metric) -> list[tuple[Objective, Share]]:
    """The live objectives that serve an item with the same metric, each with its share; the same thing once."""
    key = parent.ref if isinstance(parent, Goal) else parent.key
    found_: list[tuple[Objective, Share]] = []
    said: set[Ref] = set()
    for part in case.plan.pointing_at(parent.ref, Objective):
        is_part = (key in part.serves or parent.ref in part.serves) and part.ref != parent.ref and case.live(part)
        if is_part and _same_metric(case.plan, part.metric, metric) and not {part.ref, *part.twins} & said:
            said.update((part.ref, *part.twins))
            found_.append((part, part.serves.get(key, part.serves.get(parent.ref))))
    return [(part, share) for part, share in found_ if share is None or share.mid != 0]


def _same_metric(plan: Plan, key: str | None, metric: Metric) -> bool:
    other = plan.get(Metric, key)
    return other is not None and (other.ref == metric.ref or other.ref in metric.twins or metric.ref in other.twins)


def _is_handed_down(wanted: Quantity, part: Objective) -> bool:
    """Whether a part states the whole number itself: the same number on another level, not a piece of it."""
    target = part.target
    return target is not None and (target.low, target.high) == (wanted.low, wanted.high)


def _same_unit(metric: Metric, wanted: Quantity, part: Quantity) -> bool:
    units = {unit or metric.unit for unit in (wanted.unit, part.unit)}
    return part.how == "value" and part.hidden is None and len(units) == 1


def _still_to_come(case: Case, parent: Parent, parts: list[tuple[Objective, Share]]) -> bool:
    """Whether all parts end well before the whole: those of the later periods are not planned yet."""
    due, ends = case.due(parent), [case.due(part) for part, _ in parts]
    known = [end for end in ends if end is not None]
    return due is not None and len(known) == len(ends) and max(known) + _STILL_TO_COME < due


@dataclass(frozen=True)
class Shortfall:
    """A number to reach, the parts that serve it, and what they leave."""

    parent: Parent
    parts: list[tuple[Objective, Share]]
    wanted: Decimal
    unit: str
    total: Decimal

    @property
    def missing(self) -> Decimal:
        """What no part brings."""
        return self.wanted - self.total

    @property
    def says(self) -> str:
        """The sum in a sentence."""
        whole = f"{_number(self.wanted)} {self.unit}".strip()
        rest = f"what serves it adds up to {_number(self.total)}: {_number(self.missing)} are nobody's"
        return f"is to reach {whole}, and {rest}"

    @property
    def is_error(self) -> bool:
        """Whether the parts say themselves how they add up: two or more, each with a stated share."""
        return len(self.parts) > 1 and all(share is not None and share.mid is not None for _, share in self.parts)

    def finding(self) -> Finding:
        """The shortfall with its sum and its ways out."""
        return found(
            (self.parent.ref, *self.refs),
            self.says,
            part="sum",
            severity="error" if self.is_error else "warning",
            stake=self.refs,
            seen={
                "wanted": str(self.wanted),
                "parts": self.seen(),
                "sum": str(self.total),
                "missing": str(self.missing),
            },
            fixes=self.fixes(),
        )

    @property
    def refs(self) -> list[Ref]:
        """The parts."""
        return [part.ref for part, _ in self.parts]

    def seen(self) -> dict[Ref, dict[str, str]]:
        """What each part states."""
        return {part.ref: {"target": str(part.target), "share": str(share or "")} for part, share in self.parts}

    def fixes(self) -> list[Fix]:
        """More from the part that brings the least, or less in all."""
        least = min((part for part, _ in self.parts), key=_brings)
        more = Blank(f"How much more can “{least.title}” bring?")
        return [
            Fix("Say who brings the rest", {least.ref: {"target": more}}),
            Fix("Agree on a lower target", {self.parent.ref: {"target": Blank("What is to be reached?")}}),
        ]


def _brings(part: Objective) -> tuple[Decimal, Ref]:
    return (part.target.high if part.target and part.target.high else Decimal(0)), part.ref


def _number(value: Decimal) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
