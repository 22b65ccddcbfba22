"""TIME: lead times, the order of work, dates that disagree, and how long customers take to buy."""

from __future__ import annotations

from truenorth.rules.time import buying, dates, decided, lead, order, slipping, words

__all__ = ["buying", "dates", "decided", "lead", "order", "slipping", "words"]
