"""TOOL: what the work asks of the tech stack."""

from __future__ import annotations

from truenorth.rules.tools import limits, needs, use

__all__ = ["limits", "needs", "use"]
