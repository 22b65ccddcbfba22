"""FACT: one meaning and one source for every number, and what the sources of a plan say."""

from __future__ import annotations

from truenorth.rules.facts import disclosed, doubles, meaning, measured, nearly, nowhere, quoted, twice

__all__ = ["disclosed", "doubles", "meaning", "measured", "nearly", "nowhere", "quoted", "twice"]
