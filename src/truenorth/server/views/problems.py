"""What stands in the way of a change, in words, with both values where two people meant different things."""

from __future__ import annotations

from django.contrib import messages

from truenorth.plan.edit import Broken, Clashes
from truenorth.server.views.here import Here


def problem(here: Here, error: Exception) -> None:
    """Tell why something was not done; the plan is as it was."""
    messages.error(here.request, said(here, error))


def said(here: Here, error: Exception) -> str:
    """Why something cannot be done, in words."""
    match error:
        case Clashes():
            first = error.clashes[0]
            return f"Not done: {here.plan.title(first.ref)} was changed meanwhile ({first.field or 'the whole item'})."
        case Broken():
            source, target = error.holes[0]
            return f"Not done: {here.plan.title(source)} points at {here.plan.title(target)}, which would be gone."
    return str(error)
