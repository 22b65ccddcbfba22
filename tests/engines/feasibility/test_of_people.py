"""The hours of a plan: what work asks for, what seats have, and what is assumed where nobody says."""

from __future__ import annotations

import pytest
from tests.engines.feasibility.asking import asked, draws, said, staff

from truenorth.rules import check
from truenorth.rules.acme import acme


def test_work_asks_for_the_least_hours_that_are_stated() -> None:
    assert draws(asked(), "spring-letter")["demand/copy"] == 20 * 60  # of 20 to 30 hours
    assert draws(asked(), "spring-letter")["demand/design"] == 10 * 60


def test_seats_with_the_same_skills_offer_them_to_their_team() -> None:
    one = asked()

    assert staff(one, "Demand generation: copy and design").skills == {"demand/copy", "demand/design"}
    assert staff(one, "Customer care: service").per_week[1] == 114 * 60  # one seat of 38 hours, and two more
    assert said(one, "people team:care service") == "Customer care has 114 hours a week for service"


def test_a_week_with_a_holiday_has_fewer_hours_and_the_week_under_way_what_is_left_of_it() -> None:
    one = asked({"today": "2027-01-13", "company": {"acme": {"holidays": ["2027-01-01", "2027-01-18"]}}})

    assert staff(one, "Demand generation: copy and events").per_week[:3] == (38 * 36, 38 * 48, 38 * 60)


def test_leave_takes_hours_off() -> None:
    one = asked("role: {designer: {leave: [2027-W10]}}")
    week = one.problem.weeks.index(next(n for n, day in enumerate(one.days) if str(day) == "2027-03-08"))

    assert staff(one, "Demand generation: copy and design").per_week[week] == 0


def test_a_seat_is_there_from_its_first_to_its_last_day() -> None:
    one = asked("role: {designer: {start: 2027-02-10, end: 2027-02-28}}")
    minutes = staff(one, "Demand generation: copy and design").per_week

    assert minutes[3:9] == (0, 720, 1200, 1200, 0, 0)  # three days of the week of 8 February


def test_a_role_may_state_the_share_of_its_hours_that_is_for_planned_work() -> None:
    one = asked("role: {designer: {utilisation: 80 %}}")

    assert staff(one, "Demand generation: copy and design").per_week[1] == 16 * 60  # of 20 hours
    assert said(one, "people team:demand copy+design") == (
        "Demand generation has 16 hours of planned work a week for copy and design"
    )


def test_a_seat_whose_hours_nobody_knows_limits_nothing() -> None:
    one = asked("role: {designer: {hours_per_week: null}}", assume=False)

    assert [one.title for one in one.problem.staff] == ["Customer care: service", "Demand generation: copy and events"]
    assert staff(one, "Demand generation: copy and events").skills == {"demand/events"}


def test_with_assumptions_it_has_the_most_that_a_seat_usually_has() -> None:
    one = asked("role: {designer: {hours_per_week: null}}")
    claim = one.problem.claims["people team:demand copy+design"]

    assert claim.assumed
    assert staff(one, "Demand generation: copy and design").per_week[1] > 0
    assert not one.problem.claims["people team:care service"].assumed


def test_an_open_seat_has_no_hours() -> None:
    one = asked("role: {designer: {filled: 0, open: 1}}")

    assert set(staff(one, "Demand generation: copy and design").per_week) == {0}
    assert said(one, "people team:demand copy+design") == "Demand generation has nobody for copy and design"


def test_the_seats_of_a_part_are_for_the_work_of_the_whole() -> None:
    one = asked("team: {care: {part_of: demand}}\nactivity: {open-house: {effort: {service: 80}}}")

    assert staff(one, "Customer care: service").skills == {"care/service", "demand/service"}


def test_work_without_a_team_is_for_whoever_can_do_it_where_every_team_has_seats() -> None:
    teamless = "activity: {open-house: {team: null}}"

    assert draws(asked(teamless), "open-house")["/events"] == 80 * 60
    assert "/events" in staff(asked(teamless), "Demand generation: copy and events").skills
    elsewhere = asked(f"{teamless}\nteam: {{web: {{name: Website}}}}")
    assert all("/events" not in one.skills for one in elsewhere.problem.staff)  # the website may have somebody


def test_work_that_two_documents_state_counts_once() -> None:
    twin = {
        "name": "Open house",
        "team": "demand",
        "start": "2027-04-01",
        "end": "2027-04-30",
        "same_as": ["open-house"],
    }
    one = asked({"activity": {"open-day": {**twin, "effort": {"events": 60}}}})

    assert "demand/events" not in draws(one, "open-day")
    assert draws(one, "open-house")["demand/events"] == 80 * 60


def test_hours_that_no_seat_names_are_told_as_unknown() -> None:
    one = asked("activity: {open-house: {effort: {film: 10}}}")

    assert "hours of film in Demand generation" in one.silent


def test_work_of_a_known_kind_without_hours_takes_what_is_usual_and_says_so() -> None:
    page = "activity: {open-house: {name: Landing page, effort: null}}"
    one = asked(page)
    claim = one.problem.claims["takes activity:open-house"]

    assert claim.assumed
    assert claim.says.startswith("Landing page takes ")
    assert claim.says.endswith("hours, as for 'Landing page'")
    assert {use.claims for use in one.problem.work["activity:open-house"].uses if "/" in use.resource} == {(claim.key,)}
    assert "takes activity:open-house" not in asked(page, assume=False).problem.claims


def test_need_and_hours_are_those_of_the_rule() -> None:
    tight = "activity: {spring-letter: {end: 2027-03-05, effort: {copy: 70, design: null}}}"
    case = acme(tight)
    found = next(finding for finding in check(case).findings if finding.rule == "TEAM01")
    numbers = found.seen["weeks"]["2027-W09"]
    one = asked(tight)
    week = next(n for n, first in enumerate(one.problem.weeks) if str(one.days[first]) == "2027-03-01")

    assert draws(one, "spring-letter")["demand/copy"] == numbers["need"] * 60
    able = [each for each in one.problem.staff if "demand/copy" in each.skills]
    assert sum(each.per_week[week] for each in able) == pytest.approx(numbers["have"] * 60)
