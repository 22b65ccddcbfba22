"""What time it is: asked in one place, so that whoever calls can say it instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment, in the time of this machine."""
    return datetime.now(UTC).astimezone()
