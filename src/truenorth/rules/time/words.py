"""TIME08: dates in words that no calendar of the company knows."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from truenorth.engines.words import row
from truenorth.plan.entity import KINDS, Entity
from truenorth.plan.links import Dated, Pick, marked
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

_ASKS = "When: a day, a week, a month, a quarter, or one of the company's periods?"
_PARTS = ("", *(f"-Q{n}" for n in range(1, 5)), "-H1", "-H2", *(f"-M{n:02}" for n in range(1, 13)))


@rule("TIME08", asks="lead", each=tuple(KINDS.values()), kind="gap")
def no_day(case: Case, item: Entity) -> Iterator[Finding]:
    """
    A date means no day.

    ## Why it matters

    What is due on no day is late in no list: it falls into no month, and nobody can plan around it. "As soon as
    possible" is such a date, and so is a slip of the keyboard in the name of a quarter, which takes the work out of
    every review.

    Every field of an item that holds a date: a name there must be one of the company's periods, or a fiscal year or
    a part of one, such as FY27, FY27-Q1, FY27-H2 or FY27-M03. The dates of documents are left alone. Until it is put
    right, the plan is read as if the date were not known.

    ## Example

        activity: {open-house: {in_market: asap}}

    ## Finds

        activity:open-house “asap” (in_market) means no day: no date, and no period of the company

    ## Put right

        activity: {open-house: {in_market: 2027-04-22}}
    """
    named = _named(item)
    strange = [(name, text) for name, text in named if case.calendar.span(text) is None] if named else ()
    if not strange:
        return
    near = list(dict.fromkeys(period for _, text in strange for period in _near(case, text)))
    said = row(f"“{text}” ({name})" for name, text in strange)
    fields = dict.fromkeys(name for name, _ in strange)
    yield found(
        item.ref,
        f"{said} {'means' if len(strange) == 1 else 'mean'} no day: no date, and no period of the company"
        f"{f', such as {row(near)}' if near else ''}",
        cause="name a date that means no day",
        part="date",
        seen={"dates": [f"{name}: {text}" for name, text in strange], "near": near},
        fixes=[Fix("Say when it is", {item.ref: {name: Blank(_ASKS) for name in fields}})],
    )


class _Fields(NamedTuple):
    """The fields of a kind that hold one date, parts with dates of their own, and several dates in another way."""

    single: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    others: tuple[tuple[str, Pick], ...]


@cache
def _dated(kind: type[BaseModel]) -> _Fields:
    """The fields of a kind that hold dates, save the dates of its sources."""
    fields = {name: pick for name, pick in marked(kind, Dated) if name != "source"}
    single = tuple(name for name in fields if _is_one(kind.model_fields[name]))
    kinds = {name: _part(kind.model_fields[name].annotation) for name in fields}
    parts = {name: _dated(part) for name, part in kinds.items() if part}
    plain = tuple((name, inner.single) for name, inner in parts.items() if not inner.parts and not inner.others)
    done = {*single, *(name for name, _ in plain)}
    return _Fields(single, plain, tuple(one for one in fields.items() if one[0] not in done))


def _is_one(field: FieldInfo) -> bool:
    """Whether a field holds a date itself, and not a part that holds dates, such as the terms of a message."""
    parts = [one for one in get_args(field.annotation) if isinstance(one, type) and issubclass(one, BaseModel)]
    return field.default is None and not parts


def _part(hint: Any) -> type[BaseModel] | None:
    """The kind of parts that a field lists."""
    inner = get_args(hint)[:1] if get_origin(hint) is list else ()
    return inner[0] if inner and isinstance(inner[0], type) and issubclass(inner[0], BaseModel) else None


def _named(item: Entity) -> list[tuple[str, str]]:
    """The dates of an item that are no numbers, with their fields: most plans have none, and many items."""
    values = item.__dict__  # faster than asking the item
    fields = _dated(type(item))
    found_ = []
    for name in fields.single:
        if (value := values[name]) and not value[0].isdigit():
            found_.append((name, value))
    for name, inner in fields.parts:
        for part in values[name]:
            within = part.__dict__
            found_ += [(name, text) for one in inner if (text := within[one]) and not text[0].isdigit()]
    for name, pick in fields.others:
        if value := values[name]:
            found_ += [(name, text) for text in pick(value) if not text[0].isdigit()]
    return found_


def _near(case: Case, text: str) -> list[str]:
    """The names of periods that look like a word: the company's own, and fiscal ones of the years around."""
    years = range(case.today.year - 1, case.today.year + 3) if text.startswith("FY") else ()
    names = [*case.calendar.periods, *(f"FY{year % 100:02}{part}" for year in years for part in _PARTS)]
    return difflib.get_close_matches(text, names, 3, 0.7)
