"""The rules on what sales and service can take: the figures, and how sure they are."""

from __future__ import annotations

import pytest

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
        assert finding.severity == "error"


@pytest.mark.parametrize(("expects", "severity"), [("100", "error"), ("60..100", "warning"), ("60..80", None)])
def test_a_range_that_is_too_much_only_near_its_top_warns(expects: str, severity: str | None) -> None:
    over = f"""
capacity: {{sales-calls: {{per_week: 55, backlog: null}}}}
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
        "35 visits arrive in 2027-W11 and 5 a week can be taken: 30 too many (77 in 2027-W11 to 2027-W13),"
        " most by Spring letter"
    )
    assert promise.says == "1 seat is filled and 2 are open; “Visits” rests on them"


def test_what_is_at_stake_is_the_work_that_brings_it() -> None:
    (finding,) = found("LOAD01", "capacity: {sales-calls: {per_week: 45, backlog: null}}")

    assert finding.at_stake.items == ("activity:open-house",)
