"""Every address of the server, found in its urls: with what stands in a workspace, or with what stands in none."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

import truenorth.server

VIEWS = Path(truenorth.server.__file__).parent
NUMBERS = {"step": 2, "way": 0, "question": 0}
WORDS = {"kind": "program", "key": "ours", "code": "TIME01", "party": "sales", "token": "no-such-token"}
WORDS |= {"whatif": "what-if"}
WORDS |= {"ref": "commitment:hidden"}
WORDS |= {"ident": "TIME01@program:ours", "provider_id": "company", "uidb36": "1"}


def addresses(values: dict[str, object]) -> list[str]:
    """The path of every address, once, filled in with values by the name of the part."""
    return list(dict.fromkeys(f"/{path}" for path in _paths(get_resolver().url_patterns, "", values)))


def _paths(patterns: list[URLPattern | URLResolver], start: str, values: dict[str, object]) -> Iterator[str]:
    for one in patterns:
        path = start + _filled(str(one.pattern), values)
        if isinstance(one, URLResolver):
            yield from _paths(one.url_patterns, path, values)
        else:
            yield path


def _filled(pattern: str, values: dict[str, object]) -> str:
    def value(found: re.Match[str]) -> str:
        kind, name = found[1] or "str", found[2]
        return str(values.get(name, NUMBERS.get(name, 1) if kind == "int:" else WORDS.get(name, "ours")))

    by_path = re.sub(r"<(\w+:)?(\w+)>", value, pattern.lstrip("^").rstrip("$"))
    return (
        re.sub(r"\(\?P<()(\w+)>(?:\[[^]]*\]|[^)])*\)", value, pattern.lstrip("^").rstrip("$"))
        if "(?P" in pattern
        else by_path
    )


def asked(method: str) -> list[str]:
    """The names that any view reads of a query (GET) or a form (POST)."""
    source = "".join(path.read_text(encoding="utf-8") for path in VIEWS.rglob("*.py"))
    return sorted(set(re.findall(rf'{method}(?:\.get|\.getlist)?[\[(]"([\w.]+)"', source)))


def told(answer: HttpResponseBase) -> str:
    """All text of an answer, that of a workbook too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] != b"PK":
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
