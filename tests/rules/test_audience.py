"""What the audience rules show as evidence, how much it weighs, and what they offer to put it right."""

from __future__ import annotations

import pytest

from truenorth.rules import RULES, check
from truenorth.rules.acme import acme
from truenorth.rules.audience.numbers import figures
from truenorth.rules.audience.units import say_the_same
from truenorth.rules.finding import Finding

BUYER = """
persona:
  buyer:
    name: Facility buyer
    titles: [Office manager, Head of facilities]
    segments: [mid-sized offices]
    needs: [The lowest price for each desk]
    used_by: [sales]
"""
QUICK = "quick: {name: Quick, topic: speed, position: fitted in a week, persona: [office-manager], product: desk}"
STORY = "content: {weekend-story: {date: 2027-04-12, messages: [quick]}}"


def found(code: str, over: str) -> Finding:
    """The one finding of a rule on Acme with a change."""
    (finding,) = check(acme(over), [RULES[code]]).findings
    return finding


@pytest.mark.meets("S4-27", "S4-28", "S4-18")
def test_two_pictures_of_one_customer_are_shown_side_by_side() -> None:
    finding = found("AUD01", BUYER)

    assert finding.at == ("persona:buyer", "persona:office-manager")
    assert finding.seen["used by"] == {
        "persona:buyer": ["Sales"],
        "persona:office-manager": ["Customer care", "Demand generation"],
    }
    assert [side["needs"] for side in finding.seen["as each pictures them"].values()] == [
        ["The lowest price for each desk"],
        ["An office that is ready on Monday"],
    ]


def test_neither_picture_is_taken_for_the_right_one() -> None:
    asked = {(ref, name) for fix in found("AUD01", BUYER).fixes for ref, name, _ in fix.blanks()}

    assert {
        ("persona:buyer", "needs"),
        ("persona:office-manager", "needs"),
        ("persona:office-manager", "titles"),
    } <= asked


@pytest.mark.meets("S4-18")
def test_two_positions_to_one_customer_are_an_error_and_show_both() -> None:
    finding = found("AUD02", f"message: {{{QUICK}}}\n{STORY}")

    assert (finding.kind, finding.severity) == ("contradiction", "error")
    assert {stand: [said["at"] for said in held] for stand, held in finding.seen["positions"].items()} == {
        "fitted in a week": ["message:quick"],
        "fitted in a day": ["message:in-a-day"],
    }
    assert finding.seen["told together"][0]["by"]["content:weekend-story"]["from"] == "2027-04-12"


def test_what_carries_the_two_positions_is_at_stake() -> None:
    finding = found("AUD02", f"message: {{{QUICK}}}\n{STORY}")

    assert "activity:open-house" in finding.at_stake.items
    assert "content:weekend-story" in finding.at_stake.items
    assert "activity:check-up" not in finding.at_stake.items


def test_where_the_stage_is_not_said_it_is_a_warning() -> None:
    over = f"message: {{{QUICK}}}\ncontent: {{weekend-story: {{date: 2027-04-12, stage: null, messages: [quick]}}}}"

    assert found("AUD02", over).severity == "warning"


def test_messages_that_only_stand_side_by_side_are_a_warning() -> None:
    over = "message: {a: {topic: category, position: furniture maker}, b: {topic: category, position: office fitter}}"

    assert found("AUD02", over).severity == "warning"


def test_many_messages_with_an_old_position_are_one_finding() -> None:
    old = ", ".join(f"old-{n}: {{topic: category, position: furniture maker}}" for n in range(6))
    new = "new: {topic: category, position: office fitter, valid_from: 2026-12-01}"

    finding = found("AUD02", f"message: {{{new}, {old}}}")

    assert finding.at == ("message:new", *(f"message:old-{n}" for n in range(6)))
    assert set(finding.fixes[0].sets) == {f"message:old-{n}" for n in range(6)}


def test_two_numbers_are_shown_with_where_they_stand() -> None:
    a = "a: {product: desk, numbers: {time saved: 80 %}, source: [{document: Leaflet, place: page 2}]}"
    b = "b: {product: desk, numbers: {time saved: 50..75 %}, source: [{document: Site}]}"

    finding = found("AUD02", f"message: {{{a}, {b}}}")

    assert finding.seen["numbers"] == [
        {"at": "message:a", "number": "80 %", "counts": "time saved", "sources": ["Leaflet page 2"]},
        {"at": "message:b", "number": "50..75 %", "counts": "time saved", "sources": ["Site"]},
    ]


def test_three_numbers_for_one_thing_are_one_finding() -> None:
    each = ", ".join(f"m{n}: {{product: desk, numbers: {{time saved: {n}0 %}}}}" for n in (2, 4, 6))

    assert found("AUD02", f"message: {{{each}}}").at == ("message:m2", "message:m4", "message:m6")


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("Cuts the time to fit an office by 80%.", [("time", "80 %")]),
        ("Fitting is 50%-75% faster and 95% more accurate.", [("time", "50 to 75 %"), ("accuracy", "95 %")]),
        ("It costs 20 percent less.", [("cost", "20 %")]),
        ("You save 30 to 60 minutes a day on the time of fitting.", [("time", "30 to 60 minutes")]),
        ("Founded in 1998, with 40 % of its people in fitting.", []),
        ("Version 3.5 is out.", []),
    ],
)
def test_numbers_of_a_sentence_are_read_with_what_they_measure(sentence: str, read: list[tuple[str, str]]) -> None:
    assert [(figure.measure, figure.says) for figure in figures(sentence)] == read


def test_a_collision_shows_who_meets_the_customer_in_which_week() -> None:
    news = "{name: News, program: care, team: care, start: 2027-03-22, end: 2027-04-02, channel: e-mail, "
    finding = found("AUD03", f"activity: {{news: {news} personas: [office-manager], contacts_per_week: 2}}}}")

    assert finding.seen["in"] == {
        week: {
            "work": {"activity:news": "of Customer care", "activity:spring-letter": "of Demand generation"},
            "times reached": 3.0,
        }
        for week in ("2027-W12", "2027-W13")
    }


def test_collisions_of_many_personas_on_one_channel_are_one_finding() -> None:
    keys = ("a", "b", "c")
    personas = ", ".join(f"{key}: {{name: {key.upper()}, titles: [{key}]}}" for key in keys)
    news = "{team: care, start: 2027-03-22, end: 2027-03-26, channel: e-mail, personas: [a, b, c]}"

    finding = found(
        "AUD03", f"persona: {{{personas}}}\nactivity: {{news: {news}, spring-letter: {{personas: [a, b, c]}}}}"
    )

    assert finding.says == "3 of 4 personas are reached by e-mail from several sides at once"


@pytest.mark.meets("S2-20", "S4-54")
def test_evidence_of_a_persona_has_an_age_that_is_judged_by_its_share_of_the_spend() -> None:
    finding = found(
        "AUD04", "persona: {office-manager: {evidence: [{kind: survey, date: 2026-05}, {date: 2026-03-02}]}}"
    )

    assert finding.seen == {"newest": "2026-05-31", "days old": 225, "of the spend": "100 %"}
    assert (finding.kind, finding.severity) == ("gap", "info")


def test_what_a_persona_without_a_picture_holds_up_is_listed() -> None:
    finding = found(
        "AUD05",
        """
        persona: {fitter: {name: Fitter, used_by: [care]}}
        activity: {check-up: {personas: [fitter]}}
        objective: {pictures: {name: Brand personas, due: 2026-10-31, same_as: ["persona:fitter"]}}
        """,
    )

    assert finding.seen["relied on by"] == {"activity": ["activity:check-up"], "team": ["team:care"]}
    assert finding.seen["was due by"] == {"objective:pictures": "2026-10-31"}
    assert finding.at == ("persona:fitter", "objective:pictures")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("24-hour delivery", "delivered within a day", True),
        ("from €9 per month", "€108 yearly", True),
        ("answered in 8 hours", "answered in one day", True),
        ("set up in 4 weeks", "set up in one month", True),
        ("1,200 EUR a year", "100 EUR/month", True),
        ("45 minutes", "0.75 hours", True),
        ("fitted in a day", "shipped in a day", False),
        ("fitted in a day", "not fitted in one day", False),
        ("9 EUR a month", "100 EUR a year", False),
        ("delivery in 2 days", "delivery in 24 hours", False),
        ("a desk for life", "a chair for life", False),
    ],
)
def test_two_statements_may_say_one_amount_in_different_units(one: str, other: str, same: bool) -> None:
    assert say_the_same(one, other) is same
    assert say_the_same(other, one) is same
