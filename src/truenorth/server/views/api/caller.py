"""Who a program speaks for, how often it may ask, and which version it asks about."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer

from truenorth.server import store
from truenorth.server.models import Scenario, Token
from truenorth.server.services import fit, tokens, whatifs
from truenorth.server.views.standpoint import Standpoint

A_MINUTE = 600  # requests of one token


class Wrong(Exception):
    """Something that is not done: the status, and what is said of it."""

    def __init__(self, status: int, says: str, **more: Any) -> None:
        """Keep what is answered."""
        super().__init__(says)
        self.status, self.body = status, {"says": says, **more}


class Bearer(HttpBearer):
    """`Authorization: Bearer tn_…`: nothing else opens the API, and no cookie does."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token of a request, while it holds and has not asked too often."""
        found = tokens.opened(token[:200])
        if found is not None:
            _counted(found)
        return found


def _counted(token: Token) -> None:
    minute, left = divmod(int(time.time()), 60)
    key = f"api.{token.pk}.{minute}"
    cache.add(key, 0, 120)
    if cache.incr(key) > A_MINUTE:
        raise Wrong(429, f"this token asked more than {A_MINUTE} times in a minute: wait {60 - left} seconds")


@dataclass(frozen=True)
class Caller(Standpoint):
    """What a request is about: the token, whom it speaks for, the plan or what-if, and the version."""

    token: Token

    @cached_property
    def day(self) -> date:
        """Today, where the company is."""
        return fit.today(self.workspace)

    @property
    def etag(self) -> str:
        """What stands for the version."""
        return f'"{self.number}"'


def caller(request: HttpRequest, scenario: str = store.MAIN, version: int | None = None) -> Caller:
    """What a request is about. Wrong where this member sees no such what-if, or there is no such version."""
    token: Token = request.auth  # type: ignore[attr-defined]
    of = Scenario.objects.select_related("workspace", "parent").filter(workspace=token.member.workspace, key=scenario)
    found = of.first()
    if found is None or not whatifs.shown(found, token.member):
        raise Wrong(404, "there is no such what-if, or it is not shared with you")
    if version is not None and version > found.head:
        raise Wrong(404, f"there is no version {version}: the last change is {found.head}")
    return Caller(token.member, found, found.head if version is None else version, token)
