"""The pictures of docs/images/web: every page of the web application, light, dark and on a phone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images" / "web"
PORT = 8471
ADDRESS = f"http://localhost:{PORT}"
READY = 60.0  # seconds that the server may take
DESK, PHONE = (1320, 860), (390, 844)
LOOKS = {"light": (DESK, "light"), "dark": (DESK, "dark"), "phone": (PHONE, "light")}
PAGES = {
    "home": "",
    "sight": "plan/sight/",
    "plan": "plan/",
    "list": "plan/activity/",
    "item": "plan/activity/rate-report-2027-analysis-of-41-000-lanes/",
    "edit": "plan/edit/activity/rate-report-2027-analysis-of-41-000-lanes/",
    "grid": "plan/grid/activity/",
    "findings": "check/",
    "ready": "check/ready/",
    "rules": "check/rules/",
    "rule": "check/rules/TOOL02/",
    "roadmap": "run/roadmap/",
    "calendar": "run/calendar/?persona=owner",
    "customer": "run/customer/owner/?zoom=month",
    "agree": "agree/",
    "week": "run/week/",
    "stand-ups": "run/stand-up/",
    "stand-up": "run/stand-up/weekly-hour/2027-01-18/",
    "story": "plan/story/",
    "teams": "plan/teams/",
    "team": "plan/teams/events/",
    "reports": "run/reports/",
    "report": "run/reports/2/",
    "mine": "mine/",
    "talk": "talk/",
    "told": "talk/told/",
    "requests": "intake/",
    "history": "plan/history/",
    "what-ifs": "plan/what-ifs/",
    "compare": "plan/compare/?other=the-webinar-after-easter",
    "take": "plan/what-ifs/the-webinar-after-easter/take/",
    "exports": "plan/exports/",
    "start": "plan/start/",
    "import": "plan/import/",
    "settings": "settings/",
    "cockpit": "/workspaces/",
}


def main(names: list[str]) -> None:
    """Take the pictures of the pages that are named, or of all, as the head of marketing sees them."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("no Chromium here: install it, or name it in CHROMIUM")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served(), sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for look in LOOKS:
            _taken(browser, look, names or [*PAGES, "ceo"])
        browser.close()


@contextmanager
def served() -> Iterator[None]:
    """The demonstration, made anew and served."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "demo"
        subprocess.run([sys.executable, "tools/demo.py", str(data)], cwd=ROOT, check=True)
        command = ["-m", "truenorth", "serve", "--data", str(data), "--port", str(PORT), "--demo"]
        server = subprocess.Popen([sys.executable, *command], cwd=ROOT)
        try:
            _wait()
            yield
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    until = time.monotonic() + READY
    while time.monotonic() < until:
        try:
            urlopen(ADDRESS)
            return
        except URLError:
            time.sleep(0.2)
    sys.exit(f"the server did not answer within {READY:.0f} seconds")


def _taken(browser: Browser, look: str, names: list[str]) -> None:
    (width, height), scheme = LOOKS[look]
    for who in ("cmo", "business"):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{ADDRESS}/demo/{who}/", wait_until="networkidle")
        home = page.url
        for name in names:
            if (name == "ceo") != (who == "business"):
                continue
            path = PAGES.get(name, "")
            answer = page.goto(f"{ADDRESS}{path}" if path.startswith("/") else home + path, wait_until="load")
            if answer is None or not answer.ok:
                sys.exit(f"{name}: {answer.status if answer else 'nothing'} at {page.url}")
            page.wait_for_timeout(900)
            page.screenshot(path=IMAGES / f"{name}-{look}.png")
            print(f"docs/images/web/{name}-{look}.png")
        context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
