from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.axe import violations

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.plan.work import Activity
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import plan

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """text => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/plain", text);
  const options = { clipboardData: clipboard, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def item(scenario: Scenario, ref: str) -> dict[str, Any]:
    scenario.refresh_from_db()
    return data(store.load(scenario).entities[ref])


def at(page: Any, row: int, column: int) -> Any:
    return page.locator(".sheet tbody tr").nth(row).locator("td[role=gridcell]").nth(column)


def test_a_range_is_pasted_what_is_wrong_stays_is_mended_and_all_of_it_undone(acme: Scenario, cmo: Member, opened: Any):
    page = opened(cmo, "plan/grid/activity/?col=name&col=team&col=start&col=cost&sort=name")
    count = len(store.load(acme).all(Activity))
    at(page, count, 0).click()

    page.evaluate(
        PASTE, 'Summer letter\tDemand generation\t05.07.2027\t1.200,50\r\n"Two\nlines"\tNobody\t2027-08\t900\r\n'
    )
    assert page.get_by_text("8 cells changed, not saved yet.").is_visible()
    page.keyboard.press("Control+s")
    page.get_by_text("7 cells are saved. 1 stay as you wrote them: see why below.").wait_for()

    assert item(acme, "activity:summer-letter") == {
        "name": "Summer letter",
        "team": "demand",
        "start": "2027-07-05",
        "cost": "1200.50",
    }
    assert (
        page.locator("[data-refused] li").inner_text().startswith("Two lines, Team: there is no team called “Nobody”")
    )
    wrong = page.locator("td.is-wrong")
    assert wrong.inner_text() == "Nobody"
    page.locator("[data-refused] button").click()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("Demand generation")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    page.get_by_text("1 cell is saved.").wait_for()
    assert item(acme, "activity:two-lines")["team"] == "demand"

    page.goto(page.url.split("/plan/")[0] + "/plan/history/")
    page.get_by_label("Undo change 2").click()
    page.get_by_text("Taken back.").wait_for(timeout=5000)


def test_the_grid_is_moved_in_filled_down_copied_and_set_for_many_rows(acme: Scenario, cmo: Member, opened: Any):
    page = opened(cmo, "plan/grid/activity/?col=name&col=channel&col=stage&sort=name")
    at(page, 0, 1).click()

    page.keyboard.type("fax")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    assert [at(page, row, 1).inner_text() for row in range(3)] == ["fax"] * 3
    page.keyboard.press("Control+z")
    assert at(page, 1, 1).inner_text() != "fax"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    for row in (1, 2):
        page.locator(".sheet tbody tr").nth(row).locator(".pick input").check()
    page.locator("[data-field]").select_option("stage")
    page.get_by_label("What to set it to").fill("renew")
    page.get_by_role("button", name="Set", exact=True).click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("cells are saved.").wait_for()

    first, second, third = sorted(store.load(acme).all(Activity), key=lambda one: one.title.casefold())[:3]
    assert item(acme, first.ref)["channel"] == "fax"
    assert [item(acme, one.ref)["stage"] for one in (second, third)] == ["renew", "renew"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()
    assert item(acme, first.ref) == data(first)


def test_an_open_grid_shows_what_others_change_and_tells_of_a_clash_when_it_is_saved(
    acme: Scenario, cmo: Member, member: Callable[..., Member], opened: Any
):
    page, mops = opened(cmo, "plan/grid/activity/?col=name&col=channel&sort=name"), member("mops")
    first, second, third, *_ = sorted(store.load(acme).all(Activity), key=lambda one: one.title.casefold())
    at(page, 0, 1).click()
    page.keyboard.type("post")
    page.keyboard.press("Enter")
    theirs = [Edit(one.ref, data(one), {**data(one), "channel": "fax"}) for one in (first, second)]
    added = Edit("activity:zoo", None, {"name": "Zoo day"})
    plan.change(acme, [*theirs, Edit(third.ref, data(third), None), added], by=mops)

    page.get_by_role("gridcell", name="Zoo day", exact=True).wait_for()
    assert [at(page, row, 1).inner_text() for row in (0, 1)] == ["post", "fax"]
    assert page.locator(f"[data-row='{third.ref}']").count() == 0
    page.keyboard.press("Control+s")
    page.get_by_text("became “fax” meanwhile: save again to put yours in its place").first.wait_for()
    assert item(acme, first.ref)["channel"] == "fax"
    page.keyboard.press("Control+s")
    page.get_by_text("1 cell is saved.").wait_for()
    assert item(acme, first.ref)["channel"] == "post"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()
    page.get_by_role("gridcell", name="post", exact=True).wait_for(state="detached")
    assert at(page, 0, 1).inner_text() == "fax"


def test_two_browsers_edit_one_item_at_once_and_both_values_are_shown(
    acme: Scenario, cmo: Member, member: Callable[..., Member], opened: Any
):
    mine = opened(cmo, "plan/edit/activity/spring-letter/")
    theirs = opened(member("mops"), "plan/edit/activity/spring-letter/")

    theirs.get_by_label("Channel").fill("fax")
    theirs.get_by_role("button", name="Save").click()
    theirs.get_by_text("Saved.").wait_for()
    mine.get_by_label("Channel").fill("post")
    mine.get_by_label("Note").fill("By hand")
    mine.get_by_role("button", name="Save").click()

    mine.get_by_role("heading", name="Spring letter was changed meanwhile").wait_for()
    assert violations(mine) == []
    assert mine.locator("label.pick").all_inner_texts() == ["Yours\npost", "marketing operations\nfax"]
    mine.get_by_label("Another").check()
    mine.locator(".third input").fill("radio")
    mine.get_by_role("button", name="Save it so").click()
    mine.get_by_text("Saved.").wait_for()

    now = item(acme, "activity:spring-letter")
    assert (now["channel"], now["note"]) == ("radio", "By hand")


def test_a_form_is_filled_in_with_chips_and_rows_by_keyboard(acme: Scenario, cmo: Member, opened: Any):
    page = opened(cmo, "plan/activity/")

    page.keyboard.press("n")
    page.wait_for_url("**/plan/new/activity/")
    page.get_by_label("Name", exact=True).fill("Summer letter")
    page.locator("summary").first.click()
    page.get_by_label("Tools: add one").fill("Mailer")
    page.get_by_label("Tools: add one").press("Enter")
    rows = page.locator("[data-rows]", has=page.locator("[name='f.effort.name']"))
    rows.get_by_label("Name, row 1").fill("copy")
    rows.get_by_label("Value (hours), row 1").fill("8..12")
    rows.get_by_text("Add a row").press("Enter")
    page.keyboard.type("design")
    rows.get_by_label("Value (hours), row 2").fill("4")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Added.").wait_for()

    made = item(acme, "activity:summer-letter")
    assert made["tools"] == ["mailer"]
    assert made["effort"] == {"copy": "8..12", "design": "4"}


def test_a_list_is_narrowed_as_one_types_and_the_keys_are_told(acme: Scenario, cmo: Member, opened: Any):
    page = opened(cmo, "plan/activity/")

    page.keyboard.press("/")
    page.keyboard.type("open")
    page.wait_for_url("**q=open**")
    page.get_by_text("1 to 1 of 1 that are so; 6 in all").wait_for()
    assert page.evaluate("document.activeElement.id") == "f-q"
    page.locator("h1").click()
    page.keyboard.press("?")
    assert "Filter the list" in page.locator("#keys").inner_text()
    page.get_by_label("Single letters do nothing on this device").check()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    assert page.url.endswith("q=open") or "q=open" in page.url
