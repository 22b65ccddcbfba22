"""A plan written as a workbook, or as CSV, and read back is the same plan."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from tests.strategies import plans

from truenorth.plan import KINDS, Plan, entity, plan_of, text
from truenorth.plan.sheet.csv_out import csv_texts
from truenorth.plan.sheet.outcome import Taken
from truenorth.plan.sheet.take import Given, take
from truenorth.plan.sheet.workbook import workbook

ACME = Path(__file__).parents[3] / "examples" / "acme"
EMPTY = Plan({})


def taken(files: dict[str, bytes], plan: Plan = EMPTY) -> Taken:
    return take(files, plan, Given())


def csv_files(plan: Plan) -> dict[str, bytes]:
    return {name: said.encode() for name, said in csv_texts(plan).items()}


@given(plans())
def test_a_workbook_keeps_the_fingerprint_of_any_plan(plan: Plan) -> None:
    back = taken({"plan.xlsx": workbook(plan)})

    assert back.after.fingerprint == plan.fingerprint
    assert [one for one in back.wrong if not one.says.startswith("points at")] == []


@given(plans().filter(len))
def test_a_folder_of_csv_keeps_the_fingerprint_of_any_plan(plan: Plan) -> None:
    assert taken(csv_files(plan)).after.fingerprint == plan.fingerprint


@given(plans().filter(len))
def test_what_a_plan_says_already_is_no_edit(plan: Plan) -> None:
    back = taken({"plan.xlsx": workbook(plan)}, plan)

    assert back.edits == ()
    assert back.wrong == ()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_acme_makes_the_round(kind: str) -> None:
    acme = text.read(ACME)

    back = taken(
        {"plan.xlsx": workbook(acme)}, acme.changed({ref: None for ref in acme.entities if ref.startswith(f"{kind}:")})
    )

    assert back.after == acme
    assert len(back.edits) == len(acme.all(KINDS[kind]))


@pytest.mark.parametrize("length", [15_999, 16_000, 16_001, 40_000, 100_000])
@pytest.mark.parametrize("letter", ["x", "\U0001f469", "\x0b", "_x0041_"], ids=["plain", "wide", "control", "escape"])
def test_a_text_too_long_for_a_cell_goes_on_in_the_next(length: int, letter: str) -> None:
    story = entity("content:story", {"name": "Story", "text": f"A{letter * (length // len(letter))}Z"})

    assert taken({"plan.xlsx": workbook(plan_of([story]))}).after.entities == {"content:story": story}


def test_a_plan_with_links_that_lead_nowhere_comes_back_onto_itself() -> None:
    plan = plan_of([entity("activity:a", {"program": "gone", "name": "A"})])

    assert taken({"plan.xlsx": workbook(plan)}, plan).wrong == ()
    assert [str(one) for one in taken({"plan.xlsx": workbook(plan)}).wrong] == [
        "plan.xlsx, sheet activity, E3 'gone': points at program:gone, which is not in the plan;"
        " add it first, or mend the key"
    ]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_sheet_of_the_workbook_saved_as_csv_under_any_name_is_known_by_its_row_of_help(kind: str) -> None:
    acme = text.read(ACME)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(acme)))[kind]
    out = io.StringIO()
    csv.writer(out).writerows([cell or "" for cell in row] for row in sheet.iter_rows(values_only=True))

    back = taken({"my plan-2.csv": out.getvalue().encode()}, acme)

    assert (back.edits, back.wrong, back.notes) == ((), (), ())
    assert [one.layout.kind for one in back.sheets] == [kind]


def test_a_csv_of_a_kind_under_another_name_is_known_by_its_columns() -> None:
    acme = text.read(ACME)

    assert taken({"to-edit.csv": csv_files(acme)["activity.csv"]}, acme).edits == ()


def test_a_sheet_that_only_looks_like_one_of_ours_is_read_as_people_write() -> None:
    jira = b"Key,Name,Owner,Channel,Due\nMKT-1,Letter,Editor,Post,2027-03-01\n"

    assert [one.layout.own for one in taken({"export.csv": jira}).sheets] == [False]
