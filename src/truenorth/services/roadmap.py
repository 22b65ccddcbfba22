"""The roadmap of a folder: as text, as a picture, or on paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from truenorth.reports.roadmap import Asked, By, Roadmap, Window, Zoom, roadmap
from truenorth.reports.roadmap.draw import svg
from truenorth.reports.roadmap.pdf import pdf
from truenorth.reports.roadmap.text import lines
from truenorth.reports.words import plain
from truenorth.rules import Case
from truenorth.services.measure import plan_of
from truenorth.services.plan import Refused

FORMS = ("txt", "svg", "pdf")
MOST = 2_000  # bars of a picture, or of a text


def road_of(folder: Path, today: date, by: By, zoom: Zoom) -> Roadmap:
    """The roadmap of a folder as of a day."""
    return roadmap(Case(plan_of(folder), today), Asked(Window.of(zoom, today), by, bars=MOST))


def bytes_of(road: Roadmap, form: str, whose: str) -> bytes:
    """A roadmap in a form. Raises NotInstalled where PDF is asked for and Typst is not there."""
    if form == "pdf":
        return pdf(road, plain(whose))
    return (svg(road) if form == "svg" else "".join(f"{line}\n" for line in lines(road))).encode()


def form_of(to: Path | None) -> str:
    """The form that a file's name asks for; text where it names no file. Refused where there is no such form."""
    form = to.suffix.lower().removeprefix(".") if to else "txt"
    if form not in FORMS:
        raise Refused(f"{to}: a roadmap is written as {', '.join(f'.{one}' for one in FORMS)}")
    return form
