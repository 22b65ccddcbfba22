from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from truenorth.server.models import Member, Said, Scenario

Browser = Callable[[Member], Client]


def test_a_lead_sees_the_work_of_the_team(acme: Scenario, member: Callable[..., Member], browser: Browser):
    page = browser(member("lead", team="demand")).get("/w/acme/mine/").content.decode()

    assert "Open house" in page
    assert "I have seen it" in page


def test_a_version_is_marked_as_seen_once_and_for_that_version(
    acme: Scenario, member: Callable[..., Member], browser: Browser
):
    client = browser(member("lead", team="demand"))

    page = client.post("/w/acme/mine/seen/", follow=True).content.decode()

    assert "You have seen this version" in page
    assert Said.objects.filter(kind="seen").count() == 1


def test_a_seat_without_a_team_is_told_what_is_missing(acme: Scenario, member: Callable[..., Member], browser: Browser):
    assert "Your seat names no team and no role" in browser(member("member")).get("/w/acme/mine/").content.decode()
