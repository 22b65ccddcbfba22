"""Dates that disagree: the same thing with two dates, and dates outside the period they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from truenorth.engines.asof import OVER
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Budget
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

Dated = Activity | Objective


class _Said(NamedTuple):
    """When an item is due, by its own words or only by the period it stands in."""

    item: Dated
    span: Span
    by_period: bool


def _concerned(plan: Plan, ref: Ref) -> Iterable[Ref]:
    """What means the same as an item, also by way of others."""
    item = plan.find(ref)
    return [twin.ref for twin in _group(plan, item)] if isinstance(item, (Activity, Objective)) else ()


@rule("TIME04", asks="cmo", each=(Activity, Objective), looks=_concerned)
def two_dates(case: Case, item: Activity | Objective) -> Iterator[Finding]:
    """
    The same thing has two dates.

    ## Why it matters

    Where one thing has two dates, each side works to the one it knows, and one of them is late on a day when the
    other thinks that there is time left.

    Items that mean the same (`same_as`), also by way of a third, are compared by their due dates, or by the period
    they stand in where they name no date. A longer period that holds the other's date is no disagreement, and two
    items that only stand in different periods are work that comes again. The plan alone tells.

    ## Example

        objective:
          loyal-2027: {name: Repeat orders, due: 2027-09-30, same_as: [loyal], source: Annual plan}

    ## Finds

        objective:loyal is due on 2027-12-15; as Repeat orders on 2027-09-30 (Annual plan)

    ## Put right

        objective: {loyal-2027: {due: 2027-12-15}}
    """
    group = _group(case.plan, item) if item.same_as else []
    if not group or item is not next(one for one in group if one.same_as):
        return  # the first of a group that names another speaks for all
    said = [known for one in group if (known := _said(case, one))]
    if not any(_disagree(one, other) for one in said for other in said) or not any(case.live(k.item) for k in said):
        return
    first, *others = said
    also = [f"{_as(first.item, known.item)}on {known.span.end}{_where(known.item)}" for known in others]
    yield found(
        tuple(known.item.ref for known in said),
        f"is due on {first.span.end}{_where(first.item)}; {', '.join(also)}",
        cause="have two dates",
        seen={k.item.ref: {"due": str(k.span.end), "source": [str(s) for s in k.item.source]} for k in said},
        fixes=list(_keep(case, said)),
    )


def _twins(plan: Plan, item: Entity) -> list[Dated]:
    """What means the same as an item, whichever of the two says so."""
    here = [plan.find(ref) for ref in item.twins] if item.same_as else []
    there = [e for ref in plan.incoming.get(item.ref, ()) if (e := plan.find(ref)) and e.same_as]
    return [e for e in (*here, *(e for e in there if item.ref in e.twins)) if isinstance(e, (Activity, Objective))]


def _group(plan: Plan, item: Dated) -> list[Dated]:
    """All that mean the same, also by way of others, in the order of their refs."""
    group, waiting = {item.ref: item}, [item]
    while waiting:
        new = {twin.ref: twin for twin in _twins(plan, waiting.pop()) if twin.ref not in group}
        group.update(new)
        waiting += new.values()
    return [group[ref] for ref in sorted(group)]


def _said(case: Case, item: Dated) -> _Said | None:
    text = item.due
    if text is None and isinstance(item, Activity) and item.milestone:
        text = item.end or item.in_market or item.start
    span = case.calendar.span(text or item.period) if item.status not in (*OVER, "idea") else None
    return _Said(item, span, text is None) if span else None


def _disagree(one: _Said, other: _Said) -> bool:
    both_by_period = one.by_period and other.by_period
    return not both_by_period and not one.span.holds(other.span) and not other.span.holds(one.span)


def _as(first: Entity, item: Entity) -> str:
    return f"as {item.title} " if item.title != first.title else "and "


def _where(item: Entity) -> str:
    return f" ({item.source[0]})" if item.source and str(item.source[0]) else ""


def _keep(case: Case, said: list[_Said]) -> Iterator[Fix]:
    """One way out for each date: keep it for all of them."""
    for day in sorted({known.span.end for known in said}):
        sets: dict[Ref, dict[str, object]] = {}
        for known in said:
            period = case.calendar.span(known.item.period)
            fits = period is None or period.holds(Span(day, day))
            if known.span.end != day if not known.by_period else not fits:
                sets[known.item.ref] = {"due": str(day)}
            if not fits:
                sets.setdefault(known.item.ref, {})["period"] = Blank(
                    f"In the plan of which period does it stand, due {day}?"
                )
        yield Fix(f"Keep {day} for all of them", sets)


@rule("TIME05", asks="lead", each=(Objective, Activity, Program, Budget), reads=["goal"], looks=1)
def out_of_its_period(case: Case, item: Dated | Program | Budget) -> Iterator[Finding]:
    """
    A date lies outside the period or the goal it belongs to.

    ## Why it matters

    What is due outside the period or the goal it belongs to is in nobody's review: the one closes without it, and
    the next does not list it. And what ends before it starts was never going to happen as written.

    Compares a due date with the period in whose plan the item stands and with the date of what it serves, work with
    the time of its program, and the end with the start. A date that only says its month or quarter is outside when
    all of it is, and so is work of which no day falls into the time of its program. The plan alone tells.

    ## Example

        objective: {pipeline: {period: 2027-Q3}}

    ## Finds

        objective:pipeline is due on 2027-12-15, after the end of its period 2027-Q3, 2027-09-30

    ## Put right

        objective: {pipeline: {period: 2027-Q4}}
    """
    if not isinstance(item, Budget) and not case.live(item):
        return
    if isinstance(item, (Objective, Activity)) and (outside := _outside(case, item)):
        yield outside
    elif isinstance(item, Objective):
        yield from _after_what_it_serves(case, item)
    if isinstance(item, Activity) and (beside := _beside_its_program(case, item)):
        yield beside
    if not isinstance(item, Objective):
        yield from _ends_first(case, item)


def _outside(case: Case, item: Dated) -> Finding | None:
    due, period = case.calendar.span(item.due), case.calendar.span(item.period)
    if due is None or period is None or due.meets(period):
        return None
    late = due.start > period.end
    day = period.end if late else period.start
    edge = f"after the end of its period {item.period}" if late else f"before the start of its period {item.period}"
    fixes = [
        Fix(f"Make it due on {period.end}, the end of {item.period}", {item.ref: {"due": str(period.end)}}),
        Fix("Move it to another period", {item.ref: {"period": Blank(f"Which period, for what is due {due.end}?")}}),
    ]
    return found(
        item.ref,
        f"is due {_on(due)}, {edge}, {day}",
        part="period",
        cause="are due outside the period they stand in",
        seen={"due": item.due, "period": item.period, "from": str(period.start), "to": str(period.end)},
        fixes=fixes,
    )


def _after_what_it_serves(case: Case, item: Objective) -> Iterator[Finding]:
    """A key result that is due only after its objective or goal is."""
    due = case.calendar.span(item.due or item.period)
    for key in item.serves if due else ():
        above = case.plan.find(key if ":" in key else f"objective:{key}")
        last = case.due(above) if isinstance(above, (Objective, Goal)) else None
        if due is None or above is None or last is None or due.start <= last or above.status in OVER:
            continue
        field = "horizon" if isinstance(above, Goal) else "due"
        later = Fix(f"Give {above.title} more time", {above.ref: {field: Blank(f"Until when, from {due.end} on?")}})
        yield found(
            (item.ref, above.ref),
            f"is due {_on(due)}, after what it serves: {above.title}, {last}",
            part=f"serves-{above.key}",
            cause="are due after what they serve",
            stake=[item.ref],
            seen={"due": str(due.end), "serves": above.ref, "its due date": str(last)},
            fixes=[Fix(f"Make it due on {last}", {item.ref: {"due": str(last)}}), later],
        )


def _beside_its_program(case: Case, item: Activity) -> Finding | None:
    """Work that is over before its program starts, or starts after it is over."""
    known: dict[Ref, tuple[date, date]] = case.known("time of programs")
    key = item.program or ""
    if key not in known:
        known[key] = _days(case, case.plan.get(Program, key))
    start, end = known[key]
    span = case.span(item)
    if span is None or (span.start <= end and span.end >= start):
        return None
    program = case.plan.entities[f"program:{key}"]
    return _beside(item, span, program, start, end) if isinstance(program, Program) else None


def _days(case: Case, program: Program | None) -> tuple[date, date]:
    """From when to when a program runs, as far as it says."""
    if program is None or program.status in (*OVER, "idea"):
        return date.min, date.max
    return case.calendar.start(program.start) or date.min, case.calendar.end(program.end) or date.max


def _beside(item: Activity, span: Span, program: Program, start: date, end: date) -> Finding:
    late = span.start > end
    days = f"is {_on(span)}" if span.start == span.end else f"runs from {span.start} to {span.end}"
    edge = f"after its program {program.title} ends on {end}"
    edge = edge if late else f"before its program {program.title} starts on {start}"
    asks = Blank(f"Until when, from {span.end} on?" if late else f"From when, by {span.start}?")
    return found(
        (item.ref, program.ref),
        f"{days}, {edge}",
        part="program",
        cause="lie outside the time of their program",
        stake=[item.ref],
        seen={"from": str(span.start), "to": str(span.end), "program": program.ref, "its time": _time(program)},
        fixes=[
            Fix("Move it into its program", {item.ref: _moved(item)}),
            Fix(f"Give {program.title} more time", {program.ref: {"end" if late else "start": asks}}),
            Fix("Move it to another program", {item.ref: {"program": Blank("Which program does it belong to?")}}),
        ],
    )


def _moved(item: Activity) -> dict[str, object]:
    """The dates that an activity names, to be asked for again."""
    named = [name for name in ("start", "in_market", "due", "end", "period") if getattr(item, name)]
    return {name: Blank(f"When, instead of {getattr(item, name)}?") for name in named}


def _time(program: Program) -> str:
    return " to ".join(str(day) for day in (program.start, program.end) if day)


def _ends_first(case: Case, item: Activity | Program | Budget) -> Iterator[Finding]:
    start = case.calendar.start(item.start)
    if start is None:
        return
    for field, text in (("end", item.end), ("due", item.due if isinstance(item, Activity) else None)):
        end = case.calendar.end(text) if text else None
        if end and end < start:
            says = "ends" if field == "end" else "is due"
            yield found(
                item.ref,
                f"{says} on {end}, before it starts on {start}",
                severity="error",
                part=field,
                cause=f"{'end' if field == 'end' else 'are due'} before they start",
                seen={"start": item.start, field: text},
                fixes=[
                    Fix("Give the day of its start", {item.ref: {"start": Blank(f"When does it start, by {end}?")}}),
                    Fix("Give the day of its end", {item.ref: {field: Blank(f"When is it over, from {start} on?")}}),
                ],
            )


def _on(span: Span) -> str:
    """`on 2027-03-31`, or `between` its days where the date is a month or a period."""
    return f"on {span.end}" if span.start == span.end else f"between {span.start} and {span.end}"
