"""Kestrel's eighteen months: the page of any week holds what was known then, and nothing that came later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from truenorth.engines.happened import Happened, Month
from truenorth.plan.calendar import add_months
from truenorth.reports.pack import Pack, build
from truenorth.reports.pack.charts import Lines, Timeline
from truenorth.reports.pack.material import Material
from truenorth.reports.page import page
from truenorth.rules import Case, check
from truenorth.services.check import Judged, weighed

WEEKS = [date(2026, 10, 2), date(2026, 10, 30), date(2026, 12, 4), date(2027, 1, 15)]


# What `tools/kestrel.py facts` writes into logbook_metrics.csv, from 2025-07 on.
REVENUE = (
    0, 18_300, 106_600, 200_800, 661_500, 484_000, 432_600, 525_100, 332_800, 270_300,
    634_700, 565_000, 635_800, 1_011_500, 705_200, 545_700, 585_400, 636_400,
)  # fmt: skip
QUOTES = (50.6, 52, 52.1, 52.7, 53, 53.3, 53.6, 54.6, 54.5, 55.8, 56, 56.5, 56.5, 57.5, 56.5, 58, 58.5, 58.3)


@pytest.fixture(scope="module")
def logbook() -> list[Month]:
    """What the company's own book of numbers says, month by month."""
    first = date(2025, 7, 1)
    return [
        Month(name, "logbook_metrics", day, day, 1, value, value, value)
        for name, values in (("Net new recurring revenue", REVENUE), ("Quotes out within five minutes", QUOTES))
        for day, value in ((add_months(first, number), float(value)) for number, value in enumerate(values))
    ]


@pytest.fixture(scope="module", params=WEEKS, ids=str)
def week(request: pytest.FixtureRequest, kestrel: Judged, logbook: list[Month]) -> Pack:
    """The report as of a day, with all that was ever loaded at hand."""
    case = Case(kestrel.folder.plan, request.param, prove=lambda _: None, facts=Happened(tuple(logbook)))
    checked = check(case, kestrel.settings.rules())
    found = weighed(kestrel.folder, kestrel.settings, checked)
    return build(Material(page(found.report(), found.case)))


def part(pack: Pack, says: str, word: str = "ceo") -> tuple:
    return dict(pack.for_(word).sections)[says]


def last_whole(logbook: list[Month], name: str, day: date) -> Month:
    return max(
        (one for one in logbook if one.metric == name and add_months(one.since, 1) <= day), key=lambda m: m.since
    )


def test_what_is_measured_is_the_last_whole_month(week: Pack, logbook: list[Month]):
    revenue = last_whole(logbook, "Net new recurring revenue", week.as_of)
    quotes = last_whole(logbook, "Quotes out within five minutes", week.as_of)
    numbers = {row[0]: row[5] for block in part(week, "Your numbers") for row in getattr(block, "rows", ())}
    goals = {row[0]: row[2] for block in part(week, "Goals") for row in getattr(block, "rows", ())}

    assert numbers["Net new recurring revenue"] == f"USD {revenue.last:,.0f}, {revenue.since:%B %Y}, Logbook"
    assert goals["Answer a shipper within five minutes"].startswith(f"{quotes.last:g} %, {quotes.since:%B %Y}: ")
    assert numbers["Shortlisted by the largest independents"] == "no data yet"


def test_the_curve_ends_where_the_week_is(week: Pack, logbook: list[Month]):
    curve = next(
        block.chart for block in part(week, "Your numbers", "board") if isinstance(getattr(block, "chart", None), Lines)
    )
    last = last_whole(logbook, "Net new recurring revenue", week.as_of)

    assert (curve.names[-1], curve.values[-1]) == (f"{last.since:%b %y}", last.last)
    assert len(curve.names) == 12


def test_what_was_asked_later_is_not_in_it_and_what_is_late_is_said_to_be(week: Pack):
    asked = [row[2] for block in part(week, "Your numbers") for row in getattr(block, "rows", ())]
    owes = {row[0]: row[2] for block in part(week, "What you owe") for row in getattr(block, "rows", ())}
    prices = "was due 18 December 2026" if week.as_of > date(2026, 12, 18) else "by 18 December 2026"

    assert ("USD 300,000" in asked) == (week.as_of >= date(2026, 12, 14))
    assert owes.get("Decide the prices of Quote Live.", prices) == prices


def test_what_is_ahead_begins_within_six_weeks(week: Pack, kestrel: Judged):
    (figure,) = part(week, "The next six weeks")
    chart = figure.chart
    assert isinstance(chart, Timeline)
    names = {one.title for one in kestrel.folder.plan.entities.values() if one.kind == "activity"}

    assert chart.last == week.as_of - timedelta(days=week.as_of.weekday()) + timedelta(days=41)
    assert [one for one in chart.spans if not week.as_of <= one.start <= chart.last or one.name not in names] == []


def test_nothing_is_called_on_the_way_too_early(week: Pack):
    goals = [row for block in part(week, "Goals") for row in getattr(block, "rows", ())]

    assert {row[2].rpartition(": ")[2] for row in goals} <= {"no data yet", "too early to tell"}
