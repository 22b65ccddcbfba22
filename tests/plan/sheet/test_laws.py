"""Laws of an import, tried on sheets of any columns and any cells."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st
from tests.plan.sheet.sheets import EMPTY
from tests.strategies import TEXT

from truenorth.plan import Plan
from truenorth.plan.edit import apply
from truenorth.plan.sheet.outcome import Taken
from truenorth.plan.sheet.take import Given, take

HEADS = [
    "Title",
    "Owner",
    "Due",
    "Start",
    "Cost",
    "Status",
    "Team",
    "Goal",
    "Audience",
    "Channel",
    "ID",
    "Note",
    "Prio",
    "Name",
]
DATES = st.sampled_from(
    ["2027-03-31", "31.03.2027", "3/31/2027", "March 2027", "Q2 2027", "mid-June", "TBD", "46477", "", "2021-04-31"]
)
COSTS = st.sampled_from(["1200", "1,200.50", "12k", "-", "$5", "900 EUR", "cheap", ""])
NAMES = st.sampled_from(
    ["Letter", "letter", "Fair", "Film", "Newsletter", "Grüße", "a; b", "a, b", "unknown", "=1+1", ""]
)
CELLS = {"Due": DATES, "Start": DATES, "Cost": COSTS, "ID": st.sampled_from(["1", "2", "3", "4", "5", ""])}
SAID = Given(kind="activity", date_order="mdy", decimal="point", skip_wrong=True)


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """A sheet with a title and some other columns, in any order."""
    heads = draw(st.lists(st.sampled_from(HEADS[1:]), max_size=7, unique=True).map(lambda names: ["Title", *names]))
    heads = draw(st.permutations(heads))
    row = st.tuples(*(CELLS.get(head, st.one_of(NAMES, TEXT)) for head in heads))
    anchor = ["Anchor" if head == "Title" else "" for head in heads]
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([heads, anchor, *draw(st.lists(row, max_size=8))])
    return out.getvalue().encode("utf-8", "surrogatepass")


def taken(sheet: bytes, plan: Plan = EMPTY) -> Taken:
    return take({"work.csv": sheet}, plan, SAID)


@given(sheets())
def test_importing_twice_changes_nothing(sheet: bytes) -> None:
    first = taken(sheet)

    assert taken(sheet, first.after).edits == ()


@given(sheets())
def test_the_edits_are_what_leads_from_the_plan_before_to_the_plan_after(sheet: bytes) -> None:
    found = taken(sheet)

    assert apply(EMPTY, found.edits) == found.after
    assert list(found.after.dangling()) == []


@given(sheets(), sheets())
def test_another_sheet_leaves_the_items_that_it_does_not_name(one: bytes, other: bytes) -> None:
    plan = taken(one).after

    found = taken(other, plan)

    edited = {edit.ref for edit in found.edits}
    assert plan.entities.keys() <= found.after.entities.keys()
    assert all(found.after.entities[ref] == item for ref, item in plan.entities.items() if ref not in edited)


@given(sheets())
def test_every_row_is_an_item_or_is_said_to_be_none(sheet: bytes) -> None:
    found = taken(sheet)
    rows = list(csv.reader(io.StringIO(sheet.decode("utf-8", "surrogatepass"), newline="")))[1:]
    read = found.sheets[0]

    accounted = len(read.rows) + sum("row" in note or "remark" in note for note in read.notes)
    repeated = sum(int(note.split()[0]) - 1 for note in read.notes if "rows repeat a number" in note)
    assert accounted + repeated >= sum(any(map(str.strip, row)) for row in rows)
