"""Whether a page can be read by all: axe's rules, and its contrast in the dark too; put into a page once."""

from __future__ import annotations

from typing import Any

from axe_core_python.base import AXE_SCRIPT

RUN = "options => axe.run(document, {resultTypes: ['violations'], ...options}).then(found => found.violations)"
CONTRAST = {"runOnly": ["color-contrast"]}


def violations(page: Any) -> list[str]:
    """What is wrong with a page: all of it in the light; in the dark what depends on colours."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, options in (("dark", CONTRAST), ("light", {})):
        page.emulate_media(color_scheme=scheme)
        found += [(scheme, one) for one in page.evaluate(RUN, options)]
    return [f"{page.url} {scheme}: {one['id']} {one['nodes'][0]['html'][:160]}" for scheme, one in found]
