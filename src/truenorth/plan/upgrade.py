"""Documents of older schemas brought to today's, when they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SCHEMA = 1
Fields = dict[str, Any]
Step = Callable[[str, Fields], Fields]

# STEPS[n] takes (kind, fields) of schema n to schema n + 1.
STEPS: dict[int, Step] = {}


def upgraded(
    schema: int,
    kind: str,
    rows: list[tuple[str, Fields]],
    *,
    steps: dict[int, Step] = STEPS,
    to: int = SCHEMA,
) -> list[tuple[str, Fields]]:
    """Rows of a kind as today's schema writes them."""
    for step in (steps[n] for n in range(schema, to)):
        rows = [(key, step(kind, fields)) for key, fields in rows]
    return rows
