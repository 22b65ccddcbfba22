"""Why a date is what it is: what it waits for, by which statement, and how much later it may be."""

from __future__ import annotations

from dataclasses import replace

from tests.reports.fit import verdicts as given
from tests.reports.fit.verdicts import SCHEDULE, does_not_fit, fits

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.feasibility.problem import Window
from truenorth.plan.reading import entity
from truenorth.reports.fit import why as said

PLAN = given.case().whole


def why(fit: Fit, ref: str) -> str:
    return said(fit.asked, fit.answer, ref, PLAN)


def at(**places: Placed) -> Fit:
    fit = fits()
    return Fit(fit.asked, replace(fit.answer, schedule={**SCHEDULE, **places}))


def test_it_waits_for_other_work_and_what_waits_for_it_leaves_it_no_day() -> None:
    assert why(fits(), "activity:report") == (
        "Rate report runs from 25 January to 5 February: it waits for Retargeting refresh, which ends on 29 January"
        " (they may overlap by 5 working days); a day later is too late, as it has to be over by then"
        ' ("Rate report is out by 2027-02-05").'
    )


def test_it_may_not_begin_sooner_by_a_statement() -> None:
    fit = at(report=Placed(5, 15), refresh=Placed(0, 5))
    works = tuple(
        replace(work, ready=("report-do",)) if work.key == "report" else work for work in fit.asked.problem.works
    )
    fit = Fit(replace(fit.asked, problem=replace(fit.asked.problem, works=works)), fit.answer)

    assert why(fit, "activity:report") == (
        "Rate report runs from 18 January to 29 January: it may not begin before 18 January"
        ' ("Rate report is published in full"); it may be 5 working days later before it is late'
        ' ("Rate report is out by 2027-02-05").'
    )


def test_what_it_needs_is_there_from_a_day_on() -> None:
    fit = fits()
    window = Window(20, 60, ("web-hours",))
    works = tuple(
        replace(work, windows=(window,)) if work.key == "rebuild" else work for work in fit.asked.problem.works
    )
    fit = Fit(replace(fit.asked, problem=replace(fit.asked.problem, works=works)), fit.answer)

    assert 'what it needs is there from 8 February on ("Web & MOps has 64 hours a week")' in why(
        fit, "activity:rebuild"
    )


def test_other_work_uses_what_it_draws_on() -> None:
    assert why(at(rebuild=Placed(5, 15)), "activity:rebuild") == (
        "Nurture rebuild runs from 18 January to 29 January: by its dates it could begin on 11 January, and time for"
        " web is used by other work until then; it may be 5 working days later before it is late"
        ' ("Nurture rebuild is live by 2027-02-05").'
    )


def test_other_work_that_waits_for_it_is_named() -> None:
    assert why(at(refresh=Placed(0, 10)), "activity:refresh").endswith(
        "it begins today; it may be 5 working days later before it is late."
    )
    assert why(at(refresh=Placed(0, 14), report=Placed(9, 19)), "activity:refresh").endswith(
        "a day later is too late, as Rate report waits for it."
    )


def test_of_a_plan_that_does_not_fit_it_is_that_of_the_first_way_out() -> None:
    assert why(does_not_fit(), "activity:rebuild").startswith(
        "Nurture rebuild runs from 8 February to 19 March if the first way out is taken: "
    )


def test_without_a_schedule_the_conflict_is_the_reason() -> None:
    fit = does_not_fit(repairs=())

    assert why(fit, "activity:report") == (
        "Rate report has no date: these can't all be true: Web & MOps has 64 hours a week; Retargeting is refreshed in"
        " January; Rate report is published in full; Nurture rebuild is live by 2027-02-05."
    )


def test_of_what_has_no_dates_it_is_said_what_the_verdict_counts_on_and_how_full_it_is() -> None:
    loads = replace(fits(), answer=replace(fits().answer, loads=given.LOADS[:2]))

    assert why(loads, "team:demand") == (
        'Demand generation has no dates of its own. The verdict counts on "Web & MOps has 64 hours a week"; at its'
        " fullest, week 3, 100 % of it is used."
    )
    assert why(fits(), "persona:office-manager") == (
        "Office manager does not count in the verdict: it has no dates, and the work draws on nothing of it."
    )


def test_work_that_is_over_or_lies_far_ahead_is_not_counted_and_says_so() -> None:
    over = {"last-year": ("2026-11-02", "2026-11-13"), "far": ("2031-02-03", "2031-02-07")}
    items = [entity(f"activity:{key}", {"name": key, "start": start, "end": end}) for key, (start, end) in over.items()]
    plan, fit = PLAN.changed({item.ref: item for item in [*items, entity("activity:told", {"status": "done"})]}), fits()

    assert said(fit.asked, fit.answer, "activity:last-year", plan) == (
        "last-year does not count in the verdict: its dates, 2 November 2026 to 13 November 2026, are over. If it is"
        " still to be done, give it new ones."
    )
    assert said(fit.asked, fit.answer, "activity:far", plan) == (
        "far does not count in the verdict: its dates, 3 February 2031 to 7 February 2031, lie beyond what is looked"
        " at."
    )
    assert said(fit.asked, fit.answer, "activity:told", plan).endswith("in the verdict: its status is done.")
