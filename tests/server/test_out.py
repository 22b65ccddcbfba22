"""Out and in: workbook, folder, archive; and no text that a spreadsheet would compute."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client

from truenorth.plan import text
from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.records import Decision, Estimate
from truenorth.records import text as record_text
from truenorth.server import store
from truenorth.server.models import Member, Scenario, User
from truenorth.server.services import archive, plan, records, workspaces

Browser = Callable[[Member], Client]
FORMULAS = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1+1", '=HYPERLINK("https://evil.example")')
NUMBERED = 201  # items of a kind that a folder keeps as CSV


def unpacked(answer: HttpResponse, into: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        parts.extractall(into)
    return into / "acme"


def test_the_folder_is_the_plan_with_its_settings_and_decisions(
    acme: Scenario, cmo: Member, browser: Browser, tmp_path: Path
):
    decision = Decision(finding="GOAL01@activity:summer-party", state="acknowledged", on=date(2027, 1, 11))
    records.add(acme.workspace, [decision, Estimate(about="activity:check-up", field="cost", value="2..4")], by=cmo)
    workspaces.set_rules(acme.workspace, {"required": ["TIME01"]}, by=cmo)

    folder = unpacked(browser(cmo).get("/w/acme/plan/export.zip"), tmp_path)

    assert text.read(folder).fingerprint == store.load(acme).fingerprint
    assert text.settings(folder)["required"] == ["TIME01"]
    found = record_text.read(folder)
    assert (found.decisions, found.estimates) == ((decision,), ())


def test_a_partner_takes_out_what_it_sees_and_nothing_that_others_said(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser, tmp_path: Path
):
    decision = Decision(finding="GOAL01@activity:summer-party", state="acknowledged", on=date(2027, 1, 11))
    records.add(acme.workspace, [decision], by=cmo)

    folder = unpacked(browser(member("partner", programs=["launch"])).get("/w/acme/plan/export.zip"), tmp_path)

    assert "program:care" not in text.read(folder).entities
    assert "program:launch" in text.read(folder).entities
    assert record_text.read(folder).decisions == ()


def test_the_archive_is_for_who_manages_and_comes_back_from_the_list_of_workspaces(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    client = browser(cmo)

    answer = client.post("/w/acme/settings/archive/")
    content = b"".join(answer.streaming_content)
    file = io.BytesIO(content)
    file.name = "acme-archive.zip"
    led = client.post("/workspaces/restore/", {"archive": file, "name": "Acme again"})

    assert "acme-archive.zip" in answer["Content-Disposition"]
    assert led.url == "/w/acme-again/"
    other = Scenario.objects.get(workspace__key="acme-again", key="main")
    assert store.load(other).fingerprint == store.load(acme).fingerprint
    assert browser(member("mops")).post("/w/acme/settings/archive/").status_code == 403
    wrong = client.post("/workspaces/restore/", {"archive": io.BytesIO(b"PK")}, follow=True).content.decode()
    assert "Not brought back: this is not a whole archive of a workspace" in wrong
    nothing = client.post("/workspaces/restore/", {}, follow=True).content.decode()
    assert "choose the archive first" in nothing


def test_what_can_be_taken_out_is_on_one_page(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    assert "Archive (.zip)" in browser(cmo).get("/w/acme/plan/exports/").content.decode()
    assert "Archive (.zip)" not in browser(member("viewer")).get("/w/acme/plan/exports/").content.decode()


@pytest.fixture
def hostile(acme: Scenario, cmo: Member) -> Scenario:
    """Acme with formulas for names, reasons and roles, and so many contents that a folder keeps them as CSV."""
    names = [*FORMULAS, *(f"page {number}" for number in range(NUMBERED))]
    edits = [Edit(f"content:n{number}", None, {"name": name, "note": name}) for number, name in enumerate(names)]
    plan.change(acme, edits, by=cmo, why=FORMULAS[0])
    gone = store.load(acme).entities["content:n0"]
    plan.change(acme, [Edit(gone.ref, data(gone), None)], by=cmo, why=FORMULAS[1])
    User.objects.filter(pk=cmo.user_id).update(name=FORMULAS[2])
    loose = [Edit(f"activity:f{number}", None, {"name": name}) for number, name in enumerate(FORMULAS)]
    plan.change(acme, loose, by=cmo, why=FORMULAS[3])
    return acme


def computed(cell: str) -> bool:
    """Whether a spreadsheet would take a cell of CSV for a formula."""
    start = cell.lstrip()[:1]
    return start in ("=", "@") or (
        start in ("+", "-") and not cell.strip("+-").replace(".", "").replace("%", "").strip().isdigit()
    )


EXPORTS = (
    "/w/acme/plan/csv/content/",
    "/w/acme/plan/csv/activity/",
    "/w/acme/plan/history/?as=csv",
    "/w/acme/plan/trash/?as=csv",
    "/w/acme/check/findings.csv",
    "/w/acme/check/rules/?as=csv",
    "/w/acme/plan/teams/?as=csv",
    "/w/acme/settings/?as=csv",
    "/w/acme/settings/audit/?as=csv",
    "/workspaces/?as=csv",
)


def test_no_cell_of_any_table_that_is_taken_out_is_a_formula(hostile: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    for address in EXPORTS:
        answer = client.get(address)
        assert answer["Content-Type"].startswith("text/csv"), address
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) > 1, address
        assert [cell for row in rows for cell in row if computed(cell)] == [], address


def test_no_cell_of_the_workbook_is_a_formula(hostile: Scenario, cmo: Member, browser: Browser):
    book = openpyxl.load_workbook(io.BytesIO(browser(cmo).get("/w/acme/plan/export.xlsx").content))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert any(cell.value == FORMULAS[5] for cell in cells)


def test_no_file_of_the_folder_or_the_archive_is_a_table_with_a_formula(
    hostile: Scenario, cmo: Member, browser: Browser, tmp_path: Path
):
    folder = unpacked(browser(cmo).get("/w/acme/plan/export.zip"), tmp_path)
    out = io.BytesIO()
    archive.saved(hostile.workspace, out, by=cmo)

    for file in folder.rglob("*.csv"):
        assert not [
            cell for row in csv.reader(file.read_text("utf-8-sig").splitlines()) for cell in row if computed(cell)
        ]
    assert text.read(folder).fingerprint == store.load(hostile).fingerprint
    with zipfile.ZipFile(out) as parts:
        assert {name.rpartition(".")[2] for name in parts.namelist()} == {"json", "jsonl"}
