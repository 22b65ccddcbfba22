from __future__ import annotations

from datetime import date

from truenorth.plan.resources import Team
from truenorth.reports.displaced import displaced
from truenorth.reports.load import load_of
from truenorth.rules.acme import acme

MAY = date(2027, 5, 30)


def test_what_fits_into_the_free_hours_displaces_nothing():
    found = displaced(acme(), "demand", 100, date(2027, 1, 31))

    assert found.items == ()
    assert found.says == (
        "Demand generation has 139 hours free until 31 January 2027, and this takes 100 hours: nothing has to give way."
    )


def test_the_free_hours_are_those_of_the_teams_load():
    case = acme()
    load, now = load_of(case, case.plan.all(Team)[0]), case.weeks.now

    found = displaced(case, case.plan.all(Team)[0].key, None, date(2027, 1, 17))

    assert found.free == (load.there[now] or 0) - load.asked[now]


def test_of_the_work_in_those_weeks_that_with_most_time_left_gives_way_first():
    case = acme()
    free = displaced(case, "demand", None, MAY).free or 0

    assert displaced(case, "demand", free + 1, MAY).items == ("activity:demo-days",)
    assert displaced(case, "demand", free + 100, MAY).items == ("activity:demo-days", "activity:open-house")


def test_what_would_still_be_missing_is_told():
    found = displaced(acme(), "demand", 4000, date(2027, 1, 31))

    assert found.says.endswith("no other work could give way, and 3,861 hours would still be missing.")


def test_what_nobody_has_said_is_not_guessed():
    unknown = acme("role: {demand-lead: {hours_per_week: null}}")

    says = [
        displaced(acme(), "", 10, None).says,
        displaced(unknown, "demand", 10, None).says,
        displaced(acme(), "demand", None, None).says,
    ]

    assert says == [
        "Nobody has said which team is asked, so what would give way cannot be told.",
        "Nobody has said how many hours Demand generation has, so what would give way cannot be told.",
        "Demand generation has 232 hours free until 8 February 2027. Nobody has said how many hours this takes.",
    ]
