"""BEAT01: a meeting or report that was not held, and work that was to be over and of which nobody says anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from truenorth.engines.asof import OVER
from truenorth.engines.between import between
from truenorth.engines.rhythm import GRACE, occurrences
from truenorth.plan.consent import Cadence, Commitment
from truenorth.plan.entity import Entity
from truenorth.plan.work import Activity
from truenorth.records.week import Update, held, last_updates
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

LOOKED_BACK = 8  # occurrences of a meeting that are counted


@rule("BEAT01", asks="cmo", each=(Cadence, Activity, Commitment), reads=["records"])
def missed_or_stale(case: Case, item: Entity, *, days: float = GRACE, times: float = 2) -> Iterator[Finding]:
    """
    A meeting or report was missed, or nobody says what became of work that was to be over.

    ## Why it matters

    What is agreed to happen every week and does not, is missed by nobody at first; after some weeks each side knows
    less of the other than it thinks, and hears of trouble when it can only be explained.

    Looks at meetings and reports of which at least one is recorded: the next is due a period (`every`) after the last
    one, and is missed where it is not recorded `days` days later. Where updates are given at all, it looks also at
    work under way (`active`) whose last day is past, and at promises that recur (`within`) of which there were
    updates: the last word is to be newer than that last day, and than `times` that time. Without records, nothing is
    said.

    ## Example

        records:
          standup:
          - {cadence: weekly, day: 2026-12-21}
          - {cadence: weekly, day: 2026-12-28}

    ## Finds

        cadence:weekly was due on 2027-01-04 and is not recorded: the last one was on 2026-12-28; 1 of the last 3 was missed

    ## Put right

        records:
          standup:
          - {cadence: weekly, day: 2026-12-21}
          - {cadence: weekly, day: 2026-12-28}
          - {cadence: weekly, day: 2027-01-05}
    """  # noqa: E501
    match item:
        case Cadence():
            yield from _missed(case, item, int(days))
        case Activity() if item.status == "active":
            yield from _silent_after_its_end(case, item)
        case Commitment():
            yield from _silent_promise(case, item, times)


def _missed(case: Case, item: Cadence, days: int) -> Iterator[Finding]:
    recorded = held(case.records.standups, item.key)
    past = occurrences(item, [one.day for one in recorded], case.today, case.calendar, days)
    past = [one for one in past if one.state != "due"]
    if not past or past[-1].state != "missed":
        return
    first = next(n for n in range(len(past) - 1, -1, -1) if past[n].held) + 1
    looked = past[-LOOKED_BACK:]
    missed = [one.due for one in looked if one.held is None]
    yield found(
        item.ref,
        f"was due on {past[first].due} and is not recorded: the last one was on {past[first - 1].held};"
        f" {len(missed)} of the last {len(looked)} {'was' if len(missed) == 1 else 'were'} missed",
        seen={"held": [str(one.held) for one in looked if one.held], "missed": list(map(str, missed))},
        fixes=[
            Fix("Say how often it really is", {item.ref: {"every": Blank("How often? (2 weeks)")}}),
            Fix("Stop it", {item.ref: {"status": "stopped"}}, by_choice=True),
        ],
    )


def _silent_after_its_end(case: Case, item: Activity) -> Iterator[Finding]:
    if not case.records.updates or not case.live(item):
        return
    over, last = between(case, item).last, case.once(_last).get(item.ref)
    if over is None or over >= case.today or (last and last.on and last.on > over):
        return
    yield found(
        item.ref,
        f"was to be over on {over}, and nobody says what became of it: {_said(last)}",
        cause="were to be over, and nobody says what became of them",
        seen={"last day": str(over), "last update": str(last.on) if last else ""},
        fixes=[
            Fix("Say that it is done", {item.ref: {"status": "done"}}),
            Fix("Say when it will be", {item.ref: {"end": Blank("By when can it be over?")}}),
        ],
    )


def _silent_promise(case: Case, item: Commitment, times: float) -> Iterator[Finding]:
    last = case.once(_last).get(item.ref)
    if last is None or last.on is None or item.within is None or item.status in OVER:
        return
    most = timedelta(days=max(1, round(times * item.within.longest_days)))
    if case.today - last.on <= most:
        return
    yield found(
        item.ref,
        f"is to be kept within {item.within.words}, and {_said(last)}: more than {most.days} days ago",
        cause="are promises that recur, and nobody has said for long how they are kept",
        seen={"within": str(item.within), "last update": str(last.on)},
        fixes=[
            Fix("Say that it is over", {item.ref: {"status": "done"}}),
            Fix("Say within how long it is kept", {item.ref: {"within": Blank("Within how long?")}}),
        ],
    )


def _last(case: Case) -> dict[str, Update]:
    return last_updates(case.records.updates, case.today)


def _said(last: Update | None) -> str:
    """`the last update is of 2027-01-04`."""
    on: date | None = last.on if last else None
    return f"the last update is of {on}" if on else "there is no update"
