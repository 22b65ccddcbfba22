from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from truenorth.plan.work import Activity
from truenorth.server import store
from truenorth.server.models import Member, Scenario, Upload, User
from truenorth.server.services import workspaces

Browser = Callable[[Member], Client]
LIST = (
    "Title;Owner;Date;Budget\nSpring letter;Content manager;01.03.2027;1.200,50\nOpen house;Events lead;2.4.2027;9000\n"
)


@pytest.fixture
def empty(db: None) -> Member:
    return workspaces.begin("New", user=User.objects.create_user("new@new.example"))


def handed_over(client: Client, content: bytes, name: str = "work.csv") -> str:
    answer = client.post("/w/new/plan/import/", {"sheet": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_sheet_is_shown_as_it_is_read_and_nothing_is_changed(empty: Member, browser: Browser):
    client = browser(empty)

    page = client.get(handed_over(client, LIST.encode())).content.decode()

    assert "Spring letter" in page
    assert "2 added" in page
    assert '<option value="due" selected>' in page
    assert len(store.load(workspaces.main(empty.workspace))) == 0


def test_a_sheet_is_taken_in_as_one_change_that_can_be_taken_back(empty: Member, browser: Browser):
    client = browser(empty)
    at = handed_over(client, LIST.encode())

    client.post(f"{at}apply/", {"kind": "activity", "was_kind": "activity"})

    plan = workspaces.main(empty.workspace)
    assert [item.name for item in store.load(plan).all(Activity)] == ["Open house", "Spring letter"]
    assert not Upload.objects.exists()
    client.post("/w/new/plan/undo/1/")
    plan.refresh_from_db()
    assert len(store.load(plan)) == 0


def test_a_column_is_corrected_and_the_correction_is_remembered(empty: Member, browser: Browser):
    client = browser(empty)
    at = handed_over(client, LIST.encode())
    said = {"kind": "activity", "was_kind": "activity", "map.C": "start", "name.C": "Date", "map.D": "label"}
    said |= {"name.D": "Budget"}

    assert '<option value="start" selected>' in client.get(at, said).content.decode()
    client.post(f"{at}apply/", said)
    again = client.get(handed_over(client, LIST.replace("letter", "mailing").encode())).content.decode()

    assert '<option value="start" selected>' in again
    item = store.load(workspaces.main(empty.workspace)).entities["activity:spring-letter"]
    assert (str(item.start), item.labels) == ("2027-03-01", {"Budget": "1.200,50"})


def test_wrong_cells_are_named_and_their_rows_may_be_left_out(empty: Member, browser: Browser):
    client = browser(empty)
    at = handed_over(client, LIST.replace("9000", "nine thousand").encode())
    said = {"kind": "activity", "was_kind": "activity", "map.D": "cost", "name.D": "Budget"}
    page = client.get(at, said).content.decode()

    assert "cannot be taken" in page
    assert "<b>D3</b>" in page
    refused = client.post(f"{at}apply/", said, follow=True).content.decode()
    assert "mend the sheet, or leave those rows out" in refused
    client.post(f"{at}apply/", {**said, "skip_wrong": "1"})
    plan = store.load(workspaces.main(empty.workspace))
    assert [item.name for item in plan.all(Activity)] == ["Spring letter"]


def test_a_sheet_without_a_title_asks_which_column_it_is(empty: Member, browser: Browser):
    client = browser(empty)
    at = handed_over(client, b"A;B\n12;13\n14;15\n")

    page = client.get(at).content.decode()

    assert "Something has to be told first" in page
    assert "--" not in page.partition("<main")[2].partition("</main>")[0]
    page = client.get(at, {"kind": "activity", "was_kind": "activity", "map.A": "name", "name.A": "A"}).content.decode()
    assert "2 added" in page


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.pdf", b"%PDF-1.7 ...", "is a PDF"),
        ("plan.xlsx", b"PK\x03\x04 broken", "is damaged, or not a workbook"),
        ("plan.csv", b"   ", "is empty"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_in_words(
    empty: Member, browser: Browser, name: str, content: bytes, says: str
):
    client = browser(empty)

    answer = client.get(handed_over(client, content, name))

    assert (answer.status_code, says in answer.content.decode()) == (400, True)


def test_a_sheet_that_is_too_large_is_refused(empty: Member, browser: Browser, settings: object):
    settings.UPLOAD_LIMIT = 1000

    answer = browser(empty).post("/w/new/plan/import/", {"sheet": SimpleUploadedFile("big.csv", b"x" * 2000)})

    assert answer.status_code == 400
    assert "a plan is smaller" in answer.content.decode()


def test_nobody_reads_a_sheet_of_somebody_else(empty: Member, acme: Scenario, cmo: Member, browser: Browser):
    at = handed_over(browser(empty), LIST.encode())
    number = at.rstrip("/").rpartition("/")[2]

    assert browser(cmo).get(f"/w/acme/plan/import/{number}/").status_code == 404
    assert browser(cmo).post(f"/w/acme/plan/import/{number}/apply/").status_code == 404


def test_what_is_not_ones_own_to_change_is_left_out_and_told(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    client = browser(member("finance"))
    answer = client.post("/w/acme/plan/import/", {"sheet": SimpleUploadedFile("work.csv", LIST.encode())})
    page = client.get(answer["Location"]).content.decode()

    assert "2 of its items are not yours to change and are left out: ask the head of marketing (CMO)" in page


def test_the_workbook_to_start_from_and_the_plan_can_be_downloaded(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    for name in ("template", "export"):
        content = client.get(f"/w/acme/plan/{name}.xlsx").content
        assert BytesIO(content).read(2) == b"PK"


def test_what_was_exported_changes_nothing_when_it_is_handed_over(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    content = client.get("/w/acme/plan/export.xlsx").content

    answer = client.post("/w/acme/plan/import/", {"sheet": SimpleUploadedFile("acme.xlsx", content)})

    assert "The plan says all of this already." in client.get(answer["Location"]).content.decode()


def test_three_short_forms_begin_a_plan(empty: Member, browser: Browser):
    client = browser(empty)

    client.post("/w/new/plan/start/1/", {"name-0": "Kestrel", "currency-0": "EUR", "statement-0": "Quote like giants"})
    client.post("/w/new/plan/start/2/", {"name-0": "Win brokers", "target-0": "31 %", "horizon-0": "2027-12-31"})
    answer = client.post("/w/new/plan/start/3/", {"name-0": "Spring webinar", "team-0": "Events", "start-0": "2027-03"})

    plan = store.load(workspaces.main(empty.workspace))
    assert answer["Location"] == "/w/new/"
    assert sorted(plan.entities) == [
        "activity:spring-webinar",
        "company:kestrel",
        "goal:win-brokers",
        "team:events",
        "vision:kestrel",
    ]


def test_an_answer_that_cannot_be_read_stays_with_what_is_wrong_beside_it(empty: Member, browser: Browser):
    answer = browser(empty).post("/w/new/plan/start/2/", {"name-0": "Win brokers", "target-0": "quite a lot"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="quite a lot"' in page
    assert 'id="w-target-0"' in page


def test_the_example_opens_in_a_workspace_of_its_own(empty: Member, browser: Browser):
    answer = browser(empty).post("/workspaces/example/")

    assert answer["Location"] == "/w/example-acme/"
    assert len(store.load(workspaces.main(empty.workspace))) == 0


def test_the_example_opens_as_often_as_somebody_likes_until_they_manage_very_many(
    empty: Member, browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    client = browser(empty)
    places = [client.post("/workspaces/example/")["Location"] for _ in range(3)]
    monkeypatch.setattr(workspaces, "MOST_MANAGED", 4)
    answer = client.post("/workspaces/example/", follow=True)

    assert places == ["/w/example-acme/", "/w/example-acme-2/", "/w/example-acme-3/"]
    assert answer.redirect_chain == [("/workspaces/", 302)]
    assert "you manage 4 workspaces already" in answer.content.decode()
