from __future__ import annotations

from typing import Any

import pytest

from truenorth.server import store
from truenorth.server.models import Member, Scenario

pytestmark = pytest.mark.django_db(transaction=True)


def served(acme: Scenario) -> dict[str, Any]:
    acme.refresh_from_db()
    return dict(store.load(acme).entities["activity:summer-party"].serves)


def test_an_orphan_is_dragged_onto_an_objective_and_that_is_taken_back(acme: Scenario, cmo: Member, opened: Any):
    page = opened(cmo, "plan/sight/")
    orphan = page.locator('[data-ref="activity:summer-party"]').bounding_box()
    end = page.locator('.bx[data-r="objective:loyal"] rect').first.bounding_box()

    page.mouse.move(orphan["x"] + 20, orphan["y"] + 12)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 20, steps=8)
    assert page.locator(".bx.target").count() == 1
    page.mouse.up()

    page.get_by_text("Summer party now serves Customers who order again.").wait_for()
    assert page.locator('[data-ref="activity:summer-party"]').count() == 0
    assert list(served(acme)) == ["loyal"]
    page.keyboard.press("Control+z")
    page.locator('[data-ref="activity:summer-party"]').wait_for()
    assert served(acme) == {}


def test_an_orphan_is_put_under_an_objective_by_keyboard(acme: Scenario, cmo: Member, opened: Any):
    page = opened(cmo, "plan/sight/")

    page.get_by_label("Put Summer party somewhere").press("Enter")
    page.get_by_label("Serves").select_option("objective:loyal")
    page.get_by_role("button", name="Put it there").press("Enter")

    page.get_by_text("Summer party now serves Customers who order again.").wait_for()
    assert list(served(acme)) == ["loyal"]


def test_the_palette_opens_by_keyboard_and_jumps_to_an_item(acme: Scenario, cmo: Member, opened: Any):
    page = opened(cmo, "plan/history/")

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search").fill("open hou")
    page.locator('#pal-list [aria-selected="true"]', has_text="Open house").wait_for()
    page.keyboard.press("Enter")

    page.wait_for_url("**/plan/activity/open-house/")
