"""A real Chromium; where there is none, these tests skip and say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.server.conftest import _nothing_remembered, acme, browser, cmo, member

__all__ = ["_nothing_remembered", "acme", "browser", "cmo", "member"]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop of its own beside Django

CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
REFUSED = ("status of 409", "status of 422")  # a form that was not taken: the page tells why
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser."""
    if not CHROMIUM:
        pytest.skip("no Chromium here: install it, or name it in CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, live_server: Any) -> Iterator[Any]:
    """Opens a page of the server as a member, in a browser of their own; it has to be free of faults in the console."""
    contexts: list[Any] = []
    faults: list[str] = []

    def page(member: Any, address: str = "", **options: Any) -> Any:
        client = Client()
        client.force_login(member.user)
        context = chromium.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        contexts.append(context)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        made = context.new_page()
        made.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
        made.on("pageerror", lambda fault: faults.append(str(fault)))
        made.goto(f"{live_server.url}/w/{member.workspace.key}/{address}")
        return made

    yield page
    for context in contexts:
        context.close()
    assert faults == []


def _is_fault(said: Any) -> bool:
    return said.type == "error" and not any(status in said.text for status in REFUSED)
