"""GOAL: whether the work serves the strategy, and whether the strategy can be seen to be reached."""

from __future__ import annotations

from truenorth.rules.goals import expectations, kpis, periods, priorities, repeated, sight, targets, vague

__all__ = ["expectations", "kpis", "periods", "priorities", "repeated", "sight", "targets", "vague"]
