"""One value in one cell: how lists, maps and nested values are written in CSV, and how YAML may write them too."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any, Literal

_HALF_A_LETTER = re.compile(r"[\ud800-\udfff]")
UNKNOWN = frozenset({"", "?", "unknown"})
Shape = Literal["text", "scalar", "list", "map", "part"]


def cell(value: Any) -> str:
    """A plain value as cell text: `a; b` for lists, `name=value; name=value` for maps, JSON for what is deeper."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() if value and all(map(_is_plain, value)):
            return "; ".join(value)
        case dict() if value and all(_is_plain(name) and _is_value(inner) for name, inner in value.items()):
            return "; ".join(name if inner is None else f"{name}={inner}" for name, inner in value.items())
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def _is_plain(item: Any) -> bool:
    return _is_value(item) and item is not None and "=" not in item and item[0] not in "[{"


def _is_value(item: Any) -> bool:
    return item is None or (isinstance(item, str) and ";" not in item and tidy(item) == item)


def unfold(text: str, shape: Shape) -> Any:
    """A cell's text as lists and maps: `a; b`, `name=value; name=value`, or JSON where it starts with [ or {."""
    known = tidy(text)
    if known is None or shape in ("text", "scalar"):
        return known
    if known[0] in "[{":
        return _json(known)
    if shape == "part":
        return known
    items = [item for piece in known.split(";") if (item := tidy(piece))]
    return items if shape == "list" else _map(items)


def plain(value: Any) -> Any:
    """Nested data with its text tidied; None stands for what is unknown, and a list leaves it out."""
    match value:
        case str():
            return tidy(value)
        case list() | tuple():
            return [known for one in value if (known := plain(one)) is not None]
        case dict():
            return _once((tidy(str(name)) or "", plain(inner)) for name, inner in value.items())
    return value


def tidy(text: str) -> str | None:
    """A text without space around it, letters and line ends written one way; None where it says that it is unknown."""
    text = text.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        if _HALF_A_LETTER.search(text):
            raise ValueError("holds bytes that are no text: type it once more, as UTF-8")
        text = unicodedata.normalize("NFC", text)
    return None if len(text) < 8 and text.lower() in UNKNOWN else text


def _map(items: list[str]) -> dict[str, Any]:
    pairs = ((name, value) for name, _, value in (item.partition("=") for item in items))
    return _once((tidy(name) or "", tidy(value)) for name, value in pairs)


def _once(pairs: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if not name:
            raise ValueError("has a value without a name: write name=value")
        if name in found:
            raise ValueError(f"'{name[:60]}' is given twice: keep one")
        found[name] = value
    return found


def _json(text: str) -> Any:
    try:
        found = _JSON.decode(text)
    except (json.JSONDecodeError, RecursionError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error)[:80]
        raise ValueError(
            f"starts with {text[0]} but is not JSON ({why}); write a; b or name=value; name=value"
        ) from None
    return _inner(found) if isinstance(found, dict) else [one for one in map(_inner, found) if one is not None]


def _tidied(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return _once((tidy(name) or "", _inner(value)) for name, value in pairs)


def _inner(value: Any) -> Any:
    """What is in JSON: its dictionaries have been tidied while they were read."""
    return value if isinstance(value, dict) else plain(value)


_JSON = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_tidied)
