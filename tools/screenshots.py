"""The pictures of docs/images: the page of Kestrel in a real browser, light, dark, on a phone, and its PDF's size."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from truenorth.plan.example import folder
from truenorth.reports.page import html, page
from truenorth.services.check import judge

IMAGES = Path(__file__).parents[1] / "docs" / "images"
TODAY = date(2027, 1, 15)
PICTURES = {
    "page-light": ({"width": 1320, "height": 1560}, "light"),
    "page-dark": ({"width": 1320, "height": 1560}, "dark"),
    "page-phone": ({"width": 390, "height": 1500}, "light"),
}


def main() -> None:
    """Write the page to a file of its own and take its picture in each size and colour."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("no Chromium here: install it, or name it in CHROMIUM")
    judged = judge(folder("kestrel"), TODAY)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        path = Path(temporary) / "kestrel.html"
        path.write_text(html.text(page(judged.report("examples/kestrel"), judged.case)), encoding="utf-8")
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for name, (size, scheme) in PICTURES.items():
            tab = browser.new_page(viewport=size, color_scheme=scheme)
            tab.goto(path.as_uri())
            tab.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
