"""The Friday page in a real Chromium: made, sent, and opened again as it was after the plan has changed."""

from __future__ import annotations

from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from django.core import mail

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.server import store
from truenorth.server.models import Letter, Member, Scenario, User
from truenorth.server.services import mailing, plan

pytestmark = pytest.mark.django_db(transaction=True)


def faults(page: Any) -> list[str]:
    return [f"{one['id']} {one['nodes'][0]['html'][:160]}" for one in Axe().run(page)["violations"]]


def test_the_friday_page_is_sent_and_opened_again_as_it_was(acme: Scenario, cmo: Member, opened: Any):
    chief = User.objects.create_user("dana@acme.example", name="Dana Reyes")
    business = Member.objects.create(workspace=cmo.workspace, user=chief, party="business")
    page = opened(cmo, "run/reports/")
    found = faults(page)

    page.get_by_label("For whom").select_option("ceo")
    page.get_by_role("button", name="Make it of version 1").click()
    page.get_by_text("As it was made by Amara Okafor").wait_for()
    was = page.locator(".rp").inner_text()
    assert page.get_by_label("Dana Reyes").is_checked()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("On its way to 1 person.").wait_for()
    mailing.posted(Letter.objects.get().pk)

    item = store.load(acme).entities["program:launch"]
    plan.change(acme, [Edit(item.ref, data(item), {**data(item), "name": "Something else"})], by=cmo, why="a new name")
    (sent,) = mail.outbox
    address = sent.body.rpartition("Open it: ")[2].strip()
    other = opened(business, "run/reports/", viewport={"width": 390, "height": 844}, color_scheme="dark")
    other.goto(address)

    assert sent.to == ["dana@acme.example"]
    assert other.get_by_text("The plan has changed since: 1 change").is_visible()
    assert "Something else" not in other.locator("main").inner_text()
    assert other.evaluate("document.documentElement.scrollWidth") == 390
    page.reload()
    assert page.locator(".rp").inner_text() == was
    assert [*found, *faults(other)] == []
