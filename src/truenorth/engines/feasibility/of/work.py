"""The work of a plan: what is done, what it waits for, and the statement that it is done at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from truenorth.engines.feasibility.of.dates import Planned
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.says import amount, in_words, row
from truenorth.engines.feasibility.of.says import name as called
from truenorth.engines.feasibility.problem import After
from truenorth.engines.hours import in_hours
from truenorth.engines.processes import Stretch, forwards
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.values import Duration
from truenorth.plan.work import Activity


def do_claim(draft: Draft, item: Entity) -> str:
    """The statement that work is done, in full."""
    key = f"do {item.ref}"
    if key not in draft.claims:
        draft.claim(key, "do", f"{called(item.title)} is done in full{_asks_for(item, draft.currency)}", item.ref, "")
    return key


def _asks_for(item: Entity, currency: str) -> str:
    """What work asks for at least, in words: hours, money, volumes."""
    if not isinstance(item, Activity):
        return ""
    stated = [(skill, numbers[0]) for skill, hours in item.effort.items() if (numbers := in_hours(hours))]
    said = [f"{in_words(hours)} of {skill}" for skill, hours in stated if hours]
    if item.cost and item.cost.amount:
        said.append(f"{amount(float(item.cost.amount))} {item.cost.currency or currency}".rstrip())
    said += [f"{amount(float(much.low))} {name}" for name, much in item.needs.items() if much and much.low]
    return f": {row(said, 4)}" if said else ""


def put_in_order(draft: Draft, work: Sequence[Planned], chains: Mapping[Ref, Sequence[str]]) -> None:
    """What waits for what: a piece of work, and its process where only its start tells when that begins."""
    there = {one.activity.ref: one for one in work}
    for one in work:
        for waits in one.activity.after:
            first = there.get(waits.ref)
            if first is None or waits.ref == one.activity.ref:
                continue
            claim = _waits(draft, one.activity, first.activity, waits.lag)
            lag = _lag(draft, first, waits.lag) - 1  # on the day on which the first ends, the next may begin
            draft.afters.append(After(waits.ref, one.activity.ref, lag, (claim,)))
            chain = chains.get(one.activity.ref)
            if chain and not one.activity.brief_ready:
                draft.afters.append(After(waits.ref, chain[0], lag, (claim,)))


def _waits(draft: Draft, then: Activity, first: Activity, lag: Duration | None) -> str:
    key = f"after {then.ref} {first.ref}"
    behind = f", {lag.words} after it" if lag else ""
    return draft.claim(key, "after", f"{called(then.title)} waits for {called(first.title)}{behind}", then.ref, "after")


def _lag(draft: Draft, first: Planned, lag: Duration | None) -> int:
    return working_days(draft, first.span.end, lag)


def working_days(draft: Draft, end: date, lag: Duration | None) -> int:
    """How many working days a wait is at least; one in another unit as it falls after a day."""
    if lag is None:
        return 0
    if lag.unit == "working days":
        return round(lag.low)
    over = forwards((Stretch("", lag, draft.asof.calendar),), end, longest=False)
    return max(draft.clock.first(over) - draft.clock.first(end), 0) if over else 0
