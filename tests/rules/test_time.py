"""What the rules on time say besides their sentence: evidence, ways out, severity."""

from __future__ import annotations

import pytest

from truenorth.engines.words import mentions
from truenorth.plan import apply
from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.rules import RULES, check, recheck
from truenorth.rules.acme import acme
from truenorth.rules.finding import Finding


def found(code: str, over: str) -> list[Finding]:
    return list(check(acme(over), [RULES[code]]).findings)


@pytest.mark.meets("S3-24")
def test_late_work_shows_the_steps_of_its_process_with_their_days() -> None:
    (finding,) = found("TIME01", "activity: {spring-letter: {brief_ready: 2027-03-10}}")

    assert (finding.kind, finding.severity) == ("contradiction", "error")
    assert finding.seen["steps"] == [
        {"name": "copy", "takes": "3..5 working days", "start": "2027-02-25", "end": "2027-03-04"},
        {"name": "layout", "takes": "2..4 working days", "start": "2027-03-04", "end": "2027-03-10"},
        {"name": "approval", "takes": "2..3 working days", "start": "2027-03-10", "end": "2027-03-15"},
    ]


def test_the_first_way_out_is_the_latest_start_and_the_others_ask() -> None:
    case = acme("activity: {spring-letter: {brief_ready: 2027-03-10}}")
    (finding,) = check(case, [RULES["TIME01"]]).findings
    start, move, faster = finding.fixes

    assert (start.says, start.sets) == (
        "Start by 2027-02-25",
        {"activity:spring-letter": {"brief_ready": "2027-02-25", "start": "2027-02-25"}},
    )
    assert move.blanks() == [("activity:spring-letter", "in_market", "When, from 2027-03-26 on?")]
    assert faster.blanks()[0][:2] == ("process:letter", "steps")
    assert check(case.after(apply(case.whole, start.edits(case.whole)), start.sets), [RULES["TIME01"]]).findings == ()


LATE = "process: {p: {name: Webinar, lead_time: 19 working days}}\nactivity:\n  w: {name: Webinar, process: p, "


@pytest.mark.parametrize(
    ("fields", "sets"),
    [
        (
            "start: 2027-07-01, brief_ready: 2027-07-01, in_market: 2027-07-09",
            {"brief_ready": "2027-06-14", "start": "2027-06-14"},
        ),
        ("start: 2027-06-01, brief_ready: 2027-07-01, in_market: 2027-07-09", {"brief_ready": "2027-06-14"}),
        ("start: 2027-07-01, due: 2027-07-09", {"start": "2027-06-14"}),
    ],
)
def test_to_start_in_time_moves_the_start_as_well_as_the_brief(fields: str, sets: dict[str, str]) -> None:
    case = acme(f"{LATE}{fields}}}")
    (finding,) = check(case, [RULES["TIME01"]]).findings
    fix = finding.fixes[0]

    assert (fix.says, fix.sets) == ("Start by 2027-06-14", {"activity:w": sets})
    assert check(case.after(apply(case.whole, fix.edits(case.whole)), fix.sets), [RULES["TIME01"]]).findings == ()


def test_to_start_before_what_it_waits_for_is_over_is_no_way_out_by_itself() -> None:
    finding, *_ = found("TIME01", f"{LATE}start: 2027-07-01, due: 2027-07-09, after: [v]}}\n  v: {{end: 2027-07-01}}")

    assert finding.fixes[0].blanks() == [
        ("activity:w", "start", "From when, by 2027-06-14 and after what it waits for?")
    ]


@pytest.mark.parametrize("start", ["2027-06-12", "2027-06-14", "2027-06-28", "2027-07-31"])
@pytest.mark.parametrize("takes", ["19 working days", "2..9 working days", "1..2 months", "3..10 days", "2 weeks"])
def test_the_day_from_which_on_it_may_be_moved_leaves_nothing_to_find(start: str, takes: str) -> None:
    over = f"process: {{p: {{lead_time: {takes}}}}}\nactivity: {{w: {{process: p, start: {start}, due: {start}}}}}"
    (finding,) = found("TIME01", over)
    asked = next(text for fix in finding.fixes for _, name, text in fix.blanks() if name == "due")
    day = asked.split()[2]

    assert found("TIME01", over.replace(f"due: {start}", f"due: {day}")) == []


@pytest.mark.parametrize(("today", "count"), [("2027-03-15", 1), ("2027-03-16", 0)])
def test_what_was_late_is_no_finding_once_the_day_is_over(today: str, count: int) -> None:
    assert (
        len(found("TIME01", f"{{today: {today}, activity: {{spring-letter: {{brief_ready: 2027-03-10}}}}}}")) == count
    )


@pytest.mark.parametrize(("today", "count"), [("2027-03-31", 1), ("2027-04-01", 0)])
def test_work_that_started_before_what_it_waited_for_is_no_finding_once_that_is_over(today: str, count: int) -> None:
    assert len(found("TIME01", f"{{today: {today}, activity: {{open-house: {{start: 2027-03-30}}}}}}")) == count


def test_a_start_that_is_past_is_no_way_out() -> None:
    (finding,) = found("TIME01", "{today: 2027-02-26, activity: {spring-letter: {brief_ready: 2027-03-10}}}")

    assert [bool(fix.blanks()) for fix in finding.fixes] == [True, True]


@pytest.mark.parametrize(
    ("over", "kind", "severity"),
    [
        ("activity: {spring-letter: {brief_ready: 2027-02-26}}", "contradiction", "warning"),
        ("activity: {a: {name: Letter to all, start: 2027-05-03, due: 2027-05-05}}", "contradiction", "warning"),
        ("activity: {a: {name: Letter to all, due: 2027-05-05}}", "notice", "info"),
        ("activity: {open-house: {start: 2027-03-30}}", "contradiction", "error"),
    ],
)
def test_only_what_cannot_be_is_an_error(over: str, kind: str, severity: str) -> None:
    (finding,) = found("TIME01", over)

    assert (finding.kind, finding.severity) == (kind, severity)


@pytest.mark.meets("S0-05")
def test_an_expectation_is_held_against_the_time_to_the_result() -> None:
    (finding,) = found(
        "TIME02", "expectation: {soon: {party: business, about: goal:grow, metric: revenue, by: 2027-04-30}}"
    )

    assert (finding.kind, finding.severity) == ("contradiction", "warning")
    assert finding.seen["each"][0] == {
        "at": "activity:demo-days",
        "in market": "2027-05-10",
        "days to result": "60 to 90",
        "landed": "0 %",
    }
    assert finding.fixes[0].blanks()[0][:2] == ("expectation:soon", "by")


def test_the_day_by_which_enough_has_landed_is_told() -> None:
    (finding,) = found("TIME02", "goal: {grow: {horizon: 2027-05-31}}")

    assert finding.seen["enough by"] == "2027-07-19"
    assert found("TIME02", "goal: {grow: {horizon: 2027-07-19}}") == []
    assert len(found("TIME02", "goal: {grow: {horizon: 2027-07-18}}")) == 1


def test_at_stake_of_a_date_that_is_too_soon_is_the_work_that_does_not_land_in_time() -> None:
    (finding,) = found("TIME02", "goal: {grow: {horizon: 2027-07-18}}")

    assert finding.stake == ("activity:demo-days", "activity:open-house")
    assert [row["landed"] for row in finding.seen["each"] if row["at"] == "activity:spring-letter"] == ["100 %"]


def test_two_dates_name_both_sources_and_either_may_be_kept() -> None:
    case = acme(
        """
        objective:
          guide: {name: Brand guide, due: 2027-10-31, period: 2027, source: [{document: Annual plan, place: page 3}]}
          guide-q2: {name: Guidelines, period: 2027-Q2, same_as: [guide], source: Plan of the quarter}
        """
    )
    (finding,) = check(case, [RULES["TIME04"]]).findings
    earlier, later = finding.fixes

    assert finding.seen == {
        "objective:guide": {"due": "2027-10-31", "source": ["Annual plan page 3"]},
        "objective:guide-q2": {"due": "2027-06-30", "source": ["Plan of the quarter"]},
    }
    assert earlier.sets == {"objective:guide": {"due": "2027-06-30"}}
    after = case.after(apply(case.whole, earlier.edits(case.whole)), earlier.sets)
    assert check(after, [RULES["TIME04"], RULES["TIME05"]]).findings == ()
    assert later.blanks()[0][:2] == ("objective:guide-q2", "period")


def test_a_date_outside_its_period_can_be_its_last_day() -> None:
    (finding,) = found("TIME05", "objective: {pipeline: {period: 2027-Q3}}")

    assert finding.fixes[0].sets == {"objective:pipeline": {"due": "2027-09-30"}}


def test_three_dates_outside_their_periods_are_one_finding() -> None:
    rows = "".join(f"f{n}: {{name: Flyer {n}, period: 2027-Q2, due: 2027-07-0{n}}}, " for n in range(1, 4))
    (finding,) = found("TIME05", f"activity: {{{rows}}}")

    assert finding.says == "3 of 7 activities are due outside the period they stand in"


@pytest.mark.parametrize(("before", "severity"), [("4 weeks", "warning"), ("3 weeks", "error")])
def test_a_late_decision_is_an_error_only_where_not_even_the_shortest_fits(before: str, severity: str) -> None:
    (finding,) = found(
        "TIME06",
        f"process: {{launch: {{decided_before: {before}}}, naming: {{part_of: launch, lead_time: 4..6 weeks}}}}",
    )

    assert finding.severity == severity
    assert finding.fixes[0].sets == {"process:launch": {"decided_before": "6 weeks"}}


def test_a_circle_that_an_edit_closes_is_found_and_gone_when_it_is_opened() -> None:
    before = check(acme(), [RULES["TIME07"]])
    item = before.case.whole.entities["activity:spring-letter"]
    closing = Edit(item.ref, data(item), data(item) | {"after": [{"activity": "demo-days"}]})

    closed = recheck(before, [closing])
    opened = recheck(closed, [closing.reversed()])

    assert [f.at for f in closed.findings] == [
        ("activity:demo-days", "activity:open-house", "activity:spring-letter"),
    ]
    assert opened.findings == ()


@pytest.mark.parametrize(
    "over",
    [
        "activity: {spring-letter: {after: [demo-days]}}",
        "objective: {pipeline: {serves: {loyal: 20 %, goal:grow: 80 %}}, loyal: {serves: [pipeline]}}",
        "process: {letter: {part_of: post}, post: {part_of: letter}}",
        "process: {a: {steps: [{name: a, takes: 1 days}, {name: b, process: b}]}, b: {steps: [{process: a}]}}",
        "team: {demand: {part_of: care}, care: {part_of: demand}}",
        "tool: {mailer: {replaced_by: crm}, crm: {replaced_by: mailer}}",
        "budget: {care-2027: {replaces: demand-2027}, demand-2027: {replaces: care-2027}}",
    ],
)
def test_a_circle_is_opened_at_any_of_its_links(over: str) -> None:
    case = acme(over)
    (finding,) = check(case, [RULES["TIME07"]]).findings

    assert finding.severity == ("error" if finding.at[0].startswith("activity:") else "warning")
    assert [list(fix.sets) for fix in finding.fixes] == [[ref] for ref in finding.at]
    for fix in finding.fixes:
        after = case.after(apply(case.whole, fix.edits(case.whole)), fix.sets)
        assert check(after, [RULES["TIME07"]]).findings == ()


def test_a_link_that_is_taken_away_leaves_the_others_as_they_are() -> None:
    (finding,) = found(
        "TIME07", "objective: {pipeline: {serves: {loyal: 20 %, goal:grow: 80 %}}, loyal: {serves: [pipeline]}}"
    )

    assert finding.fixes[1].sets == {"objective:pipeline": {"serves": {"goal:grow": "80 %"}}}


def test_a_plain_sheet_of_forty_rows_says_at_most_one_thing_about_time_and_money() -> None:
    rows = ", ".join(
        f"r{n}: {{name: Newsletter {n}, owner: demand-lead, due: 2027-{1 + n % 12:02}-15, channel: e-mail}}"
        for n in range(40)
    )
    case = acme(f"{{today: 2027-01-11, process: {{letter: {{applies_to: newsletter}}}}, activity: {{{rows}}}}}")
    mine = [rule for rule in RULES.values() if rule.family in ("TIME", "COST")]

    assert [f.says for f in check(case, mine).findings] == ["40 of 44 activities name no start and go through “Letter”"]


def test_alternatives_that_repeat_what_they_share_are_read_as_one_phrase() -> None:
    assert mentions("Name for a tier 2 product", "Tier 1 or Tier 2 products")
    assert not mentions("Any tier 1 customer has a higher score", "Tier 1 or Tier 2 products")
