"""An account is deleted by whoever has it: nothing personal is left, and nothing that was done is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.server import store
from truenorth.server.models import Event, Member, Scenario, Token, User, View
from truenorth.server.services import lists, people, plan
from truenorth.server.services.people import Place

Make = Callable[..., Member]
LEAVE = "/account/leave/"


def signed_in(of: Member) -> Client:
    """A browser in which somebody showed a moment ago who they are."""
    of.user.set_password("correct horse battery")
    of.user.save()
    client = Client()
    client.force_login(of.user)
    client.post("/account/reauthenticate/", {"password": "correct horse battery"})
    return client


def rows() -> str:
    """All that the database holds, as text."""
    return "\n".join(
        str(row) for model in apps.get_app_config("server").get_models() for row in model._base_manager.values()
    )


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


@pytest.fixture
def sales(member: Make, cmo: Member, acme: Scenario) -> Member:
    """Somebody who did this and that, and has ways to sign in."""
    one = member("sales")
    User.objects.filter(pk=one.user_id).update(name="Wilhelmina Quist", email="mina@acme.example")
    one.user.refresh_from_db()
    EmailAddress.objects.create(user=one.user, email=one.user.email, primary=True)
    Authenticator.objects.create(user=one.user, type="recovery_codes", data={"seed": "x"})
    Token.objects.create(member=one, name="mine", digest="0" * 64)
    lists.keep(one, "plan:activity", "Mine", "mine=1")
    people.invite(cmo.workspace, Place("sales"), by=cmo, email="mina@acme.example")
    people.move(one, Place("sales", team="demand"), by=cmo)
    item = store.load(acme).entities["activity:spring-letter"]
    plan.change(acme, [Edit(item.ref, data(item), {**data(item), "note": "x"})], by=cmo)
    store.apply(acme, [Edit(item.ref, {**data(item), "note": "x"}, data(item))], by=one, why="back")
    return one


def test_nothing_personal_is_left_and_what_was_done_stays_by_somebody_who_left(
    sales: Member, acme: Scenario, cmo: Member, browser: Any
):
    client = signed_in(sales)
    assert "goes on without you" in client.get(LEAVE).content.decode()

    answer = client.post(LEAVE, follow=True)

    assert "Your account is deleted." in answer.content.decode()
    assert client.get("/workspaces/").status_code == 302
    assert "Quist" not in rows()
    assert "mina@" not in rows()
    assert not any(model.objects.exists() for model in (EmailAddress, Authenticator, Token, View))
    assert people.member(sales.user, "acme") is None
    change = store.history(acme).first()
    assert (str(change.by), change.why) == ("Somebody who left", "back")
    assert "Somebody who left" in browser(cmo).get("/w/acme/plan/history/").content.decode()
    assert Event.objects.filter(what="left", by=sales).count() == 1
    again = Client().post("/account/login/", {"login": "mina@acme.example", "password": "correct horse battery"})
    assert again.status_code != 302


def test_whoever_manages_alone_is_told_whom_to_name_first(cmo: Member, member: Make):
    other, client = member("mops"), signed_in(cmo)

    shown = client.get(LEAVE).content.decode()
    refused = client.post(LEAVE)

    assert "Let somebody else manage Acme first" in shown
    assert "Delete my account" not in shown
    assert refused.status_code == 409
    assert "let somebody else manage acme first" in refused.content.decode().casefold()
    people.move(other, Place("mops"), by=cmo, manages=True)
    assert client.post(LEAVE).status_code == 302
    assert [one.pk for one in people.members(other.workspace)] == [other.pk]


def test_the_last_one_in_a_workspace_is_told_that_nobody_can_open_it_and_may_go(cmo: Member):
    client = signed_in(cmo)

    assert "nobody can open it afterwards" in client.get(LEAVE).content.decode()
    assert client.post(LEAVE).status_code == 302
    assert not people.members(cmo.workspace).exists()


def test_who_they_are_is_shown_once_more_before(cmo: Member, browser: Any):
    answer = browser(cmo).post(LEAVE)

    assert answer.status_code == 302
    assert "reauthenticate" in answer.url
    assert people.members(cmo.workspace).exists()


def test_the_people_of_a_demonstration_stay(cmo: Member):
    type(cmo.workspace).objects.update(demo=True)

    assert signed_in(cmo).post(LEAVE).status_code == 409
    assert people.members(cmo.workspace).exists()
