"""AUD: whether everyone pictures the same customer, and tells them the same."""

from __future__ import annotations

from truenorth.rules.audience import collisions, evidence, messages, personas

__all__ = ["collisions", "evidence", "messages", "personas"]
