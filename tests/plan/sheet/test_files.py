"""Files that are no sheet, or want to do harm: one message each, in words."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pytest
from tests.plan.sheet.sheets import EMPTY, csv, fields, said, taken, xlsx

from truenorth.plan.fault import Faults
from truenorth.plan.sheet import guard
from truenorth.plan.sheet.take import Given, take

HEAD = ["Title", "Owner", "Due", "Cost"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def zipped(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def rezipped(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A workbook with some of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    return out.getvalue()


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def refusal(file: str, data: bytes) -> str:
    with pytest.raises(Faults) as refused:
        take({file: data}, EMPTY, Given())
    assert len(refused.value.faults) == 1
    return str(refused.value)


@pytest.mark.parametrize(
    ("file", "data", "says"),
    [
        ("a.xlsx", b"", "a.xlsx: is empty"),
        ("a.csv", b" \n\n", "a.csv: is empty"),
        ("a.xls", OLE, "is a workbook of before 2007, or protected: save it as XLSX or CSV"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password: take the password away"),
        ("a.ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "is an OpenDocument sheet"),
        ("a.numbers", zipped({"Index/Document.iwa": "x"}), "is a Numbers document"),
        ("a.xlsx", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "is not a workbook"),
        ("a.xlsx", b"Title,Owner\nx,y", "is not a workbook, whatever its name says"),
        ("a.xlsx", b"PK\x03\x04" + b"junk" * 50, "is damaged, or not a workbook"),
        ("a.csv", b"%PDF-1.7 ...", "is a PDF, not a sheet"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + b"x" * 99, "is a picture, not a sheet"),
        ("a.json", b'{"a": 1}', "is JSON: save it as XLSX or CSV"),
        ("a.csv", b"\x00\x01\x02\x03\x00\x00\x07" * 90, "is not"),
        ("a.csv", b'Title,Owner\n"open,x\ny,z\n', "is not CSV from here on"),
        ("a.csv", b"\xff\xfeT\x00i\x00t", "is not the UTF-16 text it says it is"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(file: str, data: bytes, says: str) -> None:
    assert says in refusal(file, data)


def test_a_file_is_too_large_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_FILE", 1000)

    assert "is this an export of facts?" in refusal("a.csv", b"Title\n" * 1000)


def test_a_small_file_that_unpacks_to_much_is_refused() -> None:
    data = rezipped(xlsx([HEAD]), {"xl/styles.xml": b" " * (guard.LARGEST_UNPACKED + 1)})
    assert len(data) < 2**20

    assert refusal("a.xlsx", data) == "a.xlsx: unpacks to more than 256 MB: a plan is much smaller"


def test_a_file_that_lies_about_its_size_is_damaged() -> None:
    data = rezipped(xlsx([HEAD]), {"xl/styles.xml": b"<sst>" + b" " * 100_000})
    size = (100_005).to_bytes(4, "little")
    assert size in data

    assert "is damaged" in refusal("a.xlsx", data.replace(size, (50).to_bytes(4, "little")))


def test_a_cell_at_the_far_end_of_the_sheet_is_not_filled_up_to() -> None:
    data = xlsx([HEAD, ["Letter"]])
    far = part(data).replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')

    assert refusal("a.xlsx", rezipped(data, {"xl/worksheets/sheet1.xml": far})) == (
        "a.xlsx: sheet Plan reaches to XFD1048576: delete the rows and columns behind the last one that is used"
    )


def test_formats_without_values_at_the_far_end_do_no_harm() -> None:
    data = xlsx([HEAD, ["Letter", "Editor"]])
    far = part(data).replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')

    found = taken(rezipped(data, {"xl/worksheets/sheet1.xml": far}), kind="activity")

    assert list(found.after.entities) == ["activity:letter"]


def test_entities_are_not_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'

    assert "is damaged" in refusal("a.xlsx", rezipped(xlsx([HEAD]), {"xl/styles.xml": bomb}))


def test_a_formula_counts_as_its_result_and_one_without_is_named() -> None:
    data = xlsx([HEAD, ["Letter", "Editor", "2027-03-01", "=100*12"], ["Fair", "Events", "2027-03-01", 5]])
    assert said(taken(data)) == [
        "plan.xlsx, sheet Plan, D2: holds a formula without its result: open the sheet in a spreadsheet"
        " and save it once more"
    ]

    kept = re.sub(rb"</f><v\s*/>|</f><v></v>", b"</f><v>1200</v>", part(data))
    assert fields(taken(rezipped(data, {"xl/worksheets/sheet1.xml": kept})), "activity:letter")["cost"] == "1200"


def test_an_error_of_a_formula_is_named() -> None:
    data = xlsx([HEAD, ["Letter", "Editor", "2027-03-01", "#REF!"]])

    assert said(taken(data)) == [
        "plan.xlsx, sheet Plan, D2: holds an error of a formula: mend the formula, or empty the cell"
    ]


def test_text_that_begins_like_a_formula_is_text() -> None:
    found = taken(csv("Title,Owner,Due\n=1+1,@cmd,2027-03-01\n+49 call,-Editor,2027-03-01"))

    assert fields(found, "activity:1-1")["name"] == "=1+1"
    assert fields(found, "activity:1-1")["owner"] == "@cmd"
    assert fields(found, "activity:49-call")["owner"] == "-Editor"


def test_a_text_of_a_megabyte_is_refused_with_its_cell() -> None:
    found = taken(csv(f"Title,Owner,Due,Note\nLetter,Editor,2027-03-01,{'x' * 2**20}"))

    says = "has 1,048,576 characters, more than the 500,000 a cell may have here: shorten it"
    assert said(found) == [f"plan.csv, D2: {says}"]


def test_control_characters_are_taken_out_of_peoples_sheets() -> None:
    found = taken(csv("Title,Owner,Due\nLet\x1b[31mter\x00,Ed\u200bitor,2027-03-01"))

    assert fields(found, "activity:let-31mter") == {"name": "Let[31mter", "owner": "Editor", "due": "2027-03-01"}


def test_marks_that_turn_the_way_of_writing_come_along_unseen_and_are_taken_out() -> None:
    rows = "\u202eLetter\u202c,Editor,\u200e2027-03-01,\u202a1200 EUR\u202c\nFair,Editor,,5"

    found = taken(csv(f"Title,Owner,Due,Cost\n{rows}"))

    assert fields(found, "activity:letter") == {
        "name": "Letter",
        "owner": "Editor",
        "due": "2027-03-01",
        "cost": "1200 EUR",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_text_is_read_however_it_was_saved(encoding: str, mark: str) -> None:
    rows = [["Maßnahme", "Verantwortlich", "Fällig"], ["Frühjahrsbrief", "Öffentlichkeit", "31.03.2027"]]
    data = "\r\n".join(mark.join(row) for row in rows).encode(encoding)

    found = taken(data)

    assert fields(found, "activity:fruehjahrsbrief")["owner"] == "Öffentlichkeit"
    assert bool(found.notes) == (encoding == "cp1252")


def test_a_line_for_spreadsheets_that_tells_the_mark_is_no_row() -> None:
    assert list(taken(csv("sep=;\nTitle;Owner;Due\nLetter, long;Editor;2027-03-01")).after.entities) == [
        "activity:letter-long"
    ]


def test_one_column_is_a_table_too() -> None:
    assert list(taken(csv("Title\nLetter\nFair"), kind="activity").after.entities) == [
        "activity:letter",
        "activity:fair",
    ]


def test_a_workbook_without_a_table_is_refused() -> None:
    assert "holds no table" in refusal("a.xlsx", xlsx([]))


def test_a_sheet_of_thousands_of_columns_is_no_list() -> None:
    wide = ",".join(f"c{n}" for n in range(5000))

    assert refusal("a.csv", f"{wide}\n{wide}".encode()) == "a.csv: has 5,000 columns: a list of items has at most 1000"
