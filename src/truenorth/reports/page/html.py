"""The page as one self-contained HTML file: no address is asked for anything."""

from __future__ import annotations

import base64
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from truenorth import __version__
from truenorth.reports.fit import html as fit
from truenorth.reports.page import compass
from truenorth.reports.page.page import Page
from truenorth.reports.sight.outline import outline
from truenorth.reports.sight.svg import svg

STYLES = ("tokens.css", "parts.css", "page.css")  # the first two are the look of the web pages too
FONTS = {"Inter": "inter-latin-opsz-normal.woff2", "Instrument Serif": "instrument-serif-latin-400-normal.woff2"}


def text(page: Page) -> str:
    """The page as HTML."""
    template = _templates().get_template("page.html")
    return template.render(
        page=page,
        version=__version__,
        style=Markup(look() + fit.style()),
        script=Markup(_file("page.js")),
        map=Markup(svg(page.map, lambda name: f"var(--{name})")),
        verdict=fit.card(page.fit),
        load=fit.load(page.fit),
        branches=outline(page.sight),
        compass=compass,
    )


def look() -> str:
    """The fonts and the style of the page."""
    return _fonts() + "".join(map(_file, STYLES))


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("truenorth.reports.page", "."),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _file(name: str) -> str:
    return (resources.files("truenorth.reports.page") / name).read_text(encoding="utf-8")


@cache
def _fonts() -> str:
    faces = []
    for family, name in FONTS.items():
        data = (resources.files("truenorth.reports.page") / "fonts" / name).read_bytes()
        source = f"url(data:font/woff2;base64,{base64.b64encode(data).decode()}) format('woff2')"
        faces.append(f'@font-face{{font-family:"{family}";src:{source};font-weight:100 900;font-display:swap}}')
    return "".join(faces)
