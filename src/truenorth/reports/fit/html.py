"""The verdict as cards of a page: what can't all be true beside the ways out; the load and the schedule below."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from truenorth.reports.fit.draw import heat_svg, timeline_svg
from truenorth.reports.fit.told import Told


def card(told: Told | None, *, brief: bool = False) -> Markup:
    """The card of the verdict, `brief` with nothing to unfold; nothing where there is none."""
    return Markup(_templates().get_template("fit.html").render(fit=told, brief=brief)) if told else Markup()


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

    looks = Markup(look() + style() + style("slide.css"))
    template = _templates().get_template("slide.html")
    return template.render(fit=told, whose=whose, more=more, card=card(told, brief=True), style=looks)


def style(name: str = "fit.css") -> str:
    """What the cards look like, besides what the page itself says."""
    return (resources.files("truenorth.reports.fit") / name).read_text(encoding="utf-8")


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
