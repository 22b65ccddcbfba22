"""Letters that the cells of a workbook cannot hold, written so that they come back the same."""

from __future__ import annotations

import re

# Controls and non-characters; `_x0041_`, which workbooks take for an escaped letter; and our own marks.
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\u27e6]|_(?=x[0-9A-Fa-f]{4}_)")
_OURS = re.compile(r"\u27e6([0-9A-F]{1,6})\u27e7")


def escaped(text: str) -> str:
    """A text as a cell of a workbook can hold it."""
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text
    return _ODD.sub(lambda found: f"\u27e6{ord(found[0]):X}\u27e7", text)


def unescaped(text: str) -> str:
    """The text that was escaped."""
    return _OURS.sub(lambda found: chr(int(found[1], 16)), text) if "\u27e6" in text else text
