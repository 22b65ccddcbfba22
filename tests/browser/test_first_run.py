from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from truenorth.plan.strategy import Goal
from truenorth.plan.work import Activity
from truenorth.server import store
from truenorth.server.models import User
from truenorth.server.services import workspaces

pytestmark = pytest.mark.django_db(transaction=True)
FORTY = Path(__file__).parents[2] / "examples" / "sheets" / "forty-rows-us.csv"


def test_forty_rows_are_taken_in_corrected_found_out_of_line_mended_at_once_and_taken_back(opened: Any, db: Any):
    by = workspaces.begin("New", user=User.objects.create_user("new@new.example", name="Ann"))
    page = opened(by, "plan/start/1/")
    page.get_by_label("The company's name").fill("Bright Bikes")
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_label("The goal").first.fill("Riders who come back")
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_role("link", name="Leave it out").click()

    page.goto(page.url.rstrip("/").removesuffix("/plan/start/3") + "/plan/import/")
    page.get_by_label("The sheet").set_input_files(FORTY)
    page.get_by_role("button", name="Read it").click()
    page.get_by_text("40 added").wait_for()
    page.route("**/plan/import/*/?*", _late)
    page.get_by_label("D Channel").select_option("label")
    page.get_by_role("button", name="Take it in").click()
    page.unroute("**/plan/import/*/?*")
    page.get_by_text("40 items taken in.").wait_for()
    page.get_by_role("link", name="All findings").click()
    finding = page.locator("li.finding", has_text="40 activities name no objective")
    finding.get_by_role("link", name="Put it right").click()
    page.get_by_label("Which objective does it serve? the same for all 40").fill("Riders who come back")
    page.locator("form", has_text="or one by one").get_by_role("button", name="Put it right").click()
    page.get_by_text("Put right.").wait_for()

    plan = store.load(workspaces.main(by.workspace))
    goal = plan.all(Goal)[0]
    assert {tuple(work.serves) for work in plan.all(Activity)} == {(goal.ref,)}
    assert {tuple(work.labels) for work in plan.all(Activity)} == {("Channel",)}
    page.wait_for_load_state()
    page.keyboard.press("Control+z")
    page.get_by_text("Taken back.").wait_for()
    assert {tuple(work.serves) for work in store.load(workspaces.main(by.workspace)).all(Activity)} == {()}


def _late(route: Any) -> None:
    """Somebody is quicker than the server: what they chose a moment ago counts all the same."""
    time.sleep(0.3)
    route.continue_()
