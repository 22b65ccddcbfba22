"""COST: budgets that the work goes over, that do not add up, or that leave a month out."""

from __future__ import annotations

from truenorth.rules.money import breach, periods, shares

__all__ = ["breach", "periods", "shares"]
