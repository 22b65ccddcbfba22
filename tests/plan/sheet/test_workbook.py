"""The workbook that Truenorth writes: what is in it, and what people may do to it before it comes back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.plan.sheet.sheets import EMPTY, fields, said, taken

from truenorth.plan import KINDS, Plan, entity, plan_of, text
from truenorth.plan.sheet.csv_out import computed, csv_text
from truenorth.plan.sheet.fields import ORDER
from truenorth.plan.sheet.fields import fields as fields_of
from truenorth.plan.sheet.own import HELP
from truenorth.plan.sheet.workbook import workbook

ACME = text.read(Path(__file__).parents[3] / "examples" / "acme")


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """A workbook after somebody changed it in a spreadsheet."""
    book = opened(data)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column(sheet: Any, name: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == name)


def put(sheet: Any, row: int, **values: Any) -> None:
    for name, value in values.items():
        sheet.cell(row, column(sheet, name), value)


def test_a_sheet_for_each_kind_in_the_order_people_think() -> None:
    assert opened(workbook(ACME)).sheetnames == list(ORDER)
    assert set(ORDER) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_has_a_column_with_a_line_of_help(kind: str) -> None:
    sheet = opened(workbook(ACME))[kind]

    assert [cell.value for cell in sheet[1]] == ["key", *fields_of(KINDS[kind])]
    assert sheet["A2"].value == HELP
    assert all(cell.value and len(cell.value) > 10 for cell in sheet[2])
    assert sheet.freeze_panes == "C3"


def test_everything_is_text_and_nothing_is_computed() -> None:
    nasty = entity(
        "activity:007", {"name": "=1+1", "note": "+49 30", "channel": "@all", "owner": "-x", "due": "2027-03-01"}
    )
    data = workbook(plan_of([nasty]))

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets"))
    sheet = opened(data)["activity"]
    assert [sheet.cell(3, column(sheet, name)).value for name in ("key", "name", "due")] == [
        "007",
        "=1+1",
        "2027-03-01",
    ]
    assert {cell.number_format for cell in sheet[3] if cell.value} == {"@"}
    assert taken(data).after.entities == {"activity:007": nasty}


def test_choices_and_links_can_be_picked() -> None:
    sheet = opened(workbook(ACME))["activity"]
    rules = {next(iter(rule.sqref.ranges)).min_col: rule for rule in sheet.data_validations.dataValidation}

    assert rules[column(sheet, "status")].formula1 == '"idea,planned,active,done,stopped"'
    assert rules[column(sheet, "team")].formula1.startswith("team!$A$3:$A$")
    assert rules[column(sheet, "owner")].formula1.startswith("role!$A$3:$A$")
    assert not rules[column(sheet, "owner")].showErrorMessage  # a title may be typed, too


def test_only_some_kinds_can_be_written() -> None:
    assert opened(workbook(ACME, ["goal", "activity"])).sheetnames == ["goal", "activity"]


def test_what_is_changed_in_a_spreadsheet_is_all_that_changes() -> None:
    def change(book: Any) -> None:
        sheet = book["activity"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "spring-letter")
        put(sheet, row, due=date(2027, 4, 30), cost=4600, note=None, channel="Brief")

    was = ACME.entities["activity:spring-letter"]
    found = taken(edited(workbook(ACME), change), ACME)

    assert [edit.ref for edit in found.edits] == ["activity:spring-letter"]
    assert fields(found, was.ref)["due"] == "2027-04-30"
    assert fields(found, was.ref)["cost"] == "4600"
    assert fields(found, was.ref)["channel"] == "Brief"
    assert "note" not in fields(found, was.ref)


def test_an_emptied_cell_takes_the_value_away() -> None:
    def change(book: Any) -> None:
        sheet = book["activity"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "spring-letter")
        put(sheet, row, cost="")

    found = taken(edited(workbook(ACME), change), ACME)

    assert [(edit.ref, edit.fields) for edit in found.edits] == [("activity:spring-letter", {"cost"})]


def test_a_new_row_needs_no_key_and_may_be_written_as_people_write() -> None:
    def change(book: Any) -> None:
        sheet = book["activity"]
        put(
            sheet,
            sheet.max_row + 1,
            name="Herbstbrief",
            due="30.09.2027",
            start="September 2027",
            cost="1.200,50 €",
            status="geplant",
            team="Customer care",
        )

    data = edited(workbook(ACME), change)
    found = taken(data, ACME)

    assert found.wrong == ()
    assert fields(found, "activity:herbstbrief") == {
        "name": "Herbstbrief",
        "status": "planned",
        "team": "care",
        "start": "2027-09",
        "due": "2027-09-30",
        "cost": "1200.50",
    }
    assert taken(data, found.after).edits == ()


def test_a_column_that_somebody_added_becomes_labels() -> None:
    def change(book: Any) -> None:
        sheet = book["goal"]
        sheet.cell(1, sheet.max_column + 1, "Sponsor")
        sheet.cell(3, sheet.max_column, "Board")

    found = taken(edited(workbook(ACME), change), ACME)

    assert [edit.after["labels"] for edit in found.edits if edit.after] == [{"Sponsor": "Board"}]


def test_columns_that_are_not_there_leave_values_as_they_are() -> None:
    def change(book: Any) -> None:
        sheet = book["activity"]
        sheet.delete_cols(column(sheet, "cost"))
        book.remove(book["tool"])

    assert taken(edited(workbook(ACME), change), ACME).edits == ()


def test_rows_that_are_not_there_stay_in_the_plan_and_it_is_said() -> None:
    found = taken(edited(workbook(ACME), lambda book: book["goal"].delete_rows(3)), ACME)

    assert found.edits == ()
    assert found.stays == 1


def test_a_link_to_nothing_is_named_with_its_cell() -> None:
    def change(book: Any) -> None:
        put(book["activity"], 3, team="carre")

    place = f"{openpyxl.utils.get_column_letter(column(opened(workbook(ACME))['activity'], 'team'))}3"

    assert said(taken(edited(workbook(ACME), change), ACME)) == [
        f"plan.xlsx, sheet activity, {place} 'carre': points at team:carre, which is not in the plan;"
        " did you mean team:care?"
    ]


def test_rows_that_hang_on_a_row_left_out_are_left_out_too() -> None:
    plan = plan_of(
        [
            entity("goal:grow", {"name": "Grow", "weight": "40 %"}),
            entity("program:spring", {"name": "Spring", "serves": ["goal:grow"]}),
            entity("activity:letter", {"name": "Letter", "program": "spring"}),
            entity("activity:fair", {"name": "Fair"}),
        ]
    )

    def change(book: Any) -> None:
        put(book["goal"], 3, weight="a lot")

    found = taken(edited(workbook(plan), change), skip_wrong=True)

    assert list(found.after.entities) == ["activity:fair"]
    assert found.skipped == 3
    assert [one.value for one in taken(edited(workbook(plan), change)).wrong] == ["a lot"]  # the cause alone


def test_a_key_that_is_there_twice_is_named() -> None:
    def change(book: Any) -> None:
        sheet = book["goal"]
        put(sheet, sheet.max_row + 1, key=sheet["A3"].value, name="Another")

    wrong = said(taken(edited(workbook(ACME), change), ACME))

    assert len(wrong) == 1
    assert "is a key twice, here and in row 3: give one another key" in wrong[0]


def test_the_template_is_empty_and_can_be_imported_as_it_is() -> None:
    data = workbook(Plan({}), empty=True)

    assert opened(data).sheetnames == ["Start here", *ORDER]
    found = taken(data, ACME)
    assert (found.edits, found.wrong) == ((), ())


def test_the_short_form_of_the_template_becomes_activities() -> None:
    def change(book: Any) -> None:
        sheet = book["Start here"]
        head = next(cell.row for cell in sheet["A"] if cell.value == "Title")
        assert [cell.value for cell in sheet[head]] == ["Title", "Owner", "Date", "Channel"]
        for row, values in enumerate(
            [("Letter", "Editor", date(2027, 3, 1), "Print"), ("Fair", "Events", None, None)], head + 1
        ):
            for number, value in enumerate(values, 1):
                sheet.cell(row, number, value)
        put(book["goal"], 3, key="grow", name="Grow")

    found = taken(edited(workbook(Plan({}), empty=True), change))

    assert sorted(found.after.entities) == ["activity:fair", "activity:letter", "goal:grow"]
    assert fields(found, "activity:letter") == {
        "name": "Letter",
        "owner": "Editor",
        "due": "2027-03-01",
        "channel": "Print",
    }
    assert fields(found, "activity:fair") == {"name": "Fair", "owner": "Events"}


def test_a_template_may_hold_some_kinds_only() -> None:
    assert opened(workbook(Plan({}), ["activity"], empty=True)).sheetnames == ["Start here", "activity"]


def test_csv_opens_as_utf_8_and_tells_what_a_spreadsheet_would_compute() -> None:
    plan = plan_of([entity("goal:a", {"name": "=1+1", "note": "-5"}), entity("goal:b", {"name": "Grüße"})])

    assert csv_text(plan, "goal").encode().startswith(b"\xef\xbb\xbfkey,name,note\n")
    assert computed(plan, ["goal"]) == 1
    assert taken(csv_text(plan, "goal").encode(), EMPTY, file="goal.csv").after == plan


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("=1", 1),
        ("@SUM(1)", 1),
        ("+1+cmd|' /C calc'!A0", 1),
        ("-2+3", 1),
        ("-a", 1),
        ("+30 %", 0),
        ("-2", 0),
        ("a=1", 0),
    ],
)
def test_a_sum_that_begins_with_a_sign_is_computed_and_a_number_is_not(text: str, count: int) -> None:
    assert computed(plan_of([entity("goal:a", {"name": text})]), ["goal"]) == count


def test_the_template_opens_with_the_cursor_in_the_first_line_of_the_form() -> None:
    sheet = opened(workbook(EMPTY, empty=True))["Start here"]

    assert sheet.sheet_view.selection[-1].activeCell == "A10"
    assert [cell.value for cell in sheet[9]] == ["Title", "Owner", "Date", "Channel"]


def test_a_form_taken_in_again_misses_no_item_although_the_sheet_of_activities_is_empty() -> None:
    def filled(book: Any) -> None:
        book["Start here"]["A10"] = "Spring letter"
        put(book["goal"], 3, key="grow", name="Grow")

    form = edited(workbook(EMPTY, empty=True), filled)
    once = taken(form)

    assert sorted(once.after.entities) == ["activity:spring-letter", "goal:grow"]
    assert (again := taken(form, once.after)).edits == ()
    assert again.stays == 0
