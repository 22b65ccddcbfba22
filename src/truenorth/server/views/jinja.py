"""The templates: one language for web pages and reports; everything is escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localtime
from django_htmx.jinja import htmx_script
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from truenorth import __version__
from truenorth.plan.links import a
from truenorth.reports.report import way
from truenorth.reports.words import PARTIES, in_full, number, plain, seen, stake, visible
from truenorth.server.views.browsers import browser, company_sign_in
from truenorth.server.views.prose import prose, setting


def environment(**options: Any) -> Environment:
    """Django's Jinja2 environment with what every page uses."""
    ours = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "finalize": text}
    made = Environment(**{**options, **ours})
    reports = [PackageLoader(f"truenorth.reports.{part}", ".") for part in ("page", "fit", "pack")]
    made.loader = ChoiceLoader([options["loader"], *reports])
    made.globals.update(
        static=staticfiles_storage.url,
        url=reverse,
        icon=icon,
        messages_of=get_messages,
        htmx_script=htmx_script,
        version=__version__,
        PARTIES=PARTIES,
        company_sign_in=company_sign_in,
    )
    made.filters.update(
        day=day, moment=moment, number=number, plain=plain, initials=initials, hue=hue, upfirst=upfirst, **{"with": but}
    )
    made.filters["browser"] = browser
    made.filters["a"] = a
    made.filters.update(stake=stake, prose=prose, setting=setting, way=way, evidence=evidence)
    return made


def text(value: Any) -> Any:
    """Anything as it is written into a page: without characters that cannot be seen, and so might mislead."""
    return value if hasattr(value, "__html__") else visible(str(value))


@lru_cache(500)
def icon(name: str, title: str = "") -> Markup:
    """A picture from the sprite; read out only where it has a title."""
    told = Markup('role="img" aria-label="{}"').format(title) if title else Markup('aria-hidden="true"')
    return Markup('<svg class="i" {}><use href="{}#{}"/></svg>').format(
        told, staticfiles_storage.url("icons.svg"), name
    )


def day(value: date | None) -> str:
    """A day as people write it: 4 January 2027."""
    return in_full(value) if value else ""


def moment(value: datetime | None) -> Markup:
    """A moment in the reader's zone, with the exact one behind it."""
    if value is None:
        return Markup()
    local = localtime(value)
    return Markup('<time datetime="{}">{} {}</time>').format(local.isoformat(), day(local), f"{local:%H:%M}")


def initials(name: object) -> str:
    """Two letters for a round badge."""
    words = str(name).split()
    return escape("".join(word[0] for word in words[:2]).upper() or "?")


def hue(name: object) -> int:
    """A colour of the wheel for a name, always the same."""
    return sum(ord(letter) * 37 for letter in str(name)) % 360


def but(query: QueryDict, **changes: Any) -> str:
    """A query with some of its values changed."""
    made = query.copy()
    for name, value in changes.items():
        made[name] = str(value)
    return made.urlencode()


def evidence(rests: Mapping[str, Any], title: Callable[[str], str]) -> str:
    """What a finding rests on, in words."""
    return upfirst(seen(rests, title, 8))


def upfirst(text: object) -> str:
    """A text with a capital at its beginning."""
    said = str(text)
    return said[:1].upper() + said[1:]
