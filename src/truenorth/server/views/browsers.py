"""What a visitor comes with: the name of a browser and its system, and the company's own sign-in."""

from __future__ import annotations

from django.conf import settings

_BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_SYSTEMS = {"iPhone": "an iPhone", "iPad": "an iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "a Mac"}


def browser(agent: str) -> str:
    """A browser in words, from what it says of itself: Firefox on Linux."""
    name = next((says for sign, says in _BROWSERS.items() if sign in agent), "")
    system = next((says for sign, says in (_SYSTEMS | {"Linux": "Linux"}).items() if sign in agent), "")
    return " on ".join(part for part in (name, system) if part) or agent[:40]


def company_sign_in() -> str:
    """What the company's own sign-in is called; nothing where there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return str(apps[0]["name"]) if apps else ""
