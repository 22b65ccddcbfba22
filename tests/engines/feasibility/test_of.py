"""A plan as a problem: what work there is, between which days, and what waits for what."""

from __future__ import annotations

from datetime import date

import pytest
from tests.engines.feasibility.asking import asked, dates, draws, said, work

from truenorth.engines.feasibility.of import of
from truenorth.plan.plan import Plan, plan_of
from truenorth.plan.reading import entity
from truenorth.rules.acme import acme


def plan(**items: dict[str, object]) -> Plan:
    """Activities by key, and a company."""
    company = items.pop("company", {"name": "Acme"})
    many = [entity(f"activity:{key}", fields) for key, fields in items.items()]
    return plan_of([entity("company:acme", company), *many])


def test_days_are_the_working_days_from_today_on() -> None:
    one = asked()

    assert [str(day) for day in one.days[:6]] == [
        "2027-01-11", "2027-01-12", "2027-01-13", "2027-01-14", "2027-01-15", "2027-01-18",
    ]  # fmt: skip
    assert one.problem.weeks[:3] == (0, 5, 10)
    assert one.problem.days == len(one.days) == 250


def test_work_lies_between_its_start_and_its_end() -> None:
    one = asked()

    assert dates(one, "spring-letter") == ("2027-03-01", "2027-03-31")
    assert work(one, "spring-letter").ready == ("start activity:spring-letter from",)
    assert said(one, "start activity:spring-letter from") == "Spring letter does not start before 1 March"
    assert said(one, "end activity:spring-letter") == "Spring letter is over by 31 March"


def test_each_claim_names_its_item_its_field_and_who_is_asked() -> None:
    claim = asked().problem.claims["in_market activity:spring-letter"]

    assert (claim.item, claim.source, claim.asks) == ("activity:spring-letter", "in_market", "lead")
    assert claim.says == "Spring letter is in market on 15 March"


def test_a_date_in_another_year_says_its_year() -> None:
    one = asked("activity: {check-up: {end: 2028-01-31}}")

    assert said(one, "end activity:check-up") == "Desk check-up is over by 31 January 2028"


def test_work_with_only_a_due_date_can_begin_today() -> None:
    one = of(plan(page={"due": "2027-01-29"}), date(2027, 1, 11))

    assert dates(one, "page") == ("2027-01-11", "2027-01-29")
    assert work(one, "page").ready == ()


def test_work_with_only_a_start_may_last_as_long_as_is_looked_at() -> None:
    one = of(plan(page={"start": "2027-02-01"}), date(2027, 1, 11))

    assert (work(one, "page").latest, work(one, "page").due) == (one.problem.days, ())


def test_a_period_alone_is_the_time_of_work() -> None:
    one = of(plan(page={"period": "2027-Q2"}), date(2027, 1, 11))

    assert dates(one, "page") == ("2027-04-01", "2027-06-30")


def test_a_day_that_starts_and_ends_work_is_when_it_has_to_be_done() -> None:
    one = of(plan(party={"start": "2027-02-03", "end": "2027-02-03"}), date(2027, 1, 11))

    assert dates(one, "party") == ("2027-01-11", "2027-02-03")


def test_work_at_a_weekend_is_done_before_it() -> None:
    one = of(plan(fair={"start": "2027-02-06", "end": "2027-02-07"}), date(2027, 1, 11))

    assert dates(one, "fair") == ("2027-01-11", "2027-02-05")


def test_a_milestone_takes_no_time() -> None:
    one = of(plan(go={"due": "2027-02-03", "milestone": True}), date(2027, 1, 11))

    assert (work(one, "go").shortest, work(one, "go").longest) == (0, 0)


def test_work_under_way_begins_now_with_what_is_left_of_it() -> None:
    one = asked("today: 2027-03-16")

    assert dates(one, "spring-letter") == ("2027-03-16", "2027-03-31")
    assert draws(one, "spring-letter")["demand/copy"] == int(20 * 60 * 12 / 23)  # 12 of its 23 working days are left
    assert work(one, "spring-letter").ready == ()


@pytest.mark.parametrize("status", ["done", "stopped", "idea"])
def test_work_that_is_not_to_be_done_is_left_out(status: str) -> None:
    one = asked({"activity": {"spring-letter": {"status": status}}})

    assert "activity:spring-letter" not in one.problem.work
    assert not one.problem.afters or all(after.first != "activity:spring-letter" for after in one.problem.afters)


def test_what_is_past_or_without_a_date_is_told_and_left_out() -> None:
    one = of(plan(old={"due": "2027-01-08"}, some={"name": "Some day"}, new={"due": "2027-02-01"}), date(2027, 1, 11))

    assert list(one.problem.work) == ["activity:new"]
    assert {"work without a date (1)", "work whose dates are over (1)"} <= set(one.silent)


def test_work_waits_for_other_work_and_may_begin_on_its_last_day() -> None:
    one = asked("activity: {open-house: {after: [{activity: spring-letter, lag: 3 working days}]}}")
    lags = {(after.first, after.then): after.lag for after in one.problem.afters}

    assert lags["activity:spring-letter", "activity:open-house"] == 2
    assert lags["activity:open-house", "activity:demo-days"] == -1
    assert said(one, "after activity:open-house activity:spring-letter") == (
        "Open house waits for Spring letter, 3 working days after it"
    )


def test_a_name_that_is_a_sentence_is_cut() -> None:
    name = "We have delivered updated brand personas by the end of the first quarter and a narrative by the second"
    one = of(plan(page={"name": name, "due": "2027-02-01"}), date(2027, 1, 11))

    assert said(one, "due activity:page") == (
        "“We have delivered updated brand personas by the end of the first …” is done by 1 February"
    )


def test_a_bundle_is_worth_its_money_and_hours_and_tells_what_it_serves() -> None:
    bundle = asked().problem.bundle["activity:spring-letter"]

    assert bundle.value == pytest.approx(100 * (3000 + 25 * 65 + 10 * 60))  # cents; the mean rate of both roles
    assert bundle.serves == {"objective:pipeline": 1.0, "goal:grow": pytest.approx(1.0)}


def test_a_calendar_without_working_days_is_refused() -> None:
    closed = plan(page={"due": "2027-02-01"}, company={"name": "Acme", "holidays": ["2027", "2028"]})

    with pytest.raises(ValueError, match="no working days: check the company's weekend and holidays"):
        of(closed, date(2027, 1, 11))


def test_a_week_of_holidays_is_no_week_and_the_53rd_is_one() -> None:
    company = {"name": "Acme", "holidays": ["2026-W52"]}
    one = of(plan(page={"due": "2027-01-15"}, company=company), date(2026, 12, 14))
    firsts = [str(one.days[first]) for first in one.problem.weeks[:4]]

    assert firsts == ["2026-12-14", "2026-12-28", "2027-01-04", "2027-01-11"]


def test_dates_many_years_ahead_are_cut_and_told() -> None:
    one = of(plan(page={"start": "2027-02-01", "end": "2040-12-31"}), date(2027, 1, 11))

    assert one.days[-1] == date(2033, 1, 11)
    assert "what lies after 2033-01-11" in one.silent


def test_an_empty_plan_is_no_work() -> None:
    one = of(plan(), date(2027, 1, 11))

    assert (one.problem.works, one.problem.bundles) == ((), ())
    assert "hours" in one.silent


def test_dates_of_the_agreed_version_are_said_to_be_agreed() -> None:
    case = acme("agreed: {activity: {spring-letter: {end: 2027-03-30}}}")
    one = of(case.whole, case.today, case.agreed)

    assert said(one, "start activity:spring-letter from") == "Spring letter does not start before 1 March, as agreed"
    assert said(one, "end activity:spring-letter") == "Spring letter is over by 31 March"


def test_moving_or_leaving_out_what_was_agreed_is_said_to_need_agreement_again() -> None:
    case = acme("agreed: {activity: {spring-letter: {start: 2027-03-02, in_market: 2027-03-16}}}")
    one = of(case.whole, case.today, case.agreed)
    levers = {lever.key: lever for lever in one.problem.levers}

    assert {key for key, lever in levers.items() if lever.again and "spring-letter" in key} == {
        "later end activity:spring-letter",
        "sooner brief_ready activity:spring-letter from",
        "drop activity:spring-letter",
    }
    later = "Give Spring letter until 1 April, and agree on that again"
    assert one.says("later end activity:spring-letter", 1) == levers["later end activity:spring-letter"].says == later
