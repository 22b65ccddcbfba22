"""SIGN: what both sides promised each other, and whether the other side knows."""

from __future__ import annotations

from truenorth.rules.consent import promises, shared, stuck

__all__ = ["promises", "shared", "stuck"]
