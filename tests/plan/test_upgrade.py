"""Documents of older schemas are brought to today's, one step after the other."""

from __future__ import annotations

from typing import Any

from truenorth.plan.upgrade import upgraded


def renamed(old: str, new: str) -> Any:
    return lambda kind, fields: {(new if kind == "activity" and name == old else name): v for name, v in fields.items()}


STEPS = {1: renamed("channel", "place"), 2: renamed("place", "where")}


def test_a_document_takes_every_step_from_its_schema_to_todays() -> None:
    rows = [("a", {"channel": "web"}), ("b", {"name": "B"})]

    assert upgraded(1, "activity", rows, steps=STEPS, to=3) == [("a", {"where": "web"}), ("b", {"name": "B"})]
    assert upgraded(2, "activity", [("a", {"place": "web"})], steps=STEPS, to=3) == [("a", {"where": "web"})]


def test_a_step_leaves_other_kinds_and_todays_documents_alone() -> None:
    rows = [("a", {"channel": "web"})]

    assert upgraded(1, "content", rows, steps=STEPS, to=3) == rows
    assert upgraded(3, "activity", rows, steps=STEPS, to=3) == rows
