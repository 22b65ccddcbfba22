"""What happened from day to day, by what it was for: any week of it can be told at once, beside the weeks before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING, Any

from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref

if TYPE_CHECKING:
    from truenorth.facts.facts import Facts

BEFORE = 4  # stretches of the same length that tell what is usual
CHANCE = 2.0  # standard deviations within which a count may lie by chance alone
FEW = 8  # of which a stretch usually has fewer, and nothing is said


@dataclass(frozen=True)
class Day:
    """How much of something there was on a day: leads, opportunities, won, lost, worth, spent; for which item."""

    on: date
    what: str
    much: float
    ref: Ref | None = None


@dataclass(frozen=True)
class Said:
    """What a source said of a metric: the days it speaks of, and when it said so."""

    ref: Ref
    source: str
    since: date
    until: date
    value: float
    recorded: date | None = None


@dataclass(frozen=True)
class Queue:
    """What came in at a capacity of the plan in a stretch that began on a day, and what was waiting at its end."""

    ref: Ref
    on: date
    arrived: float | None
    handled: float | None
    waiting: float | None


@dataclass(frozen=True)
class Lately:
    """All of it, in the order of the days; `until` are the last days that are known, by table."""

    days: tuple[Day, ...] = ()
    said: tuple[Said, ...] = ()
    queues: tuple[Queue, ...] = ()
    until: Mapping[str, date] | None = None

    def total(self, what: str, span: Span, ref: Ref | None = None) -> float:
        """How much of something there was in some days, of all or for one item."""
        return sum(
            one.much
            for one in self.days
            if one.what == what and span.start <= one.on <= span.end and (ref is None or one.ref == ref)
        )

    def usual(self, what: str, span: Span) -> float | None:
        """How much there was in a stretch of that length, by the mean of those before; None where unknown."""
        length = (span.end - span.start).days + 1
        first = min((one.on for one in self.days if one.what == what), default=None)
        start = span.start - timedelta(days=BEFORE * length)
        if first is None or first > start:
            return None
        return self.total(what, Span(start, span.start - timedelta(days=1))) / BEFORE

    def by_item(self, what: str, span: Span) -> dict[Ref, float]:
        """How much there was for each item of the plan, the most first."""
        found: dict[Ref, float] = {}
        for one in self.days:
            if one.what == what and one.ref and span.start <= one.on <= span.end:
                found[one.ref] = found.get(one.ref, 0.0) + one.much
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def is_unusual(now: float, usual: float | None) -> bool:
    """Whether a count lies beyond what chance makes of a usual one.

    Counts are taken as Poisson: the usual one is the mean of BEFORE stretches, so it varies by its BEFOREth part.
    """
    return usual is not None and usual >= FEW and abs(now - usual) > CHANCE * sqrt(usual + usual / BEFORE)


def of(facts: Facts) -> Lately:
    """Sum up by day what was loaded; what was never loaded is not there."""
    made: list[tuple[str, Callable[[Facts], Iterable[Any]]]] = [
        ("stage_changes", _stages),
        ("spend", _spent),
        ("observations", _observed),
        ("service_load", _queues),
    ]
    found = {name: tuple(make(facts)) if facts.has(name) else () for name, make in made}
    days = sorted((*found["stage_changes"], *found["spend"]), key=lambda one: (one.on, one.what, one.ref or ""))
    until = {
        name: max(one.until if isinstance(one, Said) else one.on for one in all_)
        for name, all_ in found.items()
        if all_
    }
    return Lately(tuple(days), found["observations"], found["service_load"], until)


def _stages(facts: Facts) -> Iterable[Day]:
    """When each lead or deal first came in, was opened, won or lost; a deal that is won without a day is left out."""
    rows = facts["stage_changes"]
    dated = rows.filter(rows["at"].notnull() & rows.phase.isin(("lead", "opportunity", "won", "lost")))
    first = dated.group_by("source", "kind", "record", "phase").agg(
        on=dated["at"].min().date(), ref=dated.campaign_ref.min(), worth=dated.amount.max()
    )
    each = first.group_by("on", "phase", "ref").agg(much=first.count(), worth=first.worth.sum())
    for one in each.to_pyarrow().to_pylist():
        yield Day(one["on"], _PHASES[one["phase"]], float(one["much"]), one["ref"])
        if one["phase"] == "won" and one["worth"]:
            yield Day(one["on"], "worth", float(one["worth"]), one["ref"])


_PHASES = {"lead": "leads", "opportunity": "opportunities", "won": "won", "lost": "lost"}


def _spent(facts: Facts) -> Iterable[Day]:
    rows = facts["spend"]
    dated = rows.filter(rows.on.notnull())
    each = dated.group_by("on", ref=dated.campaign_ref).agg(much=dated.amount.sum())
    return (Day(one["on"], "spent", float(one["much"]), one["ref"]) for one in each.to_pyarrow().to_pylist())


def _observed(facts: Facts) -> Iterable[Said]:
    import ibis

    rows = facts["observations"]
    whole = rows.filter(rows.segment.isnull() & rows.metric_ref.notnull())
    each = whole.select(
        ref=whole.metric_ref,
        source=ibis.coalesce(whole.system, whole.source),
        since=whole.since,
        until=ibis.coalesce(whole.until, whole.since),
        value=whole.value,
        recorded=whole.recorded.date(),
    )
    found = each.order_by("ref", "source", "since", "recorded").to_pyarrow().to_pylist()
    return (Said(**one) for one in found if one["value"] is not None)


def _queues(facts: Facts) -> Iterable[Queue]:
    rows = facts["service_load"]
    known = rows.filter(rows.capacity_ref.notnull() & rows.on.notnull()).order_by("capacity_ref", "on")
    found = known.select("on", "arrived", "handled", "waiting", ref=known.capacity_ref).to_pyarrow().to_pylist()
    return (Queue(**one) for one in found)
