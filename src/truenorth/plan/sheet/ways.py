"""How the dates and numbers of a sheet are written: decided from its columns, or asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from truenorth.plan.sheet import dates, numbers
from truenorth.plan.sheet.dates import SAID, Order
from truenorth.plan.sheet.fields import Field
from truenorth.plan.sheet.grid import Value, harmless
from truenorth.plan.sheet.layout import Asked
from truenorth.plan.sheet.numbers import Mark
from truenorth.plan.sheet.table import Column

NUMBERS = ("money", "number", "whole", "duration")


@dataclass(frozen=True)
class Ways:
    """How each column is written, by its name, and what was decided, in words."""

    order: Mapping[str, Order]
    mark: Mapping[str, Mark]
    said: tuple[str, ...] = ()


Filled = Sequence[tuple[Column, Field, Sequence[Value]]]


def ways(filled: Filled, order: Order | None, mark: Mark | None, text_mark: str = "") -> Ways:
    """The ways of the columns that hold dates and numbers; Asked where a text can be read in two ways."""
    said: list[str] = []
    orders = _orders(
        [(column, _texts(values)) for column, field, values in filled if field.form == "date"], order, said
    )
    plain = [(column, _texts(values)) for column, field, values in filled if field.form in NUMBERS]
    dotted = text_mark == ";" and any(
        dates.reading(text).sure and "." in text
        for _, field, values in filled
        if field.form == "date"
        for text in _texts(values)
    )
    return Ways(orders, _marks(plain, mark, dotted, said), tuple(said))


def _texts(values: Iterable[Value]) -> list[str]:
    return [harmless(value) for value in dict.fromkeys(values) if isinstance(value, str) and value.strip()]


def _orders(columns: Sequence[tuple[Column, list[str]]], given: Order | None, said: list[str]) -> dict[str, Order]:
    if given:
        return {column.name: given for column, _ in columns}
    found = {column.name: (column, dates.decided(texts), texts) for column, texts in columns}
    sure: dict[str, Order] = {name: one.order for name, (_, one, _) in found.items() if one.order}
    proven = {name for name, (_, one, _) in found.items() if one.order and one.proven}
    others = {sure[name] for name in proven}
    for name, (column, one, texts) in found.items():
        if one.order is None and one.left:
            if not one.why and len(others) == 1 and (only := next(iter(others))) in one.left:
                sure[name] = only
                said.append(f"'{name}' is read as {SAID[only]}, like the other dates of this sheet")
                continue
            raise Asked(_which(column, one, texts))
        if one.order and one.why and one.left:
            said.append(f"'{name}' is read as {SAID[one.order]}: {one.why}")
    return sure


def _which(column: Column, one: dates.Decided, texts: list[str]) -> str:
    where = f"column '{column.name}' ({column.letter})"
    if one.why:
        return f"the dates in {where} cannot all be read: {one.why}; say which is right: --date-order dmy or mdy"
    sample = next(text for text in texts if len(dates.reading(text).by_order) > 1)
    means = " or ".join(f"--date-order {order} ({iso})" for order, iso in dates.reading(sample).by_order.items())
    return f"'{sample}' in {where} can be read in several ways, and nothing else tells which: add {means}"


def _marks(
    columns: Sequence[tuple[Column, list[str]]], given: Mark | None, dotted: bool, said: list[str]
) -> dict[str, Mark]:
    if given:
        return {column.name: given for column, _ in columns}
    found = {column.name: (column, *numbers.decided(texts)) for column, texts in columns}
    proven = {mark for _, mark, proof in found.values() if mark and proof}
    if dotted and not proven:
        proven = {"comma"}
    sure: dict[str, Mark] = {}
    for name, (column, mark, proof) in found.items():
        if mark is None and " and " not in proof and len(proven) == 1:
            mark = next(iter(proven))
            said.append(f"the numbers in '{name}' have a decimal {mark}, like the rest of this sheet")
        if mark is None:
            raise Asked(_which_mark(column, proof))
        sure[name] = mark
    return sure


def _which_mark(column: Column, proof: str) -> str:
    where = f"column '{column.name}' ({column.letter})"
    if " and " in proof:
        return f"{where} mixes decimal marks ({proof}): say which is right with --decimal comma or --decimal point"
    text = proof.strip("'")
    read = {mark: str(numbers.amount(text, mark).number) for mark in ("comma", "point")} if _one(text) else {}
    tells = " or ".join(f"--decimal {mark}" + (f" ({read[mark]})" if read else "") for mark in ("comma", "point"))
    return f"{proof} in {where} can be read in two ways: add {tells}"


def _one(text: str) -> bool:
    try:
        return numbers.amount(text, "comma") is not None and numbers.amount(text, "point") is not None
    except ValueError:
        return False
