"""How people become users: by an invitation, or as the first one on a new server."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from truenorth.server.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up is open to the first user, and to whoever follows an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether this visitor may make an account."""
        return bool(request.session.get("invitation")) or not User.objects.exists()

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""
