"""What is said of a verdict: the headline, the statements, the ways out, and what is left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.reports.fit import verdicts as given
from tests.reports.fit.verdicts import HOUR, does_not_fit, fits, invalid, may_not_fit, undecided

from truenorth.engines.feasibility.answer import Because, Conflict, Load, Margin, Placed, Repair
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.feasibility.of.says import name
from truenorth.reports.fit import Told
from truenorth.reports.fit import told as describe
from truenorth.reports.fit.told import margins
from truenorth.reports.fit.ways import Way
from truenorth.reports.fit.words import Words, days_said, resource, share_of
from truenorth.rules.acme import acme


def told(fit: Fit) -> Told:
    return describe(given.case(), fit)


@pytest.mark.parametrize(
    ("fit", "headline"),
    [
        (does_not_fit(), "These four statements can't all be true. Remove any one and the plan fits."),
        (
            may_not_fit(),
            "May not fit: these four statements can't all be true; one is assumed. Remove any one and the others hold.",
        ),
        (fits(), "It fits; the tightest is Web & MOps, week 3, 100 %."),
        (fits(("hours", "money")), "Fits as far as dates, lead times and tools go; no hours and no money are stated."),
        (fits(("money",)), "Fits as far as dates, lead times, tools and hours go; no money is stated."),
        (undecided(), "Nobody can say within the time limit; this is the schedule that lacks least."),
        (invalid(), "It cannot be worked out yet: one thing is to be put right first."),
    ],
)
def test_the_headline_is(fit: Fit, headline: str) -> None:
    assert told(fit).headline == headline


def test_less_of_hours_that_nobody_stated_is_not_said_to_fit() -> None:
    held = (Margin(0.85, "fits"),)
    known, unknown = (replace(one, answer=replace(one.answer, margins=held)) for one in (fits(), fits(("hours",))))

    assert told(known).margins == "Still fits with 85 % of all hours, places and takers."
    assert told(unknown).margins == ""


def test_a_plan_is_not_green_because_nobody_stated_hours_or_money() -> None:
    assert [told(fit).tone for fit in (fits(), fits(("hours", "money")), fits(("money",)))] == [
        "good",
        "unsure",
        "unsure",
    ]


def test_that_the_plan_fits_without_any_one_is_said_only_where_it_was_checked() -> None:
    fit = replace(does_not_fit(), any_one=False)

    assert told(fit).headline == "These four statements can't all be true. Remove any one and the others hold."
    assert told(fit).groups[0].checked == "Checked: without any one of them the others hold."


def test_what_was_not_checked_to_the_end_is_not_said_to_be_the_least() -> None:
    conflict = replace(given.CONFLICT, minimal=False)

    shown = told(does_not_fit(conflicts=(conflict,)))

    assert shown.headline == "These four statements can't all be true."
    assert shown.groups[0].checked == "Not all of these may be needed: it was not checked to the end."


def test_two_statements_cannot_both_be_true() -> None:
    two = replace(given.CONFLICT, claims=("web-hours", "rebuild-due"))

    assert told(does_not_fit(conflicts=(two,))).headline == (
        "These two statements can't both be true. Remove either and the plan fits."
    )


def test_several_conflicts_are_told_apart_and_those_that_rest_on_assumptions_last() -> None:
    sure, guess = given.CONFLICT, replace(given.CONFLICT, claims=("web-hours", "refresh-do"), proof="one engine")

    shown = told(does_not_fit(conflicts=(guess, sure)))

    assert [group.sure for group in shown.groups] == [True, False]
    assert shown.headline == "These four statements can't all be true. Remove any one and the plan fits."
    assert shown.says == ("Apart from that, one more may not fit: it rests on an assumption.",)


def test_how_many_conflicts_there_are_is_said_as_far_as_it_is_known() -> None:
    sure, rest = given.CONFLICT, {"refresh": Placed(0, 5)}  # what fits once a statement of each is let go

    def headline(**more: Any) -> str:
        return told(does_not_fit(conflicts=(sure, sure), **more)).headline

    assert headline(schedule=rest) == "Two sets of statements can't all be true. One of each has to give."
    assert headline() == "At least two sets of statements can't all be true. One of each has to give."
    assert headline(schedule=rest, further=(("rebuild-due",), ("report-do",))) == (
        "Four sets of statements can't all be true. One of each has to give. Two of them are told here."
    )


def test_an_answer_that_the_time_cut_short_says_so() -> None:
    cut = "The time limit was reached before everything was looked at: with more time, more may be found."

    assert [cut in told(does_not_fit(late=late)).says for late in (True, False)] == [True, False]


def test_each_statement_names_its_item_its_source_and_the_party_that_may_change_it() -> None:
    first, second, third, last = told(does_not_fit()).groups[0].statements

    assert (first.says, first.ref, first.party) == (
        "Nurture rebuild is live by 2027-02-05",
        "activity:rebuild",
        "marketing operations",
    )
    assert (second.source, second.party) == ("plan.yaml", "the head of marketing (CMO)")
    assert third.party == "the partner"
    assert (last.says, last.source) == ("Web & MOps has 64 hours a week", "Demand generation")


def test_what_is_needed_what_there_is_and_what_is_short_stand_under_them() -> None:
    (group,) = told(does_not_fit()).groups

    assert (group.need, group.have, group.short) == ("343 hours", "256 hours", "87 hours")
    assert group.because == "Weeks 2 to 5, Web & MOps: 343 hours are needed and there are 256, 87 too few"
    assert group.most == "most for Nurture rebuild 160 hours, Rate report 120 hours, Retargeting refresh 63 hours"
    assert group.proof == "Proved by arithmetic."


def test_work_that_comes_too_late_is_said_in_working_days() -> None:
    window = Because("window", first=20, last=12, by=(("rebuild", 0),))

    (group,) = told(does_not_fit(conflicts=(replace(given.CONFLICT, because=window),))).groups

    assert group.because == (
        "Nurture rebuild would have to begin by 27 January and cannot before 8 February: 8 working days too late"
    )
    assert (group.need, group.most) == ("", "")


def test_holidays_that_leave_no_day_to_work_are_named() -> None:
    window = Because("window", first=0, last=-1, by=(("rebuild", 5),))
    fit = does_not_fit(conflicts=(replace(given.CONFLICT, because=window),))
    closed = tuple(day for day in fit.asked.days if not date(2027, 1, 13) <= day <= date(2027, 1, 27))

    (group,) = told(replace(fit, asked=replace(fit.asked, days=closed))).groups

    assert group.because.endswith("1 working day too late; from 13 January to 27 January is no working day")


def test_what_should_have_begun_before_today_names_the_day_in_the_calendar_of_the_company() -> None:
    window = Because("window", first=0, last=-7, by=(("rebuild", 0),))  # the holidays of Acme are no working days

    (group,) = told(does_not_fit(conflicts=(replace(given.CONFLICT, because=window),))).groups

    assert group.because == (
        "Nurture rebuild would have to begin by 30 December 2026 and cannot before 11 January: 7 working days too late"
    )


def test_several_conflicts_have_a_title_each_and_the_ways_out_settle_all_of_them() -> None:
    guess = replace(given.CONFLICT, claims=("web-hours", "refresh-do"), proof="one engine")
    shown = told(does_not_fit(conflicts=(given.CONFLICT, guess)))

    assert [group.called for group in shown.groups] == [
        "These four statements can't all be true. Remove any one and the plan fits.",
        "Perhaps these two statements can't both be true. Remove either and the plan fits.",
    ]
    assert shown.ways_said == "Ways out of both, the cheapest first"
    assert told(does_not_fit(repairs=given.REPAIRS[:1])).ways_said == "The way out"
    assert told(does_not_fit(repairs=())).ways_said == ""


def test_what_may_not_fit_says_on_how_much_it_rests() -> None:
    fit = may_not_fit()
    several = replace(fit, answer=replace(fit.answer, conflicts=(given.CONFLICT, given.CONFLICT)))

    assert told(fit).groups[0].title == (
        "These four statements can't all be true; one is assumed. Remove any one and the others hold."
    )
    assert told(several).headline == (
        "May not fit: two sets of statements can't all be true, and they rest on one assumption."
    )


def test_what_settles_the_first_conflict_is_the_first_step_of_a_way_out() -> None:
    first = replace(given.CONFLICT, claims=("web-hours", "report-do"))
    both = Repair((("drop-refresh", 1), ("move-rebuild", 1), ("agency", 1)), "staff", None, None, 0.9)

    (way,) = told(does_not_fit(conflicts=(first,), repairs=(both,))).ways

    assert way.lead == "Bring in an agency for 87 hours"
    assert way.others == ("skip the retargeting refresh", "finish the rebuild by 2027-03-19")


def test_after_the_first_step_stands_what_tells_a_way_from_the_others() -> None:
    one = Repair((("move-rebuild", 1), ("agency", 1)), "staff", 0, None, 0.9)
    other = Repair((("move-rebuild", 1), ("agency", 1), ("drop-refresh", 1)), "drop", 1, None, 0.9)
    first = replace(given.CONFLICT, claims=("rebuild-due",))

    ways = told(does_not_fit(conflicts=(first,), repairs=(one, other))).ways

    assert [way.lead for way in ways] == ["Finish the rebuild by 2027-03-19"] * 2
    assert ways[1].others == ("skip the retargeting refresh", "bring in an agency for 87 hours")


def test_of_many_steps_and_effects_the_first_are_said_and_the_others_counted() -> None:
    way = Way(1, tuple(f"Step {n}" for n in range(6)), "", False, tuple("abcde"), "", "", "move")

    assert (way.lead, way.others, way.more) == ("Step 0", ("step 1", "step 2"), "3 more steps")
    assert way.title == "Step 0, step 1, step 2 and 3 more steps"
    assert way.effects_said == ("a", "b", "c", "2 more get less")
    assert replace(way, effects=tuple("abcd")).effects_said == tuple("abcd")


def test_a_statement_that_cuts_the_name_of_its_item_does_not_say_it_twice() -> None:
    long = "A name that is a whole sentence, and goes on for so long that nobody would read all of it"
    fit = does_not_fit()
    plan = {**given.PLAN, "activity": {**given.PLAN["activity"], "refresh": {"name": long}}}
    claim = replace(fit.asked.problem.claims["refresh-do"], says=f"{name(long)} is done", source="effort")
    claims = {**fit.asked.problem.claims, "refresh-do": claim}
    asked = replace(fit.asked, problem=replace(fit.asked.problem, claims=claims))

    (group,) = describe(acme(plan), Fit(asked, fit.answer)).groups

    assert [one.source for one in group.statements if one.ref == "activity:refresh"] == ["its hours"]


def test_of_more_than_five_statements_the_others_are_folded_and_what_is_drawn_on_stays() -> None:
    fit = does_not_fit()
    report = fit.asked.problem.claims["report-do"]
    many = {f"c{n}": replace(report, key=f"c{n}", says=f"Work {n} is done") for n in range(40)}
    claims = {**fit.asked.problem.claims, **many}
    conflict = replace(given.CONFLICT, claims=("web-hours", *many))
    asked = replace(fit.asked, problem=replace(fit.asked.problem, claims=claims))

    (group,) = told(Fit(asked, replace(fit.answer, conflicts=(conflict,)))).groups

    assert [one.says for one in group.statements] == [
        *(f"Work {n} is done" for n in range(4)),
        "Web & MOps has 64 hours a week",
    ]
    assert len(group.folded) == 36
    assert group.folds == "and 36 more statements"


def test_the_ways_out_stand_the_cheapest_first_each_with_price_effect_and_proof() -> None:
    first, second, third = told(does_not_fit()).ways

    assert (first.number, first.title, first.price, first.free) == (
        1,
        "Finish the rebuild by 2027-03-19",
        "costs nothing",
        True,
    )
    assert first.effects == ("12 % less for Forty opportunities with mid-sized offices",)
    assert (first.keeps, first.proved) == ("keeps 94 % of the intent", "proved the cheapest of its kind")
    assert (second.price, second.proved) == ("EUR 9,100", "the cheapest of its kind costs EUR 6,000 or more")
    assert second.effects == ("Every objective keeps what it was to get",)
    assert (third.price, third.proved) == ("price unknown", "")


def test_a_way_of_several_steps_is_said_in_a_row() -> None:
    taken = (("agency", 1), ("move-rebuild", 1))
    both = Repair(taken, "staff", 910_000, None, 0.9)

    (way,) = told(does_not_fit(repairs=(both,))).ways

    assert way.title == "Bring in an agency for 87 hours and finish the rebuild by 2027-03-19"
    assert way.proved == "not proved the cheapest of its kind"


def test_fewer_ways_than_were_asked_for_are_said_to_be_fewer() -> None:
    assert told(does_not_fit(repairs=(), fewer="No other way was found.")).fewer == "No other way was found."


def test_an_assumed_statement_is_marked_and_its_questions_are_asked_in_order() -> None:
    shown = told(may_not_fit())

    assert [one.assumed for one in shown.groups[0].statements] == [False, False, False, True]
    assert [question.says for question in shown.questions] == [
        "How many hours a week has whoever builds landing pages?",
        "How many hours does the Rate report take?",
    ]
    assert (shown.questions[0].assumed, shown.questions[0].rests) == ("30 hours", "4 pieces of work rest on it")
    assert not shown.fails


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ([(0.95, "fits"), (0.9, "fits"), (0.85, "does not fit")], "Still fits with 90 % of {}; no longer with 85 %."),
        ([(0.95, "fits"), (0.9, "fits"), (0.85, "fits")], "Still fits with 85 % of {}."),
        ([(0.95, "does not fit"), (0.9, "does not fit")], "No longer fits with 95 % of {}."),
        ([(0.95, "fits"), (0.9, "undecided")], "Still fits with 95 % of {}; nobody can say with 90 %."),
        ([], ""),
    ],
)
def test_how_near_to_the_edge_it_is(given_: list[Any], says: str) -> None:
    assert margins(tuple(Margin(*one) for one in given_)) == says.format("all hours, places and takers")


def test_what_the_verdict_is_not_about_is_said() -> None:
    fit = does_not_fit()
    silent = Fit(replace(fit.asked, silent=("hours", "money", "work without a date (3)")), fit.answer)

    assert told(silent).says == (
        "The verdict is not about hours (not stated), money (not stated) and work without a date (3).",
    )


def test_periods_are_said_as_days_weeks_months_or_all_of_it() -> None:
    words = Words(given.asked(), given.case().whole)

    assert words.period(3, 4) == "14 January"
    assert words.period(5, 10) == "week 3"
    assert words.period(0, 20) == "weeks 2 to 5"
    assert words.period(15, 35) == "weeks 5 to 8"
    assert words.period(2, 9) == "13 January to 21 January"
    assert words.period(0, 60) == words.period(-5, 99) == "in all"


def test_amounts_have_the_unit_of_their_resource_and_money_the_currency_of_the_plan() -> None:
    asked = given.asked()
    units = {**asked.problem.units, "budget": ("EUR", 100), "mail": ("emails", 1)}
    words = Words(replace(asked, problem=replace(asked.problem, units=units)), given.case().whole)

    assert words.much("web", 76 * HOUR) == "76 hours"
    assert words.much("web", 90) == "1.5 hours"
    assert words.much("budget", 1_200_000) == "EUR 12,000"
    assert words.much("mail", 24_000) == "24,000 emails"


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Web: copy and design", "Web: copy and design"),
        ("Web: copy and events + Web: copy and design", "Web: copy, events and design"),
        ("Web: copy + Field: events", "Web: copy and Field: events"),
        ("Whoever organises the events: events", "Whoever organises the events"),
        ("Launch: rock, paper", "Launch: rock, paper"),
        ("Calls by sales and service", "Calls by sales and service"),
    ],
)
def test_a_resource_says_its_team_and_each_skill_once(title: str, says: str) -> None:
    assert resource(title) == says


def test_a_share_is_never_rounded_to_the_edge_that_it_has_not_reached() -> None:
    assert [share_of(share) for share in (0.002, 0.97, 0.9999, 1.0, 1.0001, 1.34)] == [
        "less than 1 %",
        "97 %",
        "99 %",
        "100 %",
        "101 %",
        "134 %",
    ]
    assert [days_said(days) for days in (1, 3, 5, 10, 13)] == [
        "1 working day",
        "3 working days",
        "5 working days",
        "2 weeks",
        "13 working days",
    ]


def test_the_tightest_is_where_most_of_what_there_is_is_used() -> None:
    loads = (Load("web", "Web & MOps", 0, 5, 3, 4), Load("budget", "Media", 0, 60, 97, 100))

    assert told(fits(loads=loads)).tightest == "Media, 97 %"


def test_an_engine_that_found_it_alone_proves_nothing() -> None:
    alone = Conflict(given.CONFLICT.claims, given.STAFF, "one engine", True)

    shown = told(does_not_fit(conflicts=(alone,)))

    assert shown.headline == "May not fit: this was found once, and not proved again."
    assert shown.tone == "unsure"
