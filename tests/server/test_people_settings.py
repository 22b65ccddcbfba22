"""A workspace's settings: the company's fields, and how its rules judge."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from truenorth.server import store
from truenorth.server.models import Event, Member, Scenario
from truenorth.server.services import company, workspaces
from truenorth.services.settings import settings

Browser = Callable[[Member], Client]
Make = Callable[..., Member]
HOME = "/w/acme/settings/"


def test_the_companys_year_money_and_days_are_changed_as_one_change_of_the_plan(
    acme: Scenario, cmo: Member, browser: Browser
):
    typed = company.texts(store.load(acme)) | {"fiscal_start": "04-01", "holidays": "2027-12-24; 2027-12-31"}

    browser(cmo).post(f"{HOME}company/", typed)

    acme.refresh_from_db()
    now = store.load(acme).company
    assert (now.fiscal_start, now.holidays) == ("04-01", ["2027-12-24", "2027-12-31"])
    change = store.history(acme).first()
    assert (change.why, change.items) == ("the company's settings", 1)
    assert set(store.edits_of(change)[0].fields) == {"fiscal_start", "holidays"}


def test_what_cannot_be_read_is_told_at_its_field_and_nothing_is_changed(acme: Scenario, cmo: Member, browser: Browser):
    typed = company.texts(store.load(acme)) | {"currency": "euros", "weekend": "someday"}

    answer = browser(cmo).post(f"{HOME}company/", typed)

    shown = answer.content.decode()
    assert answer.status_code == 400
    assert "&#39;euros&#39; is not a currency: write its three letters, such as EUR." in shown
    assert 'id="w-weekend"' in shown
    assert 'value="someday"' in shown
    assert acme.head == store.at(acme, store.history(acme).first().at)


def test_two_people_change_different_fields_of_the_company(acme: Scenario, cmo: Member, browser: Browser):
    seen = company.texts(store.load(acme))
    first = {**seen, "currency": "USD", "version": str(acme.head)}
    second = {**seen, "time_zone": "Europe/Paris", "version": str(acme.head)}

    for typed in (first, second):
        browser(cmo).post(f"{HOME}company/", typed)

    acme.refresh_from_db()
    now = store.load(acme).company
    assert (now.currency, now.time_zone) == ("USD", "Europe/Paris")


def test_two_people_change_the_same_field_of_the_company(acme: Scenario, cmo: Member, browser: Browser):
    seen = {**company.texts(store.load(acme)), "version": str(acme.head)}
    client = browser(cmo)

    client.post(f"{HOME}company/", {**seen, "currency": "USD"})
    answer = client.post(f"{HOME}company/", {**seen, "currency": "GBP"}, follow=True)

    acme.refresh_from_db()
    assert store.load(acme).company.currency == "USD"
    assert "was changed meanwhile" in answer.content.decode()


def test_a_plan_without_a_company_gets_one(cmo: Member, browser: Browser):
    made = workspaces.begin("Globex", user=cmo.user)

    browser(made).post("/w/globex/settings/company/", {"name": "Globex GmbH", "currency": "eur"})

    assert store.load(workspaces.main(made.workspace)).company.currency == "EUR"


@pytest.mark.parametrize("party", ["lead", "viewer", "partner"])
def test_others_read_the_company_and_change_nothing(party: str, acme: Scenario, member: Make, browser: Browser):
    client = browser(member(party))
    client.post(f"{HOME}company/", {"currency": "USD"})

    acme.refresh_from_db()
    assert store.load(acme).company.currency != "USD"
    assert "What an hour costs" not in client.get(f"{HOME}company/").content.decode()


def test_a_rule_is_set_required_and_set_back(cmo: Member, browser: Browser):
    client = browser(cmo)
    client.post(f"{HOME}rules/TIME01/", {"severity": "info", "required": "on"})
    cmo.workspace.refresh_from_db()
    held = settings(cmo.workspace.settings, None)
    assert (held.severity["TIME01"], "TIME01" in held.required) == ("info", True)

    client.post(f"{HOME}rules/TIME01/", {"severity": ""})
    cmo.workspace.refresh_from_db()
    assert "TIME01" not in str(cmo.workspace.settings)
    assert [one.what for one in Event.objects.order_by("pk")][1:] == ["rules set", "rules set"]


def test_a_rule_that_is_switched_off_finds_nothing_any_more(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    code = next(iter(sorted({one.rule for one in _judged(acme)})))

    client.post(f"{HOME}rules/{code}/", {"severity": "off"})

    assert code not in {one.rule for one in _judged(workspaces.main(cmo.workspace))}


def _judged(scenario: Scenario):
    from truenorth.server.services import check, fit

    return check.judged(scenario, fit.today(scenario.workspace)).findings


def test_a_setting_that_is_wrong_is_told_at_its_field_and_nothing_is_changed(cmo: Member, browser: Browser):
    answer = browser(cmo).post(f"{HOME}rules/TOOL02/", {"severity": "awful"})
    grown = browser(cmo).post(f"{HOME}rules/grown/", {"grown": "a lot"})

    cmo.workspace.refresh_from_db()
    assert answer.status_code == grown.status_code == 400
    assert "&#39;awful&#39; is no severity" in answer.content.decode()
    assert "&#39;a lot&#39; is not a share: write 25 % or 0.25" in grown.content.decode()
    assert not Event.objects.filter(what="rules set").exists()


def test_only_who_manages_sets_rules_and_names(acme: Scenario, member: Make, browser: Browser):
    client = browser(member("mops"))

    assert client.get(f"{HOME}rules/").status_code == 200
    assert client.post(f"{HOME}rules/TIME01/", {"severity": "off"}).status_code == 403
    assert client.post(f"{HOME}rules/grown/", {"grown": "50 %"}).status_code == 403
    assert client.post(f"{HOME}name/", {"name": "Mine"}).status_code == 403
    assert client.post(f"{HOME}rules/NONE99/", {}).status_code == 404
