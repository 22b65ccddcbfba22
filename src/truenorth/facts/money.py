"""Amounts in the company's currency, by the rates that are frozen in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from truenorth.facts.layout import Layout
from truenorth.plan.company import Company


@dataclass(frozen=True)
class Currencies:
    """The company's currency, and what one unit of each other one is worth in it."""

    own: str = ""
    rates: Mapping[str, float] = field(default_factory=dict)

    def brought(self, table: Any, layout: Layout) -> Any:
        """A table with its amounts in the company's currency, and as the source gives them in `original`.

        `rate` is nothing where there is no rate; so is then the amount.
        """
        import ibis

        money = layout.of.money
        if not money or money not in table.columns:
            return table
        beside = f"{money} currency"
        sign = table[beside] if beside in table.columns else ibis.null("string")
        told = table["currency"].upper() if "currency" in table.columns else ibis.null("string")
        currency = ibis.coalesce(told.nullif(""), sign)
        table = table.mutate(currency=currency, original=table[money])
        rate = self._rate(table.currency)
        return table.mutate(**{"rate": rate, money: table[money] * rate})

    def _rate(self, currency: Any) -> Any:
        import ibis

        known = [(currency.isnull() | (currency == self.own), ibis.literal(1.0))]
        known += [(currency == code, ibis.literal(rate)) for code, rate in self.rates.items() if code != self.own]
        return ibis.cases(*known, else_=ibis.null("float64"))

    @property
    def lacking(self) -> str:
        """What to do about a currency without a rate."""
        if not self.own:
            return "the plan's company names no currency of its own: set its currency, and rates for others"
        return f"the plan's company has no rate for it: set rates.XYZ to what one of it is worth in {self.own}"


def currencies_of(company: Company | None) -> Currencies:
    """The money of a company."""
    if company is None:
        return Currencies()
    return Currencies(company.currency, {code: float(rate) for code, rate in company.rates.items()})
