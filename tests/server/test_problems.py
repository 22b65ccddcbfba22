from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import plan

Browser = Callable[[Member], Client]
LETTER = "activity:spring-letter"


def changed(scenario: Scenario, ref: str, by: Member, **fields: object) -> None:
    was = data(store.load(scenario).entities[ref])
    plan.change(scenario, [Edit(ref, was, {**was, **fields})], by=by)


def undone(client: Client, number: int) -> str:
    return client.post(f"/w/acme/plan/undo/{number}/", follow=True).content.decode()


def test_an_undo_that_clashes_tells_both_values(acme: Scenario, cmo: Member, browser: Browser):
    changed(acme, LETTER, cmo, channel="post")
    changed(acme, LETTER, cmo, channel="fax")

    page = undone(browser(cmo), 2)

    assert "Spring letter was changed meanwhile: channel is “fax” now, and would become “e-mail”" in page


def test_links_are_told_by_name(acme: Scenario, cmo: Member, browser: Browser):
    changed(acme, LETTER, cmo, program="care")
    changed(acme, LETTER, cmo, program=None)

    page = undone(browser(cmo), 2)

    assert "program is empty now, and would become “Ready on Monday”" in page


def test_what_would_be_left_pointing_at_nothing_is_named(acme: Scenario, cmo: Member, browser: Browser):
    lone = Edit("program:lone", None, {"name": "Lonely"})
    plan.change(acme, [lone], by=cmo)
    changed(acme, LETTER, cmo, program="lone")

    page = undone(browser(cmo), 2)

    assert "Not done: Spring letter points at Lonely, which would be gone." in page


def test_a_clash_tells_no_rate_to_those_who_need_not_see_it(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    changed(acme, "role:designer", cmo, rate="61.5")
    changed(acme, "role:designer", cmo, rate="62.5")

    page = undone(browser(member("mops")), 2)

    assert "62.5" not in page
    assert "61.5" not in page
