"""TEAM: hours and skills, seats, and who answers for what."""

from __future__ import annotations

from truenorth.rules.people import bottlenecks, hours, listed, open_seats, owners

__all__ = ["bottlenecks", "hours", "listed", "open_seats", "owners"]
