"""Work that starts before the work it waits for is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from truenorth.engines.between import over
from truenorth.plan.work import Activity
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
        ends = over(case, first, waits.lag)
        if ends is None or ends <= starts or ends < case.today:
            continue
        yield found(
            (item.ref, first.ref),
            f"{'starts on' if field == 'start' else 'is set for'} {starts}; “{first.title}”, for which it waits, "
            f"is over on {ends}{f' with {waits.lag.words} after it' if waits.lag else ''}",
            part=f"after-{first.key}",
            cause="start before the work they wait for is over",
            stake=[item.ref],
            seen={"starts": str(starts), "waits for": first.ref, "over": str(ends)},
            fixes=_in_order(case, item, first, field, ends),
        )


def waited_for(case: Case, item: Activity) -> Iterator[date]:
    """The days on which what an activity waits for is over."""
    for waits in item.after:
        first = case.plan.find(waits.ref)
        if isinstance(first, Activity) and first.ref != item.ref and (ends := over(case, first, waits.lag)):
            yield ends


def _in_order(case: Case, item: Activity, first: Activity, field: str, ends: date) -> Iterator[Fix]:
    last = [day for name in ("in_market", "due", "end") if (day := case.calendar.end(getattr(item, name)))]
    free = field == "start" and not item.process and bool(last) and ends < min(last)
    value = str(ends) if free and ends >= case.today else Blank(f"When, from {ends} on?")
    yield Fix(f"Start {item.title} later", {item.ref: {field: value}})
    yield Fix(f"Finish {first.title} in time", {first.ref: {"end": Blank("By when can it be over?")}})
    rest = [waits.model_dump(mode="json", exclude_none=True) for waits in item.after if waits.ref != first.ref]
    yield Fix(f"Let {item.title} go ahead without waiting", {item.ref: {"after": rest}})
