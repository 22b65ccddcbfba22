"""The rules on what sales and service can take: the figures, and how sure they are."""

from __future__ import annotations

from typing import Any

import pytest

from truenorth.plan import text
from truenorth.rules import RULES, check
from truenorth.rules.acme import acme
from truenorth.rules.finding import Finding


def found(code: str, over: str) -> list[Finding]:
    """What a rule finds on Acme with a change."""
    return list(check(acme(over), [RULES[code]]).findings)


@pytest.mark.meets("S3-19")
def test_what_is_expected_to_arrive_with_its_lag_is_held_against_what_can_be_taken() -> None:
    at_once, later = "0 days", "21 days"

    for lag, week in ((at_once, "2027-W17"), (later, "2027-W20")):
        (finding,) = found("LOAD01", f"capacity: {{sales-calls: {{per_week: 45, backlog: null, lag: {lag}}}}}")

        assert list(finding.seen["weeks"]) == [week]
        assert finding.seen["takes"] == 45
        assert finding.seen["from"][0] == "activity:open-house"


@pytest.mark.parametrize(
    ("expects", "severity"),
    [("400", "error"), ("400..500", "error"), ("100", "warning"), ("60..100", "warning"), ("60..80", None)],
)
def test_what_no_weeks_of_it_can_take_is_an_error_and_what_one_cannot_or_only_by_its_range_a_warning(
    expects: str, severity: str | None
) -> None:
    over = f"""
capacity: {{sales-calls: {{per_week: 60, backlog: null}}}}
activity: {{open-house: {{expects: {{enquiries: {expects}}}}}}}
"""

    assert [f.severity for f in found("LOAD01", over)] == ([severity] if severity else [])


@pytest.mark.meets("S1-02")
def test_sales_promises_a_time_and_has_seats_to_keep_it_with() -> None:
    (finding,) = found("LOAD02", "role: {sales-adviser: {filled: 1, open: 2}}")

    assert finding.at == ("team:sales", "capacity:sales-calls", "commitment:follow-up", "role:sales-adviser")
    assert (finding.seen["filled"], finding.seen["open"]) == (1, 2)
    assert (finding.kind, finding.severity) == ("gap", "warning")
    assert [fix.says for fix in finding.fixes] == ["Fill Sales adviser", "Promise what can be kept: Calls by sales"]


@pytest.mark.meets("S3-08")
def test_service_has_its_own_capacity_and_its_own_promise() -> None:
    over = """
capacity: {visits: {name: Visits, team: care, unit: visits, per_week: 5, service_level: 3 working days}}
activity: {spring-letter: {expects: {visits: 92}}}
role: {care-adviser: {filled: 1, open: 2}}
"""
    (much,), (promise,) = found("LOAD01", over), found("LOAD02", over)

    assert much.says == (
        "35 visits arrive in 2027-W11 and 5 a week can be taken: 30 too many (77 in all, in 2027-W11 to 2027-W13),"
        " most by Spring letter"
    )
    assert promise.says == "as Care adviser, 1 seat is filled and 2 are open; “Visits” rests on them"


def test_what_is_at_stake_is_the_work_that_brings_it() -> None:
    (finding,) = found("LOAD01", "capacity: {sales-calls: {per_week: 45, backlog: null}}")

    assert finding.at_stake.items == ("activity:open-house",)


BUSY = """
feed: null
activity:
  spring-letter: null
  demo-days: null
  open-house: {cost: 9000, effort: null}
  talk: {name: Talk, in_market: 2027-04-26, end: 2027-04-30, expects: {enquiries: 30}, cost: 700}
  fair: {name: Fair, in_market: 2027-04-26, end: 2027-04-30, expects: {enquiries: 90}, cost: 800}
"""


@pytest.mark.parametrize(
    ("capacity", "behind"),
    [
        ("lag: 0 days, per_week: 170, backlog: null", ["talk"]),
        ("lag: 0 days, per_week: 110, backlog: null", ["fair"]),
        ("lag: 0 days, per_week: 80, backlog: null", ["fair", "talk"]),
        ("lag: 0 days, per_week: 40, backlog: null", ["fair", "open-house"]),
        ("lag: 0 days, per_week: 100, backlog: 60", ["talk"]),
        ("lag: 0 days, per_week: 15, backlog: 150", ["talk"]),
    ],
)
def test_at_stake_is_the_least_work_that_has_to_give_way(capacity: str, behind: list[str]) -> None:
    over = text.loaded(f"{BUSY}capacity: {{sales-calls: {{{capacity}}}}}")
    (finding,) = check(acme(over), [RULES["LOAD01"]]).findings

    assert finding.at_stake.items == tuple(f"activity:{key}" for key in behind)
    assert not still_found(over, *behind)
    assert all(still_found(over, *(key for key in behind if key != one)) for one in behind)


def still_found(over: Any, *gone: str) -> bool:
    """Whether anything is found without some of the activities."""
    left = over | {"activity": over["activity"] | dict.fromkeys(gone)}
    return bool(check(acme(left), [RULES["LOAD01"]]).findings)


def test_what_is_left_over_is_one_number_in_the_sentence_and_the_evidence() -> None:
    (finding,) = found("LOAD01", "capacity: {sales-calls: {per_week: 30, backlog: 10}}")

    assert finding.says.startswith("57 enquiries arrive in 2027-W17 and 30 a week can be taken: 27 are left over")
    assert (finding.seen["left over"], finding.seen["may wait"]) == ({"2027-W17": 27.1, "2027-W18": 20.0}, 10)


def test_what_a_feed_promises_puts_no_work_at_stake() -> None:
    (finding,) = found("LOAD01", "feed: {enquiries-to-sales: {volume: 90 per week}}")

    assert finding.at_stake.items == ()
