from __future__ import annotations

from datetime import date

import pytest

from truenorth.plan.calendar import Span
from truenorth.plan.edit import Edit, apply
from truenorth.plan.entity import data
from truenorth.plan.resources import Team
from truenorth.plan.work import Activity
from truenorth.reports.roadmap import Asked, Roadmap, Wanted, Window, roadmap
from truenorth.reports.roadmap.bars import bar_of, spanned
from truenorth.reports.roadmap.draw import svg
from truenorth.reports.roadmap.move import moved
from truenorth.reports.roadmap.pdf import sheets
from truenorth.reports.roadmap.roadmap import Placed
from truenorth.reports.team import view
from truenorth.rules.acme import acme
from truenorth.rules.case import Case

WAITS = "activity: {open-house: {start: 2027-03-29}}"  # it waits for the spring letter, over on 31 March


def shown(case: Case, zoom: str = "quarter", **asked: object) -> Roadmap:
    return roadmap(case, Asked(Window.of(zoom, case.today), **asked))  # type: ignore[arg-type]


def bars(road: Roadmap) -> dict[str, Placed]:
    return {one.bar.ref: one for lane in road.lanes for one in lane.bars}


def item(case: Case, key: str) -> Activity:
    found = case.plan.get(Activity, key)
    assert found is not None
    return found


def test_work_stands_in_the_lane_of_its_team_from_its_first_to_its_last_day():
    road = shown(acme())

    letter = bars(road)["activity:spring-letter"]

    assert [lane.title for lane in road.lanes] == ["Customer care", "Demand generation"]
    assert letter.bar.span == Span(date(2027, 3, 1), date(2027, 3, 31))
    assert road.window.first == date(2026, 12, 14)
    assert letter.left == pytest.approx(100 * 77 / 182, abs=0.01)
    assert letter.width == pytest.approx(100 * 31 / 182, abs=0.01)


def test_the_bands_are_the_lead_time_of_the_process_the_time_in_market_and_the_buying_cycle():
    bar = bar_of(acme(), item(acme(), "spring-letter"))

    assert bar is not None
    assert bar.lead == Span(date(2027, 2, 25), date(2027, 3, 14))  # 12 working days at most before 15 March
    assert bar.market == Span(date(2027, 3, 15), date(2027, 3, 31))
    assert bar.impact is not None
    assert bar.impact.start > bar.market.start
    assert "by its process it has to begin by 25 February 2027" in bar.says


def test_what_names_no_date_has_no_bar_and_is_listed():
    road = shown(acme("activity: {film: {name: A film, team: demand}}"))

    assert road.undated == (("activity:film", "A film"),)
    assert "activity:film" not in bars(road)
    assert "1 piece of work names no date yet" in road.says


def test_work_that_is_stuck_says_what_stands_in_its_way():
    case = acme("activity: {open-house: {blocked_by: no room yet}}")

    bar = bars(shown(case))["activity:open-house"].bar

    assert bar.stuck == "no room yet"
    assert bar.says.endswith("; stuck: no room yet.")


def test_a_milestone_is_a_point_and_a_period_is_not_made_into_days():
    case = acme("activity: {live: {milestone: true, due: 2027-03-05}, some: {name: Some, period: 2027-Q1}}")

    live, some = (bar_of(case, item(case, key)) for key in ("live", "some"))

    assert live is not None
    assert live.form == "point"
    assert some is not None
    assert some.form == "period"
    assert "no days yet" in some.says


def test_the_load_of_a_lane_is_the_one_that_its_team_is_told():
    case = acme()
    lane = next(one for one in shown(case).lanes if one.key == "demand")
    team = case.plan.get(Team, "demand")
    assert team is not None
    assert lane.strip is not None

    weeks = view(case, team).weeks

    first = int(lane.strip.cells[0].begin)
    assert [round(hours, 1) for hours in lane.strip.asked[first : first + 8]] == [week.asked for week in weeks]
    assert lane.strip.there[first : first + 8] == tuple(week.there for week in weeks)


def test_weeks_that_are_over_tell_no_load():
    strip = next(one for one in shown(acme()).lanes if one.key == "demand").strip

    assert strip is not None
    assert strip.cells[0].begin == 4  # the week of today


def test_work_is_narrowed_by_team_goal_persona_program_and_text():
    case = acme()

    assert set(bars(shown(case, "year", wanted=Wanted(team="care")))) == {"activity:check-up"}
    assert set(bars(shown(case, "year", wanted=Wanted(text="letter spring")))) == {"activity:spring-letter"}
    assert "activity:check-up" not in bars(shown(case, "year", wanted=Wanted(program="launch")))
    assert shown(case, wanted=Wanted(text="nothing like that")).says == "No work is like that."


@pytest.mark.parametrize(
    ("by", "titles"),
    [("persona", ["Office manager"]), ("program", ["Customers for life", "Ready on Monday"])],
)
def test_lanes_may_be_made_by_persona_or_program(by: str, titles: list[str]):
    assert [lane.title for lane in shown(acme(), by=by).lanes] == titles


def test_lanes_and_rows_beyond_what_is_asked_for_are_counted():
    road = shown(acme(), "year", lanes=1, rows=1)

    assert road.more_lanes == 1
    assert len(road.lanes) == 1
    assert sum(lane.more for lane in shown(acme(WAITS), "year", rows=1, bars=2).lanes) == 1
    assert sum(lane.more for lane in shown(acme(WAITS), "year", rows=1).lanes) == 0  # all of it fits
    moved_last = shown(acme(WAITS), "year", rows=1, bars=2, at="activity:open-house")
    assert "activity:open-house" in bars(moved_last)


def test_work_that_cannot_begin_yet_shows_where_what_it_waits_for_puts_it():
    late = bars(shown(acme(WAITS)))["activity:open-house"]

    assert late.pushed is not None
    assert late.pushed.start == date(2027, 4, 1)
    assert late.because == "It waits for Spring letter, and can begin on 1 April 2027."


def test_a_line_leads_from_what_comes_first_to_what_waits_for_it():
    found = [one.says for one in shown(acme()).links if one.kind == "after"]

    assert "Open house waits for Spring letter" in found


def test_what_programs_hand_on_joins_their_first_bars():
    case = acme("feed: {guests: {giver: launch, taker: care, volume: 4 per week, unit: guests}}")

    [one] = [one for one in shown(case).links if one.kind == "feed"]

    assert (one.giver, one.taker) == ("activity:spring-letter", "activity:check-up")
    assert one.says == "Ready on Monday hands 4 guests per week on to Customers for life"


def test_a_bar_that_is_moved_takes_all_its_dates_along():
    case = acme()

    [edit] = moved(case, item(case, "spring-letter"), Span(date(2027, 3, 8), date(2027, 4, 7)))

    assert edit.after is not None
    dates = {name: edit.after[name] for name in ("start", "end", "brief_ready", "in_market")}
    assert dates == {"start": "2027-03-08", "end": "2027-04-07", "brief_ready": "2027-02-08", "in_market": "2027-03-22"}
    assert edit.fields == set(dates)


def test_a_bar_that_is_stretched_changes_only_its_end():
    case = acme()

    [edit] = moved(case, item(case, "open-house"), Span(date(2027, 4, 1), date(2027, 5, 7)))

    assert edit.fields == {"end"}
    assert moved(case, item(case, "open-house"), Span(date(2027, 4, 1), date(2027, 4, 30))) == []


def test_what_waits_for_a_bar_is_taken_along_as_far_as_it_has_to_be():
    case = acme()

    edits = moved(case, item(case, "spring-letter"), Span(date(2027, 3, 8), date(2027, 4, 7)), along=True)

    after = apply(case.whole, edits)
    open_house, demo = after.get(Activity, "open-house"), after.get(Activity, "demo-days")
    assert [edit.ref for edit in edits] == ["activity:spring-letter", "activity:open-house", "activity:demo-days"]
    assert open_house is not None
    assert (open_house.start, open_house.end) == ("2027-04-08", "2027-05-07")
    assert demo is not None
    assert demo.start == "2027-05-08"


def test_days_are_said_without_saying_anything_twice():
    assert spanned(Span(date(2027, 3, 1), date(2027, 3, 31))) == "1 to 31 March 2027"
    assert spanned(Span(date(2026, 12, 1), date(2027, 1, 31))) == "1 December 2026 to 31 January 2027"


@pytest.mark.parametrize("zoom", ["week", "month", "quarter", "year"])
def test_every_zoom_holds_today_and_its_scale_fills_it(zoom: str):
    window = Window.of(zoom, date(2027, 1, 15))  # type: ignore[arg-type]

    assert window.now is not None
    assert sum(tick.width for tick in window.months) == pytest.approx(100, abs=0.1)
    assert window.first.weekday() == 0


def test_on_paper_a_lane_stands_whole_on_one_sheet_and_text_stays_text():
    case = acme("activity: {evil: {name: '<script>&', team: care, start: 2027-02-01, end: 2027-02-26}}")
    road = shown(case)

    assert [lane.title for sheet in sheets(road) for lane in sheet.lanes] == [lane.title for lane in road.lanes]
    assert "&lt;script&gt;&amp;" in svg(road)
    assert "<script>" not in svg(road)


@pytest.mark.parametrize(
    "fields",
    [
        {"start": "2027-04-08", "end": "2027-05-07"},
        {"team": "care"},
        {"effort": {"copy": "90"}},
        {"same_as": ["demo-days"]},
        {"status": "done"},
        {"program": "care", "personas": []},
    ],
)
def test_what_is_known_of_other_work_is_carried_along_and_says_the_same(fields: dict[str, object]):
    case = acme()
    for by in ("team", "goal"):
        shown(case, by=by)
    was = data(item(case, "open-house"))

    after = apply(case.whole, [Edit("activity:open-house", was, {**was, **fields})])

    for by in ("team", "goal"):
        assert shown(case.after(after, ["activity:open-house"]), by=by) == shown(Case(after, case.today), by=by)
