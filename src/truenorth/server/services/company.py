"""What a company's money, years and working days mean: fields of the plan's company, changed like any item."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.text import slugify

from truenorth.plan.cells import cell
from truenorth.plan.company import Company
from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.server import store
from truenorth.server.models import Change, Member, Scenario
from truenorth.server.services import plan

FIELDS = (
    "name",
    "currency",
    "hourly_rate",
    "rates",
    "fiscal_start",
    "fiscal_named_by",
    "weekend",
    "holidays",
    "time_zone",
)


def texts(held: Plan) -> dict[str, str]:
    """The fields as they are typed; empty where nobody has said it."""
    found = data(held.company) if held.company else {}
    return {name: cell(found.get(name)) for name in FIELDS}


def change(scenario: Scenario, seen: int, given: Mapping[str, str], *, by: Member) -> Change | None:
    """Change the fields that were typed anew by somebody who saw the plan as it was after a change.

    Raises plan.reading.Unreadable with every field that cannot be read, and what services.plan.change raises.
    """
    was: Company | None = store.load(scenario, min(seen, scenario.head)).company
    ref = was.ref if was else f"company:{slugify(given.get('name', ''))[:60] or 'company'}"
    before = data(was) if was else None
    typed = {name: text.strip() for name, text in given.items() if name in FIELDS}
    kept = {name: value for name, value in (before or {}).items() if name not in typed or cell(value) == typed[name]}
    fresh = {name: text for name, text in typed.items() if text and name not in kept}
    after = {**kept, **data(entity(ref, fresh))}
    return plan.change(scenario, [Edit(ref, before, after)], by=by, why="the company's settings")
