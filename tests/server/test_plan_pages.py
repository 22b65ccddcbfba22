from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS, data
from truenorth.plan.work import Activity, Program
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import plan as plans

Browser = Callable[[Member], Client]
Joined = Callable[..., Member]


class Form(HTMLParser):
    """What a browser would send of the form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.select = self.textarea = ""

    @classmethod
    def of(cls, page: str) -> dict[str, list[str]]:
        form = cls()
        form.feed(page.partition("data-form")[2].partition("</form>")[0])
        return form.fields

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag == "input" and name and (has.get("type") != "checkbox" or "checked" in has):
            self.fields.setdefault(name, []).append(value)
        if tag == "select":
            self.select = name
            self.fields.setdefault(name, []).append("")
        if tag == "option" and "selected" in has and self.select:
            self.fields[self.select][-1] = value
            self.select = "" if "value" in has else self.select
        if tag == "textarea":
            self.textarea = name
            self.fields.setdefault(name, []).append("")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.fields[self.textarea][-1] += data.replace("\n", "\r\n")
        elif self.select and data.strip() and "selected" in (self.get_starttag_text() or ""):
            self.fields[self.select][-1] = data

    def handle_endtag(self, tag: str) -> None:
        self.textarea = "" if tag == "textarea" else self.textarea
        self.select = "" if tag == "select" else self.select


def said(client: Client, address: str, status: int = 200, **given: str) -> str:
    answer = client.get(f"/w/acme/plan/{address}", given)
    assert answer.status_code == status
    return answer.content.decode()


def sent(client: Client, address: str, given: dict[str, object], status: int = 302) -> str:
    answer = client.post(f"/w/acme/plan/{address}", given)
    assert answer.status_code == status
    return answer.content.decode()


def form(scenario: Scenario, **given: str) -> dict[str, object]:
    return {"version": str(scenario.head), "has": list(given), **{f"f.{name}": text for name, text in given.items()}}


def now(scenario: Scenario, ref: str) -> dict[str, object]:
    scenario.refresh_from_db()
    return data(store.load(scenario).entities[ref])


def renamed(scenario: Scenario, ref: str, by: Member, **fields: object) -> None:
    scenario.refresh_from_db()
    was = data(store.load(scenario).entities[ref])
    plans.change(scenario, [Edit(ref, was, {**was, **fields})], by=by)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_list_a_form_and_a_grid(kind: str, acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    assert KINDS[kind].plural[1:] in said(client, f"{kind}/")
    assert 'name="f.name"' in said(client, f"new/{kind}/") or kind in ("tool", "process")
    assert f"{KINDS[kind].plural[1:]} as a grid" in said(client, f"grid/{kind}/")


def test_every_item_has_a_page_and_its_form_sent_back_as_it_is_changes_nothing(
    acme: Scenario, cmo: Member, browser: Browser
):
    client = browser(cmo)
    for ref, item in store.load(acme).entities.items():
        assert item.kind in said(client, f"{item.kind}/{item.key}/")
        fields = Form.of(said(client, f"edit/{item.kind}/{item.key}/"))
        assert {"f.name", "f.note", "version"} <= fields.keys(), ref
        sent(client, f"edit/{item.kind}/{item.key}/", fields)
    acme.refresh_from_db()
    assert acme.head == 1


def test_the_kinds_page_counts_what_there_is_and_tells_what_is_asked(acme: Scenario, cmo: Member, browser: Browser):
    page = said(browser(cmo), "")

    assert "What is asked of you here" in page
    assert "Activities <b>6</b>" in page
    assert "2 contradictions" in page


def test_an_item_tells_its_way_to_the_vision_its_links_and_its_changes(acme: Scenario, cmo: Member, browser: Browser):
    renamed(acme, "activity:spring-letter", cmo, channel="post")

    page = said(browser(cmo), "activity/spring-letter/")

    assert "The activity “Spring letter” serves the program" in page
    assert '<a href="/w/acme/plan/tool/mailer/">Mailer</a>' in page
    assert "e-mail → post" in page
    assert "<code>TOOL02</code>" in said(browser(cmo), "tool/mailer/")


def test_a_program_tells_what_counts_on_it(acme: Scenario, cmo: Member, browser: Browser):
    program = store.load(acme).all(Program)[0]
    works = store.load(acme).pointing_at(program.ref, Activity)

    page = said(browser(cmo), f"program/{program.key}/")

    assert all(f"/plan/activity/{one.key}/" in page for one in works)
    assert f"new/activity/?program={program.key}" in page


def test_an_item_is_added_with_a_key_of_its_name_and_the_reason(acme: Scenario, cmo: Member, browser: Browser):
    given = form(acme, name="Summer letter", program="Ready on Monday", start="2027-07", cost="1,200 EUR")

    sent(browser(cmo), "new/activity/", {**given, "why": "Sales asked for it"})

    made = now(acme, "activity:summer-letter")
    assert made == {"name": "Summer letter", "program": "launch", "start": "2027-07", "cost": "1200 EUR"}
    assert store.history(acme).first().why == "Sales asked for it"


def test_two_items_of_one_name_get_two_keys(acme: Scenario, cmo: Member, browser: Browser):
    for _ in range(2):
        sent(browser(cmo), "new/activity/", form(acme, name="Summer letter"))

    assert now(acme, "activity:summer-letter-2") == {"name": "Summer letter"}


def test_every_wrong_value_is_told_at_its_field_and_what_was_written_stays(
    acme: Scenario, cmo: Member, browser: Browser
):
    given = form(acme, name="Summer letter", program="Nobody knows", start="31.31.2027", cost="lots")

    page = sent(browser(cmo), "new/activity/", given, 422)

    assert "there is no program called “Nobody knows”" in page.replace("&#34;", '"')
    assert "&#39;31.31.2027&#39;" in page
    assert "&#39;lots&#39; is not an amount of money" in page
    assert 'value="Summer letter"' in page
    assert 'value="Nobody knows"' in page
    acme.refresh_from_db()
    assert acme.head == 1


def test_two_people_change_different_fields_and_both_stay(acme: Scenario, cmo: Member, browser: Browser):
    given = form(acme, channel="post")
    renamed(acme, "activity:spring-letter", cmo, name="The spring letter")

    sent(browser(cmo), "edit/activity/spring-letter/", given)

    item = now(acme, "activity:spring-letter")
    assert (item["name"], item["channel"]) == ("The spring letter", "post")


def test_two_people_change_one_field_and_choose_between_both_values(acme: Scenario, cmo: Member, browser: Browser):
    given = form(acme, channel="post", note="By hand")
    renamed(acme, "activity:spring-letter", cmo, channel="fax")
    client = browser(cmo)

    page = sent(client, "edit/activity/spring-letter/", given, 409)
    assert "<span>post</span>" in page
    assert "<span>fax</span>" in page
    assert now(acme, "activity:spring-letter")["channel"] == "fax"

    again = {**given, "version": str(acme.head), "choose.channel": "mine"}
    sent(client, "edit/activity/spring-letter/", again)
    item = now(acme, "activity:spring-letter")
    assert (item["channel"], item["note"]) == ("post", "By hand")


@pytest.mark.parametrize(("choice", "channel"), [("theirs", "fax"), ("other", "radio")])
def test_of_two_values_theirs_or_a_third_can_be_chosen(
    choice: str, channel: str, acme: Scenario, cmo: Member, browser: Browser
):
    given = form(acme, channel="post", note="By hand")
    renamed(acme, "activity:spring-letter", cmo, channel="fax")
    sent(browser(cmo), "edit/activity/spring-letter/", given, 409)
    acme.refresh_from_db()

    again = {**given, "version": str(acme.head), "choose.channel": choice, "o.channel": "radio"}
    sent(browser(cmo), "edit/activity/spring-letter/", again)

    item = now(acme, "activity:spring-letter")
    assert (item["channel"], item["note"]) == (channel, "By hand")


def test_what_was_taken_out_while_it_was_edited_can_be_brought_back(acme: Scenario, cmo: Member, browser: Browser):
    given = form(acme, note="By hand")
    ref = "activity:check-up"
    plans.change(acme, [Edit(ref, data(store.load(acme).entities[ref]), None)], by=cmo)

    page = sent(browser(cmo), "edit/activity/check-up/", given, 409)
    assert "It was taken out." in page
    sent(browser(cmo), "edit/activity/check-up/", {**given, "choose.": "mine"})

    assert now(acme, ref)["note"] == "By hand"


def test_taking_out_names_what_would_break_and_takes_the_links_too(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    works = store.load(acme).pointing_at("program:launch", Activity)

    page = said(client, "delete/program/launch/")
    assert all(one.title in page for one in works)
    sent(client, "delete/program/launch/", {"version": "1"})
    acme.refresh_from_db()
    assert acme.head == 1
    sent(client, "delete/program/launch/", {"version": "1", "unlink": "1"})

    acme.refresh_from_db()
    assert store.load(acme).get(Program, "launch") is None
    assert all("program" not in now(acme, one.ref) for one in works)
    client.post("/w/acme/plan/undo/2/")
    acme.refresh_from_db()
    assert store.load(acme).fingerprint == store.load(acme, 1).fingerprint


def test_a_viewer_reads_and_is_told_that_it_is_not_theirs(
    acme: Scenario, cmo: Member, member: Joined, browser: Browser
):
    client = browser(member("viewer"))

    assert "Take out" not in said(client, "activity/spring-letter/")
    assert "This is not yours to change." in said(client, "edit/activity/spring-letter/")
    page = sent(client, "edit/activity/spring-letter/", form(acme, note="By hand"), 409)
    assert "You may not change this" in page
    assert "By hand" in page
    sent(client, "new/activity/", form(acme, name="Mine"), 409)
    acme.refresh_from_db()
    assert acme.head == 1


def test_rates_are_in_no_page_form_grid_or_file_of_those_who_need_not_see_them(
    acme: Scenario, cmo: Member, member: Joined, browser: Browser
):
    renamed(acme, "role:designer", cmo, rate="123.45 EUR")
    mops = browser(member("mops"))
    sent(mops, "edit/role/designer/", form(acme, note="Part-time"))
    pages = ("role/", "role/designer/", "edit/role/designer/", "grid/role/?col=name&col=rate", "csv/role/")

    assert all("123.45" not in said(mops, address) for address in pages)
    assert "123.45" in said(browser(cmo), "role/designer/")
    assert now(acme, "role:designer")["rate"] == "123.45 EUR"


def test_a_partner_is_shown_nothing_of_other_programs(acme: Scenario, cmo: Member, member: Joined, browser: Browser):
    client = browser(member("partner", programs=["launch"]))
    other = next(one for one in store.load(acme).all(Activity) if one.program not in ("launch", None))

    assert other.title not in said(client, "activity/")
    said(client, f"activity/{other.key}/", 404)
    said(client, f"edit/activity/{other.key}/", 404)
    sent(client, f"edit/activity/{other.key}/", form(acme, note="x"), 404)
    sent(client, f"delete/activity/{other.key}/", {"version": "1"}, 404)
    assert other.title not in said(client, "choices/", kind="activity", q=other.title[:4])
    answer = client.post("/w/acme/plan/grid/activity/save/", {"cells": json.dumps({other.ref: {"note": "x"}})})
    assert "not there any more" in answer.json()["refused"][0]["says"]


def test_links_that_a_partner_is_not_shown_stay_and_cannot_be_edited_by_it(
    acme: Scenario, cmo: Member, member: Joined, browser: Browser
):
    client = browser(member("partner", programs=["launch"]))
    renamed(acme, "activity:spring-letter", cmo, tools=["mailer", "crm"], note="By hand")
    before = now(acme, "activity:spring-letter")
    pages = ["activity/", "activity/spring-letter/", "edit/activity/spring-letter/", "csv/activity/"]

    for address in (*pages, "grid/activity/?col=name&col=tools"):
        assert "mailer" not in said(client, address).lower(), address
    fields = Form.of(said(client, "edit/activity/spring-letter/"))
    sent(client, "edit/activity/spring-letter/", {**fields, "f.note": "By post"})
    assert now(acme, "activity:spring-letter") == {**before, "note": "By post"}
    cells = {"activity:spring-letter": {"tools": "", "note": "By fax"}}
    answer = client.post("/w/acme/plan/grid/activity/save/", {"cells": json.dumps(cells)}).json()
    assert now(acme, "activity:spring-letter") == {**before, "note": "By fax"}
    cells = {"activity:spring-letter": {"tools": "Mailer"}}
    answer = client.post("/w/acme/plan/grid/activity/save/", {"cells": json.dumps(cells)}).json()
    assert "mailer" not in str(answer["refused"][0]["says"]).replace("“Mailer”", "").lower()
    assert now(acme, "activity:spring-letter")["tools"] == before["tools"]


HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }}"


def test_stored_text_is_shown_as_text_everywhere(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    renamed(acme, "program:launch", cmo, name=HOSTILE)
    renamed(acme, "activity:spring-letter", cmo, name=HOSTILE, note=HOSTILE, labels={HOSTILE: HOSTILE})
    addresses = ("activity/", "activity/spring-letter/", "edit/activity/spring-letter/", "grid/activity/?col=note")
    more = ("delete/program/launch/", "program/launch/", "activity/?f.program=launch", "new/activity/?program=launch")

    for address in (*addresses, *more, "choices/?kind=program&q=img", "?"):
        page = said(client, address)
        assert "<img" not in page, address
        assert "49" not in page.partition("</h1>")[0].partition("<h1>")[2]


def test_a_what_if_has_the_same_pages_and_leaves_the_plan_alone(acme: Scenario, cmo: Member, browser: Browser):
    whatif = plans.fork(acme, "Less in spring", by=cmo)
    client = browser(cmo)
    address = f"/w/acme/if/{whatif.key}/plan"

    assert (
        f'href="{address}/edit/activity/spring-letter/"'
        in client.get(f"{address}/activity/spring-letter/").content.decode()
    )
    answer = client.post(f"{address}/edit/activity/spring-letter/", form(whatif, channel="post"))
    assert answer["Location"] == f"{address}/activity/spring-letter/"
    assert now(whatif, "activity:spring-letter")["channel"] == "post"
    assert now(acme, "activity:spring-letter")["channel"] == "e-mail"


def test_an_earlier_version_is_read_and_not_edited(acme: Scenario, cmo: Member, browser: Browser):
    renamed(acme, "activity:spring-letter", cmo, channel="post")
    client = browser(cmo)

    assert "Take out" not in said(client, "activity/spring-letter/?version=1")
    assert "Only the newest version can be changed." in said(client, "edit/activity/spring-letter/?version=1")
    assert "Only the newest version can be changed." in said(client, "grid/activity/?version=1")


def test_a_name_is_found_by_its_first_letters(acme: Scenario, cmo: Member, browser: Browser):
    assert '<option value="Spring letter">' in said(browser(cmo), "choices/", kind="activity", q="spr")
    assert said(browser(cmo), "choices/", kind="nothing", q="spr").strip() == ""
