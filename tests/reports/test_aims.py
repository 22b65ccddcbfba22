"""Goals with a verdict each."""

from __future__ import annotations

from truenorth.reports.aims import aims
from truenorth.rules import check
from truenorth.rules.acme import acme

SHARES = "program: {launch: {serves: {pipeline: 70 %, repeat-orders: 50 %}}}"


def test_a_goal_that_nothing_is_wrong_with_says_no_data_and_is_not_green() -> None:
    case = acme()
    found = {aim.ref: aim for aim in aims(case, check(case).findings, "EUR")}

    assert found["goal:grow"].verdict == "No data yet"
    assert found["goal:grow"].tone == "none"
    assert (found["goal:grow"].target, found["goal:grow"].by) == ("EUR 4,000,000", "December 2027")


def test_a_contradiction_below_a_goal_stands_in_its_way_with_the_money_behind_it() -> None:
    case = acme(SHARES)
    findings = check(case).findings
    first = aims(case, findings, "EUR")[0]

    assert first.verdict == f"{len(first.findings)} contradiction{'s' if len(first.findings) > 1 else ''} in the way"
    assert first.tone in ("bad", "warn")
    assert any(ident.startswith("GOAL07@program:launch") for ident in first.findings)
    assert first.at_stake.startswith("EUR ")


def test_a_goal_that_nothing_serves_says_so() -> None:
    case = acme("goal: {fame: {name: Be known, of: organisation}}")
    fame = next(aim for aim in aims(case, (), "EUR") if aim.ref == "goal:fame")

    assert (fame.verdict, fame.tone, fame.target, fame.by) == ("Nothing is planned for it yet", "warn", "", "")
