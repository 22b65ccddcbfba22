"""STORY: one storyboard: work that says what we agreed to say, for every persona and stage, and leads on."""

from __future__ import annotations

from truenorth.rules.story import board, gaps, path, reuse

__all__ = ["board", "gaps", "path", "reuse"]
