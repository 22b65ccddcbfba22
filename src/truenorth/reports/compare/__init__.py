"""Two versions of a plan side by side: goals, money, hours, dates, findings, and what differs, by what it serves."""

from __future__ import annotations

from truenorth.reports.compare.compare import Comparison, compare
from truenorth.reports.compare.rows import Row
from truenorth.reports.compare.serving import Group, serving
from truenorth.reports.compare.side import Side
from truenorth.reports.compare.text import lines

__all__ = ["Comparison", "Group", "Row", "Side", "compare", "lines", "serving"]
