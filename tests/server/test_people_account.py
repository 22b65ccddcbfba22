"""Every page on which somebody signs in or keeps their account: in our look, whatever they have set up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.template.loader import get_template
from django.test import Client
from django.test.utils import override_settings

from truenorth.server.models import Member, User
from truenorth.server.services import people
from truenorth.server.services.people import Place
from truenorth.server.views.browsers import browser as called

Browser = Callable[[Member], Client]
OUTSIDE = ["login/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "signup/", "inactive/"]
OUTSIDE += ["confirm-email/", "confirm-email/nonsense/", "password/reset/key/1-set-password/"]
OUTSIDE += ["3rdparty/login/cancelled/", "3rdparty/login/error/"]
INSIDE = ["", "email/", "password/change/", "logout/", "reauthenticate/", "sessions/", "2fa/", "2fa/webauthn/"]
INSIDE += ["2fa/webauthn/add/", "2fa/totp/activate/", "2fa/recovery-codes/generate/", "3rdparty/"]
WITH_CODES = [
    "2fa/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/reauthenticate/",
]


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


@pytest.fixture
def amara(db: None) -> Client:
    """A browser in which somebody signed in, and showed once more who they are, a moment ago."""
    user = User.objects.create_user("amara@acme.example", "correct horse battery", name="Amara <b>Okafor</b>")
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    EmailAddress.objects.create(user=user, email="second@acme.example", verified=True)
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": "correct horse battery"})
    client.post("/account/reauthenticate/", {"password": "correct horse battery"})
    return client


def is_ours(client: Client, path: str) -> bool:
    answer = client.get(path, follow=True)
    shown = answer.content.decode()
    assert answer.status_code in (200, 401)
    assert "<b>Okafor" not in shown
    return "people.css" in shown and '<main id="main"' in shown and "<h1>" in shown


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_page_before_signing_in_is_ours(path: str, amara: Client):
    assert is_ours(Client(), f"/account/{path}")


@pytest.mark.parametrize("path", INSIDE)
def test_a_page_of_the_account_is_ours(path: str, amara: Client):
    assert is_ours(amara, f"/account/{path}")


@pytest.mark.parametrize("path", WITH_CODES)
def test_a_page_of_somebody_with_codes_is_ours(path: str, amara: Client):
    user = User.objects.get()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "<b>Key</b>", "credential": {}})

    assert is_ours(amara, f"/account/{path}")


def test_a_key_is_listed_renamed_and_removed(amara: Client):
    key = Authenticator.objects.create(
        user=User.objects.get(), type="webauthn", data={"name": "<b>Key</b>", "credential": {}}
    )

    listed = amara.get("/account/2fa/webauthn/").content.decode()
    amara.post(f"/account/2fa/webauthn/keys/{key.pk}/edit/", {"name": "Laptop"})
    renamed = amara.get(f"/account/2fa/webauthn/keys/{key.pk}/remove/").content.decode()
    amara.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")

    assert "&lt;b&gt;Key&lt;/b&gt;" in listed
    assert "<b>Laptop</b> will not sign you in any more" in renamed
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_the_recovery_codes_are_shown_copied_and_downloaded(amara: Client):
    user = User.objects.get()
    TOTP.activate(user, generate_totp_secret())
    codes = RecoveryCodes.activate(user).generate_codes()

    shown = amara.get("/account/2fa/recovery-codes/").content.decode()
    file = amara.get("/account/2fa/recovery-codes/download/").content.decode()

    assert all(f"<code>{code}</code>" in shown for code in codes)
    assert file.split() == codes


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_a_page_for_what_goes_wrong_needs_nothing_of_the_request(name: str):
    shown = get_template(f"{name}.html").render({})

    assert "Go to the start page" in shown
    assert shown.count("<h1>") == 1


@pytest.mark.parametrize(
    ("agent", "says"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130.0 Safari/537 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("curl/8.0", "curl/8.0"),
    ],
)
def test_a_browser_has_a_name(agent: str, says: str):
    assert called(agent) == says


COMPANY = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "company",
                "name": "Acme ID",
                "client_id": "truenorth",
                "secret": "s",
                "settings": {"server_url": "https://id.acme.example"},
            }
        ]
    }
}


@override_settings(SOCIALACCOUNT_PROVIDERS=COMPANY)
def test_the_companys_own_sign_in_is_offered_where_it_is_set(amara: Client):
    assert "Sign in with Acme ID" in Client().get("/account/login/").content.decode()
    assert is_ours(Client(), "/account/oidc/company/login/")
    assert "Your account is not connected yet" in amara.get("/account/3rdparty/").content.decode()


def test_the_companys_own_sign_in_is_not_offered_where_it_is_not_set(db: None):
    assert "oidc" not in Client().get("/account/login/").content.decode()
    assert Client().get("/account/oidc/company/login/").status_code == 404


def test_before_a_key_or_code_is_changed_one_shows_once_more_who_one_is(cmo: Member, browser: Browser):
    client = browser(cmo)

    for path in ("webauthn/add/", "totp/activate/", "recovery-codes/generate/"):
        assert client.get(f"/account/2fa/{path}").url.startswith("/account/reauthenticate/?next=")


@override_settings(SOCIALACCOUNT_PROVIDERS=COMPANY)
def test_an_invitation_may_be_followed_with_the_companys_own_sign_in(cmo: Member):
    _, token = people.invite(cmo.workspace, Place("mops"), by=cmo)
    client = Client()
    client.get(f"/join/{token}/")

    assert "Sign in with Acme ID" in client.get("/account/signup/").content.decode()


def test_the_environment_names_the_companys_own_sign_in(tmp_path: Path):
    told = """
from django.conf import settings
app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
print(app["name"], app["client_id"], app["settings"]["server_url"])
"""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "truenorth.server.settings",
        "TRUENORTH_DATA": str(tmp_path),
        "TRUENORTH_OIDC_ISSUER": "https://id.acme.example",
        "TRUENORTH_OIDC_NAME": "Acme",
        "TRUENORTH_OIDC_CLIENT_ID": "truenorth",
        "TRUENORTH_OIDC_SECRET": "secret",
    }
    run = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["Acme", "truenorth", "https://id.acme.example"]
