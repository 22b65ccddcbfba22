"""What the GOAL rules promise beyond their pages: kinds and severities, evidence, and fixes that are edits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.plan import Edit, Plan, apply, data, entity
from truenorth.rules import RULES, Case, Finding, check, recheck
from truenorth.rules.acme import acme
from truenorth.rules.tally import Tally

GOAL = [rule for rule in RULES.values() if rule.family == "GOAL"]


def found(code: str, over: str | dict[str, Any]) -> list[Finding]:
    return list(check(acme(over), [RULES[code]]).findings)


def only(code: str, over: str | dict[str, Any]) -> Finding:
    (finding,) = found(code, over)
    return finding


@pytest.mark.meets("S0-01", "S3-42")
def test_a_line_of_sight_is_worked_out_from_links_and_not_from_what_somebody_ticks() -> None:
    ticked = {"name": "Party", "labels": {"aligned": "yes"}, "note": "Serves our growth goal."}
    linked = {"name": "Party", "serves": ["goal:grow"]}

    assert [f.says for f in found("GOAL01", {"activity": {"party": ticked}})] == [
        "names no objective, goal or program that it serves"
    ]
    assert found("GOAL01", {"activity": {"party": linked}}) == []


@pytest.mark.meets("S2-28")
def test_products_activities_and_objectives_are_all_held_against_the_goals() -> None:
    over = {
        "product": {"lamp": {"name": "Lamp"}},
        "activity": {"party": {"name": "Party"}},
        "objective": {"fame": {"name": "Fame"}},
    }

    assert [only(code, over).at[0] for code in ("GOAL01", "GOAL02", "GOAL03")] == [
        "activity:party",
        "product:lamp",
        "objective:fame",
    ]


@pytest.mark.meets("S0-39")
def test_coverage_is_looked_at_from_the_goal_down_and_from_the_objective_up() -> None:
    over = {"goal": {"calm": {"name": "Calm", "metric": "retention"}}, "objective": {"fame": {"name": "Fame"}}}

    assert only("GOAL02", over).at == ("goal:calm",)
    assert only("GOAL03", over).at == ("objective:fame",)


@pytest.mark.meets("S2-25")
def test_work_may_serve_a_goal_of_the_customer_directly() -> None:
    over = {
        "goal": {
            "quiet": {"name": "A quiet office", "of": "customer", "persona": "office-manager", "metric": "retention"}
        }
    }
    work = {"activity": {"study": {"name": "Study", "serves": ["goal:quiet"], "cost": 100}}}

    assert only("GOAL02", over).at == ("goal:quiet",)
    assert found("GOAL02", over | work) == []
    assert found("GOAL01", over | work) == []


def test_what_is_nearest_shares_most_and_is_offered_without_a_question_only_where_it_is_plain() -> None:
    plain = only("GOAL01", {"activity": {"x": {"name": "X", "team": "care", "personas": ["office-manager"]}}})
    open_ = only("GOAL01", {"activity": {"x": {"name": "X", "personas": ["office-manager"]}}})

    assert plain.seen == {"may serve": {"objective:loyal": "(same persona and team)"}}
    assert plain.fixes[0].sets == {"activity:x": {"serves": {"loyal": None}}}
    assert open_.seen == {"may serve": {}}
    assert [fix.blanks()[0][2] for fix in open_.fixes][:1] == ["Which objective does it serve?"]
    assert all(fix.blanks() for fix in open_.fixes)


def test_a_nearest_objective_is_taken_up_as_an_edit_that_keeps_what_the_activity_serves_already() -> None:
    case = acme(
        {
            "activity": {
                "x": {"name": "X", "team": "care", "personas": ["office-manager"], "serves": {"pipeline": "0 %"}}
            }
        }
    )
    (finding,) = check(case, [RULES["GOAL01"]]).findings

    after = apply(case.whole, finding.fixes[0].edits(case.whole))

    assert data(after.entities["activity:x"])["serves"] == {"pipeline": "0 %", "loyal": None}
    assert check(case.after(after, ["activity:x"]), [RULES["GOAL01"]]).findings == ()


def test_keeping_the_lights_on_is_a_notice_until_the_workspace_sets_a_limit_of_its_own() -> None:
    work = {"activity": {"x": {"name": "X", "keep_the_lights_on": True, "cost": 50000}}}

    usual = only("GOAL01", work)
    own = only("GOAL01", work | {"settings": {"GOAL01": {"lights_on": 20}}})

    assert (usual.kind, usual.severity, usual.part) == ("notice", "info", "keep-the-lights-on")
    assert (own.kind, own.at_stake.money) == ("contradiction", 50000)


def test_a_sheet_of_titles_owners_dates_and_channels_gives_one_line() -> None:
    rows = {
        f"activity:row-{n}": {"name": f"Row {n}", "owner": "lead", "start": "2027-03-01", "channel": "mail"}
        for n in range(40)
    }
    plan = Plan({ref: entity(ref, fields) for ref, fields in rows.items()})

    findings = check(Case(plan, date(2027, 1, 11)), GOAL).findings

    assert [(f.says, f.kind, f.severity) for f in findings] == [
        ("40 activities name no objective, goal or program", "gap", "info")
    ]


def test_a_sheet_full_of_holes_gives_a_line_for_each_sort_of_hole_and_no_error() -> None:
    names = [f"Row {n}" for n in range(36)] + ["Row 1", "Row 1", "Row 2", "Row 3"]
    dates = ["2027-03-01", "", "asap", "2027-W12", "March"]
    owners = ["Sales lead", "", "?", "Sales led", "tbd"]
    rows = {
        f"activity:row-{n:02}": {"name": name, "owner": owners[n % 5], "due": dates[n % 7 % 5], "channel": "mail"}
        for n, name in enumerate(names)
    }
    filled = {ref: {name: value for name, value in fields.items() if value} for ref, fields in rows.items()}
    plan = Plan({ref: entity(ref, fields) for ref, fields in filled.items()})

    findings = check(Case(plan, date(2027, 1, 11))).findings

    assert sorted({f.rule for f in findings}) == ["FACT11", "GOAL01", "GOAL16", "TIME08"]
    assert len(findings) <= 7
    assert [f.says for f in findings if f.severity == "error"] == []
    assert "24 of 40 activities name nobody who does them" in [f.says for f in findings]


@pytest.mark.meets("S2-17", "S2-23")
def test_every_kpi_is_traced_to_the_metric_of_a_goal_and_the_evidence_shows_what_is_known_to_drive_it() -> None:
    finding = only(
        "GOAL03",
        {"metric": {"visits": {"name": "Visits"}}, "objective": {"loyal": {"metric": "visits", "drives": None}}},
    )

    assert finding.kind == "gap"
    assert finding.seen["numbers of the goals"] == [
        {"number": "metric:retention", "moved by": ["metric:repeat-orders"]}
    ]
    assert [question for fix in finding.fixes for *_, question in fix.blanks()] == [
        "How does Visits move Customers who stay? A sentence is enough.",
        "Which number is it seen in? Known to count: Repeat orders and Customers who stay",
    ]


@pytest.mark.meets("S1-15")
def test_the_seven_things_that_make_an_objective_clear_are_each_asked_for() -> None:
    bare = only(
        "GOAL04",
        {
            "goal": {"healthy-teams": {"persona": None}},
            "objective": {"bare": {"name": "B", "serves": ["goal:healthy-teams"]}},
        },
    )

    assert bare.seen["missing"] == [
        "metric",
        "baseline",
        "target",
        "due date",
        "owner",
        "outcome type",
        "persona or segment",
    ]
    assert [field for _, field, _ in bare.fixes[0].blanks()] == [
        "metric",
        "baseline",
        "target",
        "due",
        "owner",
        "outcome_type",
        "persona",
    ]


@pytest.mark.meets("S3-28")
def test_each_part_of_the_vision_says_in_which_metric_it_can_be_seen() -> None:
    finding = only("GOAL04", {"vision": {"value": {"looks_like": None}}})

    assert finding.at == ("vision:value",)
    assert finding.fixes[0].blanks() == [("vision:value", "looks_like", "In which metric?")]


def test_undisclosed_targets_are_named_apart_and_never_counted_as_missing() -> None:
    serving = {"serves": ["pipeline"], "metric": "opportunities", "baseline": 1}
    over = {
        "objective": {"a": serving, "b": serving | {"target": "undisclosed N1"}, "c": serving | {"target": "minimize"}}
    }

    finding = only("GOAL04", over)

    assert finding.seen == {"without a target": ["objective:a", "objective:c"], "not disclosed": ["objective:b"]}


def test_a_goal_that_is_only_a_name_is_told_once_with_all_that_it_lacks() -> None:
    (finding,) = check(acme({"goal": {"calm": {"name": "Calm"}}})).findings

    assert (finding.rule, finding.kind, finding.at) == ("GOAL04", "gap", ("goal:calm",))
    assert finding.says == "is only a name: no metric, no objective, no live work and nobody who answers for it"
    assert [field for fix in finding.fixes for _, field, _ in fix.blanks()] == ["metric", "owner", "status"]


BRAND = {
    "metric": {"fame": {"name": "Fame", "outcome_type": "brand"}},
    "objective": {"fame": {"name": "Fame", "serves": ["goal:grow"], "metric": "fame"}},
    "expectation": {"board-wants-orders": {"outcome_type": "revenue", "metric": "revenue", "covered_by": ["fame"]}},
}


@pytest.mark.meets("S1-23")
def test_brand_answers_a_question_for_revenue_only_with_a_way_to_it_that_is_known_and_quick_enough() -> None:
    def with_way(**way: str) -> list[Finding]:
        fame = BRAND["objective"]["fame"] | {"drives": [{"metric": "revenue", **way}]}
        return found("GOAL05", BRAND | {"objective": {"fame": fame}})

    (without,) = found("GOAL05", BRAND)
    (slow,) = with_way(evidence="A", lag="12..18 months")
    (unproved,) = with_way(lag="3 months")

    assert (without.kind, without.severity, without.seen["way"]) == ("contradiction", "error", [])
    assert slow.kind == "contradiction"
    assert slow.seen["way"] == [
        {"from": "metric:fame", "to": "metric:revenue", "lag": "12 to 18 months", "evidence": "A"}
    ]
    assert unproved.kind == "gap"
    assert with_way(evidence="A", lag="3 months") == []


def test_an_expectation_that_nobody_accepted_yet_is_no_error() -> None:
    open_ = BRAND["expectation"]["board-wants-orders"] | {"answer": None}

    assert only("GOAL05", BRAND | {"expectation": {"board-wants-orders": open_}}).severity == "warning"


@pytest.mark.meets("S2-07", "S2-13")
def test_a_report_is_held_against_the_type_of_result_that_its_reader_asked_for() -> None:
    case = acme({"cadence": {"monthly": {"metrics": ["retention"]}}})
    (finding,) = check(case, [RULES["GOAL05"]]).findings

    after = apply(case.whole, finding.fixes[0].edits(case.whole))

    assert finding.at == ("cadence:monthly", "expectation:board-wants-orders")
    assert data(after.entities["cadence:monthly"])["metrics"] == ["retention", "opportunities"]
    assert check(case.after(after, ["cadence:monthly"]), [RULES["GOAL05"]]).findings == ()


@pytest.mark.meets("S3-10")
def test_a_driver_that_two_kpis_pull_both_ways_is_named_with_both_of_them() -> None:
    finding = only("GOAL06", RULES["GOAL06"].sections["Example"])

    assert finding.at == ("metric:discount", "objective:pipeline", "objective:loyal")
    assert finding.seen == {"up for": ["objective:pipeline"], "down for": ["objective:loyal"]}
    assert (finding.kind, finding.severity) == ("contradiction", "warning")


@pytest.mark.meets("S0-07")
def test_what_a_quarter_gives_to_the_year_is_held_against_the_year() -> None:
    def quarters(share: str | None, last: int) -> list[Finding]:
        one = {"serves": {"pipeline": share}, "metric": "opportunities"}
        parts = {f"q{n}": one | {"period": f"2027-Q{n}", "target": last if n == 4 else 10} for n in range(1, 5)}
        return found("GOAL07", {"objective": {"pipeline": {"period": 2027}} | parts})

    (short,) = quarters("100 %", 5)
    (unsaid,) = quarters(None, 5)

    assert short.says == "is to reach 40 opportunities, and what serves it adds up to 35: 5 are nobody's"
    assert (short.severity, unsaid.severity) == ("error", "warning")
    assert quarters("100 %", 10) == []


@pytest.mark.meets("S2-08")
def test_each_expectation_is_answered_covered_and_reported_or_found() -> None:
    over = {"expectation": {"leads": {"party": "sales", "outcome_type": "demand", "asked_on": "2026-12-01"}}}

    assert [f.part for f in found("GOAL11", over)] == ["answer", "objective", "report"]
    assert {f.kind for f in found("GOAL11", over)} == {"gap"}


def test_the_rest_of_a_whole_is_told_for_each_period() -> None:
    finding = only("GOAL12", RULES["GOAL12"].sections["Example"])

    assert finding.seen["nobody's"] == {
        "2027-Q1": "40 %",
        "2027-Q2": "30 %",
        "2027-Q3": "20 %",
        "2027-Q4": "0 to 10 %",
    }


def test_a_period_without_objectives_is_mended_by_saying_what_each_team_wants_in_it() -> None:
    finding = only("GOAL13", RULES["GOAL13"].sections["Example"])

    assert finding.fixes[0].blanks() == [
        ("objective:demand-2027-q3", "name", "What does Demand generation want to reach in 2027-Q3?")
    ]


def test_groups_of_the_same_key_result_are_listed_with_what_makes_them_the_same() -> None:
    finding = only("GOAL15", RULES["GOAL15"].sections["Example"])

    assert finding.seen["groups"] == [
        {
            "same": "text",
            "what": "two hundred calls",
            "period": "2027-Q1",
            "items": ["objective:calls", "objective:calls-too"],
        }
    ]


MESSY = {
    "activity": {"x": {"name": "X"}, "y": {"name": "Y", "keep_the_lights_on": True, "cost": 90000}},
    "content": {"leaflet": {"name": "Leaflet"}},
    "objective": {"kr": {"name": "Visits", "serves": {"pipeline": None}, "period": "2027-Q1", "target": "maximize"}},
    "goal": {"calm": {"name": "Calm", "weight": "1 %"}},
}
CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("activity:x", {"serves": {"loyal": None}}),
    ("activity:x", {"serves": {"goal:calm": "50 %"}, "cost": "7000"}),
    ("activity:y", {"keep_the_lights_on": None}),
    ("activity:check-up", {"program": None}),
    ("activity:check-up", {"content": ["leaflet"], "effort": {"service": "7"}}),
    ("activity:open-house", {"status": "done"}),
    ("content:leaflet", {"program": "care"}),
    ("program:care", {"serves": {"pipeline": "70 %", "loyal": "60 %"}}),
    ("program:launch", {"serves": {}}),
    ("objective:loyal", {"serves": {}}),
    ("objective:pipeline", {"serves": {"kr": None}}),
    ("objective:kr", {"metric": "opportunities", "target": "12"}),
    ("goal:grow", {"metric": None, "weight": "99 %"}),
    ("metric:opportunities", {"same_as": ["repeat-orders"], "outcome_type": "brand"}),
    ("metric:revenue", {"drivers": []}),
    ("message:healthy", {"product": None}),
    ("role:care-lead", {"rate": "90"}),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=6))
def test_judging_again_after_edits_says_what_judging_everything_says(changes: list[tuple[str, dict[str, Any]]]) -> None:
    checked = check(acme(MESSY), GOAL)
    for ref, fields in changes:
        before = data(checked.case.whole.entities[ref])
        after = {name: value for name, value in (before | fields).items() if value is not None}
        checked = recheck(checked, [Edit(ref, before, after)])

    anew = check(Case(checked.case.whole, checked.case.today), GOAL)

    assert checked.findings == anew.findings
    assert checked.index == anew.index


def test_a_tally_in_which_an_item_is_counted_again_is_what_a_new_count_gives() -> None:
    parts = {"a": ("x", (1, 5)), "b": ("x", (1, 2)), "c": ("y", (1, 9))}
    changed = parts | {"b": ("y", (1, 3)), "c": ("z", (1, 9))}

    tally = Tally().counted("abc", parts.get).counted("bc", changed.get)

    assert tally == Tally().counted("abc", changed.get)
    assert tally.sums == {"x": (1, 5), "y": (1, 3), "z": (1, 9)}
