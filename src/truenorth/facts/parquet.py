"""A Parquet file as cells of text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from truenorth.facts.connection import connection, literal
from truenorth.facts.source import Raw, errors, first_line, in_order, is_full, written
from truenorth.plan.sheet import guard


def opened(file: Path, into: Path, sheet: str = "") -> Raw:
    """Its columns that hold one value a cell, as text."""
    try:
        there = connection().read_parquet(literal(file))
        names = tuple(name for name, kind in there.schema().items() if not kind.is_nested() and not kind.is_binary())
        rows = written(there.select(**{name: _text(there[name]) for name in names}), names, into)
    except errors() as error:
        if is_full(error):
            raise
        raise guard.refused(file.name, f"is Parquet that cannot be read: {first_line(error)}") from None
    left = [name for name in there.columns if name not in names]
    notes = (f"Left out, for a cell of them is more than one value: {', '.join(left)}.",) if left else ()
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Raw(file, into / "cells.parquet", names, digest, rows, in_order(1), notes=notes, typed=True)


def _text(column: Any) -> Any:
    text = column.cast("string")
    if column.type().is_floating() or column.type().is_decimal():
        return (text.contains(".") & ~text.contains("e")).ifelse(text + "e0", text)  # its point parts decimals
    return text
