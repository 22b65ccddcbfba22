"""Work that starts before the work it waits for is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from truenorth.engines.processes import Stretch, forwards
from truenorth.plan.work import Activity, Predecessor
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found


def out_of_order(case: Case, item: Activity) -> Iterator[Finding]:
    """Work that starts before the work it waits for is over."""
    field = next((name for name in ("start", "due", "in_market", "end") if getattr(item, name)), "")
    starts = case.calendar.end(getattr(item, field)) if field else None
    if starts is None:
        return
    for waits in item.after:
        first = case.plan.find(waits.ref)
        if not isinstance(first, Activity) or first.ref == item.ref:
            continue
        over = _over(case, first, waits)
        if over is None or over <= starts or over < case.today:
            continue
        yield found(
            (item.ref, first.ref),
            f"{'starts on' if field == 'start' else 'is set for'} {starts}; “{first.title}”, for which it waits, "
            f"is over on {over}{f' with {waits.lag.words} after it' if waits.lag else ''}",
            part=f"after-{first.key}",
            cause="start before the work they wait for is over",
            stake=[item.ref],
            seen={"starts": str(starts), "waits for": first.ref, "over": str(over)},
            fixes=_in_order(case, item, first, field, over),
        )


def waited_for(case: Case, item: Activity) -> Iterator[date]:
    """The days on which what an activity waits for is over."""
    for waits in item.after:
        first = case.plan.find(waits.ref)
        if isinstance(first, Activity) and first.ref != item.ref and (over := _over(case, first, waits)):
            yield over


def _over(case: Case, first: Activity, waits: Predecessor) -> date | None:
    """The earliest day on which an item and the wait after it are over, as its dates tell."""
    if first.status in ("done", "stopped", "idea"):
        return None
    end = case.calendar.start(first.end or first.due or (first.start if first.milestone else None))
    if end is None or waits.lag is None:
        return end
    return forwards((Stretch("", waits.lag, case.calendar),), end, longest=False)


def _in_order(case: Case, item: Activity, first: Activity, field: str, over: date) -> Iterator[Fix]:
    last = [day for name in ("in_market", "due", "end") if (day := case.calendar.end(getattr(item, name)))]
    free = field == "start" and not item.process and bool(last) and over < min(last)
    value = str(over) if free and over >= case.today else Blank(f"When, from {over} on?")
    yield Fix(f"Start {item.title} later", {item.ref: {field: value}})
    yield Fix(f"Finish {first.title} in time", {first.ref: {"end": Blank("By when can it be over?")}})
    rest = [waits.model_dump(mode="json", exclude_none=True) for waits in item.after if waits.ref != first.ref]
    yield Fix(f"Let {item.title} go ahead without waiting", {item.ref: {"after": rest}})
