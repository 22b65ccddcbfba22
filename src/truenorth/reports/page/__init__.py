"""The page: what is at stake, what is out of line, and the line of sight, for people who decide."""

from __future__ import annotations

from truenorth.reports.page.page import Page, page

__all__ = ["Page", "page"]
