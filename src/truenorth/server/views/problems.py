"""What stands in the way of a change, in words, with both values where two people meant different things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from pydantic import ValidationError

from truenorth.plan.cells import cell
from truenorth.plan.edit import Broken, Clash, Clashes
from truenorth.plan.entity import KINDS
from truenorth.plan.reading import Unreadable
from truenorth.plan.sheet.fields import fields
from truenorth.reports.words import listed, plain, short
from truenorth.server.choices import Choices
from truenorth.server.policy import RATES, sees_rates
from truenorth.server.services.people import Refused
from truenorth.server.services.plan import Denied
from truenorth.server.store import Closed
from truenorth.server.views.here import Here

PROBLEMS = (Broken, Clashes, Closed, Unreadable, Denied, Refused)  # why a change is not made, each with its words
TOLD = 3  # clashes, holes and wrong values that are told one by one


def problem(here: Here, error: Exception) -> None:
    """Tell why something was not done; the plan is as it was."""
    messages.error(here.request, said(here, error))


def said(here: Here, error: Exception) -> str:
    """Why something cannot be done, in words."""
    match error:
        case Clashes():
            return f"Not done: {listed(_clashes(here, error.clashes), TOLD)}. Look at it again."
        case Broken():
            return f"Not done: {listed(_holes(here, error), TOLD)}."
        case Unreadable():
            problems = (f"{one.field.replace('_', ' ')}: {one.says}" for one in error.problems)
            return f"Not done, {_title(here, error.ref)}: {listed(problems, TOLD)}."
    return str(error)


def unfit(error: ValidationError) -> str:
    """What is wrong with something that was typed, in words that go on from its name."""
    first = error.errors()[0]
    if first["type"] == "string_too_long":
        return f"has more than {first['ctx']['max_length']:,} letters: shorten it"
    return first["msg"].removeprefix("Value error, ")


def _clashes(here: Here, clashes: list[Clash]) -> Iterator[str]:
    for one in clashes:
        title, name = _title(here, one.ref), one.field.replace("_", " ")
        if not one.field:
            yield f"{title} was {'taken out' if one.theirs is None else 'changed'} meanwhile"
        elif _is_hidden(here, one):
            yield f"{title} was changed meanwhile ({name})"
        else:
            theirs, ours = (_value(here, one, value) for value in (one.theirs, one.ours))
            yield f"{title} was changed meanwhile: {name} is {theirs} now, and would become {ours}"


def _is_hidden(here: Here, clash: Clash) -> bool:
    """Whether a field is one that this member is not shown whole."""
    rate = clash.field == RATES.get(clash.ref.partition(":")[0]) and not sees_rates(here.seat)
    return rate or here.seat.party == "partner"


def _value(here: Here, clash: Clash, value: Any) -> str:
    of = fields(KINDS[clash.ref.partition(":")[0]]).get(clash.field)
    text = cell(value)
    if of and of.kinds and isinstance(value, str) and value not in of.choices:
        text = Choices(here.plan).shown(value, of.kinds)
    return f"“{short(plain(text), 60)}”" if text else "empty"


def _holes(here: Here, error: Broken) -> Iterator[str]:
    for source, target in error.holes:
        there = "would be gone" if target in here.plan.entities else "is not in the plan"
        yield f"{_title(here, source)} points at {_title(here, target)}, which {there}"


def _title(here: Here, ref: str) -> str:
    """What people call an item, as far as this member may see it."""
    if ref in here.whole.entities and ref not in here.plan.entities:
        return "an item that is not shared with you"
    return plain(here.plan.title(ref))
