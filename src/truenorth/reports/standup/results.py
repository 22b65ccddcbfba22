"""Results: what came in these days, beside what usually comes in as many, and the numbers that were told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from truenorth.engines.lately import BEFORE, Lately, Queue, Said
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Metric
from truenorth.records.week import AgendaPart, Line
from truenorth.reports.standup.agenda import Material, some
from truenorth.reports.words import amount, currency_of, listed, number, plain

PART: AgendaPart = "results"
COUNTS = {"leads": "Leads", "opportunities": "Opportunities", "won": "Deals won", "lost": "Deals lost"}
DAILY = {"stage_changes": "leads and deals", "spend": "spend"}
FIRST = 3  # items that most came of


def lines(of: Material) -> Iterator[Line]:
    """The lines of the part; none for what no data tell."""
    span = of.span
    until = of.lately.until or {}
    for what, called in COUNTS.items():
        if "stage_changes" in until and until["stage_changes"] >= span.start:
            yield _count(of, what, called)
    if "spend" in until and until["spend"] >= span.start:
        yield _spent(of)
    yield from some([*_series(of), *_told(of)], "more numbers", 12)
    yield from _queues(of)
    if short := [f"{says} until {until[name]}" for name, says in DAILY.items() if until.get(name, span.end) < span.end]:
        yield Line(part=PART, says=f"The data do not reach to {span.end}: {', '.join(short)}", source="data")


def _count(of: Material, what: str, called: str) -> Line:
    lately, span = of.lately, of.span
    now = lately.total(what, span)
    worth = ""
    if what == "won" and (money := lately.total("worth", span)):
        worth = f", worth {amount(money, currency_of(of.case.whole))}"
    first = list(lately.by_item(what, span).items())[:FIRST]
    most = listed((f"{plain(of.title(ref))} {number(much)}" for ref, much in first), FIRST)
    beside = usual(lately, what, span) if _is_whole(of, "stage_changes") else ""
    says = f"{called}: {number(now)}{worth}{beside}"
    return Line(part=PART, says=f"{says}; most from {most}" if most else says, source="data", place="stage_changes")


def _is_whole(of: Material, table: str) -> bool:
    """Whether the data reach to the end of these days: else a number is beside nothing."""
    return (of.lately.until or {}).get(table, of.span.start) >= of.span.end


def usual(lately: Lately, what: str, span: Span) -> str:
    """` (usually 16, by the 4 weeks before)`: the mean of the ones before; nothing where they are not known."""
    found = lately.usual(what, span)
    if found is None:
        return ""
    return f" (usually {number(round(found, 1))}, by the {BEFORE} {_stretches(span)} before)"


def _stretches(span: Span) -> str:
    length = (span.end - span.start).days + 1
    return "weeks" if length == 7 else f"times {length} days"


def _spent(of: Material) -> Line:
    currency = currency_of(of.case.whole)
    found = of.lately.usual("spent", of.span) if _is_whole(of, "spend") else None
    beside = (
        f" (usually {amount(found, currency)}, by the {BEFORE} {_stretches(of.span)} before)"
        if found is not None
        else ""
    )
    first = list(of.lately.by_item("spent", of.span).items())[:FIRST]
    most = listed((f"{plain(of.title(ref))} {amount(much, currency)}" for ref, much in first), FIRST)
    says = f"Spent: {amount(of.lately.total('spent', of.span), currency)}{beside}"
    return Line(part=PART, says=f"{says}; most on {most}" if most else says, source="data", place="spend")


def _by_source(of: Material) -> dict[tuple[Ref, str], list[Said]]:
    found: dict[tuple[Ref, str], list[Said]] = {}
    for one in of.lately.said:
        if one.ref in of.case.whole.entities:
            found.setdefault((one.ref, one.source), []).append(one)
    return found


def _series(of: Material) -> Iterator[Line]:
    """Metrics that are counted day by day: the sum of these days, by source."""
    for (ref, source), many in _by_source(of).items():
        if not _is_daily(many):
            continue
        now = [one.value for one in many if of.span.start <= one.since <= of.span.end]
        if now and all(value >= 0 and value == int(value) for value in now):
            says = f"{plain(of.title(ref))}: {number(sum(now))}, by {plain(source)}"
            yield Line(part=PART, says=says, about=ref, source="data", place="observations")


def _is_daily(many: list[Said]) -> bool:
    days = {one.since for one in many if one.since == one.until}
    return len(days) >= 10 and (max(days) - min(days)).days < 1.5 * len(days)


def _told(of: Material) -> Iterator[Line]:
    """Numbers that a source told in these days, beside the one it told before."""
    for (ref, source), many in _by_source(of).items():
        fresh = [one for one in many if one.recorded and of.span.start <= one.recorded <= of.span.end]
        if not fresh or _is_daily(many):
            continue
        last = max(fresh, key=lambda one: (one.since, one.recorded or one.since))
        if restated(many, last) is not None:
            continue
        before = [
            one for one in many if one.since < last.since and (one.recorded is None or one.recorded <= of.span.end)
        ]
        was = max(before, key=lambda one: (one.since, one.recorded or one.since), default=None)
        then = f"; {value(of, was)} for {stretch(was)}" if was else ""
        says = f"{plain(of.title(ref))}: {value(of, last)} for {stretch(last)}, by {plain(source)}{then}"
        yield Line(part=PART, says=says, about=ref, source="data", place="observations")


def restated(many: list[Said], one: Said) -> Said | None:
    """What a source had said of the same days before, where that was another number."""
    before = [was for was in many if (was.since, was.until) == (one.since, one.until) and was is not one]
    before = [was for was in before if was.recorded and one.recorded and was.recorded < one.recorded]
    last = max(before, key=lambda was: was.recorded or was.since, default=None)
    return last if last and last.value != one.value else None


def value(of: Material, one: Said) -> str:
    """A number with its unit."""
    metric = of.case.whole.find(one.ref)
    unit = metric.unit if isinstance(metric, Metric) else ""
    return f"{number(one.value)}{' %' if unit == '%' else ''}"


def stretch(one: Said) -> str:
    """The days that a number speaks of: `2026-12`, where it stands for the month it begins."""
    if one.since.day == 1 and (one.until == one.since or one.until.month == one.since.month):
        return f"{one.since:%Y-%m}"
    return str(one.since) if one.since == one.until else f"{one.since} to {one.until}"


def _queues(of: Material) -> Iterator[Line]:
    """The last stretch of each queue that was over within these days, beside what waited before it."""
    for ref in dict.fromkeys(one.ref for one in of.lately.queues):
        many = [one for one in of.lately.queues if one.ref == ref]
        ends = _ends(many)
        over = [n for n, end in enumerate(ends) if of.span.start <= end <= of.span.end]
        if not over or ref not in of.case.whole.entities:
            continue
        last, before = many[over[-1]], many[over[-1] - 1] if over[-1] else None
        told = [(last.arrived, "came in"), (last.handled, "dealt with"), (last.waiting, "waiting at its end")]
        said = ", ".join(f"{number(much)} {word}" for much, word in told if much is not None)
        was = f" ({number(before.waiting)} before)" if before and before.waiting is not None else ""
        days = f"{last.on} to {ends[over[-1]]}" if ends[over[-1]] != last.on else str(last.on)
        says = f"{plain(of.title(ref))}, {days}: {said}{was}"
        yield Line(part=PART, says=says, about=ref, source="data", place="service_load")


def _ends(many: list[Queue]) -> list[date]:
    """The last day of each stretch: the one before the next begins; of the last, as long as the shortest of them."""
    starts = [one.on for one in many]
    shortest = min((after - on for on, after in pairwise(starts) if after > on), default=timedelta(days=1))
    return [on + shortest - timedelta(days=1) for on in starts]
