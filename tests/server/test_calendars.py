from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from icalendar import Calendar

from truenorth.plan.edit import Edit
from truenorth.server.models import CalendarLink, Event, Member, Scenario
from truenorth.server.services import people, plan

Browser = Callable[[Member], Client]
ADDRESS = "/w/acme/mine/calendars/"


def made(client: Client, team: str = "") -> str:
    page = client.post(f"{ADDRESS}make/", {"team": team}).content.decode()
    found = re.search(r'value="http://testserver(/calendar/[^"]+\.ics)"', page)
    assert found is not None
    return found[1]


def titles(address: str) -> dict[str, tuple[str, str]]:
    """The entries of a calendar as somebody without a session reads them: title, first day, day after the last."""
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content.decode()).walk("VEVENT")
    return {str(one["summary"]): (str(one["dtstart"].dt), str(one["dtend"].dt)) for one in events}


def test_a_teams_dates_are_read_without_a_session(acme: Scenario, cmo: Member, browser: Browser):
    found = titles(made(browser(cmo), "demand"))

    assert found["Summer party"] == ("2027-07-01", "2027-07-03")
    assert found["Open house: begins"] == ("2027-04-01", "2027-04-02")
    assert found["Open house: in market"] == ("2027-04-22", "2027-04-23")
    assert "Desk check-up: begins" not in found


def test_only_the_digest_is_kept_and_the_audit_tells_no_secret(acme: Scenario, cmo: Member, browser: Browser):
    token = made(browser(cmo)).split("/")[-1].removesuffix(".ics")

    link = CalendarLink.objects.get()
    assert link.digest == people.digest(token)
    assert Event.objects.get(what="calendar address made").about == "My part"
    assert token not in browser(cmo).get(ADDRESS).content.decode()


def test_a_revoked_address_is_gone_and_an_unknown_one_never_was(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    address = made(client)

    client.post(f"{ADDRESS}{CalendarLink.objects.get().pk}/revoke/")

    assert Client().get(address).status_code == 410
    assert Client().get("/calendar/no-such-secret.ics").status_code == 404
    assert Event.objects.filter(what="calendar address revoked").exists()


def test_who_has_left_leaves_no_open_address(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    lead = member("lead", team="demand")
    address = made(browser(lead))
    assert titles(address)

    people.remove(lead, by=cmo)

    assert Client().get(address).status_code == 410


def test_an_address_tells_no_more_than_the_seat_may_see(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    client = browser(member("partner", programs=["care"]))

    assert not any("Open house" in title for title in titles(made(client)))
    assert "the plan has no team" in client.post(f"{ADDRESS}make/", {"team": "no"}, follow=True).content.decode()


def test_nobody_revokes_the_address_of_another(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    made(browser(cmo))

    answer = browser(member("viewer")).post(f"{ADDRESS}{CalendarLink.objects.get().pk}/revoke/")

    assert answer.status_code == 404
    assert CalendarLink.objects.get().revoked is None


def test_text_that_would_end_a_line_stays_in_its_field(acme: Scenario, cmo: Member, browser: Browser):
    evil = {"name": "Fair\r\nEND:VEVENT;, and on", "team": "demand", "start": "2027-02-01", "end": "2027-02-02"}
    plan.change(acme, [Edit("activity:evil", None, evil)], by=cmo)

    assert "Fair END:VEVENT;, and on" in titles(made(browser(cmo), "demand"))
