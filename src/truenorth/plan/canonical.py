"""A plan as one document that says all of it: what is kept of an agreed version, so that it can be opened again."""

from __future__ import annotations

import json

from truenorth.plan.entity import data
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity


def document(plan: Plan) -> str:
    """All items as JSON in the order of their refs, an item a line."""
    items = ((ref, json.dumps(data(plan.entities[ref]), sort_keys=True)) for ref in sorted(plan.entities))
    lines = (f"{json.dumps(ref)}: {fields}" for ref, fields in items)
    return "{\n" + ",\n".join(lines) + "\n}\n"


def plan_in(text: str) -> Plan:
    """The plan that a document says. ValueError where it cannot be read."""
    return Plan({ref: entity(ref, fields) for ref, fields in json.loads(text).items()})
