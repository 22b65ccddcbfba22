"""What a goal or an objective was last measured at, against its baseline and target, with an honest verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from truenorth.engines.happened import Month
from truenorth.engines.pace import FEW, Aim, Pace, Status, by_month, pace
from truenorth.engines.words import words
from truenorth.plan.calendar import DAY, Span, add_months
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Tool
from truenorth.plan.strategy import Goal, Metric, Objective
from truenorth.plan.values import Quantity
from truenorth.reports.values import said
from truenorth.reports.words import amount, in_full, number, plain
from truenorth.rules.case import Case

Tone = Literal["good", "warn", "none"]
TONES: dict[Status, Tone] = {"on the way": "good", "behind": "warn"}
_CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True)
class Measured:
    """A number as it was last measured: the value with its unit, the day or month, who says so, and a verdict.

    `value` is empty where nothing is known; `status` is empty where there is no target. `why` says what the verdict
    rests on, or why there is none; `beside` how many other sources tell of the same metric.
    """

    metric: Ref
    value: str = ""
    on: str = ""
    source: str = ""
    status: Status | Literal[""] = ""
    why: str = ""
    beside: int = 0
    points: tuple[tuple[str, float], ...] = ()

    @property
    def tone(self) -> Tone:
        """How the verdict is shown: nothing is good that is not known to be."""
        return TONES.get(self.status, "none") if self.status else "none"

    @property
    def says(self) -> str:
        """The value in a line: `58.3 %, December 2026, Logbook`."""
        return ", ".join(part for part in (self.value, self.on, self.source) if part)


def measured(case: Case, item: Goal | Objective | Metric) -> Measured | None:
    """What an item was last measured at as of the day; None where it names no metric of the plan."""
    metric = item if isinstance(item, Metric) else case.plan.get(Metric, item.metric) if item.metric else None
    if metric is None:
        return None
    by_source = case.once(_by_metric).get(metric.ref, {})
    if not by_source:
        lacks = case.facts.lacks or "nothing that was loaded tells of this metric"
        return Measured(metric.ref, status="" if item is metric else "no data", why=lacks)
    source = min(by_source, key=lambda one: (_rank(case, metric, one), -by_source[one][-1].since.toordinal(), one))
    months = by_source[source]
    found = Pace("no data") if isinstance(item, Metric) else pace(months, _aim(case, item, metric))
    value, on = _newest(months, metric, found)
    return Measured(
        metric.ref,
        value,
        on,
        _named(case, source),
        "" if isinstance(item, Metric) else found.status,
        "" if isinstance(item, Metric) else _why(case, item, metric, found),
        len(by_source) - 1,
        tuple((f"{one.since:%B %Y}", one.total if found.adds_up else one.mean) for one in months),
    )


def stated(plan: Plan, item: Goal | Objective, which: Literal["target", "baseline"] = "target") -> str:
    """What is to be reached, or where it stands at the start, with the unit of the metric where it has none."""
    value = getattr(item, which, None)
    if value is None:
        return ""
    text, metric = said(value), plan.get(Metric, item.metric) if item.metric else None
    unit = metric.unit if metric else ""
    if not unit or not text[-1:].isdigit():
        return text
    return plain(f"{unit} {text}" if _CURRENCY.fullmatch(unit) else f"{text} {unit}")


def _by_metric(case: Case) -> dict[Ref, dict[str, list[Month]]]:
    """The months of each metric of the plan by source, as far as they were over on the day."""
    from truenorth.facts.names import Names
    from truenorth.facts.tables import OBSERVATIONS

    names, column = Names(case.plan, case.facts.told), OBSERVATIONS.by_name["metric"]
    found: dict[Ref, dict[str, list[Month]]] = {}
    known: dict[str, Ref | None] = {}
    for one in case.facts.months:
        if one.metric not in known:
            known[one.metric] = names.item(column, (one.metric,))
        ref = known[one.metric]
        if ref and _is_over(one, case.today):
            found.setdefault(ref, {}).setdefault(one.source, []).append(one)
    return found


def _is_over(month: Month, day: date) -> bool:
    """Whether what a value speaks of was over on a day: of one that stands for a month, the month."""
    if month.values == 1 and month.since == month.until and month.since.day == 1:
        return add_months(month.since, 1) <= day
    return month.until <= day


def _rank(case: Case, metric: Metric, source: str) -> int:
    """The place of a source among those that count for a metric: it is known by a word of the tool's name."""
    told = words(source.replace("_", " "))
    tools = [case.plan.get(Tool, key.removeprefix("tool:")) for key in metric.sources]
    hits = (place for place, tool in enumerate(tools) if tool and told & words(tool.name))
    return next(hits, len(tools))


def _named(case: Case, source: str) -> str:
    """A source by the name of the tool that it comes from, where the plan knows one."""
    told = words(source.replace("_", " "))
    tools = (plain(tool.name) for tool in case.plan.all(Tool) if told & words(tool.name))
    return next(tools, plain(source.replace("_", " ")))


def _aim(case: Case, item: Goal | Objective, metric: Metric) -> Aim:
    start = item.baseline if isinstance(item, Objective) else _start_of(case, item)
    baseline = float(start.mid) if start and start.how == "value" and start.mid is not None else None
    up = _is_up(item.target, baseline, metric)
    return Aim(
        _bound(item.target, baseline, up, metric),
        baseline,
        _span(case, item),
        up,
        "%" in metric.unit,
        _lag(case, metric),
    )


def _start_of(case: Case, goal: Goal) -> Quantity | None:
    """Where a goal's metric stands at the start: as an objective says that serves the goal by the same metric."""
    serving = (one for one in case.plan.pointing_at(goal.ref, Objective) if one.metric == goal.metric and one.baseline)
    return next((one.baseline for one in serving), None)


def _is_up(target: Quantity | None, baseline: float | None, metric: Metric) -> bool:
    if metric.direction:
        return metric.direction == "up"
    if target is None or target.mid is None or target.how != "value" or baseline is None:
        return not (target and (target.how == "minimize" or (target.low is None and target.high is not None)))
    return float(target.mid) >= baseline


def _bound(target: Quantity | None, baseline: float | None, up: bool, metric: Metric) -> float | None:
    """A target in the unit of the metric; None where it is hidden, or means nothing without what is not stated."""
    if target is None or target.mid is None:
        return None
    bound = (target.low if up else target.high) or target.mid
    if target.how == "value":
        return float(bound)
    if baseline is None:
        return None
    if target.how == "factor":
        return baseline * float(bound)
    if "%" not in target.unit:
        return baseline + float(bound)
    return None if "%" in metric.unit else baseline * (1 + float(bound) / 100)


def _span(case: Case, item: Goal | Objective) -> Span | None:
    """The days that count: the period of an objective, else the twelve months up to its day."""
    if isinstance(item, Objective) and item.period and (span := case.calendar.span(item.period)):
        return span
    due = case.due(item)
    return Span(add_months(due + DAY, -12), due) if due else None


def _lag(case: Case, metric: Metric) -> float:
    """How long, in days, the slowest of what moves a metric takes to show, as the plan says; 0 where it does not."""
    lags = [one.lag for one in metric.drivers if one.lag]
    pointing = case.plan.pointing_at(metric.ref, Objective)
    lags += [drive.lag for one in pointing for drive in one.drives if drive.metric == metric.key and drive.lag]
    return max((lag.longest_days for lag in lags), default=0.0)


def _newest(months: list[Month], metric: Metric, found: Pace) -> tuple[str, str]:
    """The last value and when it is of: that of a whole month where a month is told, or added up; else of a day."""
    whole = by_month(months)
    last = whole[max(whole)] if whole else months[-1]
    if whole and (found.adds_up or last.values == 1):
        month_ = f"{last.since:%B %Y}" if last.until == last.since else f"until {in_full(last.until)}"
        return in_unit(last.total, metric.unit), month_
    return in_unit(months[-1].last, metric.unit), in_full(months[-1].until)


def in_unit(value: float, unit: str) -> str:
    """`USD 24,000`, `58.3 %`, `54 opportunities`."""
    unit = plain(unit)
    return amount(value, unit) if _CURRENCY.fullmatch(unit) else f"{_rounded(value)} {unit}".strip()


def _rounded(value: float) -> str:
    return number(round(value)) if abs(value) >= 100 else number(round(value, 1))


def _why(case: Case, item: Goal | Objective, metric: Metric, found: Pace) -> str:
    """What a verdict rests on, in a sentence."""
    span, unit = _span(case, item), metric.unit
    match found.reason:
        case "no target":
            return "no target is stated that can be held against it"
        case "no day":
            return "no day is stated by which it is to be reached"
        case "another whole":
            return "the baseline or target counts something else than what is measured: they lie too far apart"
        case "few":
            since = f" since {in_full(span.start)}" if span else ""
            return f"{_count(found.months)}{since}; a verdict needs {FEW}"
        case "gap":
            return "a month between is not known"
        case "lag":
            shows = in_full(span.start + timedelta(days=round(_lag(case, metric)))) if span else ""
            return f"what moves it takes up to {round(_lag(case, metric))} days to show: not before {shows}"
        case "no year before":
            return "it adds up over the year, and there is no whole year before it to tell the seasons by"
    return _leads(found, span.end if span else case.today, unit)


def _leads(found: Pace, end: date, unit: str) -> str:
    if found.so_far is None or found.low is None or found.high is None:
        return ""
    if found.is_over:
        return f"it came to {in_unit(found.so_far, unit)} by {in_full(end)}"
    how = "if the rest grows on last year as those did" if found.adds_up else "at the pace of those"
    leads = f"{how}, it comes to {_between(found.low, found.high, unit)} by {in_full(end)}"
    verdict = ", with the target in between" if found.reason == "wide" else ""
    so_far = f"{in_unit(found.so_far, unit)} in" if found.adds_up else f"{in_unit(found.so_far, unit)} over the last of"
    return f"{so_far} {_count(found.months)}; {leads}{verdict}"


def _between(low: float, high: float, unit: str) -> str:
    """`789 to 836 opportunities`, `USD 24,000 to 26,000`."""
    if _CURRENCY.fullmatch(unit):
        return f"{in_unit(low, unit)} to {in_unit(high, '')}"
    return f"{in_unit(low, '')} to {in_unit(high, unit)}"


def _count(months: int) -> str:
    return f"{months} whole month{'' if months == 1 else 's'}" if months else "no whole month"
