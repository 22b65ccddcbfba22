"""A report: what a workspace has to say at one moment, built once, marked for whom each part is."""

from __future__ import annotations

from truenorth.reports.pack.blocks import Pack
from truenorth.reports.pack.build import build

__all__ = ["Pack", "build"]
