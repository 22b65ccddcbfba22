"""Why a row is refused: each reason with the column that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from truenorth.facts.layout import Layout
from truenorth.facts.money import Currencies
from truenorth.facts.source import Raw

_TOTALS = (
    *("total", "totals", "grand total", "grandtotal", "subtotal", "sub-total", "sub total", "sum", "sums"),
    *("summe", "gesamt", "gesamtsumme", "gesamtergebnis", "insgesamt", "zwischensumme", "totale", "totaal", "somme"),
    *("suma", "total general", "total général"),
)
_TOTAL_START = r"^((grand |sub ?-?)?totals?|summe|gesamt|zwischensumme)\b"


@dataclass(frozen=True)
class Reason:
    """Why rows are refused: what is said of them, the field and the column it is about, and which rows it holds for."""

    says: str
    field: str
    column: str
    holds: Any
    why: str = ""  # "date" or "number": the value itself tells more


def reasons_of(table: Any, layout: Layout, raw: Raw, money: Currencies) -> tuple[Reason, ...]:
    """Every reason for which a row of a file may be refused, the first that holds counts."""
    found = [Reason("is a row of totals", "", raw.names[0], _is_total(table, layout, raw))]
    found += [_lacks(name, layout, table) for name in _needed(layout)]
    found += [
        _wrong(name, layout, table)
        for name in layout.takes
        if layout.of.fields[name].type != "text" and name in table.columns
    ]
    if "rate" in table.columns:
        name = "currency" if "currency" in layout.takes else layout.of.money
        no_rate = table.rate.isnull() & table.currency.notnull()
        found.append(Reason(f"is in another currency: {money.lacking}", "currency", _column(layout, name), no_rate))
    if layout.of.steps:
        found.append(
            Reason("names no stage, and has no date of one", "", _column(layout, "record"), _no_stage(layout, table))
        )
    return tuple(found)


def refused_by(reasons: tuple[Reason, ...]) -> Any:
    """The number of the first reason that holds for a row; nothing where the row is taken."""
    import ibis

    return ibis.cases(*((one.holds, number) for number, one in enumerate(reasons)), else_=ibis.null("int64"))


def _needed(layout: Layout) -> list[str]:
    table = layout.of
    dated = [table.when] if table.when in layout.takes and not table.steps else []
    return list(dict.fromkeys([*table.needs, *dated]))


def _lacks(name: str, layout: Layout, table: Any) -> Reason:
    import ibis

    text = f"{name} text"
    holds = table[text].isnull() if text in table.columns else ibis.literal(False)
    return Reason(f"has no {_called(name, layout)}", name, _column(layout, name), holds)


def _wrong(name: str, layout: Layout, table: Any) -> Reason:
    kind = "number" if layout.of.fields[name].type == "number" else "date"
    value = "original" if name == layout.of.money and "original" in table.columns else name
    holds = table[f"{name} text"].notnull() & table[value].isnull()
    called = _called(name, layout)
    article, what = "an" if called[0] in "aeiou" else "a", "is not a number" if kind == "number" else "is none"
    return Reason(f"has {article} {called} that {what}", name, _column(layout, name), holds, kind)


def _called(name: str, layout: Layout) -> str:
    """What people call a field: the date, the closed date, the amount."""
    if layout.of.fields[name].type not in ("day", "time"):
        return name
    return "date" if name == layout.of.when else f"{name} date"


def _column(layout: Layout, name: str) -> str:
    return layout.takes[name].columns[0] if name in layout.takes else name


def _is_total(table: Any, layout: Layout, raw: Raw) -> Any:
    """Whether a row begins with the word for a total, or is named so; undated it may go on: `Total: Campaigns`."""
    import ibis

    first = ibis.coalesce(*(table[f"c{number}"] for number in range(min(len(raw.names), 3)))).lower()
    undated = table[layout.of.when].isnull() if layout.of.when in layout.takes else ibis.literal(False)
    named = [table[name].lower().isin(_TOTALS) for name in ("campaign", "name") if name in layout.takes]
    bare = first.endswith(":").ifelse(first.re_replace(r"\s*:$", ""), first)  # so that few rows are searched
    total = bare.isin(_TOTALS) | undated.ifelse(first.re_search(_TOTAL_START), False)
    return reduce(or_, [one.fill_null(False) for one in named], total)


def _no_stage(layout: Layout, table: Any) -> Any:
    import ibis

    names = ["stage", *(step.name for step in layout.of.steps if step.stage)]
    there = [table[name].isnull() for name in names if name in table.columns]
    return reduce(lambda one, other: one & other, there, ibis.literal(True))
