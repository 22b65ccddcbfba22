"""The page in a real browser: it asks nobody for anything, fits a phone, follows a path, and can be read by all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from truenorth.plan.example import folder
from truenorth.reports.page import page
from truenorth.reports.page.html import text
from truenorth.rules.acme import TODAY
from truenorth.services.check import judge

SIZES = {"desk": {"width": 1320, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    judged = judge(folder("acme-bent"), TODAY)
    path = tmp_path_factory.mktemp("page") / "check.html"
    path.write_text(text(page(judged.report(), judged.case)), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids="-".join)
def opened(request: pytest.FixtureRequest, chromium: Any, address: str) -> Any:
    size, scheme = request.param
    context = chromium.new_context(viewport=SIZES[size], color_scheme=scheme)
    tab = context.new_page()
    tab.said = []
    tab.on("console", lambda message: tab.said.append(message.text))
    tab.on("pageerror", lambda error: tab.said.append(str(error)))
    tab.on(
        "request",
        lambda asked: None if asked.url == address or asked.url[:5] == "data:" else tab.said.append(asked.url),
    )
    tab.goto(address)
    yield tab
    context.close()


def test_it_asks_nobody_for_anything_and_complains_of_nothing(opened: Any) -> None:
    assert opened.said == []


def test_it_is_no_wider_than_the_screen(opened: Any) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_can_be_read_by_all(opened: Any) -> None:
    found = Axe().run(opened)

    assert [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary']}" for one in found["violations"]
    ] == []


def test_pointing_at_work_shows_the_way_to_the_vision(chromium: Any, address: str) -> None:
    tab = chromium.new_page(viewport=SIZES["desk"])
    tab.goto(address)

    tab.hover('.bx[data-r="activity:demo-days"]')

    lit = set(tab.evaluate("[...document.querySelectorAll('.bx.on')].map(one => one.dataset.r)"))
    assert {"program:launch", "objective:pipeline", "goal:grow", "vision:value"} <= lit
    assert "goal:healthy-teams" not in lit
    tab.close()


def test_the_reader_may_choose_light_or_dark(chromium: Any, address: str) -> None:
    tab = chromium.new_page(color_scheme="light")
    tab.goto(address)
    before = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")

    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")

    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
    tab.close()


def test_it_prints_on_a_few_sheets(chromium: Any, address: str, tmp_path: Path) -> None:
    tab = chromium.new_page()
    tab.goto(address)
    printed = tab.pdf(path=str(tmp_path / "page.pdf"), prefer_css_page_size=True)

    assert printed.startswith(b"%PDF")
    assert 2 <= printed.count(b"/Type /Page\n") <= 5
    tab.close()
