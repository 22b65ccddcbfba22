"""What happened, summed up by month and by the names that sources use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from truenorth.engines.happened import NOTHING, Came, Month, of
from truenorth.engines.opportunities import Count
from truenorth.facts.facts import Facts


def said(value: float, since: date, recorded: int, **more: Any) -> dict[str, Any]:
    at = datetime(2027, 1, recorded)
    return {"metric": "Leads", "source": "crm", "value": value, "since": since, "recorded": at, **more}


def test_values_are_summed_by_month_and_a_later_word_on_the_same_days_counts() -> None:
    rows = [
        said(3, date(2026, 12, 1), 1),
        said(5, date(2026, 12, 1), 9),
        said(4, date(2026, 12, 20), 2),
        said(7, date(2027, 1, 2), 3),
        said(99, date(2027, 1, 2), 3, segment="north"),
    ]

    assert of(Facts(rows={"observations": rows})).months == (
        Month("Leads", "crm", date(2026, 12, 1), date(2026, 12, 20), 2, 9, 4.5, 4),
        Month("Leads", "crm", date(2027, 1, 2), date(2027, 1, 2), 1, 7, 7, 7),
    )


def test_touches_and_deals_are_counted_by_what_the_source_names() -> None:
    touches = [{"at": datetime(2027, 1, day), "person": "p", "campaign": "letter"} for day in (2, 3)]
    deal: dict[str, Any] = {"kind": "deal", "source": "crm", "campaign": "letter"}
    changes = [
        {**deal, "record": "1", "stage": "opened", "at": datetime(2027, 1, 4), "amount": 300.0},
        {**deal, "record": "1", "stage": "opened", "at": datetime(2027, 1, 9), "amount": 200.0},
        {**deal, "record": "2", "stage": "won", "at": datetime(2027, 1, 5), "amount": 500.0},
    ]
    found = of(Facts(rows={"touches": touches, "stage_changes": changes}))

    assert found.came == (Came("letter", None, 2, Count(opportunities=2, won=1, worth=500.0, pipeline=200.0)),)
    assert (found.first, found.last) == (date(2027, 1, 2), date(2027, 1, 9))


def test_nothing_loaded_is_nothing() -> None:
    assert of(Facts(rows={})) == NOTHING
    assert not NOTHING
