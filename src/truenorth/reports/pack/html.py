"""A report as HTML: a page that asks no address for anything, and a mail with nothing but inline styles."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from truenorth import __version__
from truenorth.plan.entity import Ref
from truenorth.reports.pack.blocks import Figure, Pack, cut, said
from truenorth.reports.pack.charts import Row
from truenorth.reports.pack.draw import svg
from truenorth.reports.page.html import look
from truenorth.reports.words import plain, visible

Link = Callable[[Ref], str]
LONGEST = 500


def page(pack: Pack) -> str:
    """The report as a page of its own."""
    style = Markup(look() + (resources.files(__package__) / "pack.css").read_text(encoding="utf-8"))
    template = _templates().get_template("pack.html")
    return template.render(pack=pack, style=style, version=__version__, draw=drawn, link=nowhere, said=said)


def mail(pack: Pack, address: str = "") -> str:
    """The report as the HTML of a mail; `address` is where it can be opened."""
    template = _templates().get_template("pack_mail.html")
    return template.render(pack=pack, address=address, said=said, clip=_clip, named=_named)


def drawn(figure: Figure) -> Markup:
    """The chart of a figure in the colours of the page's theme."""
    return Markup(svg(figure.chart, visible(figure.says), lambda name: f"var(--{name})"))


def nowhere(_: Ref) -> str:
    """Items are not linked."""
    return ""


def _clip(text: str) -> str:
    return cut(plain(text), LONGEST)


def _named(head: tuple[str, ...], row: Row) -> str:
    """The cells after the first that say something, each with the name of its column."""
    told = [(name, cell) for name, cell in zip(head[1:], row[1:], strict=True) if cell not in (None, "")]
    return " \N{MIDDLE DOT} ".join(f"{name}: {_clip(said(cell))}" if name else _clip(said(cell)) for name, cell in told)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("truenorth.reports.pack", "."),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        finalize=lambda one: one if hasattr(one, "__html__") else visible(str(one)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
