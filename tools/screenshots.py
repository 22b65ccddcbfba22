"""The pictures of docs/images: page and slide in a real browser, light, dark and on a phone; and the page in print."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truenorth.engines.feasibility import proved
from truenorth.plan.example import folder
from truenorth.reports.fit import slide
from truenorth.reports.page import Page, html, page, pdf
from truenorth.services.check import judge
from truenorth.services.fit import asking, verdict

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
TODAY = date(2027, 1, 15)
WAYS, PATIENCE = 3, 300.0  # ways out that are looked for, and for how many seconds: pictures have time
PRINTED = 100  # dots for each inch of paper
WALL, SCREEN, PHONE = (1280, 720), (1320, 1560), (390, 1500)
PICTURES = {
    "page-light": ("page", SCREEN, "light"),
    "page-dark": ("page", SCREEN, "dark"),
    "page-phone": ("page", PHONE, "light"),
    "slide-light": ("slide", WALL, "light"),
    "slide-dark": ("slide", WALL, "dark"),
    "slide-phone": ("slide", PHONE, "light"),
    "room-slide": ("room", WALL, "light"),
}


def main(names: list[str]) -> None:
    """Take the pictures that are named, or all, of Kestrel as it is checked and of the room test."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("no Chromium here: install it, or name it in CHROMIUM")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        shown = dict(_kestrel(Path(temporary))) | {"room": _room(Path(temporary) / "room")}
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for name in names or PICTURES:
            _taken(browser, name, shown)
        browser.close()


def _taken(browser: Browser, name: str, shown: dict[str, Path]) -> None:
    of, (width, height), scheme = PICTURES[name]
    options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    tab = browser.new_page(**options)
    tab.goto(shown[of].as_uri())
    tab.screenshot(path=IMAGES / f"{name}.png")
    tab.close()


def _kestrel(place: Path) -> Iterator[tuple[str, Path]]:
    """Page and slide of Kestrel as files; the first page in print goes to the pictures at once."""
    proved.SECONDS = PATIENCE
    judged = judge(folder("kestrel"), TODAY, asking(WAYS))
    if judged.checked.not_run:
        sys.exit(f"a rule could not be run, and a picture would show it: {judged.checked.not_run[0]}")
    report = judged.report("examples/kestrel")
    built = page(report, judged.case)
    (IMAGES / "page-print.png").write_bytes(_printed(built))
    made = {"page": html.text(built).encode(), "slide": slide.made(report, verdict(judged)[1], ".html")}
    for name, what in made.items():
        path = place / f"{name}.html"
        path.write_bytes(what)
        yield name, path


def _printed(built: Page) -> bytes:
    """The first page in print, as a picture."""
    import typst

    with resources.as_file(resources.files("truenorth.reports.page")) as path:
        pages = typst.compile(
            str(path / "page.typ"),
            font_paths=[str(path / "fonts")],
            sys_inputs=pdf.inputs(built),
            format="png",
            ppi=PRINTED,
        )
    return bytes(pages[0] if isinstance(pages, list) else pages)


def _room(place: Path) -> Path:
    """The slide of the room test, by the commands of its page."""
    sys.path.insert(0, str(ROOT))
    from tools import room

    place.mkdir()
    shutil.copy(room.SHEET, place)
    room.page(room.PAGE.read_text("utf-8").partition("## A way out")[0], place)
    return place / "slide.html"


if __name__ == "__main__":
    main(sys.argv[1:])
