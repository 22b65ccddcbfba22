"""The rules on people: the numbers behind a finding, how much it weighs, and that no sharing out was overlooked."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.engines.hall import short
from truenorth.engines.weeks import Sum, Weeks
from truenorth.plan import apply, diff
from truenorth.plan.calendar import Calendar, Span
from truenorth.rules import RULES, Blank, check
from truenorth.rules.acme import acme
from truenorth.rules.finding import Finding

ONE_WEEK = "activity: {spring-letter: {end: 2027-03-05, effort: {copy: %s, design: null}}}"


def found(code: str, over: str) -> list[Finding]:
    """What a rule finds on Acme with a change."""
    return list(check(acme(over), [RULES[code]]).findings)


@pytest.mark.meets("S0-26")
@pytest.mark.parametrize(
    ("hours", "severity"),
    [("46", None), ("50", "warning"), ("58", "warning"), ("59", "error"), ("50..70", "warning"), ("59..61", "error")],
)
def test_more_than_the_share_for_planned_work_warns_and_more_than_all_hours_is_an_error(
    hours: str, severity: str | None
) -> None:
    assert [f.severity for f in found("TEAM01", ONE_WEEK % hours)] == ([severity] if severity else [])


def test_work_that_other_days_between_its_dates_could_hold_is_no_error() -> None:
    over = """
activity:
  spring-letter: {start: 2027-03-01, end: 2027-03-19, effort: {copy: %s, design: null}}
  rush: {name: Rush, team: demand, start: 2027-03-08, end: 2027-03-12, effort: {copy: 50}}
"""

    assert [f.severity for f in found("TEAM01", over % 60)] == ["warning"]
    assert [f.severity for f in found("TEAM01", over % 130)] == ["error"]


def test_a_role_may_state_the_share_of_its_hours_that_is_for_planned_work() -> None:
    role = "role: {designer: {utilisation: 50 %}, demand-lead: {utilisation: 50 %}}"
    (finding,) = found("TEAM01", f"{ONE_WEEK % 40}\n{role}")

    assert finding.says == "2027-W09 needs 40 hours of copy and its seats have 29: 11 short, most for Spring letter"
    assert finding.severity == "error"
    assert found("TEAM01", f"{ONE_WEEK % 29}\n{role}") == []


def test_what_open_seats_could_do_once_they_are_filled_is_no_error() -> None:
    over = f"{ONE_WEEK % 90}\nrole: {{designer: {{open: 2}}}}"

    assert [f.severity for f in found("TEAM01", over)] == ["warning"]


def test_roles_that_say_nothing_of_seats_may_be_more_than_one_and_are_no_error() -> None:
    over = f"{ONE_WEEK % 90}\nrole: {{designer: {{filled: null, open: null}}}}"

    assert [f.severity for f in found("TEAM01", over)] == ["warning"]


@pytest.mark.parametrize(("seats", "severity"), [("filled: 0, open: 1", "error"), ("filled: null, open: 1", "warning")])
def test_only_a_seat_that_is_said_to_be_empty_is_an_error_where_it_owns_work(seats: str, severity: str) -> None:
    assert [f.severity for f in found("TEAM03", f"role: {{care-lead: {{{seats}}}}}")] == [severity]


def test_the_tightest_cut_names_skills_seats_weeks_and_work() -> None:
    (finding,) = found("TEAM01", ONE_WEEK % 70)

    assert finding.at == ("team:demand", "activity:spring-letter")
    assert finding.seen["skills"] == ["copy"]
    assert finding.seen["roles"] == ["role:demand-lead", "role:designer"]
    assert finding.seen["weeks"] == {"2027-W09": {"need": 70.0, "planned": 46.4, "have": 58.0}}
    assert finding.seen["work"] == {"2027-W09": {"activity:spring-letter": 70.0}}
    assert finding.at_stake.hours == 70


def test_what_would_help_is_more_time_more_hands_or_less_work() -> None:
    (finding,) = found("TEAM01", ONE_WEEK % 70)

    assert [(ref, name) for fix in finding.fixes for ref, name, _ in fix.blanks()] == [
        ("activity:spring-letter", "end"),
        ("role:demand-lead", "filled"),
        ("activity:spring-letter", "effort"),
    ]


@pytest.mark.meets("S0-13")
def test_the_hours_of_a_part_time_chief_are_a_capacity_like_any_other() -> None:
    over = """
role: {managing-director: {skills: [finance]}, head-of-marketing: {name: Fractional CMO, hours_per_week: 10}}
activity: {positioning: {team: management, start: 2027-02-01, end: 2027-02-05, effort: {strategy: 12}}}
"""
    (finding,) = found("TEAM01", over)

    assert finding.says == "2027-W05 needs 12 hours of strategy and its seats have 10: 2 short, most for positioning"
    assert finding.severity == "error"


@pytest.mark.meets("S3-18")
def test_skills_and_responsibility_stand_on_the_same_seats() -> None:
    over = """
role: {demand-lead: {filled: 0, open: 1}}
activity: {spring-letter: {end: 2027-03-05, effort: {events: 9}}}
"""
    hours, owner = found("TEAM01", over)[0], found("TEAM03", over)[0]

    assert (hours.seen["skills"], hours.seen["roles"]) == (["events"], ["role:demand-lead"])
    assert owner.at[0] == "role:demand-lead"
    assert set(owner.seen["owner_of"]) >= {"activity:spring-letter", "program:launch", "team:demand"}


@given(
    st.dictionaries(st.sampled_from("abcde"), st.integers(0, 12).map(float), min_size=1),
    st.lists(st.tuples(st.integers(0, 12).map(float), st.sets(st.sampled_from("abcde"))), max_size=5),
)
def test_work_is_short_exactly_where_no_sharing_out_exists(
    need: dict[str, float], groups: list[tuple[float, set[str]]]
) -> None:
    able = {kind: [n for n, (_, skills) in enumerate(groups) if kind in skills] for kind in need}

    def missing(kinds: frozenset[str]) -> float:
        hours = sum(hours for n, (hours, _) in enumerate(groups) if any(n in able[kind] for kind in kinds))
        return sum(need[kind] for kind in kinds) - hours

    every = [frozenset(some) for size in range(len(need) + 1) for some in combinations(sorted(need), size)]

    sets = short(need, [hours for hours, _ in groups], able)

    assert sum(map(missing, sets)) == max(map(missing, every))
    assert all(missing(kinds) > 0 for kinds in sets)


@given(
    st.dates(date(2026, 6, 1), date(2028, 6, 1)),
    st.integers(0, 400),
    st.lists(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=12),
)
def test_hours_fall_on_weeks_as_they_fall_on_working_days(start: date, days: int, holidays: list[date]) -> None:
    calendar = Calendar(holidays=frozenset(holidays))
    weeks = Weeks.of(calendar, Span(date(2027, 1, 1), date(2027, 12, 31)), date(2027, 1, 11))
    span = Span(start, date.fromordinal(start.toordinal() + days))
    total = Sum(weeks)

    if stretch := weeks.stretch(span):
        total.add(stretch, 100.0)

    worked = calendar.working_days(span)
    for number, hours in enumerate(total.by_week()):
        week = calendar.span(weeks.names[number])
        assert week is not None
        both = Span(max(week.start, span.start), min(week.end, span.end))
        inside = calendar.working_days(both) if both.start <= both.end and worked and stretch else 0
        expected = 100 * inside / worked if worked else hours
        assert hours == pytest.approx(expected)


@pytest.mark.meets("S0-38")
def test_a_goal_has_two_owners_one_of_each_party() -> None:
    assert found("TEAM03", "") == []

    (finding,) = found("TEAM03", "goal: {grow: {business_owner: null}}")

    assert (finding.at, finding.kind, finding.severity) == (("goal:grow",), "gap", "warning")
    assert finding.fixes[0].sets == {"goal:grow": {"business_owner": Blank("Which role answers for it?")}}


@pytest.mark.meets("S4-06")
def test_a_program_of_several_teams_has_one_owner() -> None:
    over = "program: {launch: {teams: [care, sales], owner: demand-lead / care-lead}}"
    (finding,) = found("TEAM03", over)

    assert finding.at == ("program:launch", "role:demand-lead", "role:care-lead")
    assert (finding.kind, finding.severity) == ("contradiction", "warning")


def test_what_nobody_has_filled_in_is_never_an_error() -> None:
    over = """
goal: {grow: {owner: null, business_owner: null}}
team: {care: {lead: null, undecided: [the lead]}}
program: {care: {owner: null}}
"""
    holes = found("TEAM03", over)

    assert len(holes) == 5
    assert {(f.kind, f.severity) for f in holes} == {("gap", "warning")}


def test_a_seat_that_is_filled_again_clears_what_was_found_at_it() -> None:
    before = acme("role: {care-lead: {filled: 0, open: 1}}")
    (finding,) = check(before, [RULES["TEAM03"]]).findings
    assert finding.fixes[0].blanks() == [("role:care-lead", "filled", "How many seats are filled, from when?")]

    edits = diff(before.whole, acme().whole)
    after = before.after(apply(before.whole, edits), {edit.ref for edit in edits})

    assert check(after, [RULES["TEAM03"]]).findings == ()


def test_open_seats_are_told_with_how_many_of_each_role() -> None:
    (finding,) = found("TEAM04", "role: {sales-adviser: {filled: 2, open: 3}}")

    assert (finding.says, finding.severity) == ("3 of 6 seats are open: Sales adviser (3)", "warning")
    assert (finding.seen["open"], finding.seen["filled"]) == (3, 3)


def test_few_open_seats_inform_and_three_in_ten_warn() -> None:
    few, many = (found("TEAM04", f"role: {{sales-adviser: {{filled: 6, open: {n}}}}}") for n in (2, 3))

    assert [f.severity for f in few] == ["info"]
    assert [f.severity for f in many] == ["warning"]


@pytest.mark.parametrize(
    ("hours", "behind"),
    [
        ({"letter": 45, "note": 4, "poster": 3}, ["note", "poster"]),
        ({"letter": 44, "note": 4, "poster": 2}, ["note"]),
        ({"letter": 45, "note": 40, "poster": 20}, ["letter", "poster"]),
        ({"letter": 70, "note": 4, "poster": 2}, ["letter"]),
    ],
)
def test_at_stake_in_a_week_that_is_too_full_is_the_least_work_that_has_to_give_way(
    hours: dict[str, int], behind: list[str]
) -> None:
    week = "team: demand, start: 2027-03-01, end: 2027-03-05"
    rows = ", ".join(f"{key}: {{{week}, effort: {{copy: {much}}}}}" for key, much in hours.items())
    finding, *_ = found("TEAM01", f"activity: {{spring-letter: null, {rows}}}")

    assert finding.at_stake.items == tuple(f"activity:{key}" for key in behind)
    assert list(finding.seen["work"]["2027-W09"].items()) == sorted(
        ((f"activity:{key}", much) for key, much in hours.items()), key=lambda one: -one[1]
    )
