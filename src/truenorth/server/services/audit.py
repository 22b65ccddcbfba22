"""The audit history of what is no change of a plan: who did what, when, before and after."""

from __future__ import annotations

from typing import Any

from truenorth.server.models import Event, Member, Workspace


def note(
    workspace: Workspace, what: str, *, by: Member | None, about: str = "", before: Any = None, after: Any = None
) -> Event:
    """Keep that something was done; never a secret."""
    return Event.objects.create(workspace=workspace, by=by, what=what, about=about[:200], before=before, after=after)
