"""LOAD: what arrives at sales, service or stock, and whether they can take it."""

from __future__ import annotations

from truenorth.rules.load import inflow, promised

__all__ = ["inflow", "promised"]
