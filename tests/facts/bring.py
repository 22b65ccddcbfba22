"""Bringing a file to a table in a test, and looking at what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from truenorth.facts.connection import connection, literal
from truenorth.facts.guess import Wanted, guessed
from truenorth.facts.load import Brought, brought
from truenorth.facts.money import Currencies
from truenorth.facts.rows import World
from truenorth.facts.source import opened

NOW = datetime(2027, 1, 11, 9, 30)
EUROPE = Currencies("EUR", {"USD": 0.9, "GBP": 1.2})


@dataclass(frozen=True)
class Came:
    """What came of a file."""

    found: Brought
    rows: list[dict[str, Any]]

    @property
    def refused(self) -> dict[str, int]:
        return {one.says: one.count for one in self.found.refused}

    @property
    def lines(self) -> dict[str, list[int]]:
        return {one.says: [each.line for each in one.examples] for one in self.found.refused}

    def of(self, name: str) -> list[Any]:
        return [row[name] for row in self.rows]


def bring(
    folder: Path, text: str | bytes, name: str = "data.csv", money: Currencies = EUROPE, sheet: str = "", **said: Any
) -> Came:
    """Bring a file of some text to its table."""
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    into = folder / "into"
    into.mkdir(exist_ok=True)
    raw = opened(file, into, sheet=sheet)
    layout = guessed(raw, Wanted(**said))
    found = brought(raw, layout, World(money=money, now=NOW), source="data", load="data-1", into=into)
    rows = connection().read_parquet(literal(found.staged)).order_by("row").to_pyarrow().to_pylist()
    return Came(found, rows)
