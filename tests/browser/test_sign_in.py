"""Signing in, in a real browser: from the first visit over a passkey to signing in with nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.axe import violations

from truenorth.server.models import Member

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"
KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
KEY |= {"isUserVerified": True, "automaticPresenceSimulation": True}
PAGES = ["", "email/", "password/change/", "sessions/", "2fa/", "2fa/webauthn/", "2fa/webauthn/add/"]
PAGES += ["2fa/totp/activate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "logout/"]


@pytest.fixture
def tab(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A visitor who keeps passkeys on their machine; nothing may go wrong in the console."""
    context = chromium.new_context()
    made = context.new_page()
    session = context.new_cdp_session(made)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    faults: list[str] = []
    made.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    made.on("pageerror", lambda fault: faults.append(str(fault)))
    made.goto(live_server.url)
    yield made
    assert faults == []
    context.close()


def sign_up(tab: Any) -> None:
    tab.get_by_label("Your name").fill("Amara Okafor")
    tab.get_by_label("Email").fill("amara@acme.example")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Make my account").click()


def add_a_passkey(tab: Any, address: str, *, alone: bool) -> None:
    tab.goto(f"{address}/account/2fa/webauthn/add/")
    if tab.get_by_role("heading", name="Is it still you?").count():
        tab.get_by_label("Password").fill(PASSWORD)
        tab.get_by_role("button", name="Go on").click()
    if not alone:
        tab.get_by_label("Signs me in without my password").uncheck()
    tab.get_by_role("button", name="Add it").click()
    tab.get_by_role("heading", name="Recovery codes").wait_for()


def sign_out(tab: Any, address: str) -> None:
    tab.goto(f"{address}/account/logout/")
    tab.get_by_role("button", name="Sign out").click()
    tab.get_by_role("heading", name="Sign in").wait_for()


def test_a_new_server_is_set_up_and_entered_with_a_passkey_alone(tab: Any, live_server: Any):
    sign_up(tab)
    tab.get_by_label("Name, such as that of the company").fill("Acme")
    tab.get_by_role("button", name="Begin", exact=True).click()
    tab.wait_for_url("**/w/acme/**")
    add_a_passkey(tab, live_server.url, alone=True)
    sign_out(tab, live_server.url)

    tab.get_by_role("button", name="Sign in with a passkey").click()

    tab.wait_for_url("**/w/acme/**")
    assert Member.objects.get().user.name == "Amara Okafor"


def test_a_key_is_asked_for_after_the_password(tab: Any, live_server: Any):
    sign_up(tab)
    add_a_passkey(tab, live_server.url, alone=False)
    sign_out(tab, live_server.url)
    tab.get_by_label("Email").fill("amara@acme.example")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()

    tab.get_by_role("button", name="Use a passkey or security key").click()

    tab.get_by_role("heading", name="Your workspaces").wait_for()


def test_a_device_that_says_no_is_told_in_words(tab: Any, live_server: Any):
    sign_up(tab)
    add_a_passkey(tab, live_server.url, alone=True)
    tab.goto(f"{live_server.url}/account/2fa/webauthn/add/")
    no = "() => Promise.reject(new DOMException('', 'NotAllowedError'))"
    tab.evaluate(f"() => {{ navigator.credentials.create = {no} }}")

    tab.get_by_role("button", name="Add it").click()

    assert "The device said no" in tab.get_by_role("alert").inner_text()


def test_the_pages_of_an_account_can_be_read_by_all_and_fit_a_phone(tab: Any, live_server: Any):
    tab.set_viewport_size({"width": 390, "height": 844})
    found = [*_wrong(tab)]
    sign_up(tab)
    add_a_passkey(tab, live_server.url, alone=True)
    for path in PAGES:
        tab.goto(f"{live_server.url}/account/{path}")
        found += _wrong(tab)
    sign_out(tab, live_server.url)
    found += _wrong(tab)

    assert found == []


def _wrong(tab: Any) -> list[str]:
    wide = tab.evaluate("document.documentElement.scrollWidth > innerWidth")
    return violations(tab) + [f"{tab.url} is too wide"] * wide


def test_a_link_of_an_invitation_is_copied(opened: Any, cmo: Member):
    tab = opened(cmo, "settings/", permissions=["clipboard-read", "clipboard-write"])
    tab.locator("#party-invite").select_option("sales")
    tab.get_by_role("button", name="Make the link").click()

    tab.get_by_role("button", name="Copy").click()

    tab.get_by_text("Copied").wait_for()
    assert tab.evaluate("navigator.clipboard.readText()") == tab.get_by_label("The link").input_value()
