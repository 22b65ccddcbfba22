"""One value in one cell: how lists, maps and nested values are written in CSV. `reading` reads the same syntax."""

from __future__ import annotations

import json
from typing import Any

from truenorth.plan.reading import UNKNOWN


def cell(value: Any) -> str:
    """A plain value as cell text: `a; b` for lists, `name=value; name=value` for maps, JSON for what is deeper."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() if all(_is_plain(item) for item in value) and value[0].lower() not in UNKNOWN:
            return "; ".join(value)
        case dict() if next(iter(value)).lower() not in UNKNOWN and all(
            _is_plain(name) and _is_value(inner) for name, inner in value.items()
        ):
            return "; ".join(name if inner is None else f"{name}={inner}" for name, inner in value.items())
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def _is_plain(item: Any) -> bool:
    return (
        isinstance(item, str)
        and bool(item)
        and item == item.strip()
        and not set(item) & set(";=")
        and item[0] not in "[{"
    )


def _is_value(item: Any) -> bool:
    return item is None or (isinstance(item, str) and bool(item) and item == item.strip() and ";" not in item)
