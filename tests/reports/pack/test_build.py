"""What a report says, to whom: the same numbers to all, nothing invented."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from truenorth.plan.consent import Cadence
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Team
from truenorth.records import Decision, Records
from truenorth.records.week import Choice, Update
from truenorth.reports.diff import Difference
from truenorth.reports.pack import Pack, build
from truenorth.reports.pack.blocks import Figure, Heading, Number, Table, Text, read
from truenorth.reports.pack.charts import Bars, Strip, Timeline
from truenorth.reports.pack.material import Change as Changed
from truenorth.reports.pack.material import Material, News
from truenorth.reports.pack.readers import PEOPLE, Unknown, reader, readers_of
from truenorth.reports.page import page
from truenorth.services.check import Judged, judged
from truenorth.services.folder import Folder


def section(pack: Pack, reader_: str, says: str) -> tuple:
    return dict(pack.for_(reader_).sections)[says]


def test_every_reader_gets_the_same_numbers_or_none(pack: Pack):
    told = {one.word: [b for b in pack.for_(one.word).blocks if isinstance(b, Number)] for one in PEOPLE}

    assert {word for word, numbers in told.items() if numbers} == {"ceo", "board", "cmo", "mops"}
    assert len({tuple(numbers) for numbers in told.values() if numbers}) == 1
    assert [(one.name, one.says, one.of) for one in told["ceo"]][:2] == [
        ("At stake", "USD 1,247,154", "of USD 4,350,379 planned"),
        ("Alignment index", "71", "of 100"),
    ]


def test_the_chief_executive_reads_what_is_owed_what_waits_and_where_goals_stand(pack: Pack):
    said = [block.says for block in pack.for_("ceo").blocks if isinstance(block, Heading)]
    owes = section(pack, "ceo", "What you owe")
    goals = section(pack, "ceo", "Goals")

    assert said[:5] == ["What matters most", "Your numbers", "What waits for your answer", "What you owe", "Goals"]
    assert owes[0].says == "2 promises are open, 1 past the date."
    assert owes[1].rows[0] == (
        "Decide the prices of Quote Live.",
        "Product marketing",
        "was due 18 December 2026",
        "accepted",
    )
    assert goals[1].rows[0][:3] == ("Grow recurring revenue by 27 %", "USD 8,200,000 by December 2027", "no data yet")


@pytest.mark.meets("S2-13")
def test_a_report_says_which_numbers_its_reader_asked_for_and_which_it_has_not(pack: Pack):
    text, table, warning = section(pack, "finance", "Your numbers")

    assert text.says == (
        "Of the 3 numbers that you asked for or your reports name, this report has none."
        " Nothing is measured yet of Cost per opportunity, Opportunities and Net new recurring revenue."
    )
    assert table.rows[0] == (
        "Cost per opportunity", "efficiency", "USD 7,400", "30 September 2027", "accepted", "no data yet",
    )  # fmt: skip
    assert (
        warning.says == "GOAL05: Report to finance: shows pipeline and revenue to finance, and they expect efficiency"
    )


def test_what_was_not_worked_out_is_said_to_be_so(pack: Pack):
    assert section(pack, "ceo", "Can it all be true?") == (
        Text(
            "Whether it all fits is not worked out yet for this version.",
            "quiet",
            readers=("ceo", "board", "cmo", "mops"),
        ),
    )


def test_the_next_six_weeks_begin_today_and_say_how_many_there_are(pack: Pack):
    (figure,) = section(pack, "board", "The next six weeks")

    assert figure.says.startswith("33 pieces of work go to market, or reach a milestone, until 21 February 2027;")
    assert isinstance(figure.chart, Timeline)
    assert len(figure.chart.spans) == 12
    assert all(date(2027, 1, 15) <= one.start <= date(2027, 2, 21) for one in figure.chart.spans)


def test_a_teams_page_is_about_the_team_and_a_partners_about_its_program(pack: Pack, kestrel: Judged):
    web, partner = pack.for_("team:web"), pack.for_("partner:quote-live")
    told = json.dumps(partner.data())
    others = [one.title for one in kestrel.folder.plan.all(Team)] + ["1,247,154", "4,350,379", "Carrier trust"]

    assert web.blocks[0].says == "45 pieces of work are planned or under way: USD 1,073,964, 2,927 hours."
    assert isinstance(section(pack, "team:web", "How full it is")[0].chart, Strip)
    assert partner.title == "Quote Live launch, for the partner"
    assert [one for one in others if one in told] == []


def test_a_report_is_the_same_after_it_was_kept(pack: Pack):
    for word in ("ceo", "board", "team:web"):
        one = pack.for_(word)

        assert read(json.loads(json.dumps(one.data()))) == one


def test_a_figure_without_its_sentence_is_none():
    with pytest.raises(ValueError, match="a figure has a sentence"):
        Figure(" ", Bars(("a",), (1.0,)))


def test_a_row_is_as_wide_as_its_head():
    with pytest.raises(ValueError, match="as wide as its head"):
        Table(("a", "b"), (("1",),))


def test_what_was_decided_said_and_changed_is_told(kestrel: Judged):
    ident = next(one.id for one in kestrel.findings if one.rule == "GOAL07")
    records = replace(
        kestrel.folder.records,
        decisions=(
            Decision(finding=ident, state="accepted", until=date(2027, 3, 1), owner="cmo", reason="until the review"),
        ),
        updates=(
            Update(about="activity:charity-ride-reno", says="moved", on=date(2027, 1, 12)),
            Update(about="program:website", says="stuck", note="the key to the server", on=date(2027, 1, 14)),
            Update(about="program:executive", says="done", on=date(2026, 12, 1)),
        ),
        choices=(Choice(key="a", what="Ask for the key", owner="mops-lead", until=date(2027, 1, 13)),),
    )
    found = judged(replace(kestrel.folder, records=records), kestrel.case.today, lambda _: None)
    news = News(
        "since the report of 8 January 2027",
        date(2027, 1, 8),
        (Changed(date(2027, 1, 14), "the webinar is later", "Amara Okafor"),),
        (Difference("~", "program:website", "Website rebuild", (("end", "2027-03-19 -> 2027-04-30"),)),),
    )
    pack = build(Material(page(found.report(), found.case), news))

    assert section(pack, "ceo", "Risks that were accepted")[0].rows[0][1:] == (
        "1 March 2027",
        "cmo",
        "until the review",
    )
    said = section(pack, "ceo", "What was said of the work")
    assert said[0].says == "2 updates: 1 stuck, 1 on the way."
    assert said[1].rows[0] == ("Website rebuild", "stuck", "the key to the server", "14 January 2027")
    assert section(pack, "ceo", "Decisions to carry out")[0].says == "1 decision is open, 1 past the date."
    changed = section(pack, "ceo", "What was changed")
    assert changed[0].says == "1 change since the report of 8 January 2027: the webinar is later."
    assert changed[1].rows == (("Website rebuild", "changed", "end 2027-03-19 -> 2027-04-30"),)


def test_an_empty_plan_says_so_and_nothing_else(tmp_path):
    found = judged(Folder(tmp_path, Plan({}), Records(), {}), date(2027, 1, 11), lambda _: None)
    pack = build(Material(page(found.report(), found.case))).for_("ceo")

    assert [type(one) for one in pack.blocks if not isinstance(one, (Heading, Text))] == []
    assert "Nothing is in the plan yet" in pack.headline or "nothing" in pack.headline.lower()


def test_readers_are_called_by_word_and_a_cadence_names_them(kestrel: Judged):
    plan = kestrel.folder.plan
    cadence = {one.key: one for one in plan.all(Cadence)}

    assert reader("Business", plan).word == "board"
    assert [one.word for one in readers_of(cadence["board-report"], plan)] == ["board"]
    assert [one.word for one in readers_of(cadence["sales-report"], plan)] == ["sales"]
    with pytest.raises(Unknown, match="“nobody” names no reader: ceo, board, cmo"):
        reader("nobody", plan)
