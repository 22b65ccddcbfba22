"""The types of values in a plan: a number, an amount of money, a duration or a date, each with how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from truenorth.plan.amounts import UNDISCLOSED, Money, Quantity, money, number, quantity, short
from truenorth.plan.links import Dated
from truenorth.plan.times import Duration, Unit, duration, when

__all__ = [
    "UNDISCLOSED",
    "AmountField",
    "Duration",
    "DurationField",
    "HoursField",
    "HoursPerWeekField",
    "In",
    "Money",
    "MoneyField",
    "PerWeekField",
    "PercentField",
    "Quantity",
    "QuantityField",
    "Unit",
    "When",
    "WorthField",
    "duration",
    "money",
    "number",
    "quantity",
    "when",
]


def _reads(kind: type, read: Callable[[str], Any]) -> BeforeValidator:
    def parse(value: object) -> object:
        if isinstance(value, kind) and kind is not str:
            return value
        if value is None:
            raise ValueError(f"is left open here: write {_WANTED[read]}, or leave the name out too")
        if isinstance(value, (list, tuple)):
            raise ValueError(f"takes only one value, {_WANTED[read]}, and is given a list of {len(value)}")
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal, date)):
            raise ValueError(f"'{short(str(value))}' is not {_WANTED[read]}")
        return read(str(value))

    return BeforeValidator(parse)


_WANTED: dict[Callable[[str], Any], str] = {
    quantity: "a quantity such as 40 or 20..30 %",
    money: "an amount of money such as 1200 or 1200 EUR",
    duration: "a duration such as 10 working days",
    when: "a date such as 2027-03-31 or FY27-Q1",
}


def _typed(description: str) -> tuple[PlainSerializer, WithJsonSchema]:
    schema = {"type": ["string", "number"], "description": description}
    return PlainSerializer(str, return_type=str), WithJsonSchema(schema)


QuantityField = Annotated[
    Quantity,
    _reads(Quantity, quantity),
    *_typed("40, 40 %, 20..30 %, >= 15, +30 %, x3, maximize, undisclosed"),
]
MoneyField = Annotated[Money, _reads(Money, money), *_typed("1200, 1200.50 EUR, undisclosed")]
DurationField = Annotated[Duration, _reads(Duration, duration), *_typed("90 days, 10 working days, 2..4 weeks")]
When = Annotated[
    str,
    Dated(),
    _reads(str, when),
    *_typed("2027-03-31, 2027-W13, 2027-03, 2027-Q1, 2027 or a period such as FY27-Q1"),
]


@dataclass(frozen=True)
class In:
    """What a number of a field is counted in, where it says nothing else.

    `never` are units that cannot be meant; `amount` tells that it is so much of something: no change, no factor.
    """

    unit: str
    never: str = ""
    amount: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Have pydantic refuse what would be counted wrongly."""
        return core_schema.no_info_after_validator_function(self._counted, handler(source))

    def _counted(self, value: Any) -> Any:
        if not isinstance(value, Quantity):
            return value
        if self.never and re.search(self.never, value.unit, re.IGNORECASE):
            raise ValueError(f"'{short(str(value))}' is not in {self.unit}, in which this is counted")
        if self.amount and value.hidden is None and value.how != "value":
            raise ValueError(f"'{short(str(value))}' does not say how much: write a number, without + or -")
        return value


_NO_HOURS = r"^(min|minutes?|d|days?|working days?|weeks?|months?|quarters?|years?|person[- ]days?)\b|%"
_NOT_A_WEEK = r"(?:\b(?:per|a|each)|/)\s*(?:day|month|quarter|year)\b"
HoursField = Annotated[QuantityField, In("hours", _NO_HOURS, amount=True)]
HoursPerWeekField = Annotated[QuantityField, In("hours a week", f"{_NO_HOURS}|{_NOT_A_WEEK}", amount=True)]
PerWeekField = Annotated[QuantityField, In("numbers a week", f"{_NOT_A_WEEK}|per hour", amount=True)]
AmountField = Annotated[QuantityField, In("numbers", amount=True)]
PercentField = Annotated[QuantityField, In("%", amount=True)]
WorthField = Annotated[QuantityField, In("money")]
