"""A file is read whatever program wrote it, and what is no row is counted with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.facts.bring import bring

from truenorth.facts import source
from truenorth.facts.layout import Unclear
from truenorth.facts.source import opened
from truenorth.plan.fault import Faults

GERMAN = "Datum;Kampagne;Betrag\n01.02.2027;Frühling;1.234,50\n02.02.2027;Frühling;20\n"
FILES: dict[str, str | bytes] = {
    "a byte order mark": GERMAN.encode("utf-8-sig"),
    "Latin-1": GERMAN.encode("latin-1"),
    "UTF-16": GERMAN.replace(";", "\t").encode("utf-16"),
    "Windows line ends": GERMAN.replace("\n", "\r\n"),
    "line ends of old Macs": GERMAN.replace("\n", "\r"),
    "a line that says what parts cells": "sep=;\n" + GERMAN,
    "titles above": "Kampagnenbericht;;\n1. Februar bis 28. Februar;;\n\n" + GERMAN,
    "empty lines": GERMAN.replace("\n", "\n\n"),
    "lines without cells": GERMAN + ";;\n;;\n",
    "quoted cells": '"Datum";"Kampagne";"Betrag"\n"01.02.2027";"Frühling";"1.234,50"\n"02.02.2027";"Frühling";"20"\n',
    "a header of two lines": GERMAN.replace("Kampagne", '"Kampagne\n(Name)"'),
    "a cell too many at every end": GERMAN.replace("\n", ";\n"),
}


@pytest.mark.parametrize("case", FILES)
def test_the_same_rows_come_of_every_way_to_write_them(case: str, tmp_path: Path) -> None:
    came = bring(tmp_path, FILES[case])

    assert [str(day) for day in came.of("on")] == ["2027-02-01", "2027-02-02"]
    assert came.of("amount") == [1234.5, 20.0]
    assert came.of("campaign") == ["Frühling", "Frühling"]
    assert came.found.refused == ()


def test_the_line_of_a_refused_row_is_its_line_in_the_file(tmp_path: Path) -> None:
    text = 'date,campaign,cost\n2027-01-01,"a\nb",5\n\n2027-01-02,c,6\n2027-01-03,d,much\n'

    assert bring(tmp_path, text).lines == {"has an amount that is not a number": [6]}


def test_lines_with_a_quote_left_open_or_too_many_cells_are_counted_with_their_line(tmp_path: Path) -> None:
    text = (
        "date,cost\n2027-01-01,5\n" * 1 + "2027-01-02,6\n" * 300 + '2027-01-03,"7"x\n2027-01-04,8,9,10\n2027-01-05,1\n'
    )
    came = bring(tmp_path, text)

    assert came.found.taken == 302
    assert came.lines == {
        "has a quote that is not closed": [303],
        "has more cells than there are columns: quote cells that hold what parts them": [304],
    }
    assert came.rows[-1]["row"] == 302


def test_a_cell_of_a_megabyte_is_kept_and_a_line_of_five_is_refused(tmp_path: Path) -> None:
    text = f"date,cost,campaign\n2027-01-01,5,{'x' * 1_000_000}\n2027-01-02,5,{'x' * 5_000_000}\n2027-01-03,1,a\n"
    came = bring(tmp_path, text)

    assert [len(one) for one in came.of("campaign")] == [1_000_000, 1]
    assert came.lines == {"is longer than 4 MB": [3]}


def test_an_empty_text_in_the_middle_of_a_long_file_hurts_nobody(tmp_path: Path) -> None:
    text = "date,cost\n" + "2027-01-01,5\n" * 20_000 + "\n" + "2027-01-02,5\n" * 20_000 + "2027-01-03,no\n"

    assert bring(tmp_path, text).lines == {"has an amount that is not a number": [40_003]}


BROKEN: dict[str, tuple[str, str | bytes, str]] = {
    "nothing": ("data.csv", b"", "is empty"),
    "only a header": ("data.csv", b"\n\n", "is empty"),
    "a workbook that is none": ("data.xlsx", b"date,cost\n", "is not a workbook, whatever its name says"),
    "a workbook cut off": ("data.xlsx", b"PK\x03\x04 and no more", "is damaged, or not a workbook"),
    "an old workbook": ("data.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is a workbook of before 2007"),
    "Parquet cut off": ("data.parquet", b"PAR1 and no more", "is Parquet that cannot be read"),
    "Parquet that is none": ("data.parquet", b"date,cost\n", "is a Parquet file"),
    "a picture": ("data.csv", b"\x89PNG\r\n\x1a\n", "is a picture, not a sheet"),
    "a PDF": ("data.pdf", b"%PDF-1.7", "is a PDF"),
    "zeros": ("data.csv", b"a\x00b\x00\n" * 100, "is not text"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_is_no_data_is_refused_with_the_reason(case: str, tmp_path: Path) -> None:
    name, body, says = BROKEN[case]

    with pytest.raises((Faults, Unclear)) as refused:
        bring(tmp_path, body, name)

    assert says in str(refused.value)


def test_no_file_is_no_stack_trace(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="there is no such file"):
        opened(tmp_path / "nowhere.csv", tmp_path)


def test_a_file_of_more_than_two_gigabytes_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(source.LARGEST + 1)

    with pytest.raises(Faults, match="more than the 2 GB that one file may have: load it in parts"):
        opened(big, tmp_path)


@pytest.mark.parametrize("name", ["it's.csv", "a*b?.csv", "[2027] spend.csv", "früh ling.csv", "--x.csv"])
def test_a_file_may_be_called_anything(name: str, tmp_path: Path) -> None:
    (tmp_path / "ab1.csv").write_text("date,cost\n2020-01-01,99\n", "utf-8")  # what a wildcard would find

    assert bring(tmp_path, "date,cost\n2027-01-01,5\n", name).of("amount") == [5.0]


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path.read_bytes()


def test_the_sheet_of_a_workbook_that_tables_know_is_read_and_its_numbers_are_numbers(tmp_path: Path) -> None:
    from datetime import date, datetime

    rows = [
        ["Spend report", None, None],
        ["Date", "Campaign", "Cost"],
        [date(2027, 1, 2), "a", 1.234],
        [datetime(2027, 1, 3, 10, 0), 916, 2000],
        ["11-03-27", "b", "1.234,50"],
    ]
    book = workbook(tmp_path / "x.xlsx", {"Notes": [["hello"], ["world"]], "Spend": rows})
    came = bring(tmp_path, book, "data.xlsx", order="dmy")

    assert [str(day) for day in came.of("on")] == ["2027-01-02", "2027-01-03", "2027-03-11"]
    assert came.of("amount") == [1.234, 2000.0, 1234.5]
    assert came.of("campaign") == ["a", "916", "b"]


def test_another_sheet_is_read_where_it_is_named(tmp_path: Path) -> None:
    book = workbook(
        tmp_path / "x.xlsx", {"A": [["date", "cost"], ["2027-01-01", 5]], "B": [["date", "cost"], ["2027-01-01", 7]]}
    )

    assert bring(tmp_path, book, "data.xlsx", sheet="B").of("amount") == [7.0]
    with pytest.raises(Faults, match="has no sheet 'C'; it has A, B"):
        bring(tmp_path, book, "data.xlsx", sheet="C")


def test_formulas_without_a_result_and_errors_are_refused_with_the_reason(tmp_path: Path) -> None:
    rows = [["date", "cost"], ["2027-01-01", "=1+1"], ["2027-01-02", "#REF!"], ["2027-01-03", 3]]
    came = bring(tmp_path, workbook(tmp_path / "x.xlsx", {"A": rows}), "data.xlsx")

    assert came.of("amount") == [3.0]
    assert came.lines == {"has an amount that is not a number": [2, 3]}


def test_a_formula_in_csv_is_no_number_and_a_number_kept_as_text_by_one_is_text(tmp_path: Path) -> None:
    came = bring(tmp_path, 'date,campaign,cost\n2027-01-01,"=""0123""",5\n2027-01-02,b,=1+1\n')

    assert came.of("campaign") == ["0123"]
    (refusal,) = came.found.refused
    assert (refusal.examples[0].line, refusal.examples[0].says) == (3, "is a formula, not its result")


def test_parquet_is_read_with_its_types(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "timestamp": pa.array([1_800_000_000_123_456], pa.timestamp("us")),
            "contact_id": pa.array([7], pa.int64()),
            "campaign": ["a"],
            "tags": [["x", "y"]],
        }
    )
    pq.write_table(table, tmp_path / "x.parquet")
    came = bring(tmp_path, (tmp_path / "x.parquet").read_bytes(), "data.parquet")

    assert came.of("at")[0].isoformat() == "2027-01-15T08:00:00.123456"
    assert came.of("person") == ["7"]


def test_numbers_of_parquet_are_not_taken_for_thousands(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"date": ["2027-01-01", "2027-01-02"], "cost": pa.array([1.234, float("nan")])})
    pq.write_table(table, tmp_path / "x.parquet")
    came = bring(tmp_path, (tmp_path / "x.parquet").read_bytes(), "data.parquet")

    assert came.of("amount") == [1.234]
    assert came.refused == {"has no amount": 1}
