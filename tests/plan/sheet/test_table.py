"""Where the table of a sheet begins and ends, whatever stands around it."""

from __future__ import annotations

from datetime import date

from tests.plan.sheet.sheets import grid

from truenorth.plan.sheet.table import Table, is_total, table_of

HEAD = ["Title", "Owner", "Date", "Channel"]
ROWS = [["Letter", "Editor", "2027-03-01", "Print"], ["Fair", "Events", "2027-04-01", "Event"]]


def table(rows: list[list[object]], merged: object = ()) -> Table:
    found = table_of(grid(rows, merged))  # type: ignore[arg-type]
    assert found is not None
    return found


def names(found: Table) -> list[str]:
    return [column.name for column in found.columns]


def test_a_plain_table_is_its_header_and_its_rows() -> None:
    found = table([HEAD, *ROWS])

    assert names(found) == HEAD
    assert found.rows == (1, 2)
    assert found.notes == ()


def test_titles_above_the_header_are_no_rows() -> None:
    found = table([["Marketing plan 2027"], ["As of 11 January"], [], HEAD, *ROWS])

    assert found.titles == ("Marketing plan 2027", "As of 11 January")
    assert (found.header, found.rows) == (3, (4, 5))


def test_a_header_that_nobody_knows_is_still_found() -> None:
    found = table([["Zonk", "Blurb", "Frobs"], ["a b", "c", 12.0], ["d e", "f", 13.0]])

    assert names(found) == ["Zonk", "Blurb", "Frobs"]
    assert found.rows == (1, 2)


def test_two_header_rows_are_read_together() -> None:
    found = table(
        [
            ["Title", "Work", None, "Channel"],
            [None, "Start", "End", None],
            ["Letter", "2027-03-01", "2027-03-05", "Print"],
        ],
        merged=[((0, 1), (0, 2)), ((0, 0), (1, 0)), ((0, 3), (1, 3))],
    )

    assert names(found) == ["Title", "Work Start", "Work End", "Channel"]
    assert [column.lower for column in found.columns] == ["", "Start", "End", ""]
    assert found.rows == (2,)


def test_groups_above_the_header_go_with_their_columns() -> None:
    found = table([["What", None, "When", None], HEAD, *ROWS], merged=[((0, 0), (0, 1)), ((0, 2), (0, 3))])

    assert names(found) == ["What Title", "What Owner", "When Date", "When Channel"]
    assert found.rows == (2, 3)


def test_a_title_merged_over_the_table_is_no_header() -> None:
    found = table([["Plan", None, None, None], HEAD, *ROWS], merged=[((0, 0), (0, 3))])

    assert names(found) == HEAD


def test_blank_columns_are_dropped_and_nameless_ones_named() -> None:
    found = table([[None, "Title", None, "Owner", None], [None, "Letter", None, "Editor", "urgent"]])

    assert names(found) == ["Title", "Owner", "column E"]


def test_a_name_that_is_there_twice_is_numbered() -> None:
    assert names(table([["Title", "Cost", "Cost"], ["Letter", 1.0, 2.0]])) == ["Title", "Cost", "Cost 2"]


def test_a_cell_merged_over_rows_counts_in_each() -> None:
    found = table([HEAD, *ROWS, ["Film", None, None, None]], merged=[((2, 3), (3, 3))])

    assert found.values(found.columns[3]) == ["Print", "Event", "Event"]


def test_a_row_merged_across_is_the_heading_of_those_below() -> None:
    found = table([HEAD, ["Spring", None, None, None], *ROWS], merged=[((1, 0), (1, 3))])

    assert found.rows == (2, 3)
    assert found.headings == {2: "Spring", 3: "Spring"}
    assert found.notes == ("row 2 is the heading 'Spring': the rows below it have it as a label",)


def test_totals_and_remarks_below_are_left_out_and_said() -> None:
    found = table(
        [["Title", "Cost"], ["Letter", 100.0], ["Fair", 200.0], ["Total", 300.0], [], ["* dates may move"], ["Sum"]]
    )

    assert found.rows == (1, 2)
    assert set(found.notes) == {
        "row 4 is a total ('Total'): left out",
        "A6 is a remark under the table ('* dates may move'): left out",
        "row 7 is a total ('Sum'): left out",
    }


def test_work_that_is_called_total_is_work() -> None:
    assert not is_total(["Total rebrand", "Brand lead", "2027-03-01"])
    assert not is_total(["Summer fair", "12"])
    assert is_total(["Gesamtsumme", "1.200,00 €"])
    assert is_total(["Total", "40"])


def test_a_header_that_comes_again_is_no_row() -> None:
    found = table([HEAD, ROWS[0], HEAD, ROWS[1]])

    assert found.rows == (1, 3)
    assert found.notes == ("row 3 repeats the header: left out",)


def test_a_row_of_one_title_in_the_middle_is_a_row() -> None:
    assert table([HEAD, ROWS[0], ["Film"], ROWS[1]]).rows == (1, 2, 3)


def test_nothing_is_no_table() -> None:
    assert table_of(grid([])) is None
    assert table_of(grid([["", " "], []])) is None


def test_real_dates_are_never_a_header() -> None:
    found = table([["Title", "Date"], ["Letter", date(2027, 3, 1)], ["Newsletter", date(2027, 4, 1)]])

    assert found.rows == (1, 2)
