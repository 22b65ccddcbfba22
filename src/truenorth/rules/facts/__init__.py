"""FACT: one meaning and one source for every number, and what the sources of a plan say."""

from __future__ import annotations

from truenorth.rules.facts import disclosed, meaning, measured, nowhere, quoted, twice

__all__ = ["disclosed", "meaning", "measured", "nowhere", "quoted", "twice"]
