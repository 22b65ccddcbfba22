"""A plan as CSV: a file a kind, as spreadsheets on every system open it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from truenorth.plan.cells import cell
from truenorth.plan.csv_rows import dumped
from truenorth.plan.entity import KINDS, data
from truenorth.plan.plan import Plan

BOM = "\ufeff"  # tells spreadsheets that the text is UTF-8


def csv_text(plan: Plan, kind: str) -> str:
    """The items of a kind as CSV, with the columns that any of them fills."""
    made = KINDS[kind]
    return BOM + dumped(made.model_fields, {item.key: data(item) for item in plan.all(made)})


def csv_texts(plan: Plan, kinds: Iterable[str] = ()) -> dict[str, str]:
    """The file of every kind that has items, by its name."""
    wanted = set(kinds) or set(KINDS)
    return {f"{name}.csv": csv_text(plan, name) for name in KINDS if name in wanted and plan.all(KINDS[name])}


def computed(plan: Plan, kinds: Iterable[str]) -> int:
    """How many cells a spreadsheet would take for formulas: CSV has no way to say that they are text."""
    items = (item for name in kinds for item in plan.all(KINDS[name]))
    return sum(_is_computed(cell(value).lstrip()) for item in items for value in data(item).values())


def _is_computed(text: str) -> bool:
    """Whether it begins like a formula; a number of a plan, such as +30 % or -2, stays what it is."""
    return text[:1] in ("=", "@") or (text[:1] in ("+", "-") and not re.fullmatch(r"[+-][0-9][0-9.,_]*[\w %/]*", text))
