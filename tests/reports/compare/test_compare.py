"""Two versions side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from tests.strategies import plans

from truenorth.plan.edit import Edit, apply, diff
from truenorth.plan.entity import data
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.reports.compare import Comparison, Row, Side, compare, lines, serving
from truenorth.rules import Case, check

TODAY = date(2027, 1, 11)
ITEMS: dict[str, dict[str, Any]] = {
    "company:us": {"name": "Us", "currency": "EUR"},
    "goal:grow": {"name": "Grow"},
    "goal:keep": {"name": "Keep"},
    "objective:more": {"name": "More", "serves": "goal:grow"},
    "objective:loyal": {"name": "Loyal", "serves": "goal:keep"},
    "team:ours": {"name": "Ours"},
    "role:writer": {"name": "Writer", "team": "ours", "hours_per_week": 30, "filled": 2},
    "program:launch": {"name": "Launch", "serves": "objective:more", "team": "ours"},
    "activity:letter": {
        "name": "Letter",
        "program": "launch",
        "team": "ours",
        "start": "2027-03-01",
        "end": "2027-03-12",
        "effort": {"copy": "20..40"},
        "cost": "3000 EUR",
    },
    "activity:fair": {"name": "Fair", "program": "launch", "team": "ours", "cost": "1000 EUR"},
    "activity:thanks": {"name": "Thanks", "serves": "objective:loyal", "team": "ours", "effort": {"copy": "10"}},
    "activity:loose": {"name": "Loose"},
    "budget:all": {"name": "All", "amount": "9000 EUR"},
}
PLAN = Plan({ref: entity(ref, fields) for ref, fields in ITEMS.items()})


def with_(ref: str, **fields: Any) -> Edit:
    now = data(PLAN.entities[ref])
    return Edit(ref, now, {**now, **fields})


def side(name: str, plan: Plan) -> Side:
    found = check(Case(plan, TODAY))
    return Side(name, found.case, found.findings)


def compared(*edits: Edit) -> Comparison:
    return compare(side("then", PLAN), side("now", apply(PLAN, edits)))


def of(rows: tuple[Row, ...], what: str) -> Row:
    return next(row for row in rows if row.what == what)


def test_the_same_plan_differs_in_nothing():
    found = compared()

    assert (found.same, found.groups, found.come, found.gone) == (True, (), (), ())
    assert lines(found) == ["Nothing differs: the two say the same."]


def test_money_and_hours_are_told_in_both_and_what_is_between():
    found = compared(
        with_("activity:letter", cost="2400 EUR", effort={"copy": "10"}), with_("budget:all", amount="8100")
    )

    assert of(found.money, "Budgets") == Row("Budgets", "EUR 9,000", "EUR 8,100", "EUR 900 less (10 %)")
    work = of(found.money, "Planned work, besides hours")
    assert (work.one, work.other, work.differs) == ("EUR 4,000", "EUR 3,400", "EUR 600 less (15 %)")
    assert of(found.hours, "Hours of planned work").differs == "20 hours less (50 %)"
    assert of(found.hours, "Ours") == Row("Ours", "40 hours", "20 hours", "20 hours less (50 %)", "team:ours")
    assert of(found.hours, "Hours a week for planned work").one == "60 hours"


def test_what_it_costs_each_goal_is_said_for_that_goal_alone():
    found = compared(with_("activity:letter", cost="2400 EUR", start="2027-03-08", end="2027-03-19"))

    assert of(found.goals, "Grow").differs == "EUR 600 less, 1 moved"
    assert of(found.goals, "Keep").differs == ""


def test_work_that_is_given_up_counts_as_taken_out_whether_it_is_stopped_or_gone():
    gone = compared(Edit("activity:fair", data(PLAN.entities["activity:fair"]), None))
    stopped = compared(with_("activity:fair", status="stopped"))

    assert of(gone.goals, "Grow").differs == of(stopped.goals, "Grow").differs == "EUR 1,000 less, 1 taken out"


def test_dates_that_move_together_are_one_sentence():
    found = compared(with_("activity:letter", start="2027-03-15", end="2027-03-26"))

    [moved] = found.dates
    assert (moved.one, moved.other) == ("1 March 2027 to 12 March 2027", "15 March 2027 to 26 March 2027")
    assert moved.differs == "2 weeks later"
    assert found.groups[0].changes[0].says == ("moves 2 weeks later: 15 March 2027 to 26 March 2027",)


def test_each_kind_of_difference_has_its_words():
    edits = [
        with_(
            "activity:letter", end="2027-03-19", cost="3300 EUR", effort={"copy": "30", "design": "6"}, channel="post"
        ),
        with_("activity:fair", status="stopped"),
        Edit("activity:new", None, {"name": "New", "program": "launch"}),
        Edit("activity:loose", data(PLAN.entities["activity:loose"]), None),
        with_("role:writer", hours_per_week=20),
    ]
    told = {one.title: one.says for group in compared(*edits).groups for one in group.changes}

    assert told["Letter"] == (
        "ends 7 days later, on 19 March 2027",
        "takes 6 hours more (20 %): 36 hours",
        "cost EUR 300 more (10 %): EUR 3,300",
        "channel unknown → post",
    )
    assert told["Fair"] == ("is stopped",)
    assert (told["New"], told["Loose"]) == (("is new",), ("is taken out",))
    assert told["Writer"] == ("hours per week 10 less (33 %): 20",)


def test_differences_are_gathered_by_the_goals_they_lead_to():
    edits = [
        with_("activity:letter", note="a"),
        with_("activity:fair", note="a"),
        with_("activity:thanks", note="a", serves="objective:loyal; objective:more"),
        with_("activity:loose", note="a"),
        with_("role:writer", filled=3),
    ]

    groups = compared(*edits).groups

    assert [(one.title, [change.title for change in one.changes]) for one in groups] == [
        ("Grow", ["Fair", "Letter"]),
        ("Grow; Keep", ["Thanks"]),
        ("What all goals count on", ["Writer"]),
        ("What serves no goal yet", ["Loose"]),
    ]


def test_findings_that_come_up_and_that_are_put_right_are_told_apart():
    found = compared(with_("activity:loose", program="launch"), with_("activity:letter", end="2027-02-01"))

    assert "GOAL01@activity:loose" in [one.id for one in found.gone]
    assert any(one.id.startswith("TIME") and "Letter" in one.says for one in found.come)
    assert of(found.findings, "Contradictions").one != of(found.findings, "Contradictions").other or found.gone


def test_a_long_group_is_cut_and_what_is_left_out_is_counted():
    new = [Edit(f"activity:n{number}", None, {"program": "launch"}) for number in range(20)]

    [group] = serving(PLAN, apply(PLAN, new), diff(PLAN, apply(PLAN, new)))

    assert (len(group.changes), group.more) == (12, 8)


@settings(max_examples=20, deadline=None)
@given(plans(), plans())
def test_any_two_plans_can_be_set_side_by_side_and_no_difference_is_left_out(one: Plan, other: Plan):
    edits = diff(one, other)

    found = compare(Side("one", Case(one, TODAY)), Side("other", Case(other, TODAY)))

    told = sum(len(group.changes) + group.more for group in found.groups)
    renamed = sum(change.mark == "=" for group in found.groups for change in group.changes)
    assert told + renamed <= len(edits) <= told + len(edits) // 2
    assert found.same == (not edits)
    assert lines(found)
