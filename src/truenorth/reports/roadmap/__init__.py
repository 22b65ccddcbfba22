"""The roadmap: work in lanes over weeks with its load; who is reached when; what one person gets."""

from __future__ import annotations

from truenorth.reports.roadmap.lanes import By, Wanted, options
from truenorth.reports.roadmap.roadmap import Asked, Roadmap, roadmap
from truenorth.reports.roadmap.span import ZOOMS, Window, Zoom

__all__ = ["ZOOMS", "Asked", "By", "Roadmap", "Wanted", "Window", "Zoom", "options", "roadmap"]
