"""What waiting costs."""

from __future__ import annotations

from dataclasses import replace

from truenorth.reports.delay import Delay, delay
from truenorth.rules.acme import acme
from truenorth.rules.finding import Finding, Stake

LETTER = "activity: {spring-letter: {start: 2027-01-21, end: 2027-02-10, in_market: null, brief_ready: null}}"


def found(**stake: object) -> Finding:
    return Finding(("activity:spring-letter",), "says", at_stake=Stake(**stake))


def test_it_is_the_money_over_the_days_until_the_work_begins() -> None:
    told = delay(acme(LETTER), found(money=5000.0))

    assert told == Delay(5000.0, 10, True)
    assert told.said("EUR") == "EUR 500 a day, 10 days left"


def test_hours_count_at_the_companys_rate_where_no_money_is_known() -> None:
    case = acme(LETTER + "\ncompany: {acme: {hourly_rate: 50}}")

    assert delay(case, found(hours=20.0)).a_day == 100


def test_work_that_is_under_way_is_late_when_it_ends() -> None:
    begun = acme(LETTER.replace("2027-01-21", "2026-12-01"))

    assert delay(begun, found(money=3000.0)).days == 30


def test_without_a_date_to_come_it_is_spread_over_the_rest_of_the_horizon_and_no_days_are_named() -> None:
    case = acme()
    told = delay(case, replace(found(money=1000.0), at=("goal:nowhere",)))

    assert told.days == (case.horizon.end - case.today).days
    assert "left" not in told.said("EUR")
    assert delay(case, replace(found(), at=("goal:nowhere",))).said("EUR") == ""


def test_the_last_day_is_called_today() -> None:
    assert (
        delay(acme(LETTER.replace("2027-01-21", "2027-01-11")), found(money=70.0)).said("EUR") == "EUR 70 a day, today"
    )
