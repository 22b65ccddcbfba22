"""Whether what is measured is on the way to a target: a range of where it leads, and no word where that is too wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

from truenorth.engines.happened import Month
from truenorth.plan.calendar import DAY, Span, add_months

Status = Literal["on the way", "behind", "too early to tell", "not comparable", "no data"]
# Why there is no verdict: no value; no target, or no day, to hold it against; another whole than the baseline is of;
# too few months; a month between is missing; what moves it cannot have shown yet; a year that adds up has no year
# before it; the range is wide.
Reason = Literal["", "nothing", "no target", "no day", "another whole", "few", "gap", "lag", "no year before", "wide"]
FEW = 3  # months that a verdict needs at least
SAME = 1.25  # by how much the year before may differ from the baseline that is said to be it
NEAR = 2.0  # the same for a target, which is meant to differ
WHOLE = timedelta(days=2)  # that may be missing at the ends of a month: weekends


@dataclass(frozen=True)
class Aim:
    """What a metric is to reach, in its own unit, and the days that count for it; `lag` is how long, in days, what
    moves the metric takes to show. `is_share` tells that its values do not add up.
    """

    target: float | None
    baseline: float | None
    span: Span | None
    up: bool = True
    is_share: bool = False
    lag: float = 0


@dataclass(frozen=True)
class Pace:
    """A verdict and what it rests on: the months of the span that are known, what they come to, where that leads.

    `adds_up` tells that the months are added up: `so_far` is their sum then, else the middle of the last three.
    """

    status: Status
    reason: Reason = ""
    months: int = 0
    so_far: float | None = None
    low: float | None = None
    high: float | None = None
    adds_up: bool = False
    is_over: bool = False


def pace(months: Sequence[Month], aim: Aim) -> Pace:
    """Hold the months of a metric, as one source tells them, against an aim."""
    whole = by_month(months)
    if not months:
        return Pace("no data", "nothing")
    if aim.target is None:
        return Pace("not comparable", "no target")
    if aim.span is None:
        return Pace("not comparable", "no day")
    before = _year_before(whole, aim.span)
    sums = _adds_up(whole, aim, before, _number(aim.span.start))
    if sums is None:
        return Pace("not comparable", "another whole") if before else Pace("too early to tell", "no year before")
    return _judged(whole, aim, aim.span, aim.target, sums)


def _judged(whole: Mapping[int, Month], aim: Aim, span: Span, target: float, sums: bool) -> Pace:
    first, last = _number(span.start), _number(span.end)
    seen = [whole[n] for n in range(first, last + 1) if n in whole]
    if not seen:
        return Pace("too early to tell", "few", adds_up=sums)
    is_over = last in whole
    so_far = sum(one.total for one in seen) if sums else median(one.mean for one in seen[-3:])
    found = Pace("too early to tell", "few", len(seen), so_far, adds_up=sums, is_over=is_over)
    if len(seen) < FEW and not is_over:
        return found
    if sums and len(seen) < _number(seen[-1].since) - first + 1:
        return _but(found, "gap")
    if not is_over and _month_end(seen[-1]) < span.start + timedelta(days=aim.lag):
        return _but(found, "lag")
    ends = (so_far, so_far) if is_over else (_sums if sums else _levels)(whole, seen, last)
    if ends is None:
        return _but(found, "no year before")
    low, high = ends
    reached = [end >= target if aim.up else end <= target for end in (low, high)]
    status: Status = "on the way" if all(reached) else "too early to tell" if any(reached) else "behind"
    reason: Reason = "wide" if status == "too early to tell" else ""
    return Pace(status, reason, len(seen), so_far, low, high, sums, is_over)


def _but(found: Pace, reason: Reason) -> Pace:
    return Pace(found.status, reason, found.months, found.so_far, adds_up=found.adds_up)


def by_month(months: Sequence[Month]) -> dict[int, Month]:
    """The months that are known from their first to their last day, by their number."""
    every = {_number(one.since): one for one in months}
    newest = max(every, default=0)
    return {number: one for number, one in every.items() if _is_whole(one, number < newest)}


def _is_whole(month: Month, is_past: bool) -> bool:
    """Whether all of a month is in: one value that stands for it, or values from its first to its last days."""
    if month.values == 1 and month.since.day == 1:
        return True
    begins = month.since - month.since.replace(day=1) <= WHOLE
    return begins and (is_past or _month_end(month) - month.until <= WHOLE)


def _year_before(whole: Mapping[int, Month], span: Span) -> list[Month]:
    """The same months a year before; none where one of them is not known."""
    numbers = range(_number(span.start) - 12, _number(span.end) - 11)
    return [whole[n] for n in numbers] if all(n in whole for n in numbers) else []


def _adds_up(whole: Mapping[int, Month], aim: Aim, before: Sequence[Month], first: int) -> bool | None:
    """Whether the months add up to what the aim counts, as the year before tells; None where neither comes near it.

    A sum and a mean of the same months lie far apart, so that a baseline (or else the target) fits one of them at most.
    """
    if aim.is_share:
        return False
    near = (aim.baseline, SAME) if aim.baseline else (aim.target, NEAR)
    if before and _is_near(sum(one.total for one in before), *near):
        return True
    latest = [whole[n] for n in sorted(whole) if n < first][-3:] or [whole[n] for n in sorted(whole)][:3]
    return False if latest and _is_near(median(one.mean for one in latest), *near) else None


def _is_near(value: float, other: float | None, most: float) -> bool:
    return bool(other) and value * (other or 0) > 0 and 1 / most <= value / (other or 1) <= most


def _sums(whole: Mapping[int, Month], seen: Sequence[Month], last: int) -> tuple[float, float] | None:
    """What the rest of the year brings if it grows on last year as the months so far did: seasons are in both."""
    grown = sorted(
        one.total / before.total
        for one in seen
        if (before := whole.get(_number(one.since) - 12)) is not None and before.total > 0
    )
    rest = [whole.get(n - 12) for n in range(_number(seen[-1].since) + 1, last + 1)]
    if len(grown) < FEW or None in rest:
        return None
    come, left = sum(one.total for one in seen), sum(one.total for one in rest if one)
    low, high = _middle(grown)
    return come + left * low, come + left * high


def _levels(whole: Mapping[int, Month], seen: Sequence[Month], last: int) -> tuple[float, float]:
    """Where it leads at the steps between any two of the months so far (Theil and Sen's slopes), from where it is."""
    numbers = [_number(one.since) for one in seen]
    steps = sorted(
        (seen[b].mean - seen[a].mean) / (numbers[b] - numbers[a]) for b in range(len(seen)) for a in range(b)
    )
    now, left = median(one.mean for one in seen[-3:]), last - numbers[-1]
    low, high = _middle(steps)
    return now + left * low, now + left * high


def _middle(values: Sequence[float]) -> tuple[float, float]:
    """The range of sorted values: of all where there are few, of the half in the middle where there are many."""
    cut = max(len(values) - 2, 0) // 4
    return values[cut], values[-1 - cut]


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_end(month: Month) -> date:
    return add_months(month.since.replace(day=1), 1) - DAY
