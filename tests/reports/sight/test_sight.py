"""The line-of-sight map: what it says, and that its boxes and ribbons stand where they should."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.plan import entity, plan_of
from truenorth.plan.work import Activity
from truenorth.reports.sight import Map, laid_out, sight
from truenorth.reports.sight.layout import LINE, THICKEST
from truenorth.reports.sight.outline import lines, outline
from truenorth.reports.sight.svg import svg
from truenorth.rules.acme import acme
from truenorth.rules.case import Case

LOOSE = "activity: {fair: {name: Trade fair, cost: 5000, start: 2027-03-01, end: 2027-03-05}}"


def many(count: int, programs: int = 7) -> Case:
    """Acme with so many more activities, spread over programs."""
    activities = {
        f"a{n}": {"name": f"Piece of work {n}", "program": f"p{n % programs}", "cost": str(100 + n)}
        for n in range(count)
    }
    pulled = {f"p{n}": {"name": f"Program {n}", "serves": {"pipeline": "100 %"}} for n in range(programs)}
    return acme({"activity": activities, "program": pulled})


def test_it_says_how_much_leads_to_a_goal_and_how_much_does_not() -> None:
    assert sight(acme(LOOSE)).says == "EUR 66,075 of EUR 71,075 (93 %) lead to a goal; EUR 5,000 have no line of sight."


def test_work_that_keeps_things_running_is_said_apart_from_work_that_serves_nothing() -> None:
    backups = "activity: {backups: {name: Backups, cost: 800, keep_the_lights_on: true}}"
    both = sight(acme({"activity": {"backups": {"cost": 800, "keep_the_lights_on": True}, "fair": {"cost": "5000"}}}))

    assert sight(acme(backups)).says == "EUR 66,075 of EUR 66,875 (99 %) lead to a goal; EUR 800 keep things running."
    assert both.says.endswith("; EUR 800 keep things running; EUR 5,000 have no line of sight.")
    assert sum(item.amount for item in both.apart) == both.unseen == 5000


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    rest = sight(acme({"activity": {"fair": {"cost": "10", "start": "2027-03-01"}}}))
    most = sight(acme({"activity": {"fair": {"cost": "90,000,000", "start": "2027-03-01"}}}))

    assert rest.says.startswith("EUR 66,075 of EUR 66,085 (more than 99 %) lead to a goal; EUR 10 have")
    assert most.says.startswith("EUR 66,075 of EUR 90,066,075 (less than 1 %) lead to a goal")


@pytest.mark.parametrize(
    ("titles", "says"),
    [
        (["Fair", "Letter"], "None of 2 pieces of work leads to a goal yet. The plan states no money"),
        ([], "No work is planned yet: there is nothing to trace."),
    ],
)
def test_where_nothing_leads_to_a_goal_it_says_so_in_words(titles: list[str], says: str) -> None:
    plan = plan_of([entity(f"activity:a{n}", {"name": title}) for n, title in enumerate(titles)])

    assert sight(Case(plan, date(2027, 1, 11))).says.startswith(says)


def test_work_without_a_line_of_sight_stands_apart() -> None:
    shown = sight(acme(LOOSE))

    assert [(item.title, item.amount) for item in shown.apart] == [("Trade fair", 5000.0)]
    assert "activity:fair" not in {item.ref for item in shown.columns["activity"]}


def test_without_money_the_width_shows_hours_and_without_both_it_counts() -> None:
    free: dict[str, Any] = {
        "company": {"acme": {"hourly_rate": None}},
        "program": {"launch": {"budget": None}, "care": {"budget": None}},
        "content": {"weekend-story": {"cost": None}},
        "role": {key: {"rate": None} for key in ("demand-lead", "designer", "care-lead", "care-adviser")},
        "activity": {key: {"cost": None} for key in ("spring-letter", "open-house", "demo-days", "check-up")},
    }
    hours = sight(acme(free))
    nothing = acme(free | {"activity": {k: {"cost": None, "effort": None} for k in free["activity"]}})

    assert hours.unit == "hours"
    assert hours.says.startswith("All 385 hours lead to a goal.")
    assert sight(nothing).unit == "pieces"
    assert sight(nothing).says.startswith("All 4 pieces of work lead to a goal.")


def test_an_empty_plan_asks_for_what_is_not_filled_in_yet() -> None:
    empty = acme(dict.fromkeys(acme().plan._by_kind))

    shown = sight(empty)

    assert all(item.asks for items in shown.columns.values() for item in items)
    assert "nothing to trace" in shown.says
    assert ET.fromstring(svg(laid_out(shown))) is not None


def test_above_the_limit_the_smaller_activities_of_a_program_are_drawn_together_and_it_says_so() -> None:
    shown = sight(many(600))

    assert len(shown.columns["activity"]) < 200
    assert "438 smaller activities are drawn together" in shown.says
    assert sum(item.count for item in shown.columns["activity"]) == 604


def overlapping(plan_map: Map) -> list[tuple[str, str]]:
    boxes = sorted(plan_map.boxes, key=lambda box: (box.x, box.y))
    return [(a.item.ref, b.item.ref) for a, b in itertools.pairwise(boxes) if a.x == b.x and a.y + a.h > b.y + 0.01]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 520), st.integers(1, 40))
def test_no_box_covers_another_and_all_is_inside(count: int, programs: int) -> None:
    plan_map = laid_out(sight(many(count, programs)))

    assert overlapping(plan_map) == []
    assert all(box.x >= 0 and box.x + box.w <= plan_map.width and box.y >= 0 for box in plan_map.boxes)
    assert all(box.y + box.h <= plan_map.height for box in plan_map.boxes)


def test_the_money_is_in_the_width() -> None:
    plan_map = laid_out(sight(acme()))
    thick = {ribbon.child: ribbon.thick for ribbon in plan_map.ribbons if ribbon.parent.startswith("goal:")}

    assert thick["objective:pipeline"] == pytest.approx(THICKEST * 43575 / 66075)
    assert thick["objective:loyal"] == pytest.approx(THICKEST * 22500 / 66075)


def test_ribbons_begin_and_end_at_their_boxes() -> None:
    plan_map = laid_out(sight(many(90)))
    at = {box.item.ref: box for box in plan_map.boxes}

    for ribbon in plan_map.ribbons:
        assert at[ribbon.parent].y <= ribbon.y0 <= at[ribbon.parent].y + at[ribbon.parent].h
        assert at[ribbon.child].y <= ribbon.y1 <= at[ribbon.child].y + at[ribbon.child].h


HOSTILE = '<script>alert(1)</script>"&\x00\u202e'


def test_names_are_text_in_the_drawing() -> None:
    drawn = svg(laid_out(sight(acme({"activity": {"open-house": {"name": HOSTILE}}}))))

    assert "<script>" not in drawn
    assert ET.fromstring(drawn).tag.endswith("svg")


def test_what_is_out_of_line_is_outlined() -> None:
    from truenorth.rules import RULES, check

    case = acme("activity: {spring-letter: {needs: {emails: 24000}}}")
    findings = check(case, [RULES["TOOL02"]]).findings
    shown = sight(case, findings)

    assert [f.at[0] for f in findings] == ["tool:mailer"]
    assert {item.severity for items in shown.columns.values() for item in items} == {""}


def test_the_list_says_the_same_as_the_drawing() -> None:
    branches = outline(sight(acme()))

    assert [branch.item.title for branch in branches] == ["Grow with mid-sized offices", "Teams that stay healthy"]
    assert branches[0].branches[0].branches[0].said == "EUR 43,575"
    assert lines(sight(acme(LOOSE)))[-2:] == ["No line of sight (1)", "  Trade fair  (EUR 5,000)"]


def test_work_that_serves_nothing_is_counted_where_activities_stand() -> None:
    emptied: dict[str, Any] = dict.fromkeys(acme().plan._by_kind)
    gone = dict.fromkeys(activity.key for activity in acme().plan.all(Activity))
    shown = sight(acme(emptied | {"activity": gone | {"fair": {"name": "Fair"}}}))

    assert [item.title for item in shown.columns["activity"]] == ["1 of them, and what they are for is not said yet"]
    assert [(item.title, item.amount) for item in shown.apart] == [("Fair", 0.0)]


def test_a_card_is_high_enough_for_two_lines_of_its_name() -> None:
    name = "Customers who came back after a year without us"
    drawn = laid_out(sight(acme({"program": {"care": {"name": name, "budget": "10"}}})))
    (card,) = (box for box in drawn.boxes if box.item.ref == "program:care")

    assert card.h >= 2 * LINE + 22
    assert "…" not in "".join(ET.fromstring(svg(drawn)).itertext()).partition("Customers who")[2].partition("EUR")[0]
