"""GOAL07 and GOAL12: whether targets and shares add up to what they are parts of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from truenorth.plan.entity import Ref, Share
from truenorth.plan.plan import Plan
from truenorth.plan.strategy import Goal, Metric, Objective, fraction
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.goals.lineage import served
from truenorth.rules.goals.wholes import Rest, Whole, wholes
from truenorth.rules.rule import rule
from truenorth.rules.words import row

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

    The parts are agreed one by one, and nobody adds them up. When every team reaches its target and the whole is
    missed all the same, the plan was wrong on the day it was made.

    A goal or objective is held against the objectives that serve it with the same metric: their targets, each with
    its share, have to give at least its own, less `tolerance` percent. Ranges count with their upper end, and the
    target above with its lower one. The rule is silent where a target is undisclosed, missing, a change or a factor,
    where units differ or cannot be added up (percentages, rates, durations), where the number above is simply handed
    down, where less of it is better, and where later periods are still to be planned. It warns where the shares are
    not stated, and is an error where they are. Shares of one item of more than 100 % are found as well. Overlaps
    between the parts need data.

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
    if total > Decimal("1.01"):
        parts = row((f"{float(100 * fraction(share)):g} %" for share in stated), 5)
        asks = Blank("Which shares, of 100 % in all?")
        yield found(
            item.ref,
            f"gives away {float(100 * total):g} % of itself: {parts}",
            part="shares",
            seen={"shares": {key: str(share) for key, share in item.serves.items()}},
            fixes=[Fix("Correct the shares", {item.ref: {"serves": asks}})],
        )


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
    missing = wanted.low - total
    if missing > wanted.low * Decimal(str(tolerance)) / 100 and not _still_to_come(case, parent, parts):
        yield _short_by(case, parent, parts, wanted, total, missing)


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


def _short_by(
    case: Case,
    parent: Parent,
    parts: list[tuple[Objective, Share]],
    wanted: Quantity,
    total: Decimal,
    missing: Decimal,
) -> Finding:
    metric = case.plan.get(Metric, parent.metric)
    unit = wanted.unit or (metric.unit if metric else "")
    refs = [part.ref for part, _ in parts]
    least = min(
        (part for part, _ in parts), key=lambda part: (part.target.high or 0, part.ref) if part.target else (0, "")
    )
    is_stated = all(share is not None and share.mid is not None for _, share in parts)
    return found(
        (parent.ref, *refs),
        f"is to reach {_number(wanted.low or Decimal(0))} {unit}".strip()
        + f", and what serves it adds up to {_number(total)}: {_number(missing)} are nobody's",
        part="sum",
        severity="error" if is_stated else "warning",
        stake=refs,
        seen={
            "wanted": str(wanted),
            "parts": {part.ref: {"target": str(part.target), "share": str(share or "")} for part, share in parts},
            "sum": str(total),
            "missing": str(missing),
        },
        fixes=[
            Fix("Say who brings the rest", {least.ref: {"target": Blank(f"How much more can “{least.title}” bring?")}}),
            Fix("Agree on a lower target", {parent.ref: {"target": Blank("What is to be reached?")}}),
        ],
    )


def _number(value: Decimal) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


@rule("GOAL12", asks="cmo", reads=["objective", "team", "goal"])
def shares_leave_a_part_to_nobody(case: Case) -> Iterator[Finding]:
    """
    The shares of a whole leave a part to nobody.

    ## Why it matters

    Sales brings half of the pipeline and marketing a fifth of it, and both plans are agreed. The rest is in no plan
    at all, and at the end of the quarter each side looks at the other.

    Objectives of two teams or more that name the same whole (`share_of`) are added up in each period in which they
    state a share, with `targets` by period or one `target` for all. A share such as `> 40 %` may be more: of what it
    leaves, that is said as "up to". Where a share is undisclosed or not a percentage the period is left out; less
    than one percent is rounding. Shares of more than 100 % in all are an error.

    ## Example

        objective:
          from-sales: {name: Sales brings half, team: sales, share_of: qualified pipeline, target: 50 %}
          from-demand:
            name: A growing part from marketing
            team: demand
            share_of: Qualified pipeline
            targets: {2027-Q1: 10 %, 2027-Q2: 20 %, 2027-Q3: 30 %, 2027-Q4: '> 40 %'}

    ## Finds

        objective:from-demand 40, 30 and 20 % of qualified pipeline are nobody's in 2027-Q1, 2027-Q2 and 2027-Q3, and up to 10 % in 2027-Q4: Demand generation takes 10, 20, 30 and > 40 %, Sales 50 %

    ## Put right

        objective: {from-demand: {targets: {2027-Q1: 50 %, 2027-Q2: 50 %, 2027-Q3: 50 %, 2027-Q4: 50 %}}}
    """  # noqa: E501
    for whole in wholes(case):
        rests = whole.rests()
        if any(rest.at_least > 1 for rest in rests):
            yield _nobodys(case, whole, [rest for rest in rests if rest.at_most > 1])
        if over := [rest for rest in rests if rest.at_most < -1]:
            yield _too_much(case, whole, over)


def _nobodys(case: Case, whole: Whole, rests: list[Rest]) -> Finding:
    sure, open_ = [r for r in rests if r.at_least > 1], [r for r in rests if r.at_least <= 1]
    numbers = [str(rest) for rest in sure]
    numbers = numbers[:1] if len(set(numbers)) == 1 else numbers
    is_one = len(numbers) == 1
    says = f"{row(numbers, 12)} % of {whole.name} {'is' if is_one else 'are'} nobody's{_in(sure)}"
    for limit in sorted({rest.at_most for rest in open_}):
        says += f", and up to {limit:g} %{_in([r for r in open_ if r.at_most == limit])}"
    return _on_a_whole(case, whole, f"{says}: {whole.taken()}", "rest", "warning", rests)


def _too_much(case: Case, whole: Whole, rests: list[Rest]) -> Finding:
    totals = row((f"{100 - rest.at_most:g}" for rest in rests), 12)
    says = f"{totals} % of {whole.name} are given away{_in(rests)}: {whole.taken()}"
    return _on_a_whole(case, whole, says, "over", "error", rests)


def _in(rests: list[Rest]) -> str:
    names = [rest.period for rest in rests if rest.period]
    return f" in {row(names, 12)}" if names else ""


def _on_a_whole(case: Case, whole: Whole, says: str, part: str, severity: str, rests: list[Rest]) -> Finding:
    asks = {"targets": Blank(f"Which share of {whole.name} in each period?")}
    return found(
        whole.refs,
        says,
        part=part,
        severity=severity,
        seen={
            "whole": whole.name,
            "rest": {r.period or "always": {"at least": r.at_least, "at most": r.at_most} for r in rests},
        },
        fixes=[
            Fix("Agree who takes which share", {ref: dict(asks) for ref in whole.refs}),
            Fix("Say who else has a part", {"objective:the-rest-of-" + whole.key: whole.new_part()}),
        ],
    )
