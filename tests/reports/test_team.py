from __future__ import annotations

from datetime import date

from truenorth.plan.plan import plan_of
from truenorth.plan.reading import entity
from truenorth.plan.resources import Team
from truenorth.reports.team import TeamView, teams, view
from truenorth.rules import Case

DAY = date(2027, 1, 15)
ITEMS: dict[str, dict[str, object]] = {
    "company:acme": {"currency": "EUR"},
    "vision:desks": {"statement": "Desks people are glad to sit down at"},
    "goal:grow": {"name": "Grow", "serves": ["desks"]},
    "objective:forty": {"name": "Forty opportunities", "serves": {"goal:grow": None}},
    "program:launch": {"name": "Launch", "serves": {"forty": None}, "team": "events"},
    "program:care": {"name": "Care"},
    "team:events": {"name": "Events", "lead": "head"},
    "role:head": {
        "name": "Head of events", "team": "events", "skills": ["events"], "hours_per_week": "40", "filled": 1,
    },
    "tool:mailer": {"name": "Mailer"},
    "activity:fair": {
        "name": "Fair", "team": "events", "program": "launch", "start": "2027-02-01", "end": "2027-02-14",
        "effort": {"events": "64"}, "cost": "9000", "tools": ["mailer"],
    },
    "activity:done": {"name": "Last year's fair", "team": "events", "status": "done", "cost": "8000"},
    "feed:guests": {"giver": "launch", "taker": "care", "volume": "4 per week", "unit": "guests"},
    "commitment:stand": {"team": "events", "to": "sales", "what": "Build the stand", "by": "2027-02-01"},
    "commitment:calls": {"party": "sales", "to": "events", "what": "Call every guest", "within": "2 days"},
}  # fmt: skip


def case(**changed: dict[str, object]) -> Case:
    return Case(plan_of(entity(ref, fields) for ref, fields in {**ITEMS, **changed}.items()), DAY)


def events(**changed: dict[str, object]) -> TeamView:
    made = case(**changed)
    team = made.plan.get(Team, "events")
    assert team is not None
    return view(made, team)


def test_a_team_sees_what_its_work_serves_up_to_the_vision():
    assert [line.title for line in events().serves] == ["desks", "Grow", "Forty opportunities"]
    assert "serves the goal “Grow”, which serves the vision" in events().serves[-1].says


def test_only_work_that_is_live_counts():
    assert [line.title for line in events().work] == ["Fair"]
    assert teams(case())[0][1:] == (1, "EUR 9,000, 64 hours")


def test_what_it_hands_on_and_gets_is_told_with_how_much():
    assert [(line.title, line.says) for line in events().gives] == [("Care", "4 per week guests")]
    assert events().takes == ()


def test_what_it_owes_and_is_owed_is_told_with_by_when():
    assert [(line.title, line.says) for line in events().owes] == [
        ("Build the stand", "by 1 February 2027, not answered yet")
    ]
    assert [line.title for line in events().owed] == ["Call every guest"]


def test_what_its_work_needs_is_told_with_how_much_of_it_does():
    assert [(line.title, line.says) for line in events().needs] == [("Mailer", "1 piece of work")]


def test_its_hours_are_told_week_by_week_from_now():
    weeks = events().weeks

    assert weeks[0].name == "2027-W02"
    assert [(week.name, week.asked, week.there) for week in weeks if week.asked] == [
        ("2027-W05", 32.0, 32.0),
        ("2027-W06", 32.0, 32.0),
    ]


def test_hours_that_nobody_stated_are_not_told_as_none():
    weeks = events(**{"role:head": {"name": "Head of events", "team": "events"}}).weeks

    assert {week.there for week in weeks} == {None}


def test_a_team_without_anything_is_told_so():
    plan = plan_of([entity("team:events", {"name": "Events"})])

    assert teams(Case(plan, DAY))[0][1:] == (0, "no money and no hours are stated")
