"""TIME03: work that will be late and takes others with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

from truenorth.engines.between import between
from truenorth.engines.processes import Stretch, Way, forwards, latest, total, way
from truenorth.engines.words import row
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.values import Duration
from truenorth.plan.work import Activity
from truenorth.records.week import Update, last_updates
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

MOST = 500  # pieces of work that are followed from one


def _concerned(plan: Plan, ref: Ref) -> Iterable[Ref]:
    """An activity concerns all that it waits for, one after another; a process or a role all that others wait for."""
    if not ref.startswith("activity:"):
        return {first.ref for item in plan.all(Activity) for first in item.after}
    seen, waiting = {ref}, [ref]
    while waiting:
        item = plan.find(waiting.pop())
        new = {first.ref for first in item.after} - seen if isinstance(item, Activity) else set()
        seen |= new
        waiting += new
    return seen


@rule("TIME03", asks="lead", each=Activity, reads=["process", "role", "records"], looks=_concerned)
def takes_others_with_it(case: Case, item: Activity, *, certainty: float = 0.8) -> Iterator[Finding]:
    """
    Work is late, or is likely to be, and takes work that waits for it along.

    ## Why it matters

    That work is late is seen where it is done. What waits for it, and the goal behind that, learn of it last, when
    nothing but the date is left to move.

    Work that is under way (`active`) and whose last day is past is over today at the soonest. Work that goes through
    a process is over, with so much `certainty`, when the steps are, from its start or the day its brief is ready: the
    ranges of the steps are taken as independent, and each length in a range as equally likely. Where that is later
    than planned, what waits for it (`after`) begins and ends later by as many working days, and what waits for that;
    nothing is said where there is time enough between them, of work that nothing waits for, and of what is under way
    already. What was said last of work goes before that: a new date later than planned is taken as it is, and what is
    said to be done is over.

    ## Example

        today: 2027-04-09
        activity: {spring-letter: {status: active}}

    ## Finds

        activity:spring-letter was to be over on 2027-03-31 and is not: Open house will be over on 2027-05-10 at best instead of 2027-04-30, Demo days on 2027-07-07 instead of 2027-06-30

    ## Put right

        activity: {spring-letter: {status: done}}
    """  # noqa: E501
    slip = _slip(case, item, certainty) if case.live(item) else None
    late = _late(case, item, slip.over) if slip else {}
    if slip and late:
        yield _finding(case, item, slip, late)


class _Slip(NamedTuple):
    """When work is over, later than planned, and why that is thought."""

    over: date
    because: str
    seen: dict[str, str]
    at_best: bool


class _Late(NamedTuple):
    """When work will be over, and when it was to be; and the dates that say so."""

    over: date
    planned: date
    sets: dict[str, str]


def _slip(case: Case, item: Activity, certainty: float) -> _Slip | None:
    last, told = between(case, item).last, case.once(_told).get(item.ref)
    if told and told.says == "done":
        return None
    if last and told and told.until and told.until > last and told.until >= case.today:
        seen = {"was to be over": str(last), "new date": str(told.until), "said on": str(told.on or "")}
        return _Slip(told.until, f"was to be over on {last}, and is now to be on {told.until}", seen, at_best=False)
    if item.status == "active" and last and last < case.today:
        seen = {"was to be over": str(last), "over at best": str(case.today)}
        return _Slip(case.today, f"was to be over on {last} and is not", seen, at_best=True)
    return _likely(case, item, certainty) if item.process else None


def _told(case: Case) -> dict[Ref, Update]:
    return last_updates(case.records.updates, case.today)


def _likely(case: Case, item: Activity, certainty: float) -> _Slip | None:
    """When work is over whose process is likely to take longer than there is."""
    through = way(case, item)
    if through is None or through.start is None or through.end < case.today:
        return None
    until = latest(case, through.process, through.end)
    ready = _ready(through, certainty) if until is None or through.start > until else None
    last = between(case, item).last
    if ready is None or ready <= through.end or last is None:
        return None
    over = _later(case, last, case.calendar.working_days(Span(through.end + DAY, ready)))
    takes, sure = f"takes {total(through.chain).words} ({through.process.title})", f"{100 * certainty:.0f} %"
    seen = {"ready": str(ready), "planned": str(through.end), "certainty": sure}
    says = f"{takes} and is ready by {ready} with {sure} certainty, not by {through.end}"
    return _Slip(over, says, seen, at_best=False) if over else None


def _ready(through: Way, certainty: float) -> date | None:
    """The day by which all steps are done with some certainty.

    The sum of independent uniform lengths is nearly normal: its middle is the sum of theirs, its variance the sum of
    their squared ranges by twelve. Each step takes the same part of its range.
    """
    ranges = [stretch.takes.longest_days - stretch.takes.shortest_days for stretch in through.chain]
    spread = sqrt(sum(length**2 for length in ranges) / 12) / (sum(ranges) or 1.0)
    part = min(max(0.5 + NormalDist().inv_cdf(min(max(certainty, 0.001), 0.999)) * spread, 0.0), 1.0)
    chain = tuple(replace(one, takes=_part_of(one.takes, part)) for one in through.chain)
    return forwards(chain, through.start, longest=False) if through.start else None


def _part_of(takes: Duration, part: float) -> Duration:
    """A length so far up its range."""
    length = takes.low + (takes.high - takes.low) * Decimal(str(round(part, 6)))
    return replace(takes, low=length, high=length)


def _late(case: Case, item: Activity, over: date) -> dict[Ref, _Late]:
    """The work that waits for a piece of work, one after another, and is late because of when that is over."""
    late: dict[Ref, _Late] = {}
    waiting = [(item, over)]
    for _ in range(MOST):
        if not waiting:
            break
        first, ends = waiting.pop(0)
        for then in _waiting(case, first):
            now = _pushed(case, first, then, ends) if then.ref != item.ref else None
            if now and (then.ref not in late or now.over > late[then.ref].over):
                late[then.ref] = now
                waiting.append((then, now.over))
    return late


def _waiting(case: Case, item: Activity) -> list[Activity]:
    """What waits for a piece of work and has not begun."""
    near = (one for one in case.plan.pointing_at(item.ref, Activity) if one.after and one.status != "active")
    return [one for one in near if case.live(one) and any(before.ref == item.ref for before in one.after)]


def _pushed(case: Case, first: Activity, then: Activity, ends: date) -> _Late | None:
    """When work is over that begins once other work is, where that is later than planned."""
    lag = next(before.lag for before in then.after if before.ref == first.ref)
    begins = forwards((Stretch("", lag, case.calendar),), ends, longest=False) if lag else ends
    dates = between(case, then)
    if begins is None or dates.last is None:
        return None
    sets = {dates.end_field: str(begins)}
    if dates.first is None:
        return _Late(begins, dates.last, sets) if begins > dates.last else None
    if begins <= dates.first:
        return None
    over = _later(case, dates.last, case.calendar.working_days(Span(dates.first, begins - DAY)))
    sets = {dates.start_field: str(begins), dates.end_field: str(over)}
    return _Late(over, dates.last, sets) if over and over > dates.last else None


def _later(case: Case, day: date, working_days: int) -> date | None:
    """A day so many working days later; None where there are none."""
    much = Decimal(working_days)
    return forwards((Stretch("", Duration(much, much, "working days"), case.calendar),), day, longest=False)


def _finding(case: Case, item: Activity, slip: _Slip, late: dict[Ref, _Late]) -> Finding:
    first, *others = late.items()
    best = " at best" if slip.at_best else ""
    said = [f"{case.plan.title(first[0])} will be over on {first[1].over}{best} instead of {first[1].planned}"]
    said += [f"{case.plan.title(ref)} on {one.over} instead of {one.planned}" for ref, one in others[:2]]
    more = f", and {len(others) - 2} more will be late" if len(others) > 2 else ""
    return found(
        (item.ref, *late),
        f"{slip.because}: {', '.join(said)}{more}",
        stake=list(late),
        seen={**slip.seen, "late": {ref: [str(one.planned), str(one.over)] for ref, one in late.items()}},
        fixes=_fixes(case, item, late),
    )


def _fixes(case: Case, item: Activity, late: dict[Ref, _Late]) -> Iterator[Fix]:
    if item.status == "active":
        yield Fix("Say that it is done", {item.ref: {"status": "done"}})
    titles = row(case.plan.title(ref) for ref in late)
    if all("period" not in one.sets for one in late.values()):
        yield Fix(f"Say when it will be: {titles}", {ref: one.sets for ref, one in late.items()})
    yield Fix(f"Be sooner with {item.title}", {item.ref: {"end": Blank("By when can it be over?")}})
