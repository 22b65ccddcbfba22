from __future__ import annotations

from truenorth.plan.story import Persona
from truenorth.reports.roadmap import Window
from truenorth.reports.roadmap.calendar import met, overlay
from truenorth.reports.roadmap.customer import customer
from truenorth.rules.acme import acme
from truenorth.rules.case import Case
from truenorth.rules.check import check
from truenorth.rules.finding import Finding
from truenorth.rules.rule import RULES

NEWS = """
activity:
  news:
    {name: Care news, program: care, team: care, start: 2027-03-15, end: 2027-03-26, channel: e-mail,
     personas: [office-manager], contacts_per_week: 2, stage: convert}
  inside: {name: Call guides, program: care, team: care, start: 2027-03-01, end: 2027-03-26}
"""


def found(case: Case) -> list[Finding]:
    return [one for many in check(case, [RULES["AUD03"]]).raw["AUD03"].values() for one in many]


def test_a_week_in_which_teams_collide_is_marked_with_its_finding():
    case = acme(NEWS)
    finding = found(case)[0]

    shown = overlay(case, Window.of("quarter", case.today), met([finding]))

    [persona] = shown.personas
    letters = next(one for one in persona.channels if one.title == "e-mail")
    assert shown.says == "14 December 2026 to 13 June 2027. Teams collide at Office manager."
    assert letters.teams == "Customer care and Demand generation"
    assert {week.week: (week.level, week.teams) for week in letters.weeks} == {13: (5, 2), 14: (5, 2), 15: (1, 1)}
    assert {week.finding for week in letters.weeks} == {finding.id, ""}
    assert persona.collisions == 2


def test_the_calendar_is_narrowed_to_a_persona_and_to_what_a_team_has_to_do_with():
    case = acme(NEWS)
    window = Window.of("quarter", case.today)

    [persona] = overlay(case, window, {}, team="care").personas

    assert [one.title for one in persona.channels] == ["e-mail", "visit"]
    assert overlay(case, window, {}, persona="nobody").says.startswith("No work with a channel and a persona")


def test_one_person_gets_what_is_for_them_by_week_and_stage_from_all_teams():
    case = acme(NEWS)
    persona = case.plan.get(Persona, "office-manager")
    assert persona is not None

    told = customer(case, persona, Window.of("quarter", case.today), met(found(case)))

    week = next(one for one in told.weeks if one.number == 11)
    begins = dict(zip(told.stages, week.begins, strict=True))
    assert [one.title for one in begins["attract"]] == ["Spring letter"]
    assert [(one.title, one.where) for one in begins["convert"]] == [("Care news", "e-mail, Customer care")]
    assert begins["attract"][0].finding == week.finding != ""
    assert week.says == "1 goes on, reached 3 times"
    assert not any("Call guides" in one.title for week in told.weeks for many in week.begins for one in many)
    assert told.teams == 2
