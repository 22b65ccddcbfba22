"""Lines of text with their style, wrapped to a width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.reports.words import columns, short


@dataclass(frozen=True)
class Line:
    """A line of text; `head` characters of it carry the style."""

    text: str = ""
    style: str = ""
    head: int | None = None


def wrapped(text: str, width: int, first: str = "", rest: str | None = None, most: int = 99) -> list[str]:
    """A text in lines of a width, the first and the other ones indented; cut with … after `most` lines."""
    rest = " " * len(first) if rest is None else rest
    lines = [first]
    filled = False
    for word in _words(text, max(width - len(rest), 8)):
        gap = " " if filled else ""
        if filled and columns(lines[-1]) + columns(gap + word) > width:
            if len(lines) == most:
                lines[-1] = short(lines[-1], width - 1).rstrip("…") + "…"
                return lines
            lines.append(rest)
            gap = ""
        lines[-1] += gap + word
        filled = True
    return lines


def _words(text: str, most: int) -> Iterator[str]:
    """The words of a text, those longer than a line in pieces."""
    for word in text.split():
        while columns(word) > most:
            size = most if columns(word[:most]) <= most else most // 2
            yield word[:size]
            word = word[size:]
        yield word
