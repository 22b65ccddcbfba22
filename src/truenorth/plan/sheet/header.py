"""The row, or the two rows, that head a table; titles may stand above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truenorth.plan.sheet.grid import Grid, Value, harmless, is_empty, text_of
from truenorth.plan.sheet.words import folded, is_known, meanings

LOOKED_AT = 40  # rows from the top in which a header is looked for


@dataclass(frozen=True)
class Header:
    """The first and last row of a header, by number from 0, and the texts of each column in them."""

    first: int
    last: int
    upper: tuple[str, ...]
    lower: tuple[str, ...]

    def name(self, column: int) -> tuple[str, str]:
        """The name of a column, and the shorter one that its lower row gives it."""
        above, below = (row[column] if column < len(row) else "" for row in (self.upper, self.lower))
        if above and below and folded(above) != folded(below):
            return f"{above} {below}", below
        return below or above, ""


def header_of(grid: Grid) -> Header | None:
    """The header of the table in a sheet; None where there is no table."""
    filled = [index for index, row in enumerate(grid.rows[: LOOKED_AT * 2]) if not all(map(is_empty, row))][:LOOKED_AT]
    if not filled:
        return None
    widest = max(_count(grid.rows[index]) for index in filled)
    scores = {index: _score(grid.rows[index], widest) - 0.15 * place for place, index in enumerate(filled)}
    best = max(scores, key=lambda index: scores[index])
    if _count(grid.rows[best]) < min(2, widest):
        return None
    return _doubled(grid, best)


def _count(row: Sequence[Value]) -> int:
    return sum(not is_empty(value) for value in row)


def _score(row: Sequence[Value], widest: int) -> float:
    texts = [harmless(text_of(value)) for value in row if not is_empty(value)]
    found = sum(_worth(text) for text in texts)
    found -= len(texts) - len({folded(text) for text in texts})
    return found - (2 if len(texts) < min(2, widest) else 0)


def _worth(text: str) -> float:
    """How much a text looks like the name of a column."""
    if len(text) > 60 or not re.search(r"[^\W\d_]", text):
        return -1.0 if text not in ("#", "Nr.", "No.") else 1.0
    phrase = folded(text)
    if re.search(r"[0-9]{2}", text) and not meanings(phrase):
        return -0.5
    if any(score >= 0.8 for _, score in meanings(phrase)):
        return 2.0
    return 1.0 if is_known(phrase) else 0.3


def _doubled(grid: Grid, best: int) -> Header:
    """The header with the second row that goes with it, above or below."""
    if best + 1 < len(grid.rows) and _goes_below(grid, best):
        return _joined(grid, best, best + 1)
    if best > 0 and _goes_above(grid, best):
        return _joined(grid, best - 1, best)
    return Header(best, best, (), _row(grid, best))


def _goes_below(grid: Grid, best: int) -> bool:
    """Whether the next row names parts of what this one names."""
    below = grid.rows[best + 1]
    if any(top == best and bottom == best + 1 and right == left for (top, left), (bottom, right) in grid.merged):
        return True
    texts = [harmless(text_of(value)) for value in below if not is_empty(value)]
    if not texts or any(_worth(text) < 0 for text in texts):
        return False
    known = sum(any(score == 1 for _, score in meanings(folded(text))) for text in texts)
    apart = sum(is_empty(_at(grid.rows[best], number)) for number, value in enumerate(below) if not is_empty(value))
    wide = any(top == best and right > left for (top, left), (_, right) in grid.merged)
    return known * 2 > len(texts) and (wide or (apart > 0 and len(texts) < _count(grid.rows[best])))


def _goes_above(grid: Grid, best: int) -> bool:
    """Whether the row before names groups of the columns that this one names."""
    above = grid.rows[best - 1]
    texts = [harmless(text_of(value)) for value in above if not is_empty(value)]
    if not texts or any(_worth(text) < 0 for text in texts):
        return False
    groups = [
        (left, right) for (top, left), (bottom, right) in grid.merged if top == bottom == best - 1 and right > left
    ]
    last = max(number for number, value in enumerate(grid.rows[best]) if not is_empty(value))
    whole = any(right - left >= last for left, right in groups)
    return not whole and (bool(groups) or (1 < len(texts) < _count(grid.rows[best])))


def _at(row: Sequence[Value], number: int) -> Value:
    return row[number] if number < len(row) else ""


def _joined(grid: Grid, upper: int, lower: int) -> Header:
    above, below = list(_row(grid, upper)), _row(grid, lower)
    spans = {left: right for (top, left), (_, right) in grid.merged if top == upper}
    width = max(len(above), len(below))
    above += [""] * (width - len(above))
    for number in range(1, width):
        if above[number] or number >= len(below) or not below[number]:
            continue
        start = next((place for place in range(number - 1, -1, -1) if above[place]), None)
        if start is not None and (spans.get(start, -1) >= number if spans else True):
            above[number] = above[start]
    return Header(upper, lower, tuple(above), below)


def _row(grid: Grid, index: int) -> tuple[str, ...]:
    return tuple(" ".join(harmless(text_of(value)).split()) for value in grid.rows[index])
