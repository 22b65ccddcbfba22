"""What the rules on numbers say besides their sentence: evidence, ways out, severity."""

from __future__ import annotations

import pytest

from truenorth.plan import apply
from truenorth.rules import RULES, check
from truenorth.rules.acme import acme
from truenorth.rules.finding import Finding


def found(code: str, over: str) -> list[Finding]:
    return list(check(acme(over), [RULES[code]]).findings)


TWO_MEANINGS = """
metric:
  replies:
    name: Opportunities
    unit: opportunities
    outcome_type: pipeline
    definition: Everybody who answered a letter.
    sources: [mailer]
    owner: demand-lead
    source: [{document: Handbook, place: page 3}]
"""


@pytest.mark.meets("S3-13")
def test_two_definitions_of_a_number_stand_side_by_side_with_who_is_judged_by_each() -> None:
    (finding,) = found("FACT02", TWO_MEANINGS)

    assert (finding.kind, finding.severity) == ("contradiction", "warning")
    assert finding.seen["definitions"] == [
        {
            "at": "metric:opportunities",
            "definition": "Enquiries that sales has accepted, by the day of acceptance.",
            "source": "",
        },
        {
            "at": "metric:replies",
            "definition": "Everybody who answered a letter.",
            "source": "Handbook page 3",
        },
    ]
    assert finding.seen["judged by each"] == {
        "metric:opportunities": ["vision:different", "objective:pipeline"],
        "metric:replies": [],
    }


def test_numbers_may_be_kept_as_different_ones_by_taking_the_sameness_away() -> None:
    case = acme("metric: {revenue: {same_as: [opportunities]}}")
    (finding,) = check(case, [RULES["FACT02"]]).findings
    fix = finding.fixes[1]

    after = case.after(apply(case.whole, fix.edits(case.whole)), fix.sets)

    assert fix.sets == {"metric:revenue": {"same_as": None}}
    assert check(after, [RULES["FACT02"]]).findings == ()


@pytest.mark.meets("S3-13")
def test_a_metric_without_owner_and_source_is_asked_for_both_at_once() -> None:
    (finding,) = found("FACT02", "metric: {visits: {name: Visits, unit: visits, outcome_type: demand}}")

    assert (finding.kind, finding.severity) == ("gap", "warning")
    assert [(ref, name) for ref, name, _ in finding.fixes[0].blanks()] == [
        ("metric:visits", "owner"),
        ("metric:visits", "sources"),
    ]


def test_a_gap_that_most_metrics_have_only_informs() -> None:
    many = "metric: {" + ", ".join(f"number-{n}: {{name: Number {n}}}" for n in range(6)) + "}"

    (finding,) = found("FACT02", many)

    assert (finding.severity, len(finding.at)) == ("info", 6)


@pytest.mark.meets("S3-28")
def test_a_part_of_the_vision_whose_metric_names_no_source_cannot_be_seen() -> None:
    (finding,) = found("FACT04", "metric: {lead-follow-up: {sources: null}}")

    assert finding.says == "names no source; “One plan” is judged by it"
    assert finding.seen == {"judged by it": ["vision:together"]}


def test_a_number_that_comes_too_late_is_a_contradiction_with_the_work_behind_it_at_stake() -> None:
    (finding,) = found("FACT04", "metric: {opportunities: {measurable_from: 2028-01-31}}")

    assert (finding.kind, finding.severity) == ("contradiction", "warning")
    assert finding.at == ("objective:pipeline", "metric:opportunities")
    assert "activity:spring-letter" in finding.at_stake.items


def test_hidden_numbers_are_counted_by_team_and_a_key_result_belongs_to_the_team_of_what_it_serves() -> None:
    (finding,) = found(
        "FACT06",
        """
        objective:
          letters: {name: Letters, serves: {pipeline: null}, target: undisclosed N1}
          visits: {name: Visits, serves: {pipeline: null}, target: 30}
          stays: {name: Stays, serves: {loyal: null}, target: undisclosed N2}
        """,
    )

    assert (finding.kind, finding.severity, finding.at_stake.money) == ("notice", "info", None)
    assert finding.seen == {
        "key results": {
            "not disclosed": 2,
            "of": 3,
            "by team": {
                "Customer care": {"not disclosed": 1, "of": 1},
                "Demand generation": {"not disclosed": 1, "of": 2},
            },
        }
    }
    assert finding.at == ("company:acme", "objective:letters", "objective:stays")


def test_lines_that_are_not_told_are_counted_apart_from_their_budget() -> None:
    (finding,) = found(
        "FACT06",
        """
        budget:
          demand-2027: {lines: [{item: A, amount: 1}, {item: B, amount: undisclosed}], groups: null}
          care-2027: {lines: [{item: C, amount: 5}], amount: undisclosed}
        role: {designer: {rate: undisclosed}}
        """,
    )

    assert finding.seen["budget lines"] == {
        "not disclosed": 1,
        "of": 3,
        "by team": {
            "Customer care": {"not disclosed": 0, "of": 1},
            "Demand generation": {"not disclosed": 1, "of": 2},
        },
    }
    assert finding.seen["more values"] == {"role:designer": 1}
    assert finding.at == ("company:acme", "budget:care-2027", "budget:demand-2027", "role:designer")


def test_objectives_that_serve_each_other_have_no_team_and_do_not_hang() -> None:
    (finding,) = found(
        "FACT06",
        """
        objective:
          egg: {serves: {hen: null}}
          hen: {serves: {egg: null}}
          chick: {serves: {egg: null}, target: undisclosed}
        """,
    )

    assert finding.seen["key results"]["by team"] == {"no team": {"not disclosed": 1, "of": 1}}


def test_a_date_that_does_not_exist_names_the_place_and_the_likely_day() -> None:
    (finding,) = found(
        "FACT07", "goal: {grow: {source: [{document: Annual plan, place: page 2, quote: 2027-04-01 to 2027-04-31}]}}"
    )

    assert (finding.kind, finding.severity) == ("notice", "info")
    assert finding.seen == {
        "place": "its source Annual plan page 2",
        "printed": "2027-04-31",
        "likely": "2027-04-30",
        "quote": "2027-04-01 to 2027-04-31",
    }


def test_either_of_two_numbers_may_be_kept_and_both_documents_are_named() -> None:
    case = acme(
        """
        activity:
          spring-letter: {source: [{document: Plan, place: row 3}]}
          letter-offer: {name: Offer, program: launch, cost: 4000, same_as: [spring-letter], source: Offer}
        """
    )
    (finding,) = check(case, [RULES["FACT08"]]).findings

    assert (finding.kind, finding.severity) == ("contradiction", "warning")
    assert finding.seen == {
        "activity:letter-offer": {"cost": "4,000", "source": ["Offer"]},
        "activity:spring-letter": {"cost": "3,000", "source": ["Plan row 3"]},
    }
    assert [fix.sets for fix in finding.fixes] == [
        {"activity:spring-letter": {"cost": "4000"}},
        {"activity:letter-offer": {"cost": "3000"}},
    ]
    for fix in finding.fixes:
        after = case.after(apply(case.whole, fix.edits(case.whole)), fix.sets)
        assert check(after, [RULES["FACT08"]]).findings == ()
