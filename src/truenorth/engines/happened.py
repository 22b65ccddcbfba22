"""What happened, summed up by the names that sources use: the little that pages need of the facts, at hand at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from truenorth.engines.opportunities import Count, records

if TYPE_CHECKING:
    from truenorth.facts.facts import Facts


@dataclass(frozen=True)
class Month:
    """What a source said of a metric in a month: the sum and the mean of its values, the last one, and their days.

    `metric` is what the source calls it. `since` is the first day that a value of the month speaks of, `until` the last
    one.
    """

    metric: str
    source: str
    since: date
    until: date
    values: int
    total: float
    mean: float
    last: float


@dataclass(frozen=True)
class Came:
    """What sources name a piece of work for: touches, and leads and deals. `campaign` and `name` are their words."""

    campaign: str | None
    name: str | None
    touches: int = 0
    count: Count = field(default_factory=Count)


@dataclass(frozen=True)
class Happened:
    """All of it. `told` is what people said that names mean; `lacks` says why nothing can be read, where that is so.

    `first` and `last` are the days between which touches and changes of stage are known.
    """

    months: tuple[Month, ...] = ()
    came: tuple[Came, ...] = ()
    first: date | None = None
    last: date | None = None
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lacks: str = ""

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self.months or self.came)


NOTHING = Happened()


def of(facts: Facts) -> Happened:
    """Sum up what was loaded. A later word on the same days counts, and a value of a part of the whole does not."""
    days = [day for name in ("touches", "stage_changes") if facts.has(name) for day in _days(facts[name])]
    return Happened(
        tuple(_months(facts)) if facts.has("observations") else (),
        tuple(_came(facts)),
        min(days, default=None),
        max(days, default=None),
        facts.register.names,
    )


def _days(rows: Any) -> list[date]:
    found = rows.aggregate(first=rows["at"].min(), last=rows["at"].max()).to_pyarrow().to_pylist()[0]
    return [one.date() for one in found.values() if one is not None]


def _months(facts: Facts) -> list[Month]:
    import ibis

    rows = facts["observations"]
    whole = rows.filter(rows.segment.isnull()).mutate(
        says=ibis.coalesce(rows.system, rows.source), ends=ibis.coalesce(rows.until, rows.since)
    )
    newest = whole.group_by("metric", source=whole.says, since=whole.since, until=whole.ends).agg(
        value=ibis.coalesce(whole.value.argmax(whole.recorded), whole.value.max())
    )
    each = newest.group_by("metric", "source", month=newest.since.truncate("M")).agg(
        since=newest.since.min(),
        until=newest.until.max(),
        values=newest.count(),
        total=newest.value.sum(),
        mean=newest.value.mean(),
        last=newest.value.argmax(newest.since),
    )
    found = each.order_by("metric", "source", "since").drop("month").to_pyarrow().to_pylist()
    return [Month(**one) for one in found]


def _came(facts: Facts) -> list[Came]:
    """By what the source says it was for; what names nothing is one of them."""
    touches = {_names(one): one["touches"] for one in _touches(facts)} if facts.has("touches") else {}
    counts = {_names(one): _count(one) for one in _counts(facts)} if facts.has("stage_changes") else {}
    every = sorted(touches.keys() | counts.keys(), key=lambda names: (names[0] or "", names[1] or ""))
    return [Came(*names, touches.get(names, 0), counts.get(names, Count())) for names in every]


def _names(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return row["campaign"], row["name"]


def _count(row: Mapping[str, Any]) -> Count:
    return Count(**{name: value or 0 for name, value in row.items() if name not in ("campaign", "name")})


def _touches(facts: Facts) -> list[dict[str, Any]]:
    rows = facts["touches"]
    return list(rows.group_by("campaign", "name").agg(touches=rows.count()).to_pyarrow().to_pylist())


def _counts(facts: Facts) -> list[dict[str, Any]]:
    from truenorth.engines.opportunities import counted

    return counted(records(facts, "campaign", "name"), "campaign", "name")
