from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import plan

pytestmark = pytest.mark.django_db(transaction=True)
LETTER = "activity:spring-letter"


def test_a_what_if_is_made_compared_and_taken_over_with_a_clash_resolved(
    acme: Scenario, cmo: Member, member: Callable[..., Member], opened: Any
):
    page = opened(cmo, "plan/")

    page.get_by_label("The plan, version 1: history and what-ifs").click()
    page.get_by_placeholder("What if …").fill("Letters by post")
    page.get_by_role("button", name="Try it").click()
    page.get_by_text("“Letters by post” is begun.").wait_for()
    page.goto(page.url + "edit/activity/spring-letter/")
    page.get_by_label("Channel").fill("post")
    page.get_by_label("Cost", exact=True).first.fill("2000")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    item = data(store.load(acme).entities[LETTER])
    plan.change(acme, [Edit(LETTER, item, {**item, "channel": "fax"})], by=member("mops"), why="by fax")

    page.locator("#ver").get_by_role("button").first.click()
    page.get_by_role("link", name="Compare two versions").click()
    page.get_by_role("heading", name="What it means for the goals").wait_for()
    assert page.get_by_role("row", name="Grow with mid-sized offices").get_by_text("EUR 1,000 less").is_visible()
    page.get_by_role("link", name="Take “Letters by post” over").click()

    page.get_by_role("heading", name="Spring letter: channel").wait_for()
    page.get_by_label("The what-if").check()
    page.get_by_role("button", name="Take it over").click()
    page.get_by_text("“Letters by post” is taken over.").wait_for()

    acme.refresh_from_db()
    now = data(store.load(acme).entities[LETTER])
    assert (now["channel"], now["cost"], acme.head) == ("post", "2000", 3)
    page.goto(page.url + "plan/what-ifs/")
    page.get_by_text("taken over in").wait_for()
