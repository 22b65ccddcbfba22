"""What we say: the same findings for a terminal, a machine or a letter. Plain values in, text out."""

from __future__ import annotations
