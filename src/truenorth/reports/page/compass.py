"""The compass of the page: straight up is 100, and the needle leans by how much is at stake."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, radians, sin

CENTRE, RIM = 120.0, 104.0


def lean(index: float) -> float:
    """The angle of the needle in degrees: 0 at 100, 180 at 0."""
    return (100 - index) * 1.8


def ticks() -> Iterator[tuple[bool, float, float, float, float]]:
    """(major, x1, y1, x2, y2) of the marks around the rim."""
    for degree in range(0, 360, 6):
        major = degree % 30 == 0
        yield (major, *_at(degree, RIM - 2), *_at(degree, RIM - (9 if major else 6)))


def wedge(index: float) -> str:
    """The path between north and the needle."""
    angle = lean(index)
    x, y = _at(angle, RIM - 12)
    return f"M120 120L120 {CENTRE - RIM + 12:.1f}A{RIM - 12:.1f} {RIM - 12:.1f} 0 {int(angle > 180)} 1 {x:.1f} {y:.1f}Z"


def _at(degree: float, radius: float) -> tuple[float, float]:
    return round(CENTRE + radius * sin(radians(degree)), 1), round(CENTRE - radius * cos(radians(degree)), 1)
