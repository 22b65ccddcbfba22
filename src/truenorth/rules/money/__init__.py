"""COST: budgets that the work goes over, that do not add up, or leave a month or a currency out."""

from __future__ import annotations

from truenorth.rules.money import breach, currencies, periods, totals

__all__ = ["breach", "currencies", "periods", "totals"]
