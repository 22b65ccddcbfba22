"""A line of a comparison: what it is about, how it stands in both versions, and the difference in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from truenorth.plan.entity import Ref
from truenorth.reports.words import amount, number

Say = Callable[[float], str]
NOTHING = "none"


@dataclass(frozen=True)
class Row:
    """Something in both versions; `differs` is empty where it is the same in both. `ref` is the item it is about."""

    what: str
    one: str
    other: str
    differs: str = ""
    ref: Ref = ""


def row(what: str, one: float | None, other: float | None, say: Say, ref: Ref = "", unit: str = "") -> Row:
    """A line with a number in it; `say` writes it, and `unit` is what the difference is counted in."""
    was, now = (NOTHING if value is None else _with(say(value), unit) for value in (one, other))
    return Row(what, was, now, more_or_less(one or 0.0, other or 0.0, say, unit), ref)


def more_or_less(one: float, other: float, say: Say, unit: str = "") -> str:
    """`EUR 2,000 less (10 %)`, `12 hours more`; empty where both are the same."""
    by = round(other - one, 2)
    if not by:
        return ""
    share = f" ({abs(by) / one:.0%})".replace("%", " %") if one > 0 and abs(by) < one else ""
    return f"{_with(say(abs(by)), unit)} {'more' if by > 0 else 'less'}{share}"


def _with(text: str, unit: str) -> str:
    """A number with its unit: `1 hour`, `12 hours`."""
    return f"{text} {unit[:-1] if text == '1' and unit.endswith('s') else unit}".strip()


def money(currency: str) -> Say:
    """How money is written."""
    return lambda value: amount(value, currency)


def rows(
    one: Mapping[str, float], other: Mapping[str, float], named: Callable[[str], tuple[str, Ref]], unit: str
) -> Iterator[Row]:
    """The lines of two maps of numbers that differ, the largest difference first."""
    keys = {key for key in one.keys() | other.keys() if round(one.get(key, 0.0) - other.get(key, 0.0), 2)}
    for key in sorted(keys, key=lambda key: (-abs(other.get(key, 0.0) - one.get(key, 0.0)), key)):
        what, ref = named(key)
        yield row(what, one.get(key, 0.0), other.get(key, 0.0), number, ref, unit)
