"""A sheet of other people becomes items of the plan: once, under keys that last, with nothing lost."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.plan.sheet.sheets import csv, fields, said, taken, xlsx

from truenorth.plan import Plan, entity, plan_of
from truenorth.plan.sheet.layout import Asked

SHEET = csv(
    """
    Title,Owner,Due,Channel,Cost,Team,Prio
    Spring letter,Editor,2027-03-01,Print,1200,Content,A
    Summer fair,Events lead,2027-06-12,Event,5000,Events,B
    """
)


def test_rows_become_items_with_links_and_labels() -> None:
    found = taken(SHEET)

    assert sorted(found.after.entities) == [
        "activity:spring-letter",
        "activity:summer-fair",
        "team:content",
        "team:events",
    ]
    assert fields(found, "activity:spring-letter") == {
        "name": "Spring letter",
        "owner": "Editor",
        "due": "2027-03-01",
        "channel": "Print",
        "cost": "1200",
        "team": "content",
        "labels": {"Prio": "A"},
    }
    assert fields(found, "team:content") == {"name": "Content"}
    assert dict(found.made) == {"team:content": "Content", "team:events": "Events"}


def test_importing_twice_changes_nothing() -> None:
    assert taken(SHEET, taken(SHEET).after).edits == ()


def test_a_corrected_sheet_edits_what_was_corrected_and_leaves_the_rest() -> None:
    plan = taken(SHEET).after
    more = {"start": "2027-02-01", "labels": {"Prio": "A", "own": "x"}}
    was = entity("activity:spring-letter", {**fields(taken(SHEET), "activity:spring-letter"), **more})
    plan = plan.changed({was.ref: was})

    found = taken(SHEET.replace(b"2027-03-01", b"2027-03-08").replace(b",A", b",C"), plan)

    assert [edit.ref for edit in found.edits] == ["activity:spring-letter"]
    assert found.edits[0].fields == {"due", "labels"}
    assert fields(found, was.ref)["due"] == "2027-03-08"
    assert fields(found, was.ref)["start"] == "2027-02-01"
    assert fields(found, was.ref)["labels"] == {"Prio": "C", "own": "x"}


def test_an_empty_cell_says_nothing() -> None:
    plan = taken(SHEET).after

    assert taken(SHEET.replace(b"Editor", b"").replace(b"1200", b"-"), plan).edits == ()


def test_a_new_title_with_a_known_number_is_the_same_item() -> None:
    sheet = csv("ID,Title,Owner,Due\n7,Spring letter,Editor,2027-03-01\n8,Summer fair,Events,2027-06-12")
    plan = taken(sheet).after
    assert fields(taken(sheet), "activity:spring-letter")["labels"] == {"ID": "7"}

    found = taken(sheet.replace(b"Spring letter", b"Easter letter"), plan)

    assert [edit.ref for edit in found.edits] == ["activity:spring-letter"]
    assert found.after.title("activity:spring-letter") == "Easter letter"
    assert len(found.after) == 2


def test_rows_of_one_name_stay_apart_whatever_their_order() -> None:
    rows = ["Newsletter,Editor,2027-02-01", "Newsletter,Editor,2027-03-01", "Newsletter,Editor,2027-04-01"]
    head = "Title,Owner,Due"
    plan = taken(csv("\n".join([head, *rows]))).after
    assert sorted(plan.entities) == ["activity:newsletter", "activity:newsletter-2", "activity:newsletter-3"]

    assert taken(csv("\n".join([head, *reversed(rows)])), plan).edits == ()
    moved = taken(csv("\n".join([head, rows[0], rows[1].replace("03-01", "03-15"), rows[2]])), plan)
    assert [(edit.ref, edit.fields) for edit in moved.edits] == [("activity:newsletter-2", {"due"})]
    more = taken(csv("\n".join([head, "Newsletter,Editor,2027-01-04", *rows])), plan)
    assert [edit.ref for edit in more.edits] == ["activity:newsletter-4"]


def test_a_number_that_is_there_twice_is_one_item_the_one_changed_last() -> None:
    sheet = csv(
        """
        id,updated_at,name,status,start
        1,2027-02-02,Spring,Paused,2027-03-01
        1,2027-01-02,Spring,Active,2027-03-01
        2,2027-01-02,Summer,Active,2027-06-01
        """
    )

    found = taken(sheet, kind="program")

    assert len(found.after) == 2
    assert fields(found, "program:spring")["status"] == "stopped"
    assert found.sheets[0].notes == ("1 row repeats a number in 'id': the one changed last ('updated_at') counts",)


def test_links_find_items_by_key_and_by_name_in_any_case() -> None:
    plan = plan_of(
        [
            entity("team:mk", {"name": "Content marketing"}),
            entity("role:ed", {"name": "Editor"}),
            entity("goal:grow", {"name": "Grow with hotels"}),
            entity("persona:buyer", {"name": "Buyer"}),
        ]
    )
    sheet = csv(
        """
        Title,Owner,Due,Team,Goal,Audience
        Letter,editor,2027-03-01,CONTENT  marketing,Grow with hotels,"buyer; Guest"
        Fair,Somebody else,2027-03-01,mk,,Buyer
        """
    )

    found = taken(sheet, plan)

    assert dict(found.made) == {"persona:guest": "Guest"}
    assert fields(found, "activity:letter")["owner"] == "ed"
    assert fields(found, "activity:letter")["team"] == "mk"
    assert fields(found, "activity:letter")["serves"] == {"goal:grow": None}
    assert fields(found, "activity:letter")["personas"] == ["buyer", "guest"]
    assert fields(found, "activity:fair")["owner"] == "Somebody else"


def test_a_goal_that_is_not_there_yet_is_made_as_a_goal() -> None:
    found = taken(csv("Maßnahme;Verantwortlich;Termin;Ziel\nBrief;Redaktion;01.03.2027;Mehr Hotels"))

    assert dict(found.made) == {"goal:mehr-hotels": "Mehr Hotels"}
    assert fields(found, "activity:brief")["serves"] == {"goal:mehr-hotels": None}


def test_a_column_that_says_something_else_in_every_row_makes_no_items() -> None:
    rows = "\n".join(f"Letter {n},Editor,2027-03-01,Win {n} new hotels" for n in range(30))

    found = taken(csv(f"Title,Owner,Due,Goal\n{rows}"))

    assert len(found.after) == 30
    assert fields(found, "activity:letter-3")["labels"] == {"Goal": "Win 3 new hotels"}
    assert "'Goal' says something else in most rows" in found.sheets[0].notes[0]


def test_words_that_are_no_date_are_kept_and_said() -> None:
    found = taken(csv("Title,Owner,Due\nLetter,Editor,2027-03-01\nFair,Events,mid-June\nFilm,Video,KW 14\nTalk,PR,TBD"))

    assert fields(found, "activity:fair") == {"name": "Fair", "owner": "Events", "labels": {"Due": "mid-June"}}
    assert fields(found, "activity:talk") == {"name": "Talk", "owner": "PR", "undecided": ["Due"]}
    assert found.sheets[0].kept[0].cells == [(2, "mid-June"), (3, "KW 14")]
    assert found.wrong == ()

    later = taken(csv("Title,Owner,Due\nFair,Events,2027-06-15\nTalk,PR,2027-07-01"), found.after)
    assert fields(later, "activity:fair") == {"name": "Fair", "owner": "Events", "due": "2027-06-15"}
    assert fields(later, "activity:talk") == {"name": "Talk", "owner": "PR", "due": "2027-07-01"}


def test_a_status_is_read_in_words_and_one_that_nobody_knows_is_a_label() -> None:
    rows = "A,erledigt\nB,in Arbeit\nC,open\nD,parked by legal"

    found = taken(csv(f"Title,Status\n{rows}"), kind="activity")

    assert [fields(found, f"activity:{key}").get("status") for key in "abcd"] == ["done", "active", "planned", None]
    assert fields(found, "activity:d")["labels"] == {"Status": "parked by legal"}


def test_every_wrong_cell_is_named_and_nothing_is_taken_with_it() -> None:
    sheet = csv(
        """
        Title,Owner,Due,Cost
        Letter,Editor,2021-04-31,1200
        ,Events,2027-03-01,100
        Film,Video,2027-03-01,cheap
        Fair,Events,2027-03-01,-5
        Talk,PR,2027-03-01,900
        """
    )

    assert said(taken(sheet)) == [
        "plan.csv, C2 '2021-04-31': 2021-04-31 does not exist: April 2021 has 30 days; did you mean 2021-04-30?",
        "plan.csv, A3: is empty: every row needs a title",
        "plan.csv, D4 'cheap': is not a number; write 1200 or 1200 EUR",
        "plan.csv, D5 '-5': is below zero: an amount of a plan is not",
    ]


def test_good_rows_can_be_taken_without_the_wrong_ones() -> None:
    found = taken(csv("Title,Owner,Due\nLetter,Editor,2021-04-31\nFair,Events,2027-03-01"), skip_wrong=True)

    assert list(found.after.entities) == ["activity:fair"]
    assert (found.skipped, len(found.wrong)) == (1, 1)


def test_an_order_of_dates_that_nothing_tells_is_asked_for() -> None:
    sheet = csv("Title,Owner,Due\nLetter,Editor,11-03-17\nFair,Events,01-12-17")
    with pytest.raises(Asked) as asked:
        taken(sheet)

    assert str(asked.value) == (
        "'11-03-17' in column 'Due' (C) can be read in several ways, and nothing else tells which: add --date-order dmy"
        " (2017-03-11) or --date-order mdy (2017-11-03) or --date-order ymd (2011-03-17)"
    )
    assert fields(taken(sheet, date_order="dmy"), "activity:letter")["due"] == "2017-03-11"
    assert fields(taken(sheet, date_order="mdy"), "activity:letter")["due"] == "2017-11-03"


def test_the_other_dates_of_the_sheet_may_tell_and_it_is_said() -> None:
    found = taken(csv("Title,Owner,Start,Due\nLetter,Editor,3/1/2027,3/4/2027\nFair,Events,3/31/2027,4/2/2027"))

    assert fields(found, "activity:letter")["due"] == "2027-03-04"
    assert found.sheets[0].notes == (
        "'Start' is read as month, day, year: '3/31/2027' can be nothing else",
        "'Due' is read as month, day, year, like the other dates of this sheet",
    )


def test_decimals_that_nothing_tells_are_asked_for() -> None:
    sheet = csv('Title,Owner,Due,Cost\nLetter,Editor,2027-03-01,"1.200"\nFair,Events,2027-03-01,3.500')
    with pytest.raises(Asked) as asked:
        taken(sheet)

    assert str(asked.value) == (
        "'1.200' in column 'Cost' (D) can be read in two ways: add --decimal comma (1200) or --decimal point (1.200)"
    )
    assert fields(taken(sheet, decimal="comma"), "activity:letter")["cost"] == "1200"


def test_german_money_is_read_by_its_column() -> None:
    sheet = csv("Titel;Verantwortlich;Termin;Kosten (T€)\nBrief;Redaktion;01.03.2027;1,5\nMesse;Events;02.03.2027;12")

    found = taken(sheet)

    assert fields(found, "activity:brief")["cost"] == "1500 EUR"
    assert fields(found, "activity:messe")["cost"] == "12000 EUR"


def test_money_in_the_companys_own_currency_needs_no_sign() -> None:
    plan = plan_of([entity("company:tea", {"currency": "EUR"})])

    found = taken(csv("Title,Owner,Due,Cost\nLetter,Editor,2027-03-01,1200 €\nFair,Events,2027-03-01,$900"), plan)

    assert fields(found, "activity:letter")["cost"] == "1200"
    assert fields(found, "activity:fair")["cost"] == "900 USD"


def test_cells_of_a_workbook_keep_what_they_are() -> None:
    data = xlsx(
        [
            ["ID", "Title", "Owner", "Due", "Cost", "Count", "When"],
            [1, "Letter", "Editor", date(2027, 3, 1), 1200.5, 3, datetime(2027, 3, 1, 14, 30)],
            [2, 2027, "Events", 46477, 900, 0.1 + 0.2, date(2027, 4, 1)],
        ],
        formats={"E2": '#,##0.00 "€"', "E3": "General", "D2": "DD.MM.YYYY"},
    )

    found = taken(data)

    assert fields(found, "activity:letter") == {
        "name": "Letter",
        "owner": "Editor",
        "due": "2027-03-01",
        "cost": "1200.50 EUR",
        "labels": {"ID": "1", "Count": "3", "When": "2027-03-01 14:30:00"},
    }
    assert fields(found, "activity:2027")["due"] == "2027-03-31"
    assert fields(found, "activity:2027")["labels"]["Count"] == "0.3"


def test_percent_of_a_workbook_stay_percent() -> None:
    data = xlsx(
        [["Goal", "Weight", "Target"], ["Grow", 0.6, 0.125], ["Keep", 0.4, 3]],
        formats={"B2": "0%", "B3": "0 %", "C2": "0.0%"},
    )

    found = taken(data, kind="goal")

    assert fields(found, "goal:grow") == {"name": "Grow", "weight": "60 %", "target": "12.5 %"}
    assert fields(found, "goal:keep") == {"name": "Keep", "weight": "40 %", "target": "3"}


def test_cells_merged_over_rows_count_in_each() -> None:
    data = xlsx(
        [
            ["Title", "Owner", "Due", "Campaign"],
            ["Letter", "Editor", date(2027, 3, 1), "Spring"],
            ["Fair", "Events", date(2027, 3, 2)],
        ],
        merged=["D2:D3"],
    )

    found = taken(data)

    assert fields(found, "activity:fair")["program"] == "spring"


def test_a_heading_between_the_rows_is_a_label_of_those_below() -> None:
    data = xlsx(
        [
            ["Title", "Owner", "Due"],
            ["Q1"],
            ["Letter", "Editor", date(2027, 3, 1)],
            ["Q2"],
            ["Fair", "Events", date(2027, 4, 2)],
        ],
        merged=["A2:C2", "A4:C4"],
    )

    found = taken(data)

    assert fields(found, "activity:letter")["labels"] == {"section": "Q1"}
    assert fields(found, "activity:fair")["labels"] == {"section": "Q2"}


def test_only_the_sheet_that_is_asked_for_is_read() -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active["A1"] = "How to use this"
    for name, title in (("2026", "Old letter"), ("2027", "New letter")):
        sheet = book.create_sheet(name)
        for row in (["Title", "Owner", "Due"], [title, "Editor", "2027-03-01"]):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)

    first, asked = taken(out.getvalue()), taken(out.getvalue(), sheets=("2027",))

    assert list(first.after.entities) == ["activity:old-letter"]
    assert first.unread == ("Read me", "2027")
    assert list(asked.after.entities) == ["activity:new-letter"]
    with pytest.raises(Asked, match=r"no sheet '2028'; did you mean '2027'\?"):
        taken(out.getvalue(), sheets=("2028",))


@pytest.mark.parametrize(
    "name", ["Frühjahrs-Mailing & Co.", "Ünïcödé", "日本語", "C++", "  spaced   out  ", "A" * 300, "!!!"]
)
def test_any_title_gets_a_key_that_lasts(name: str) -> None:
    sheet = csv(f'Title,Owner,Due\n"{name}",Editor,2027-03-01')

    found = taken(sheet)

    assert len(found.after) == 1
    assert taken(sheet, found.after).edits == ()


def test_keys_are_plain_words() -> None:
    found = taken(csv("Title,Owner,Due\nFrühjahrs-Mailing & Co. 2027,E,2027-03-01\nStraße zum Café,E,2027-03-01"))

    assert list(found.after.entities) == ["activity:fruehjahrs-mailing-co-2027", "activity:strasse-zum-cafe"]


def test_the_plan_given_is_never_touched() -> None:
    plan = Plan({})

    taken(SHEET, plan)

    assert len(plan) == 0
