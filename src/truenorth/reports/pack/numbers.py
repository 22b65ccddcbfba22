"""The numbers that a reader asked for: which are here, which are not, and why (GOAL05)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.engines.words import row
from truenorth.plan.strategy import Expectation, Goal, Metric, Objective
from truenorth.reports.measured import Measured, measured
from truenorth.reports.pack.blocks import AnyBlock, Cell, Figure, Heading, Table, Text
from truenorth.reports.pack.charts import Lines
from truenorth.reports.pack.material import Material
from truenorth.reports.values import said
from truenorth.reports.words import PARTIES, in_full, number, plain
from truenorth.rules.goals.expectations import open_to_answer, reports_to

SHOWN = 12
POINTS = 12
WHICH = "that you asked for or your reports name"
RULES = ("GOAL05", "GOAL11")  # of which findings about what a reader expects are told


@dataclass(frozen=True)
class Wanted:
    """A number that somebody asked for: the metric, what kind of result it is, how much by when, and the answer."""

    ref: str
    name: str
    kind: str
    metric: str
    value: str
    by: str
    answer: str


def asked(material: Material, party: str) -> Iterator[AnyBlock]:
    """What a party asked for, and what this report has of it."""
    wanted = list(_wanted(material, party))
    if not wanted:
        return
    yield Heading("Your numbers")
    known = {one.metric: _measured(material, one.metric) for one in wanted}
    have = [one for one in wanted if known[one.metric]]
    yield Text(_counted(wanted, have), "plain" if len(have) == len(wanted) else "warn")
    rows = tuple(_row(one, known[one.metric]) for one in wanted[:SHOWN])
    left = len(wanted) - SHOWN
    more = f"{left:,} more numbers" if left > 0 else ""
    head = ("Number", "Kind", "Asked for", "By", "Answer or report", "Measured")
    yield Table(head, rows, tuple(one.ref for one in wanted[:SHOWN]), more)
    yield from (Text(text, "warn") for text in _another_kind(material, party, wanted))


def went(material: Material, party: str) -> Iterator[AnyBlock]:
    """How the first number went that a party asked for and that is measured, month by month."""
    wanted = list(_wanted(material, party))
    for one in wanted:
        found = _measured(material, one.metric)
        if found and len(found.points) > 1:
            yield _curve(one, found.points[-POINTS:], _target(material, one.metric))
            return


def _wanted(material: Material, party: str) -> Iterator[Wanted]:
    """What a party expects, then the numbers of its own reports that it did not name itself."""
    plan, seen = material.plan, set[str]()
    for one in open_to_answer(material.case):
        if one.party == party and material.is_asked(one):
            seen.add(one.metric or "")
            yield _expected(material, one)
    for cadence in reports_to(material.case).get(party, ()):
        for key in cadence.metrics:
            metric = plan.get(Metric, key)
            if metric and key not in seen:
                seen.add(key)
                kind, of = metric.outcome_type or "", plain(cadence.title)
                yield Wanted(metric.ref, plain(metric.title), kind, key, "", "", of)


def _expected(material: Material, one: Expectation) -> Wanted:
    metric = material.plan.get(Metric, one.metric)
    due = material.case.calendar.end(one.by)
    return Wanted(
        one.ref,
        plain(metric.title if metric else one.title),
        one.outcome_type or (metric.outcome_type if metric else None) or "",
        one.metric or "",
        _with_unit(one, metric),
        in_full(due) if due else "",
        one.answer or "not answered yet",
    )


def _with_unit(one: Expectation, metric: Metric | None) -> str:
    if one.value is None:
        return ""
    text = said(one.value)
    unit = metric.unit if metric and text[-1:].isdigit() else ""
    return plain(f"{unit} {text}" if unit.isupper() and len(unit) == 3 else f"{text} {unit}")


def _counted(wanted: list[Wanted], have: list[Wanted]) -> str:
    """`Of 5 numbers that you asked for, this report has 2. Not here, as nothing is measured yet: …`"""
    many = "the 1 number" if len(wanted) == 1 else f"the {len(wanted):,} numbers"
    if len(have) == len(wanted):
        return f"This report has {many} {WHICH}."
    missing = list(dict.fromkeys(one.name for one in wanted if one not in have))
    has = "none" if not have else f"{len(have):,}"
    return f"Of {many} {WHICH}, this report has {has}. Nothing is measured yet of {row(missing, 5)}."


def _measured(material: Material, key: str) -> Measured | None:
    """What a metric was last measured at; None where nothing is known of it."""
    metric = material.plan.get(Metric, key)
    found = measured(material.case, metric) if metric else None
    return found if found and found.value else None


def _row(one: Wanted, found: Measured | None) -> tuple[Cell, ...]:
    return one.name, one.kind, one.value, one.by, one.answer, found.says if found else "no data yet"


def _another_kind(material: Material, party: str, wanted: list[Wanted]) -> Iterator[str]:
    """Where what is offered is of another kind than what was asked for, as the rules find it."""
    refs = {one.ref for one in wanted} | {one.ref for one in reports_to(material.case).get(party, ())}
    for entry in material.open:
        if entry.finding.rule in RULES and refs & set(entry.finding.at):
            yield f"{entry.finding.rule}: {entry.headline}".replace(f" to {party},", f" to {PARTIES[party]},")


def _curve(one: Wanted, points: tuple[tuple[str, float], ...], target: float | None) -> Figure:
    (before, was), (now, is_) = points[-2:]
    reach = f"; to reach: {number(target)}" if target is not None else ""
    says = f"{one.name}: {number(round(is_, 1))} in {now}, after {number(round(was, 1))} in {before}{reach}."
    names = tuple(f"{month[:3]} {month[-2:]}" for month, _ in points)
    return Figure(says, Lines(names, tuple(round(value, 2) for _, value in points), target, one.name))


def _target(material: Material, key: str) -> float | None:
    """What a month is to come to: known of a share alone, as the months of other numbers may add up to their target."""
    metric = material.plan.get(Metric, key)
    if metric is None or "%" not in metric.unit:
        return None
    plan = material.plan
    pointing: tuple[Goal | Objective, ...] = (
        *plan.pointing_at(metric.ref, Goal),
        *plan.pointing_at(metric.ref, Objective),
    )
    targets = (one.target for one in pointing if one.target and one.metric == key and one.target.how == "value")
    return next((float(one.mid) for one in targets if one.mid is not None), None)
