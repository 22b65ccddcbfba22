from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.axe import violations

from truenorth.plan.entity import data
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import records, run

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def april(acme: Scenario) -> Scenario:
    """Acme in April, when its spring letter is late."""
    acme.workspace.today = date(2027, 4, 6)
    acme.workspace.save()
    return acme


def clean(page: Any) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_update_from_a_phone_in_two_taps_and_another_in_a_sentence(
    april: Scenario, member: Callable[..., Member], opened: Any
):
    lead = member("lead", team="demand")
    page = opened(lead, "mine/", **PHONE)

    row = page.locator(".run-list > li", has_text="Spring letter")
    row.get_by_role("button", name="On its way, nothing new").click()
    page.get_by_text("Kept: the plan says what it said.").wait_for()
    clean(page)
    page.get_by_text("Else", exact=True).click()
    page.get_by_label("New date", exact=True).check()
    page.get_by_label("The new date").fill("2027-04-23")
    page.get_by_label("In a sentence").fill("The paper comes late")
    page.get_by_label("How sure to be in time").fill("80 %")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("The update suggests").wait_for()
    assert "end becomes 2027-04-23" in page.locator(".run-offer").inner_text()
    page.get_by_role("button", name="Change the plan too").click()
    page.get_by_text("The plan says so now.").wait_for()

    page.goto(page.url.partition("/w/")[0] + reverse("linked", kwargs={"token": run.link(lead, "activity:open-house")}))
    clean(page)

    said = records.read(april.workspace).updates
    assert [(one.says, one.confidence, one.by) for one in said] == [("moved", None, "lead"), ("new date", 80, "lead")]
    april.refresh_from_db()
    assert data(store.load(april).entities["activity:spring-letter"])["end"] == "2027-04-23"


@pytest.mark.meets("S4-40")
def test_a_stand_up_from_its_agenda_to_a_decision_and_an_accepted_edit(april: Scenario, cmo: Member, opened: Any):
    page = opened(cmo, "run/stand-up/")
    page.get_by_role("link", name="Open today's agenda").click()

    page.get_by_role("heading", name="Learning from execution").wait_for()
    assert page.get_by_text("Spring letter: was to be over on 2027-03-31, and nothing says that it is").is_visible()
    clean(page)
    page.locator("#c-what-0").fill("Ask for the hall")
    page.locator("#c-owner-0").select_option("demand-lead")
    page.locator("#c-until-0").fill("2027-04-20")
    page.get_by_role("button", name="Decided").click()
    page.get_by_text("by 20 April 2027").wait_for()
    assert page.locator("#c-what-1").input_value() == ""
    page.get_by_text("Suggest a change").click()
    page.locator("#s-what-0").fill("Give the letter until the end of April")
    page.locator("#s-about-0").select_option("activity:spring-letter")
    page.locator("#s-field-0").select_option("end")
    page.locator("#s-value-0").fill("2027-04-30")
    page.locator("#suggested").get_by_role("button", name="Suggest it").click()
    page.get_by_role("button", name="Accept: Give the letter").click()
    page.get_by_text("Accepted: the plan says so now.").wait_for()
    page.get_by_label("Head of demand generation").check()
    page.get_by_role("button", name="It was held").click()
    page.get_by_text("held, agenda as it was").wait_for()

    april.refresh_from_db()
    assert data(store.load(april).entities["activity:spring-letter"])["end"] == "2027-04-30"
    said = records.read(april.workspace)
    assert [(one.what, one.owner) for one in said.choices] == [("Ask for the hall", "demand-lead")]
    assert [one.there for one in said.standups] == [["demand-lead"]]
