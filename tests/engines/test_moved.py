"""What moved since it was agreed: what is told, what is left to those who do the work, and for which goals it is."""

from __future__ import annotations

from typing import Any

from truenorth.engines.moved import Move, by_goal, is_of_business, moves
from truenorth.plan.plan import Plan
from truenorth.rules.acme import acme


def since(over: dict[str, Any]) -> tuple[Plan, Plan, list[Move]]:
    then, now = acme().whole, acme(over).whole
    return then, now, moves(then, now)


def test_nothing_moved_between_a_plan_and_itself() -> None:
    assert since({})[2] == []


def test_what_moved_is_told_by_the_goal_that_it_is_for() -> None:
    then, now, moved = since(
        {"activity": {"check-up": {"end": "2027-12-01"}}, "objective": {"pipeline": {"target": 30}}}
    )

    assert {goal: [one.says for one in many] for goal, many in by_goal(moved, now, then).items()} == {
        "goal:grow": ["target is 30 now; 40 was agreed"],
        "goal:healthy-teams": ["end is 2027-12-01 now, 33 days later; 2027-10-29 was agreed"],
    }


def test_what_is_gone_is_told_by_the_goal_that_it_was_for() -> None:
    then, now, moved = since({"commitment": {"numbers": None}})

    assert [(goal, one.ref, one.sort) for goal, many in by_goal(moved, now, then).items() for one in many] == [
        ("goal:grow", "commitment:numbers", "scope")
    ]


def test_goals_money_and_promises_are_the_business_too_how_the_work_is_done_is_marketing_s_own() -> None:
    _, _, moved = since(
        {
            "goal": {"grow": {"target": 5000000}},
            "program": {"launch": {"budget": 40000, "owner": "designer"}},
            "commitment": {"follow-up": {"within": "9 working days"}},
            "activity": {"spring-letter": {"end": "2027-06-30"}},
        }
    )

    assert [(one.ref, one.sort, is_of_business(one)) for one in moved] == [
        ("activity:spring-letter", "date", False),
        ("commitment:follow-up", "promise", True),
        ("goal:grow", "target", True),
        ("program:launch", "owner", False),
        ("program:launch", "money", True),
    ]


def test_work_that_is_stopped_and_an_amount_that_is_hidden_now_are_told() -> None:
    _, _, moved = since({"program": {"care": {"status": "stopped", "budget": "undisclosed"}}})

    assert [one.says for one in moved] == [
        "was agreed, and is stopped",
        "budget is undisclosed now; 12,000 was agreed",
    ]
