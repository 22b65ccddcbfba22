from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.plan.work import Activity
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import plan

Browser = Callable[[Member], Client]
ADDRESS = "/w/acme/run/roadmap/"
MOVE = {"ref": "activity:open-house", "start": "2027-04-01", "end": "2027-05-14", "version": "1"}


def text(client: Client, **query: str) -> str:
    return client.get(ADDRESS, query).content.decode()


def dates(acme: Scenario, key: str = "open-house") -> tuple[str | None, str | None]:
    acme.refresh_from_db()
    item = store.load(acme).get(Activity, key)
    assert item is not None
    return item.start, item.end


def test_the_roadmap_shows_work_in_lanes_with_its_load(acme: Scenario, cmo: Member, browser: Browser):
    page = text(browser(cmo))

    assert 'data-ref="activity:open-house"' in page
    assert "Demand generation" in page
    assert "Week 14, from 5 April 2027:" in page
    assert "TEAM01" in page


def too_early(acme: Scenario, cmo: Member) -> None:
    """The open house begins before the letter that it waits for is over."""
    item = store.load(acme).entities["activity:open-house"]
    fields = data(item)
    early = {**fields, "start": "2027-03-25", "in_market": "2027-04-15", "end": "2027-04-23"}
    plan.change(acme, [Edit(item.ref, fields, early)], by=cmo)


def test_a_move_is_made_checked_again_and_can_be_undone(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    too_early(acme, cmo)
    assert "It waits for Spring letter, and can begin on 1 April 2027." in text(client)

    answer = client.post(f"{ADDRESS}move/", {**MOVE, "end": "2027-04-30", "version": "2", "query": "zoom=year"})

    assert answer["Location"] == f"{ADDRESS}?zoom=year&at=activity%3Aopen-house"
    assert dates(acme) == ("2027-04-01", "2027-04-30")
    page = text(client)
    assert "Open house: 1 to 30 April 2027. Put right: TIME01, Open house." in page
    assert "It waits for Spring letter" not in page
    client.post("/w/acme/plan/undo/3/")
    assert dates(acme) == ("2027-03-25", "2027-04-23")
    assert "It waits for Spring letter" in text(client)


def test_what_waits_for_a_bar_comes_along_only_where_that_is_asked(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    client.post(f"{ADDRESS}move/", MOVE)
    assert dates(acme, "demo-days")[0] == "2027-05-03"
    client.post(f"{ADDRESS}move/", {**MOVE, "end": "2027-05-21", "version": "2", "along": "1"})

    assert dates(acme, "demo-days")[0] == "2027-05-22"
    assert "with 1 that waits for it" in text(client)


@pytest.mark.meets("S3-27")
def test_two_who_move_the_same_work_choose_between_both_dates(acme: Scenario, cmo: Member, browser: Browser):
    item = store.load(acme).entities["activity:open-house"]
    fields = data(item)
    plan.change(acme, [Edit(item.ref, fields, {**fields, "end": "2027-05-28"})], by=cmo, why="later")

    answer = browser(cmo).post(f"{ADDRESS}move/", MOVE)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "2027-05-28" in page
    assert "2027-05-14" in page


def test_what_makes_no_sense_moves_nothing(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    for wrong, says in (
        ({"end": "2027-03-01"}, "would end before it begins"),
        ({"start": "soon"}, "say from when to when"),
        ({"end": "9999-12-31"}, "say from when to when"),
        ({"ref": "activity:gone"}, "not there any more"),
        ({"ref": "goal:grow"}, "not there any more"),
    ):
        answer = client.post(f"{ADDRESS}move/", {**MOVE, **wrong}, follow=True)
        assert says in answer.content.decode()
    acme.refresh_from_db()
    assert acme.head == 1


def test_who_may_not_change_work_cannot_move_it(acme: Scenario, member: Callable[..., Member], browser: Browser):
    client = browser(member("viewer"))

    assert "data-move " not in text(client)
    assert "You may not change this" in client.post(f"{ADDRESS}move/", MOVE, follow=True).content.decode()
    assert dates(acme) == ("2027-04-01", "2027-04-30")


def test_a_partner_sees_the_work_of_its_programs_alone(acme: Scenario, member: Callable[..., Member], browser: Browser):
    client = browser(member("partner", programs=["care"]))

    page = text(client)

    assert "activity:check-up" in page
    assert "activity:open-house" not in page
    assert "Open house" not in client.post(f"{ADDRESS}move/", MOVE, follow=True).content.decode()


def test_a_view_is_kept_and_forgotten(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    client.post(f"{ADDRESS}views/", {"name": "Launch", "query": "program=launch&zoom=year"})
    assert "?program=launch&amp;zoom=year" in text(client)
    view = cmo.views.get()
    client.post(f"{ADDRESS}views/{view.pk}/")

    assert not cmo.views.exists()


def test_where_nothing_is_dated_in_the_weeks_shown_the_page_leads_to_where_it_is(
    acme: Scenario, cmo: Member, browser: Browser
):
    assert "Go there" in text(browser(cmo), **{"from": str(cmo.workspace.today + timedelta(days=3000))})


COLLIDES = {
    "name": "Care news", "program": "care", "team": "care", "start": "2027-03-15", "end": "2027-03-19",
    "channel": "e-mail", "personas": ["office-manager"], "contacts_per_week": "2", "stage": "convert",
}  # fmt: skip


def test_the_calendar_marks_the_week_in_which_teams_collide_and_leads_to_the_finding(
    acme: Scenario, cmo: Member, browser: Browser
):
    plan.change(acme, [Edit("activity:news", None, COLLIDES)], by=cmo)

    page = browser(cmo).get("/w/acme/run/calendar/").content.decode()

    assert "Teams collide at Office manager." in page
    assert "Week 11: Care news and Spring letter; they collide" in page
    assert "/w/acme/check/AUD03@persona:office-manager" in page


def test_what_one_person_gets_is_told_by_week_and_stage(acme: Scenario, cmo: Member, browser: Browser):
    plan.change(acme, [Edit("activity:news", None, COLLIDES)], by=cmo)

    page = browser(cmo).get("/w/acme/run/customer/office-manager/").content.decode()

    assert "from 2 teams reach this persona" in page
    assert page.index("Spring letter") < page.index("Demo days")
    assert "e-mail, Customer care" in page
    assert "teams collide" in page
    assert browser(cmo).get("/w/acme/run/customer/nobody/").status_code == 404


def test_the_roadmap_is_set_as_pdf(acme: Scenario, cmo: Member, browser: Browser):
    answer = browser(cmo).get("/w/acme/run/roadmap.pdf", {"zoom": "year", "by": "goal"})

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_week_that_is_short_of_one_skill_is_marked_in_the_load(acme: Scenario, cmo: Member, browser: Browser):
    page = text(browser(cmo))

    assert "41 of 38 hours of events: TEAM01" in page


@pytest.mark.parametrize("page", ["roadmap/", "calendar/", "customer/office-manager/"])
def test_weeks_that_no_plan_has_are_no_fault(page: str, acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    for day in ("2199-12-31", "9999-12-31"):
        assert client.get(f"/w/acme/run/{page}", {"from": day, "zoom": "year"}).status_code == 200
