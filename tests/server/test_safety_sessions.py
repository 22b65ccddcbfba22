"""Sessions, cookies and the log: nobody gets hold of another's session, and no secret is written down."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from truenorth.server.models import Member, User
from truenorth.server.services import people
from truenorth.server.services.people import Place

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


def sign_in(client: Client) -> Client:
    client.post("/account/login/", {"login": "amara@acme.example", "password": PASSWORD})
    return client


def test_a_session_from_before_signing_in_is_worth_nothing_afterwards(cmo: Member):
    client = Client()
    _, token = people.invite(cmo.workspace, Place("sales"), by=cmo)
    client.get(f"/join/{token}/")
    before = client.session.session_key

    sign_in(client)

    thief = Client()
    thief.cookies["sessionid"] = before
    assert client.session.session_key != before
    assert thief.get("/workspaces/").status_code == 302
    assert client.get("/workspaces/").status_code == 200


def test_a_session_that_was_signed_out_is_worth_nothing_afterwards(cmo: Member):
    client = sign_in(Client())
    kept = client.cookies["sessionid"].value

    client.post("/account/logout/")

    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/workspaces/").status_code == 302


def test_no_script_and_no_other_site_gets_at_the_cookies(cmo: Member):
    client = sign_in(Client())
    client.get("/workspaces/")

    flags = {name: (bool(one["httponly"]), one["samesite"]) for name, one in client.cookies.items() if one.value}

    assert flags["sessionid"] == flags["csrftoken"] == (True, "Lax")


def test_pages_are_not_framed_sniffed_or_told_to_others(cmo: Member):
    headers = sign_in(Client()).get("/workspaces/").headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"].replace("style-src-attr 'unsafe-inline'", "")


def test_another_host_is_not_answered(db: None):
    assert Client(HTTP_HOST="evil.example").get("/account/login/").status_code == 400


def told(tmp_path: Path, **environment: str) -> dict[str, object]:
    """Some settings, as a server with an environment of its own has them."""
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS", "DEBUG"]
    names += ["CSRF_TRUSTED_ORIGINS", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "ALLAUTH_TRUSTED_PROXY_COUNT"]
    ask = (
        f"import json; from django.conf import settings as s\nprint(json.dumps({{n: getattr(s, n) for n in {names}}}))"
    )
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "truenorth.server.settings", "TRUENORTH_DATA": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", ask], env=given | environment, capture_output=True, check=True)
    return json.loads(run.stdout)


def test_over_https_cookies_travel_over_https_alone(tmp_path: Path):
    assert told(tmp_path, TRUENORTH_URL="https://plan.acme.example", TRUENORTH_PROXIES="1") == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "ALLOWED_HOSTS": ["plan.acme.example"],
        "DEBUG": False,
        "CSRF_TRUSTED_ORIGINS": ["https://plan.acme.example"],
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    }


def test_on_ones_own_machine_it_answers_there_alone(tmp_path: Path):
    found = told(tmp_path, TRUENORTH_URL="")

    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["SESSION_COOKIE_SECURE"] is False


def test_no_secret_is_logged(cmo: Member, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    _, token = people.invite(cmo.workspace, Place("sales"), by=cmo)
    client = Client()
    client.get(f"/join/{token}/")
    people.revoke(people.invitations(cmo.workspace).get(), by=cmo)
    client.get(f"/join/{token}/")
    client.post("/account/login/", {"login": "amara@acme.example", "password": "wrong horse battery"})
    sign_in(client)
    client.post(f"/join/{token}/")
    client.get("/account/password/reset/key/1-secretkey123/")
    client.get("/account/confirm-email/secretkey123/x")

    logged = "\n".join(f"{one.getMessage()} {one.args}" for one in caplog.records)
    secrets = [token, PASSWORD, "wrong horse battery", "secretkey123", client.session.session_key, settings.SECRET_KEY]
    assert "/join/" in logged
    assert [one for one in secrets if one in logged] == []


def test_passwords_are_kept_as_digests_and_invitations_too(cmo: Member):
    _, token = people.invite(cmo.workspace, Place("sales"), by=cmo)
    kept = str(list(User.objects.values())) + str(list(people.invitations(cmo.workspace).values()))

    assert PASSWORD not in kept
    assert token not in kept
