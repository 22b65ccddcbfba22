"""The line of sight: from any item up to the goals and the vision, and back down to the work."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.strategies import plans

from truenorth.plan import Plan, entity, plan_of
from truenorth.plan.example import folder
from truenorth.plan.sight import above, below, path, why
from truenorth.plan.text import read

ACME = read(folder("acme"))


@pytest.mark.meets("S0-01")
def test_the_way_from_an_activity_leads_by_what_it_serves_up_to_the_vision() -> None:
    assert path(ACME, "activity:spring-letter", to=("vision",)) == [
        "activity:spring-letter",
        "program:launch",
        "objective:pipeline",
        "goal:grow",
        "vision:value",
    ]
    assert why(ACME, "activity:spring-letter") == (
        "The activity “Spring letter” serves the program “Ready on Monday”, which serves the objective “Forty"
        " opportunities with mid-sized offices”, which serves the goal “Grow with mid-sized offices”, which serves the"
        " vision “Desks people are glad to sit down at”."
    )


@pytest.mark.meets("S2-29")
def test_a_goal_of_the_customer_is_as_good_a_why_as_one_of_the_company() -> None:
    assert why(ACME, "activity:check-up") == (
        "The activity “Desk check-up” serves the program “Customers for life”, which serves the objective “Customers"
        " who order again”, which serves the goal “Teams that stay healthy”, which serves the vision “Desks people are"
        " glad to sit down at”."
    )
    assert [path(ACME, f"program:{key}", to=("goal",))[-1] for key in ("care", "launch")] == [  # type: ignore[index]
        "goal:healthy-teams",
        "goal:grow",
    ]


@pytest.mark.parametrize(
    ("ref", "says"),
    [
        (
            "role:designer",
            "The role “Designer” serves no goal itself; 1 activity and 1 process count on it: “Spring letter” and"
            " “Letter”.",
        ),
        ("tool:mailer", "The tool “Mailer” serves no goal itself; 1 activity counts on it: “Spring letter”."),
        (
            "role:demand-lead",
            "The role “Head of demand generation” serves no goal itself; 3 activities, 1 metric, 1 objective,"
            " 1 process, 1 program, 1 team and 1 tool count on it: “Demo days”, “Open house”, “Spring letter”,"
            " “Opportunities” and 5 more.",
        ),
        (
            "vision:value",
            "The vision “Desks people are glad to sit down at” is what all else serves; 2 goals count on it: “Grow with"
            " mid-sized offices” and “Teams that stay healthy”.",
        ),
        (
            "commitment:follow-up",
            "The commitment “Sales follows up” serves no goal itself; it is about the program “Ready on Monday”.",
        ),
        ("company:acme", "The company “Acme Desks” is the one whose plan this is."),
    ],
)
def test_of_what_serves_nothing_by_nature_it_is_said_what_counts_on_it(ref: str, says: str) -> None:
    assert why(ACME, ref) == says


def test_what_nothing_counts_on_yet_is_said() -> None:
    plan = plan_of([entity("tool:t", {"name": "T"}), entity("goal:g", {"name": "G"})])

    assert why(plan, "tool:t") == "The tool “T” serves no goal itself; nothing in the plan counts on it yet."
    assert why(plan, "goal:g") == "The goal “G” is what others serve; it serves no vision yet."


def test_a_share_of_nothing_is_no_way_up() -> None:
    plan = plan_of(
        [
            entity("goal:g", {}),
            entity("program:none", {"serves": {"goal:g": "0 %"}}),
            entity("program:some", {"serves": {"goal:g": "undisclosed"}}),
        ]
    )

    assert path(plan, "program:none") is None
    assert path(plan, "program:some") == ["program:some", "goal:g"]
    assert why(plan, "program:none") == "The program “none” serves nothing yet: no line of sight to a goal."


def test_a_way_that_ends_before_a_goal_says_where() -> None:
    plan = plan_of(
        [entity("program:p", {"serves": "o"}), entity("objective:o", {"name": "Forty", "serves": "goal:gone"})]
    )

    assert why(plan, "program:p") == (
        "The program “p” serves the objective “Forty”; from there no line of sight to a goal."
    )


def test_things_that_serve_each_other_in_a_circle_lead_nowhere() -> None:
    plan = plan_of([entity("objective:a", {"serves": "b"}), entity("objective:b", {"serves": "a"})])

    assert path(plan, "objective:a") is None
    assert [item.ref for item in below(plan, "objective:a")] == ["objective:b"]
    assert why(plan, "objective:a").endswith("from there no line of sight to a goal.")


def test_what_serves_a_goal_is_everything_below_it_each_once() -> None:
    refs = [item.ref for item in below(ACME, "goal:grow")]

    assert len(refs) == len(set(refs))
    assert {"objective:pipeline", "program:launch", "activity:open-house", "content:weekend-story"} <= set(refs)
    assert "program:care" not in refs


@given(plans(8))
def test_what_is_above_an_item_has_it_below(plan: Plan) -> None:
    for ref in plan.entities:
        for up in above(plan, [ref]) & plan.entities.keys() - {ref}:
            assert ref in {item.ref for item in below(plan, up)}


@given(plans(8))
def test_whatever_has_a_way_up_to_a_goal_is_below_it(plan: Plan) -> None:
    for ref in plan.entities:
        way = path(plan, ref, to=("goal",))
        if way and len(way) > 1:
            assert ref in {item.ref for item in below(plan, way[-1])}
        assert why(plan, ref).endswith(".")


def test_an_item_that_is_not_there_has_no_line_of_sight() -> None:
    assert path(ACME, "activity:nothing") is None
    with pytest.raises(KeyError):
        why(ACME, "activity:nothing")
