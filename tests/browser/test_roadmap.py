from __future__ import annotations

from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import plan

pytestmark = pytest.mark.django_db(transaction=True)
OPEN_HOUSE = '.rm-bar[data-ref="activity:open-house"]'
TOO_EARLY = "starts on 2027-03-25"


def begins(acme: Scenario) -> str:
    acme.refresh_from_db()
    return str(store.load(acme).entities["activity:open-house"].start)


def test_a_drag_clears_a_finding_and_taking_it_back_brings_it_again(acme: Scenario, cmo: Member, opened: Any):
    item = store.load(acme).entities["activity:open-house"]
    early = {**data(item), "start": "2027-03-25", "in_market": "2027-04-15", "end": "2027-04-23"}
    plan.change(acme, [Edit(item.ref, data(item), early)], by=cmo)
    page = opened(cmo, "run/roadmap/")
    page.get_by_text(TOO_EARLY).wait_for()
    page.locator(OPEN_HOUSE).scroll_into_view_if_needed()
    bar = page.locator(OPEN_HOUSE).bounding_box()
    week = page.locator(".rm-track").first.bounding_box()["width"] / 26
    strip = page.locator(".rm-lane", has=page.locator(OPEN_HOUSE)).locator('.rm-strip i[data-n="18"]')
    before = strip.get_attribute("title")

    page.mouse.move(bar["x"] + 40, bar["y"] + 10)
    page.mouse.down()
    page.mouse.move(bar["x"] + 40 + week, bar["y"] + 12, steps=4)
    page.locator(".road-move", has_text="Open house: 1 April to 30 April").wait_for()
    drawn = strip.get_attribute("title")
    page.mouse.up()

    page.get_by_text("Open house: 1 to 30 April 2027. Put right: TIME01, Open house.").wait_for()
    assert page.get_by_text(TOO_EARLY).count() == 0
    assert begins(acme) == "2027-04-01"
    assert drawn != before
    assert str(drawn).partition(" of ")[0] in str(strip.get_attribute("title"))  # the server says the same hours
    found = [*Axe().run(page)["violations"]]
    page.emulate_media(color_scheme="dark")
    found += Axe().run(page)["violations"]
    assert [f"{one['id']} {one['nodes'][0]['html'][:200]}" for one in found] == []
    page.keyboard.press("Control+z")
    page.get_by_text(TOO_EARLY).wait_for()
    assert begins(acme) == "2027-03-25"


def test_a_bar_is_moved_and_dropped_by_keyboard(acme: Scenario, cmo: Member, opened: Any):
    page = opened(cmo, "run/roadmap/?zoom=month&from=2027-03-15")

    page.locator(OPEN_HOUSE).press("ArrowRight")
    page.locator(".road-move", has_text="Open house: 2 April to 1 May").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".road-move").count() == 0
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")

    page.get_by_text("Open house: 2 April to 2 May 2027.").wait_for()
    assert begins(acme) == "2027-04-02"


def test_the_calendars_are_without_violations(acme: Scenario, cmo: Member, opened: Any):
    news = {
        "name": "Care news", "program": "care", "team": "care", "start": "2027-03-15", "end": "2027-03-19",
        "channel": "e-mail", "personas": ["office-manager"],
    }  # fmt: skip
    plan.change(acme, [Edit("activity:news", None, news)], by=cmo)
    page = opened(cmo, "mine/calendars/")
    start = page.url.removesuffix("mine/calendars/")

    found = []
    for address in ("mine/calendars/", "run/calendar/", "run/customer/office-manager/"):
        page.goto(start + address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            told = Axe().run(page)["violations"]
            found += [f"{address} {scheme}: {one['id']} {one['nodes'][0]['html'][:200]}" for one in told]

    assert found == []
