"""The line-of-sight map: from the vision to every piece of work, with the money in the width."""

from __future__ import annotations

from truenorth.reports.sight.brief import brief
from truenorth.reports.sight.columns import Sight, sight
from truenorth.reports.sight.layout import Map, laid_out

__all__ = ["Map", "Sight", "brief", "laid_out", "sight"]
