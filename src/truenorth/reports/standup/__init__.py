"""The agenda of a stand-up: program developments, results, learning from execution, suggestions for refinements."""

from __future__ import annotations

from truenorth.reports.standup.agenda import Material, agenda

__all__ = ["Material", "agenda"]
