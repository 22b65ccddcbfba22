"""How wide the columns of a table are: short ones as wide as what they say, the rest of the room for the long ones."""

from __future__ import annotations

from collections.abc import Sequence

from truenorth.reports.sight.lettering import width

SHORT = 0.19  # of the room: a column that wants no more gets it
WIDE = 3.0  # of a short column: more than that, no long one counts as


def columns(head: Sequence[str], rows: Sequence[Sequence[str]], size: float, room: float, pad: float) -> list[float]:
    """How wide each column is, in points, with letters of a size; all together take the room."""
    wanted = [max(width(cell[:400], size) * 1.08 for cell in column) + pad for column in zip(head, *rows, strict=True)]
    short = [one <= SHORT * room for one in wanted]
    left = room - sum(one for one, is_short in zip(wanted, short, strict=True) if is_short)
    long = [0.0 if is_short else min(one, WIDE * SHORT * room) for one, is_short in zip(wanted, short, strict=True)]
    if left < room / 4 or not sum(long):
        return [room * one / sum(wanted) for one in wanted] if left > 0 else [room / len(head)] * len(head)
    return [one or wide for one, wide in zip((left * one / sum(long) for one in long), wanted, strict=True)]
