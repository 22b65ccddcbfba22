"""What goals and objectives were last measured at, and what a team's work moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from truenorth.engines.happened import Came, Happened, Month
from truenorth.engines.opportunities import Count
from truenorth.plan.resources import Team
from truenorth.plan.strategy import Goal, Objective
from truenorth.reports.aims import aims
from truenorth.reports.measured import Measured, measured
from truenorth.reports.moved import moved
from truenorth.rules import Case
from truenorth.rules.acme import acme

PLAN = """
metric:
  in-five: {name: Answers in five minutes, unit: "%", direction: up, sources: [desk]}
tool:
  desk: {name: Front desk}
goal:
  quick: {name: Answer at once, metric: in-five, target: 70 %, horizon: 2027-09}
objective:
  five:
    {name: Answer in five, serves: {"goal:quick": null}, metric: in-five, baseline: 58 %, target: 70 %, due: 2027-09-30}
  bare: {name: Talk more, serves: {"goal:quick": null}}
"""


def month(year: int, number: int, value: float, source: str = "front-desk-export") -> Month:
    day = date(year, number, 1)
    return Month("Answers in five minutes", source, day, day, 1, value, value, value)


FACTS = Happened((month(2026, 10, 58.0), month(2026, 11, 58.5), month(2026, 12, 58.3)))


def case(facts: Happened) -> Case:
    return replace(acme(PLAN), facts=facts)


def told(facts: Happened, key: str = "five") -> Measured | None:
    found = case(facts)
    return measured(found, found.plan.all(Objective)[[one.key for one in found.plan.all(Objective)].index(key)])


def test_an_objective_tells_its_last_value_its_month_its_source_and_what_the_verdict_rests_on() -> None:
    found = told(FACTS)

    assert found is not None
    assert (found.says, found.status, found.tone) == ("58.3 %, December 2026, Front desk", "behind", "warn")
    assert found.why == (
        "58.3 % over the last of 3 whole months; at the pace of those, it comes to 56.5 to 62.8 % by 30 September 2027"
    )


def test_the_source_that_the_plan_names_counts_and_the_others_are_counted() -> None:
    found = told(replace(FACTS, months=(*FACTS.months, month(2026, 12, 99.0, "elsewhere"))))

    assert found is not None
    assert (found.value, found.beside) == ("58.3 %", 1)


def test_what_is_said_of_days_to_come_is_not_known_yet() -> None:
    found = told(replace(FACTS, months=(*FACTS.months, month(2027, 2, 99.0))))

    assert found is not None
    assert found.on == "December 2026"


def test_nothing_is_told_without_a_metric_and_no_data_where_nothing_was_loaded() -> None:
    assert told(FACTS, "bare") is None
    found = told(Happened(lacks="data needs duckdb, which is not installed: pip install 'truenorth[facts]'"))

    assert found is not None
    assert (found.status, found.tone) == ("no data", "none")
    assert "truenorth[facts]" in found.why


def test_a_goal_with_nothing_in_its_way_says_what_is_measured_and_one_with_something_says_both() -> None:
    free = next(aim for aim in aims(case(FACTS), (), "EUR") if aim.ref == "goal:quick")

    assert (free.verdict, free.tone) == ("Behind", "warn")
    assert free.measured is not None
    assert free.measured.value == "58.3 %"


def test_a_goal_that_is_not_measured_is_never_green() -> None:
    assert {aim.tone for aim in aims(case(Happened()), (), "EUR")} <= {"none", "warn"}
    assert all(isinstance(one, Goal) for one in case(Happened()).plan.all(Goal))


def test_a_team_is_told_what_its_work_moved_as_the_sources_name_it() -> None:
    found = case(
        Happened(came=(Came(None, "Nobody knows", 5), *_came()), first=date(2026, 7, 1), last=date(2027, 1, 9))
    )
    team = next(one for one in found.plan.all(Team) if moved(found, one).lines)
    of = moved(found, team)

    assert of.says == "30 touches, 1 opportunity, EUR 200 of pipeline still open, 1 won worth EUR 500"
    assert of.between == "from 1 July 2026 to 9 January 2027"


def test_a_team_whose_work_no_source_names_is_told_so() -> None:
    found = case(Happened(came=(Came(None, "Nobody knows", 5),)))

    assert moved(found, found.plan.all(Team)[0]).lacks == "nothing that was loaded names its work"
    assert moved(case(Happened()), found.plan.all(Team)[0]).lacks.startswith("no touches")


def _came() -> tuple[Came, ...]:
    from truenorth.plan.work import Activity

    found = next(one for one in acme().plan.all(Activity) if one.team)
    return (Came(found.key, None, 30, Count(opportunities=1, won=1, worth=500.0, pipeline=200.0)),)
