"""Does it all fit: a verdict, the few statements that can't all be true, and the cheapest ways out."""

from __future__ import annotations
