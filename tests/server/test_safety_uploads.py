"""Sheets that mean harm: too large, swelling when unpacked, endless, or reading files of the server."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.plan.sheet.sheets import xlsx
from tests.plan.sheet.test_files import rezipped

from truenorth.server.models import Member, Scenario, Upload

Browser = Callable[[Member], Client]
ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<worksheet xmlns="{SPACE}"><sheetData>{{}}</sheetData></worksheet>'


def workbook(sheet: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return rezipped(xlsx([["name"]]), {"xl/worksheets/sheet1.xml": (head + sheet).encode()})


def bomb() -> bytes:
    return workbook(SHEET.format(ROW.format(1, "name") + ROW.format(2, "x" * 300_000_000)))


def endless() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001))
    return workbook(SHEET.format(rows))


def reader() -> bytes:
    sheet = SHEET.format(ROW.format(1, "name") + ROW.format(2, "&file;"))
    return workbook(sheet, '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY file SYSTEM "file:///etc/passwd">]>')


def laughs() -> bytes:
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    sheet = SHEET.format(ROW.format(1, "name") + ROW.format(2, "&a9;"))
    return workbook(sheet, f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{names}]>')


@pytest.mark.parametrize("made", [bomb, endless, reader, laughs])
def test_a_sheet_that_means_harm_is_refused_in_words_soon_and_small(
    made: Callable[[], bytes], acme: Scenario, cmo: Member, browser: Browser
):
    sheet = SimpleUploadedFile("plan.xlsx", made())
    memory, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    answer = browser(cmo).post("/w/acme/plan/import/", {"sheet": sheet}, follow=True)

    shown = answer.content.decode()
    assert answer.status_code == 400
    assert "plan.xlsx" in shown
    assert "root:" not in shown
    assert time.process_time() - began < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 300_000  # kB
    acme.refresh_from_db()
    assert acme.head == 1


def test_more_than_a_sheet_may_have_is_refused_before_it_is_read(cmo: Member, browser: Browser):
    answer = browser(cmo).post("/w/acme/plan/import/", {"sheet": SimpleUploadedFile("big.csv", b"x" * 12_000_000)})

    assert answer.status_code == 413
    assert "A sheet may have 10 MB" in answer.content.decode()
    assert not Upload.objects.exists()
