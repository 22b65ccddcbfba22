"""BEAT: whether people meet as they agreed to, hear from each other, and do what they decided."""

from __future__ import annotations

from truenorth.rules.beat import contact, learning, missed

__all__ = ["contact", "learning", "missed"]
