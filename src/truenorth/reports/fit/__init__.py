"""The verdict as it is told: whether it all fits, which statements can't all be true, and the ways out."""

from __future__ import annotations

from truenorth.reports.fit.told import Told, told
from truenorth.reports.fit.why import why

__all__ = ["Told", "told", "why"]
