"""What the storyboard rules show as evidence, and what they offer to put it right."""

from __future__ import annotations

import pytest

from truenorth.plan import apply
from truenorth.rules import RULES, check
from truenorth.rules.acme import acme
from truenorth.rules.finding import Finding

QUICK = "quick: {name: Quick, topic: speed, position: fitted in a week, persona: [office-manager], product: desk}"


def found(code: str, over: str) -> Finding:
    """The one finding of a rule on Acme with a change."""
    (finding,) = check(acme(over), [RULES[code]]).findings
    return finding


@pytest.mark.meets("S4-25")
def test_a_contradiction_work_off_the_storyboard_and_a_dead_end_are_all_detected() -> None:
    case = acme(
        f"""
        message: {{{QUICK}}}
        content: {{weekend-story: {{date: 2027-04-12, messages: [quick], next_step: null}}}}
        activity: {{fair: {{name: Fair, channel: event, personas: [office-manager]}}}}
        feed: {{enquiries-to-sales: null}}
        """
    )

    findings = {f.rule: f.at[0] for f in check(case, [RULES[c] for c in ("AUD02", "STORY01", "STORY05")]).findings}

    assert findings == {"AUD02": "message:quick", "STORY01": "activity:fair", "STORY05": "content:weekend-story"}


@pytest.mark.meets("S4-34")
def test_the_way_from_step_to_step_is_followed_to_the_last_stage() -> None:
    open_house = "activity: {open-house: {next_step: null}, demo-days: {after: []}}\nfeed: {enquiries-to-sales: null}"

    assert check(acme("feed: {enquiries-to-sales: null}"), [RULES["STORY05"]]).findings == ()
    assert found("STORY05", open_house).seen == {
        "stage": "engage",
        "stages": {"persona:office-manager": ["attract", "engage", "convert"]},
    }


def test_the_grid_of_a_persona_shows_what_fills_each_stage() -> None:
    finding = found("STORY02", "activity: {open-house: {stage: convert}}\ncontent: {weekend-story: {stage: attract}}")

    assert finding.seen["stages"] == {
        "attract": ["activity:spring-letter", "content:weekend-story"],
        "engage": [],
        "convert": ["activity:check-up", "activity:demo-days", "activity:open-house"],
    }


def test_work_for_an_empty_stage_is_proposed_and_only_its_name_is_asked() -> None:
    case = acme("activity: {open-house: {stage: convert}}\ncontent: {weekend-story: {stage: attract}}")
    (finding,) = check(case, [RULES["STORY02"]]).findings
    (ref, fields), *_ = finding.fixes[0].sets.items()
    assert finding.fixes[0].blanks() == [(ref, "name", "What is done for Office manager at the stage engage?")]

    filled = type(finding.fixes[0])("Plan it", {ref: {**(fields or {}), "name": "Evening with fitters"}})
    after = case.after(apply(case.whole, filled.edits(case.whole)), filled.sets)

    assert check(after, [RULES["STORY02"]]).findings == ()


def test_personas_with_empty_stages_are_one_finding_from_three_on() -> None:
    each = ", ".join(f"{key}: {{name: {key}, titles: [{key}], stages: [renew]}}" for key in ("a", "b", "c"))

    finding = found("STORY02", f"persona: {{{each}}}\nprogram: {{care: {{personas: [office-manager, a, b, c]}}}}")

    assert finding.says == "3 of 4 personas have a stage without live work"


def test_an_expired_message_is_one_finding_however_much_work_carries_it() -> None:
    finding = found("STORY01", "message: {in-a-day: {valid_to: 2027-01-31}}")

    assert finding.at[0] == "message:in-a-day"
    assert set(finding.at[1:]) == {
        "activity:spring-letter",
        "activity:open-house",
        "activity:demo-days",
        "content:weekend-story",
    }
    assert (finding.kind, finding.severity) == ("contradiction", "warning")


def test_what_is_not_filled_in_is_a_gap_and_never_an_error() -> None:
    case = acme(
        """
        program: {launch: {messages: []}}
        activity: {spring-letter: {messages: []}, open-house: {messages: []}}
        message: {in-a-day: {proof: []}}
        """
    )

    findings = check(case, [RULES["STORY01"]]).findings

    assert {(f.kind, f.severity) for f in findings} == {("gap", "warning")}
    assert len(findings) == 3


def test_many_messages_with_a_proof_that_runs_out_are_one_finding() -> None:
    each = ", ".join(f"m{n}: {{name: M{n}, proof: [x], proof_until: 2027-03-31}}" for n in range(3))

    finding = found("STORY01", f"message: {{{each}}}\nactivity: {{open-house: {{messages: [in-a-day, m0, m1, m2]}}}}")

    assert finding.says == "3 of 5 messages have a proof that runs out before the work that carries them is over"
    assert (finding.kind, finding.severity) == ("contradiction", "warning")


AGAIN = "On Friday the old desks were gone; on Monday forty people sat down at new ones. We show how."
MADE_ANEW = f"""
    content:
      weekend-story: {{date: 2027-01-04}}
      monday: {{name: Monday at the new desks, text: "{AGAIN}", date: 2027-05-10, cost: 1200, team: care}}
    """


@pytest.mark.meets("S4-32")
def test_a_brief_is_held_against_what_is_there_before_work_starts() -> None:
    finding = found("STORY03", MADE_ANEW)

    assert finding.at == ("content:monday", "content:weekend-story")
    assert (finding.kind, finding.severity) == ("gap", "warning")
    assert finding.seen["like"] == [
        {
            "with": "content:weekend-story",
            "of its wording": "60 %",
            "both say": "On Friday the old desks were gone; on Monday forty people sat down at new ones",
            "cost": 900.0,
        }
    ]


@pytest.mark.meets("S4-33")
def test_what_is_made_anew_costs_what_it_costs_until_it_is_made_from_the_other() -> None:
    case = acme(MADE_ANEW)
    (finding,) = check(case, [RULES["STORY03"]]).findings
    assert finding.at_stake.money == 1200

    make_from = finding.fixes[0]
    assert make_from.sets == {"content:monday": {"reuses": ["weekend-story"]}}
    after = case.after(apply(case.whole, make_from.edits(case.whole)), make_from.sets)
    assert check(after, [RULES["STORY03"]]).findings == ()


def test_a_title_alone_is_a_hint() -> None:
    finding = found(
        "STORY03",
        """
        program: {calls: {name: Calls, team: sales, serves: {pipeline: null}, personas: [office-manager]}}
        activity:
          guide: {name: Guide to healthy desks, program: care, team: care, stage: engage, start: 2027-05-03}
          again: {name: The healthy desks guide, program: calls, team: sales, stage: engage, start: 2027-06-01}
        """,
    )

    assert (finding.kind, finding.severity) == ("notice", "info")
