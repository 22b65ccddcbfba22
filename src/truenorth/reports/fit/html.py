"""The verdict as cards of a page: what can't all be true beside the ways out; the load and the schedule below."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from truenorth.reports.fit.draw import heat_svg, timeline_svg
from truenorth.reports.fit.told import Told


def card(told: Told | None) -> Markup:
    """The card of the verdict; nothing where there is none."""
    return Markup(_templates().get_template("fit.html").render(fit=told)) if told else Markup()


def load(told: Told | None) -> Markup:
    """The load by week, and the schedule against the plan; nothing where neither is known."""
    if told is None or not (told.heat or told.timeline):
        return Markup()
    return Markup(
        _templates()
        .get_template("load.html")
        .render(
            fit=told,
            heat=Markup(heat_svg(told.heat, _colour)) if told.heat else "",
            timeline=Markup(timeline_svg(told.timeline, _colour)) if told.timeline else "",
        )
    )


def slide(told: Told, whose: str, more: str) -> str:
    """The verdict as a page of its own, one slide."""
    from truenorth.reports.page.html import look

    return (
        _templates()
        .get_template("slide.html")
        .render(headline=told.headline, whose=whose, more=more, card=card(told), style=Markup(look() + style()))
    )


def style() -> str:
    """What the cards look like, besides what the page itself says."""
    return (resources.files("truenorth.reports.fit") / "fit.css").read_text(encoding="utf-8")


def _colour(name: str) -> str:
    return f"var(--{name})"


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("truenorth.reports.fit", "."),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
