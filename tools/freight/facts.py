"""x"""

from __future__ import annotations

SEED = 1


def write(f, s):
    return {}
