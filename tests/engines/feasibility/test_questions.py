"""The questions that are asked are those whose answers could turn the verdict most, and an answer is an edit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.answer import Answer, Because, Conflict
from truenorth.engines.feasibility.asked import Question
from truenorth.engines.feasibility.needed import Needed
from truenorth.engines.feasibility.of import of
from truenorth.engines.feasibility.problem import Claim, Problem, Use, Work
from truenorth.engines.feasibility.questions import answer_edits, questions
from truenorth.plan.edit import change
from truenorth.plan.entity import Entity
from truenorth.plan.plan import Plan, plan_of
from truenorth.plan.reading import Unreadable, entity
from truenorth.plan.sheet.take import Given, take
from truenorth.plan.text import read

TODAY = date(2027, 1, 4)
KESTREL = Path(__file__).parents[3] / "examples" / "kestrel"


def plan(**items: dict[str, Any]) -> Plan:
    """A plan of items by `kind_key`."""
    return plan_of(entity(name.replace("_", ":", 1), fields) for name, fields in items.items())


def ask(of_plan: Plan, answer: Answer | None = None, most: int = 3) -> tuple[Question, ...]:
    return questions(AsOf(of_plan, TODAY), of(of_plan, TODAY), answer, most)


def without(of_plan: Plan, kind: str, **fields: Any) -> Plan:
    """A plan whose items of a kind say nothing in some fields, or are not there where none is named."""
    others: list[Entity] = [item for item in of_plan.entities.values() if item.kind != kind]
    mended = [item.model_copy(update=fields) for item in of_plan.entities.values() if item.kind == kind and fields]
    return plan_of([*others, *mended])


LETTER = {"name": "Spring letter", "team": "crm", "start": "2027-01-11", "end": "2027-01-15"}


def test_hours_of_a_role_are_asked_where_the_role_says_none() -> None:
    asked = ask(
        plan(
            team_crm={"name": "CRM"},
            role_editor={"name": "Editor", "team": "crm", "skills": ["copy"], "filled": 1},
            activity_letter={**LETTER, "effort": {"copy": "30"}},
        )
    )
    assert asked[0] == Question(
        "role:editor",
        "hours_per_week",
        "How many hours a week has the role 'Editor'?",
        "27 to 33 hours a week",
        1,
        "below 30 hours a week it cannot be done in time",
    )


def test_a_role_whose_hours_are_far_from_the_edge_is_not_asked_about() -> None:
    items = {
        "team_crm": {"name": "CRM"},
        "role_editor": {"name": "Editor", "team": "crm", "skills": ["copy"], "filled": 1},
        "activity_letter": {**LETTER, "effort": {"copy": "1"}},
    }
    assert ask(plan(**items)) == ()
    near = {**items, "activity_letter": {**LETTER, "effort": {"copy": "20"}}}
    assert [one.item for one in ask(plan(**near))] == ["role:editor"]


def test_a_team_without_any_role_is_asked_about_as_a_whole() -> None:
    (asked,) = ask(plan(team_crm={"name": "CRM"}, activity_letter={**LETTER, "effort": {"copy": "30", "design": "12"}}))
    assert asked.says == "How many hours a week has the team 'CRM' for all its work?"
    assert asked.turns == "below 42 hours a week it cannot be done in time"
    assert asked.creates == {"name": "CRM, all seats", "filled": 1, "team": "crm"}


def test_one_hour_is_one_hour() -> None:
    (asked,) = ask(plan(team_crm={"name": "CRM"}, activity_letter={**LETTER, "effort": {"copy": "1"}}))

    assert asked.turns == "below 1 hour a week it cannot be done in time"


def test_a_skill_that_no_role_of_a_team_has_is_asked_for() -> None:
    asked = ask(
        plan(
            team_crm={"name": "CRM"},
            role_editor={"name": "Editor", "team": "crm", "skills": ["copy"], "filled": 1, "hours_per_week": "38"},
            activity_letter={**LETTER, "effort": {"copy": "3", "web": "12"}},
        )
    )
    assert [one.says for one in asked] == ["How many hours a week has whoever builds the pages in the team 'CRM'?"]
    assert asked[0].creates == {
        "name": "Whoever builds the pages in the team 'CRM'",
        "filled": 1,
        "team": "crm",
        "skills": ["web"],
    }


def test_without_teams_and_roles_the_skill_with_most_hours_is_asked_about_first() -> None:
    dates = {"start": "2027-01-11", "end": "2027-03-31"}
    asked = ask(
        plan(
            activity_one={**dates, "effort": {"web": "40", "copy": "20"}},
            activity_two={**dates, "effort": {"web": "40", "juggling": "30"}},
        )
    )
    assert [(one.says, one.rests) for one in asked] == [
        ("How many hours a week has whoever builds the pages?", 2),
        ("How many hours a week has whoever does juggling?", 1),
        ("How many hours a week has whoever writes the texts?", 1),
    ]
    assert [one.item for one in asked] == ["role:web", "role:juggling", "role:copy"]


def test_a_key_that_is_taken_is_not_taken_again() -> None:
    dates = {"start": "2027-01-11", "end": "2027-03-31"}
    (asked,) = ask(plan(role_web={"name": "Web", "status": "stopped"}, activity_one={**dates, "effort": {"web": "40"}}))
    assert asked.item == "role:web-2"


def test_hours_of_work_that_nothing_is_known_of_are_asked_for() -> None:
    asked = ask(plan(activity_check={"name": "Desk check-up", "end": "2027-02-26"}))
    assert [(one.says, one.field, one.assumed) for one in asked] == [
        ("How many hours does 'Desk check-up' take?", "effort", "")
    ]


def test_hours_that_are_assumed_are_told_with_the_question() -> None:
    asked = ask(plan(activity_page={"name": "Landing page", "end": "2027-02-26"}), most=9)
    effort = next(one for one in asked if one.field == "effort")
    assert effort.assumed == "14 to 41 hours, as for 'Landing page'"


def test_one_question_asks_for_the_hours_of_all_work_of_a_kind() -> None:
    sheet = plan(
        activity_may={"name": "Newsletter: May", "end": "2027-05-03"},
        activity_june={"name": "Newsletter: June", "end": "2027-06-01"},
        activity_page={"name": "Landing page", "end": "2027-06-01"},
        activity_check={"name": "Desk check-up", "end": "2027-02-26"},
    )
    asked = next(one for one in ask(sheet, most=9) if one.also)
    assert asked.says == "How many hours does one 'Newsletter' such as 'Newsletter: May' take?"
    assert (asked.assumed, asked.rests) == ("10 to 23 hours, as for 'Newsletter'", 2)
    after, _ = change(sheet, answer_edits(sheet, asked, "copy=4; design=2"))
    stated = [str(after.entities[ref].effort["copy"]) for ref in ("activity:may", "activity:june")]  # type: ignore[attr-defined]
    assert stated == ["4", "4"]
    assert not any(one.item == "activity:may" for one in ask(after, most=9))


def test_a_date_is_asked_for_first_where_other_work_waits() -> None:
    dates = {"start": "2027-01-11", "end": "2027-03-31"}
    staff = {"name": "Web", "skills": ["web"], "filled": 1, "hours_per_week": "38", "team": "w"}
    asked = ask(
        plan(
            team_w={"name": "W"},
            role_web=staff,
            activity_alone={"name": "Alone", "team": "w", "effort": {"web": "10"}},
            activity_first={"name": "First", "team": "w", "effort": {"web": "10"}},
            activity_then={"name": "Then", "team": "w", "effort": {"web": "10"}, "after": ["first"], **dates},
        )
    )
    assert [(one.says, one.rests) for one in asked] == [
        ("By when has 'First' to be done?", 2),
        ("By when has 'Alone' to be done?", 1),
    ]


def test_a_process_of_unknown_length_is_asked_about_with_the_work_that_goes_through_it() -> None:
    staff = {"name": "Web", "skills": ["web"], "filled": 1, "hours_per_week": "38", "team": "w"}
    work = {"team": "w", "effort": {"web": "10"}, "process": "legal", "end": "2027-01-29"}
    asked = ask(
        plan(
            team_w={"name": "W"},
            role_web=staff,
            process_legal={"name": "Legal review"},
            activity_one={**work},
            activity_two={**work},
        )
    )
    assert asked == (
        Question("process:legal", "lead_time", "How long does 'Legal review' take from request to result?", rests=2),
    )


def test_money_is_asked_for_where_work_costs_and_no_budget_says_how_much_there_is() -> None:
    staff = {"name": "Web", "skills": ["web"], "filled": 1, "hours_per_week": "38", "team": "w"}
    items = {
        "company_acme": {"currency": "EUR"},
        "team_w": {"name": "W"},
        "role_web": staff,
        "activity_one": {"team": "w", "effort": {"web": "10"}, "end": "2027-01-29", "cost": "5000"},
    }
    (asked,) = ask(plan(**items))
    assert asked.says == "How much may be spent from 1 January 2027 to 31 December 2027?"
    assert asked.turns == "below EUR 5,000 not all of it can be paid"
    after, _ = change(plan(**items), answer_edits(plan(**items), asked, "4,000"))
    assert str(after.entities[asked.item].amount) == "4000"  # type: ignore[attr-defined]
    assert ask(after) == ()


def test_what_a_conflict_rests_on_is_asked_first() -> None:
    dates = {"start": "2027-01-11", "end": "2027-03-31"}
    posed = plan(
        activity_big={"name": "Big", **dates, "effort": {"web": "400"}},
        activity_page={"name": "Landing page", "end": "2027-02-26"},
    )
    case, asked = AsOf(posed, TODAY), of(posed, TODAY)
    assumed = Claim("hours", "do", "Landing page takes 14 hours", "activity:page", assumed=True)
    asked = replace(asked, problem=replace(asked.problem, claims={**asked.problem.claims, "hours": assumed}))
    conflict = Conflict(("hours",), Because("staff"), "arithmetic", True)
    assert questions(case, asked)[0].item == "role:web"
    assert questions(case, asked, Answer("does not fit", conflicts=(conflict,)))[0].item == "activity:page"


def test_an_answer_is_an_edit_that_the_plan_takes() -> None:
    work = plan(activity_page={"name": "Landing page", "end": "2027-02-26"})
    one = Question("activity:page", "effort", "How many hours does 'Landing page' take?")
    after, _ = change(work, answer_edits(work, one, "55"))
    stated = after.entities["activity:page"].effort  # type: ignore[attr-defined]
    assert {skill: str(hours) for skill, hours in stated.items()} == {
        "strategy": "4 h",
        "writing": "11 h",
        "design": "16 h",
        "web": "24 h",
    }
    after, _ = change(work, answer_edits(work, one, "web=20; copy=4..6"))
    stated = after.entities["activity:page"].effort  # type: ignore[attr-defined]
    assert {skill: str(hours) for skill, hours in stated.items()} == {"web": "20", "copy": "4..6"}


def test_an_answer_that_cannot_be_read_is_refused_with_what_to_write() -> None:
    work = plan(process_legal={"name": "Legal review"}, activity_check={"name": "Desk check-up"})
    lasts = Question("process:legal", "lead_time", "How long does 'Legal review' take from request to result?")
    takes = Question("activity:check", "effort", "How many hours does 'Desk check-up' take?")
    with pytest.raises(ValueError, match="has no answer: write one, such as 10 working days"):
        answer_edits(work, lasts, " ")
    with pytest.raises(Unreadable, match="10 working days"):
        change(work, answer_edits(work, lasts, "soon"))
    page = plan(activity_page={"name": "Landing page"})
    with pytest.raises(Unreadable, match="hours"):
        change(page, answer_edits(page, Question("activity:page", "effort", ""), "3 days"))
    with pytest.raises(ValueError, match="write design=12"):
        answer_edits(work, takes, "12")


@pytest.mark.parametrize(
    "stripped",
    [
        without(read(KESTREL), "role"),
        without(read(KESTREL), "role", hours_per_week=None),
        without(without(read(KESTREL), "role"), "activity", team=None),
        without(read(KESTREL), "process", lead_time=None, steps=[]),
        without(read(KESTREL), "budget"),
    ],
    ids=["no roles", "no hours a week", "no roles and teams", "no lead times", "no budgets"],
)
def test_a_question_that_is_answered_is_not_asked_again(stripped: Plan) -> None:
    answers = {"hours_per_week": "36", "lead_time": "10 working days", "amount": "1,000,000", "effort": "copy=3"}
    first = ask(stripped)
    assert first
    for one in first:
        stripped, _ = change(stripped, answer_edits(stripped, one, answers[one.field]))
    asked_again = {(one.item, one.field) for one in ask(stripped, most=99)}
    assert not asked_again & {(one.item, one.field) for one in first}


@pytest.mark.parametrize(
    ("sheet", "first"),
    [
        ("forty-rows-us.csv", ["organises the events", "makes the films", "writes the texts"]),
        ("forty-rows-de.csv", ["does the design", "writes the texts", "organises the events"]),
    ],
)
def test_a_sheet_without_hours_and_people_is_asked_who_does_what_is_most(sheet: str, first: list[str]) -> None:
    given = (KESTREL.parent / "sheets" / sheet).read_bytes()
    rows, _ = change(plan_of([]), take({sheet: given}, plan_of([]), Given()).edits)
    assert [one.says for one in ask(rows)] == [f"How many hours a week has whoever {what}?" for what in first]


def test_a_plan_that_states_everything_is_asked_nothing() -> None:
    assert ask(read(KESTREL)) == ()


def test_the_hours_a_week_are_the_most_that_any_weeks_ask_for() -> None:
    def work(key: str, first: int, last: int, hours: int) -> Work:
        return Work(key, key, key, 1, 20, first, last, (Use("t/web", hours * 60),))

    weeks = (0, 5, 10, 15)
    needed = Needed(Problem(20, weeks, {}, works=(work("a", 0, 20, 40), work("b", 5, 10, 30), work("c", 6, 15, 20))))
    assert needed.a_week(["t/web"]) == 30.0  # the second week: b alone; b and c in two weeks are 25 a week
    assert needed.hours(["t/web"]) == 90.0
    assert needed.bundles(["t/web"]) == {"a", "b", "c"}
    assert needed.a_week(["t/copy"]) == 0.0
