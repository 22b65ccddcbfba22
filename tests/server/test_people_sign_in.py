"""Signing up, in and out: by invitation, with a password, a code of an app, a recovery code; and what guessers meet."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client

from truenorth.server.models import Event, Invitation, Member, User
from truenorth.server.services import people
from truenorth.server.services.people import Place

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


@pytest.fixture
def link(cmo: Member) -> str:
    """The path of an invitation to Acme."""
    _, token = people.invite(cmo.workspace, Place("mops"), by=cmo)
    return f"/join/{token}/"


def sign_in(client: Client, email: str = "amara@acme.example", password: str = PASSWORD, **more: str):
    return client.post("/account/login/", {"login": email, "password": password, **more})


def sign_up(client: Client, email: str, **more: str):
    return client.post("/account/signup/", {"name": "Jonas Lind", "email": email, "password1": PASSWORD, **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_first_visitor_of_a_new_server_makes_an_account_and_begins_a_workspace(db: None):
    client = Client()
    assert client.get("/").url == "/account/signup/"

    assert sign_up(client, "First@Acme.example").status_code == 302
    client.post("/workspaces/begin/", {"name": "Acme", "party": "business"})

    member = Member.objects.get()
    assert (member.user.email, member.user.name, member.party, member.manages) == (
        "first@acme.example",
        "Jonas Lind",
        "business",
        True,
    )


def test_afterwards_nobody_signs_up_without_an_invitation(cmo: Member):
    client = Client()

    shown = client.get("/account/signup/").content.decode()
    sign_up(client, "eve@other.example")

    assert "You need an invitation" in shown
    assert not User.objects.filter(email="eve@other.example").exists()


def test_an_invitation_opens_sign_up_and_joins_once(cmo: Member, link: str):
    client = Client()
    client.get(link)

    answer = sign_up(client, "jonas@acme.example", next=link)
    client.post(answer.url)

    assert answer.url == link
    assert Member.objects.get(user__email="jonas@acme.example").party == "mops"
    other = Client()
    assert other.get(link).status_code == 404
    sign_up(other, "eve@other.example")
    assert not User.objects.filter(email="eve@other.example").exists()


def test_an_invitation_taken_back_closes_sign_up_again(cmo: Member, link: str):
    client = Client()
    client.get(link)
    people.revoke(Invitation.objects.get(), by=cmo)

    sign_up(client, "jonas@acme.example")

    assert User.objects.count() == 1


def test_an_invitation_for_one_address_takes_no_other(cmo: Member):
    _, token = people.invite(cmo.workspace, Place("sales"), by=cmo, email="jonas@acme.example")
    client = Client()
    client.get(f"/join/{token}/")

    answer = sign_up(client, "eve@other.example")

    assert "This invitation is for jonas@acme.example." in answer.content.decode()
    assert User.objects.count() == 1


def test_an_invitation_with_which_others_addresses_are_tried_is_closed(cmo: Member, link: str):
    for party in ("finance", "sales", "service"):
        User.objects.create_user(f"{party}@acme.example")
    client = Client()
    client.get(link)

    said = [sign_up(client, f"{party}@acme.example").content.decode() for party in ("finance", "sales", "service")]

    assert ["cannot be used for a new account" in one for one in said] == [True, True, True]
    assert Client().get(link).status_code == 404
    sign_up(client, "nobody@acme.example")
    assert not User.objects.filter(email="nobody@acme.example").exists()
    assert Event.objects.get(what="invitation closed").about == "it was tried with addresses that have accounts"


def test_an_invitation_leaves_no_link_behind(cmo: Member, link: str):
    client = Client()
    client.get(link)

    token = link.split("/")[2]
    assert token not in str(dict(client.session))
    assert token not in str(list(Invitation.objects.values()))


def test_a_password_signs_in_and_a_wrong_one_does_not(cmo: Member):
    client = Client()

    wrong = sign_in(client, password="wrong horse battery")
    assert (wrong.status_code, is_in(client)) == (200, False)

    right = sign_in(client, email="AMARA@acme.example")
    assert (right.status_code, is_in(client)) == (302, True)


def test_nobody_learns_whose_address_has_an_account(cmo: Member):
    def told(email: str) -> tuple[str, str]:
        client = Client()
        tried = sign_in(client, email, "wrong horse battery").content.decode()
        forgot = client.post("/account/password/reset/", {"email": email}, follow=True).content.decode()
        return tuple(re.sub(r'value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": "[^"]*"', "", one) for one in (tried, forgot))

    assert told("amara@acme.example") == told("nobody@acme.example")


def test_an_account_is_not_made_twice_for_an_address(cmo: Member, link: str):
    client = Client()
    client.get(link)

    answer = sign_up(client, "Amara@acme.example")

    assert "If it is yours, sign in with it instead." in answer.content.decode()
    assert User.objects.count() == 1


def test_guessing_a_password_is_stopped(cmo: Member):
    for _ in range(5):
        assert "Too many" not in sign_in(Client(), password="wrong horse battery").content.decode()

    stopped = sign_in(Client())

    assert "Too many failed login attempts" in stopped.content.decode()


def test_guessing_addresses_is_stopped_with_a_page_of_ours(cmo: Member):
    answers = [sign_in(Client(), f"{number}@acme.example", "wrong horse battery") for number in range(31)]

    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(cmo: Member):
    client = Client()
    client.post("/account/password/reset/", {"email": "amara@acme.example"})
    path = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]
    form = client.get(path, follow=True)

    again = {"password1": "another horse battery", "password2": "another horse battery"}
    answer = client.post(form.redirect_chain[-1][0], again)

    assert answer.url == "/account/password/reset/key/done/"
    assert sign_in(Client(), password="another horse battery").status_code == 302
    assert "does not hold any more" in Client().get(path, follow=True).content.decode()


@pytest.mark.parametrize(
    ("password", "why"), [("short", "too short"), ("qwertyuiop", "too common"), ("jonas@acme.ex", "too similar")]
)
def test_a_weak_password_is_refused_with_the_reason(cmo: Member, link: str, password: str, why: str):
    client = Client()
    client.get(link)

    answer = sign_up(client, "jonas@acme.example", password1=password)

    assert why in answer.content.decode()
    assert User.objects.count() == 1


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_code_of_an_app_is_asked_for_after_the_password(cmo: Member):
    secret = generate_totp_secret()
    TOTP.activate(cmo.user, secret)
    client = Client()

    assert sign_in(client).url == "/account/2fa/authenticate/"
    assert not is_in(client)
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    client.post("/account/2fa/authenticate/", {"code": _code(secret)})

    assert is_in(client)


def test_a_recovery_code_works_once(cmo: Member):
    TOTP.activate(cmo.user, generate_totp_secret())
    code = RecoveryCodes.activate(cmo.user).generate_codes()[0]
    first, second = Client(), Client()

    for client in (first, second):
        sign_in(client)
        client.post("/account/2fa/authenticate/", {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)


def test_other_sessions_are_signed_out(cmo: Member):
    here, elsewhere = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Firefox/130.0"), Client()
    sign_in(here)
    sign_in(elsewhere)
    elsewhere.get("/workspaces/")

    shown = here.get("/account/sessions/").content.decode()
    here.post("/account/sessions/")

    assert "Firefox on Linux" in shown
    assert "Sign out everywhere else" in shown
    assert here.get("/workspaces/").status_code == 200
    assert elsewhere.get("/workspaces/").status_code == 302


def test_a_new_password_ends_the_other_sessions(cmo: Member):
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)

    again = {"password1": "another horse battery", "password2": "another horse battery"}
    here.post("/account/password/change/", {"oldpassword": PASSWORD, **again})

    assert here.get("/workspaces/").status_code == 200
    assert elsewhere.get("/workspaces/").status_code == 302


def test_another_address_counts_once_its_link_was_opened(cmo: Member):
    client = Client()
    sign_in(client)
    client.post("/account/email/", {"email": "amara@new.example", "action_add": ""})
    path = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]
    assert "Use this one" not in client.get("/account/email/").content.decode()

    client.post(path)
    client.post("/account/email/", {"email": "amara@new.example", "action_primary": ""})

    assert User.objects.get().email == "amara@new.example"


def test_one_says_how_one_is_called_and_in_which_zone(cmo: Member):
    client = Client()
    sign_in(client)

    client.post("/account/", {"name": "Amara \u202eO.", "zone": "Europe/Berlin", "theme": "dark"})
    wrong = client.post("/account/", {"name": "Amara", "zone": "Mars/Olympus", "theme": ""})

    user = User.objects.get()
    assert (user.name, user.zone, user.theme) == ("Amara O.", "Europe/Berlin", "dark")
    assert "no time zone “Mars/Olympus”" in wrong.content.decode()
