"""What people write in cells and mean: nothing, not decided yet, done, yes, ten working days."""

from __future__ import annotations

import re
from functools import cache

from truenorth.plan.sheet import vocabulary
from truenorth.plan.sheet.vocabulary import lists, meaning
from truenorth.plan.sheet.words import folded

_DASHES = re.compile(r"[\u2012-\u2015]")
_UNITS = (
    (r"arbeitstage?n?|werktage?n?|business days?|working days?|workdays?|at", "working days"),
    (r"tage?n?|days?|d", "days"),
    (r"wochen?|weeks?|w", "weeks"),
    (r"monate?n?|months?", "months"),
    (r"stunden?|std\.?|hours?|h", "hours"),
    (r"minuten?|min\.?|minutes?", "minutes"),
)


def is_unknown(text: str) -> bool:
    """Whether a cell says that nothing is known: `-`, `n/a`, `k. A.`."""
    return not text or (len(text) < 12 and _DASHES.sub("-", text.lower()) in _cells("unknown"))


def is_open(text: str) -> bool:
    """Whether a cell says that something is still to be decided: `TBD`, `noch offen`."""
    return len(text) < 24 and (text.lower() in _cells("open") or folded(text) in _cells("open"))


@cache
def _cells(head: str) -> frozenset[str]:
    return frozenset(dict(lists(vocabulary.CELLS))[head])


def status(text: str) -> str | None:
    """The status that a word stands for."""
    return meaning(vocabulary.STATUSES).get(folded(text))


def truth(text: str) -> str | None:
    """`true` or `false`, where a text says one of them."""
    return next((word for word in ("true", "false") if text.lower() in _cells(word)), None)


def duration(text: str) -> str:
    """`10 Arbeitstage` as `10 working days`; other texts as they are."""
    found = re.fullmatch(r"\s*([0-9.,]+(?:\s*(?:-|\u2013|\.\.|bis|to)\s*[0-9.,]+)?)\s*(.+?)\s*", text, re.IGNORECASE)
    if found:
        for pattern, unit in _UNITS:
            if re.fullmatch(pattern, found[2], re.IGNORECASE):
                span = re.sub("bis|to|-|\u2013", "..", found[1], flags=re.IGNORECASE)
                return f"{span.replace(',', '.')} {unit}"
    return text
