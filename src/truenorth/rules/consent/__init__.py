"""SIGN: what both sides promised each other and agreed to, and whether the other side knows."""

from __future__ import annotations

from truenorth.rules.consent import drift, promises, shared, stuck, unagreed, unfit, unproven

__all__ = ["drift", "promises", "shared", "stuck", "unagreed", "unfit", "unproven"]
