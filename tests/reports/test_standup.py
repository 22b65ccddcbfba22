"""The agenda of a stand-up, line by line."""

from __future__ import annotations

from datetime import date

import pytest

from truenorth.engines.lately import Day, Lately, Queue, Said, is_unusual
from truenorth.plan import data, entity
from truenorth.plan.calendar import Span
from truenorth.records.week import PARTS, Line
from truenorth.reports.standup import Material, agenda
from truenorth.reports.standup.told import told
from truenorth.rules.acme import acme

SPAN = Span(date(2027, 3, 26), date(2027, 4, 1))


def lines(over: str = "", lately: Lately | None = None, was: str = "") -> list[Line]:
    case = acme(f"today: 2027-04-01\n{over}")
    return list(agenda(Material(case, acme(was or over).whole, SPAN, lately=lately or Lately())))


def says(part: str, *args: str, **more: Lately) -> list[str]:
    return [one.says for one in lines(*args, **more) if one.part == part]


def test_the_dates_of_these_days_and_of_as_many_to_come_are_told() -> None:
    assert says("program developments") == ["Open house: was to begin on 2027-04-01"]
    assert says("learning from execution") == [
        "Spring letter: was to be over on 2027-03-31, and nothing says that it is"
    ]
    assert says("results") == says("suggestions for refinements") == []


@pytest.mark.parametrize(
    ("fields", "part", "line"),
    [
        ("says: moved, note: Half is printed", PARTS[0], "Spring letter: on its way: Half is printed"),
        ("says: done, confidence: 90 %", PARTS[0], "Spring letter: done (sure: 90 %)"),
        ("says: stuck, note: no paper, confidence: low", PARTS[2], "Spring letter: stuck: no paper (sure: low)"),
        ("says: new date, until: 2027-04-09", PARTS[2], "Spring letter: new date 2027-04-09"),
    ],
)
def test_an_update_stands_where_it_belongs(fields: str, part: str, line: str) -> None:
    found = lines(f"records: {{update: [{{about: activity:spring-letter, on: 2027-03-30, {fields}}}]}}")

    (one,) = (one for one in found if one.source == "update")
    assert (one.part, one.says, one.about, one.place) == (part, line, "activity:spring-letter", "2027-03-30")


def test_of_an_item_the_last_word_of_these_days_counts_and_one_before_them_does_not() -> None:
    over = """
records:
  update:
  - {about: activity:spring-letter, says: stuck, note: no paper, on: 2027-03-29}
  - {about: activity:spring-letter, says: moved, note: paper is there, on: 2027-03-31}
  - {about: activity:open-house, says: stuck, note: no hall, on: 2027-03-25}
"""
    assert [one.says for one in lines(over) if one.source == "update"] == ["Spring letter: on its way: paper is there"]


def test_an_update_about_an_item_that_is_gone_is_told_by_what_it_was_called() -> None:
    over = "records: {update: [{about: activity:ride, called: Charity ride, says: moved, on: 2027-03-29}]}"

    assert "Charity ride (not in the plan any more): on its way" in says("program developments", over)


def test_what_became_other_in_the_plan_is_told_with_both_values() -> None:
    over = "activity: {open-house: {cost: 9000}, demo-days: {next_step: null}}"

    found = [one for one in lines(over, was="activity: {open-house: {cost: 14000}}") if one.source == "change"]

    assert [one.says for one in found] == ["Open house: cost 14,000 → 9,000"]


def week(first: date, much: float) -> tuple[Day, ...]:
    return (Day(first, "leads", much, "activity:spring-letter"),)


BEFORE = tuple(day for n in (5, 12, 19, 26) for day in week(date(2027, 3, n) if n < 26 else date(2027, 2, 26), 16))


def test_counts_stand_beside_what_is_usual_and_what_chance_does_not_make_is_learnt_from() -> None:
    lately = Lately((*BEFORE, *week(date(2027, 3, 28), 31)), until={"stage_changes": date(2027, 4, 1)})

    assert "Leads: 31 (usually 16, by the 4 weeks before); most from Spring letter 31" in says("results", lately=lately)
    assert "Leads: 31, more than chance makes of 16" in says("learning from execution", lately=lately)


def test_where_the_weeks_before_are_not_known_nothing_is_usual() -> None:
    lately = Lately(week(date(2027, 3, 28), 31), until={"stage_changes": date(2027, 3, 30)})

    assert says("results", lately=lately)[:1] == ["Leads: 31; most from Spring letter 31"]
    assert "The data do not reach to 2027-04-01: leads and deals until 2027-03-30" in says("results", lately=lately)


@pytest.mark.parametrize(
    ("now", "usual", "unusual"), [(25, 16, True), (24, 16, False), (30, 7, False), (0, None, False)]
)
def test_a_count_is_unusual_beyond_two_deviations_of_chance(now: float, usual: float | None, unusual: bool) -> None:
    assert is_unusual(now, usual) is unusual


def test_a_number_told_again_otherwise_is_learnt_from_and_not_told_as_a_result() -> None:
    first = Said("metric:opportunities", "crm", date(2027, 2, 1), date(2027, 2, 28), 20, date(2027, 3, 2))
    again = Said("metric:opportunities", "crm", date(2027, 2, 1), date(2027, 2, 28), 24, date(2027, 3, 30))
    lately = Lately(said=(first, again), until={"observations": date(2027, 2, 28)})

    assert says("results", lately=lately) == []
    assert any("for 2027-02: 24 instead of 20" in one for one in says("learning from execution", lately=lately))


def test_a_queue_is_told_once_its_week_is_over_beside_what_waited_before() -> None:
    weeks = ((8, 2), (15, 9), (22, 4), (29, 6))
    queues = tuple(Queue("capacity:sales-calls", date(2027, 3, day), 40, 36, left) for day, left in weeks)

    told_ = says("results", lately=Lately(queues=queues))

    assert told_ == [
        "Calls by sales, 2027-03-22 to 2027-03-28: 40 came in, 36 dealt with, 4 waiting at its end (9 before)"
    ]


def test_what_was_decided_suggested_and_not_planned_is_on_the_agenda() -> None:
    over = """
records:
  choice: [{key: c, what: Ask for the hall, until: 2027-03-31, owner: demand-lead, on: 2027-03-19}]
  suggestion: [{key: s, what: Print fewer, about: activity:spring-letter, owner: demand-lead, on: 2027-03-19}]
  unplanned: [{what: Slides, team: care, hours: 12, whom: management, on: 2027-03-30, displaces: [activity:check-up]}]
"""
    found = {one.says: one for one in lines(over) if one.source == "record"}

    assert list(found) == [
        "Not planned: Slides for management, 12 hours of Customer care; displaces Desk check-up",
        "Decided and not done: Ask for the hall, by 2027-03-31",
        "Suggested: Print fewer (for demand-lead)",
    ]


def test_many_dates_are_cut_and_counted() -> None:
    many = "\n".join(f"  a{n:02}: {{name: A{n:02}, start: 2027-03-29, end: 2027-09-30}}" for n in range(20))

    found = says("program developments", f"activity:\n{many}")

    assert "and 13 more dates in these days" in found
    assert len([one for one in found if "was to begin" in one]) == 8


def test_parts_with_nothing_in_them_say_so_on_the_screen() -> None:
    text = [line if isinstance(line, str) else line.text for line in told([], [], SPAN, "Weekly", 100)]

    assert "  No data of these days." in text
    assert "Weekly: 2027-03-26 to 2027-04-01" in text


def test_the_key_of_an_item_may_have_changed_meanwhile() -> None:
    case = acme("today: 2027-04-01")
    item = case.whole.entities["activity:open-house"]
    was = case.whole.changed({"activity:open-house": None, "activity:house": entity("activity:house", data(item))})

    found = [one for one in agenda(Material(case, was, SPAN)) if one.source == "change"]

    assert [one.says for one in found if one.about == "activity:open-house"] == ["Open house: has another key"]
