"""Home and the findings in a real Chromium: what one takes, another sees; the phone of whoever runs the company."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.axe import violations

from truenorth.plan.edit import Edit, diff
from truenorth.plan.entity import data
from truenorth.rules import RULES
from truenorth.rules.acme import TODAY, acme
from truenorth.server import store
from truenorth.server.models import Member, Scenario, User, Workspace
from truenorth.server.services import check, fit, plan, workspaces

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def torn() -> Member:
    """Who manages Acme, where six statements can't all be true."""
    by = workspaces.begin("Acme", user=User.objects.create_user("ada@acme.example", name="Ada Lind"), example="acme")
    Workspace.objects.filter(pk=by.workspace_id).update(today=TODAY)
    by.workspace.refresh_from_db()
    scenario = workspaces.main(by.workspace)
    bent = acme(RULES["FIT01"].sections["Example"]).whole
    plan.change(scenario, diff(store.load(scenario), bent), by=by, why="a stand at the fair")
    fit.prove(scenario)
    return by


def also(by: Member, party: str) -> Member:
    user = User.objects.create_user(f"{party}@acme.example", name="Max Ott")
    return Member.objects.create(workspace=by.workspace, user=user, party=party)


def test_a_way_out_that_one_takes_turns_the_verdict_before_the_eyes_of_another(torn: Member, opened: Any):
    one, other = opened(torn), opened(also(torn, "mops"))
    one.get_by_text("What it changes").first.click()
    one.get_by_text("2027-04-01 → 2027-03-26").wait_for()

    one.get_by_role("button", name="Take this way out").first.click()
    for page in (one, other):
        page.get_by_text("Version 3 is being worked out").wait_for()
        assert page.locator(".fit.is-bad").count() == 1
    fit.prove(workspaces.main(torn.workspace))

    for page in (one, other):
        page.locator(".fit.is-good").wait_for()
        assert page.get_by_text("being worked out").count() == 0
        assert page.locator("#ver").inner_text() == "version 3"


def test_all_that_needs_nobodys_answer_is_applied_and_taken_back(acme: Scenario, cmo: Member, opened: Any):
    page = opened(cmo, "check/")
    before = page.locator(".finding").count()

    page.get_by_role("link", name="Look at").click()
    page.get_by_role("button", name="Apply all").click()
    page.get_by_text("All of it is put right.").wait_for()
    after = page.locator(".finding").count()
    page.wait_for_load_state()
    page.keyboard.press("Control+z")
    page.get_by_text("Taken back.").wait_for()
    assert page.url.endswith("/check/")

    assert after < before
    assert page.locator(".finding").count() == before


def test_what_is_being_written_is_not_taken_away_by_news(acme: Scenario, cmo: Member, opened: Any):
    finding = next(one for one in check.judged(acme, fit.today(acme.workspace)).findings if one.kind == "contradiction")
    page = opened(cmo, f"check/{finding.id.replace('#', '%23')}/")
    page.get_by_label("Why", exact=True).fill("the fair is once a year")
    page.keyboard.press("Tab")
    item = next(ref for ref in store.load(acme).entities if ref.startswith("activity:"))
    change = store.load(acme).entities[item]

    plan.change(acme, [Edit(item, data(change), {**data(change), "note": "seen"})], by=cmo)
    page.locator("#ver", has_text="version 2").wait_for()

    assert page.get_by_label("Why", exact=True).input_value() == "the fair is once a year"


def test_pointing_at_a_program_shows_what_it_serves(acme: Scenario, cmo: Member, opened: Any):
    page = opened(cmo)

    page.hover('#home-map .bx[data-r="program:launch"]')

    lit = set(page.evaluate("[...document.querySelectorAll('#home-map .bx.on')].map(one => one.dataset.r)"))
    assert {"program:launch", "goal:grow"} <= lit
    assert "goal:healthy-teams" not in lit


def test_the_screen_of_whoever_runs_the_company_fits_a_phone(torn: Member, opened: Any):
    page = opened(also(torn, "business"), viewport=PHONE)

    assert page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]") == [844, 390]
    for words in ("At stake", "Goals", "What you owe"):
        assert page.locator(".brief").get_by_text(words, exact=True).is_visible()
    assert page.locator("main .btn:visible").count() == 1


def test_what_cannot_all_be_true_can_be_read_by_all(torn: Member, opened: Any):
    page = opened(torn)
    page.locator("#home-map svg").first.wait_for()

    assert page.locator(".fit.is-bad").count() == 1
    assert violations(page) == []


@pytest.mark.parametrize("party", ["cmo", "business"])
def test_home_is_no_wider_than_a_phone(party: str, torn: Member, opened: Any):
    page = opened(torn if party == "cmo" else also(torn, party), "?all", viewport=PHONE)
    page.locator("#home-map svg").first.wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") == 390
