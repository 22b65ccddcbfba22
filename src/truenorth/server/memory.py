"""How the memory of a process that serves pages is kept: by few heaps, however many threads it has."""

from __future__ import annotations

import ctypes

HEAPS = 2
_M_ARENA_MAX = -8  # of mallopt(3)


def few_heaps() -> None:
    """Have all threads share few heaps, where the C library can: else each keeps what it freed to itself.

    Of several threads only one runs Python at a time, so that they hardly wait for each other's heap.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, HEAPS)
    except (AttributeError, OSError, TypeError):  # another C library: musl, macOS, Windows
        return
