"""The demonstration lets anybody in as anybody, beside nothing real."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from truenorth.reports.words import PARTIES
from truenorth.server import store
from truenorth.server.models import Member, Scenario, Workspace
from truenorth.server.services import demo, fit, records, workspaces
from truenorth.server.services.people import Refused


@pytest.fixture
def kestrel(db: None, settings: Any) -> Workspace:
    """The demonstration."""
    settings.DEMO = True
    return demo.ready()


def test_there_is_a_door_for_each_party_and_one_click_opens_it(kestrel: Workspace) -> None:
    shown = Client().get("/", follow=True).content.decode()
    for party in PARTIES:
        assert f"/demo/{party}/" in shown
        assert Client().get(f"/demo/{party}/").headers["Location"] == "/w/kestrel-freight-cloud/"


def test_every_page_of_it_says_so(kestrel: Workspace) -> None:
    client = Client()

    assert "invented data" in client.get("/demo/viewer/", follow=True).content.decode()


def test_it_is_about_the_day_of_the_example(kestrel: Workspace) -> None:
    assert fit.today(kestrel) == date(2027, 1, 15)


def test_it_is_made_once(kestrel: Workspace) -> None:
    assert demo.ready() == kestrel
    assert Member.objects.filter(workspace=kestrel).count() == len(PARTIES)


def test_a_workspace_begun_in_it_is_of_it(kestrel: Workspace) -> None:
    client = Client()
    client.get("/demo/cmo/")

    client.post("/workspaces/begin/", {"name": "Mine", "party": "cmo"})

    assert Workspace.objects.get(name="Mine").demo
    assert Client().get("/demo/cmo/").headers["Location"] == "/w/kestrel-freight-cloud/"


def test_it_is_refused_beside_a_real_workspace(acme: Scenario, settings: Any) -> None:
    settings.DEMO = True

    with pytest.raises(Refused, match="Acme"):
        demo.ready()


def test_its_doors_close_where_a_real_workspace_is_found_beside_it(kestrel: Workspace) -> None:
    Workspace.objects.create(key="real", name="Real")

    assert Client().get("/demo/cmo/").status_code == 404


@pytest.mark.parametrize("path", ["/demo/", "/demo/cmo/"])
def test_elsewhere_there_are_no_doors(path: str, acme: Scenario, browser: Callable[[Member], Client]) -> None:
    assert Client().get(path).status_code == 404


def test_a_text_with_a_nul_is_refused_at_the_door(acme: Scenario, cmo: Member, browser: Callable[..., Client]) -> None:
    assert browser(cmo).get("/w/acme/plan/history/?text=%00").status_code == 400
    assert browser(cmo).post("/workspaces/begin/", {"name": "a\0b"}).status_code == 400


def test_its_people_have_asked_answered_and_told_something_of_their_work(kestrel: Workspace) -> None:
    said = records.read(kestrel)

    assert len(said.updates) == 3
    assert [one.kind for one in said.comments] == ["question", "reply", "risk", "question"]
    assert [one.outcome for one in said.responses] == ["declined"]
    assert (len(said.requests), len(said.unplanned)) == (2, 1)
    assert {one.about for one in (*said.updates, *said.comments)} <= store.load(
        workspaces.main(kestrel)
    ).entities.keys()
