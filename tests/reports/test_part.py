from __future__ import annotations

from datetime import date

from truenorth.plan.plan import plan_of
from truenorth.plan.reading import entity
from truenorth.reports.part import Part, Whose, part
from truenorth.rules import Case

ITEMS: dict[str, dict[str, object]] = {
    "vision:desks": {"statement": "Desks people are glad to sit down at", "name": "Desks"},
    "goal:grow": {"name": "Grow", "serves": ["desks"], "business_owner": "CEO"},
    "team:events": {"name": "Events"},
    "role:head": {"name": "Head of events", "team": "events"},
    "activity:fair": {"name": "Fair", "team": "events", "serves": {"goal:grow": None}, "end": "2027-01-20"},
    "activity:stand": {"name": "Stand", "owner": "Head of events", "end": "2027-01-04"},
    "activity:letter": {"name": "Letter", "team": "demand", "end": "2027-01-16"},
    "activity:over": {"name": "Last fair", "team": "events", "status": "done"},
    "team:demand": {"name": "Demand"},
    "commitment:calls": {"party": "sales", "what": "Call every guest", "by": "2027-06-30"},
}


def seen(whose: Whose) -> Part:
    return part(Case(plan_of(entity(ref, fields) for ref, fields in ITEMS.items()), date(2027, 1, 15)), whose, [])


def test_a_lead_has_the_work_of_the_team_and_of_the_role_what_is_late_first():
    mine = seen(Whose("lead", "events", "head"))

    assert [(one.title, one.late) for one in mine.items] == [("Stand", True), ("Fair", False)]


def test_each_item_has_its_sentence_to_the_vision():
    fair = seen(Whose("lead", "events")).items[0]

    assert fair.why == "The activity “Fair” serves the goal “Grow”, which serves the vision “Desks”."


def test_next_is_what_is_late_then_what_is_due_soon():
    assert [(one.says, one.when) for one in seen(Whose("lead", "events", "head")).next] == [
        ("Stand", "was due 11 days ago"),
        ("Fair", "due in 5 days"),
    ]


def test_a_party_has_what_it_has_promised():
    mine = seen(Whose("sales"))

    assert [(one.title, one.due) for one in mine.items] == [("Call every guest", date(2027, 6, 30))]
    assert mine.next == ()


def test_whoever_answers_for_a_goal_on_the_business_side_has_it():
    assert [one.title for one in seen(Whose("business", role="ceo")).items] == ["Grow"]


def test_a_seat_without_team_and_role_has_nothing():
    assert seen(Whose("member")).items == ()
