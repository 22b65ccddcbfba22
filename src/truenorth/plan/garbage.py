"""Garbage collection paused: while a plan is read or judged it looks at every object again and again, for nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_is_kept = False


def keep() -> None:
    """What is there by now is there to stay: no collection looks at it again."""
    global _is_kept  # to count what is kept takes as long as to look at it
    _is_kept = True
    gc.freeze()


@contextmanager
def uncollected() -> Iterator[None]:
    """Do something without collection; what was made counts as old afterwards, so that it is not all looked at then."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if not _is_kept:
                gc.freeze()
                gc.unfreeze()
            gc.enable()
